"""What the company has learned about its customers: trades, needs, reasons, habits, and short words for them."""

TRADES: tuple[tuple[str, str | None, str | None], ...] = (
    ("Nhân viên văn phòng", "university", "10m_20m"),
    ("Giáo viên tiểu học", "university", "10m_20m"),
    ("Kế toán", "university", "10m_20m"),
    ("Kỹ sư phần mềm", "university", "20m_50m"),
    ("Chủ cửa hàng tạp hóa", "school", "20m_50m"),
    ("Chủ quán cà phê", "vocational", "20m_50m"),
    ("Điều dưỡng", "vocational", "10m_20m"),
    ("Bác sĩ", "postgraduate", "over_50m"),
    ("Tài xế công nghệ", "school", "under_10m"),
    ("Công nhân may", "school", "under_10m"),
    ("Nội trợ", "vocational", None),
    ("Nhân viên ngân hàng", "university", "20m_50m"),
    ("Môi giới bất động sản", "university", "over_50m"),
    ("Hưu trí", None, "under_10m"),
    ("Sinh viên", "university", None),
)
"""Occupation, education, monthly income."""

NEEDS = (
    "Máy lọc nước cho nhà bốn người, nước giếng khoan.",
    "Thay lõi lọc định kỳ sáu tháng một lần.",
    "Nồi chiên loại lớn cho bếp gia đình.",
    "Máy giặt chạy êm vì phòng trọ vách mỏng.",
    "Trang bị trọn bộ bếp cho căn hộ sắp nhận.",
    "Máy lạnh tiết kiệm điện cho phòng 18 m².",
    "Gói chăm sóc da hai tuần một lần.",
    "Quà tặng nhân viên cuối năm, khoảng 30 phần.",
    "Vệ sinh máy lạnh trước mùa nóng.",
)
PREFERENCES = (
    "Thích màu trắng và kiểu dáng gọn.",
    "Ưu tiên hàng Nhật, ngại hàng nội địa Trung Quốc.",
    "Thích xem hàng tận nơi trước khi mua.",
    "Hay hỏi kỹ công suất và tiền điện.",
    "Thích đồ linen, cỡ M.",
    "Thích mua theo bộ, có quà kèm.",
)
REASONS = (
    "Bảo hành tận nhà trong 24 giờ.",
    "Người quen giới thiệu.",
    "Trả góp 0% sáu tháng.",
    "Gần nhà, giao trong ngày.",
    "Nhân viên tư vấn nhiệt tình, gọi lại đúng hẹn.",
    "Giá tốt hơn siêu thị điện máy.",
)
HABITS = (
    "Mua cuối tháng, sau ngày lãnh lương.",
    "Đặt qua Zalo, nhận hàng tại cửa hàng.",
    "Chờ đợt khuyến mãi 8/3 và 20/10.",
    "Mua một lần nhiều món, ít khi đổi trả.",
    "Thanh toán khi nhận hàng.",
)
BEST_TIMES = ("Sau 17h", "Giờ nghỉ trưa 11h30–13h", "Sáng thứ bảy", "Giờ hành chính", "Buổi tối 19h–21h")

TAGS = (
    ("Thay lõi định kỳ", "green"),
    ("Xuất hóa đơn công ty", "violet"),
    ("Khách sỉ", "orange"),
    ("Trả góp", "amber"),
    ("Hay đổi trả", "red"),
    ("Giới thiệu bạn", "green"),
    ("Giao giờ hành chính", "grey"),
)

TITLES = ("Phụ trách mua hàng", "Giám đốc", "Kế toán trưởng", "Hành chính – nhân sự", "Quản lý cửa hàng")
INDUSTRIES = {
    "Công ty TNHH Xây dựng An Phát": ("Xây dựng", "50_249"),
    "Công ty CP Thực phẩm Sông Tiền": ("Thực phẩm", "250_up"),
    "Trường mầm non Hoa Sen": ("Giáo dục", "10_49"),
    "Quán cà phê Góc Phố": ("Nhà hàng, quán ăn", "1_9"),
    "Khách sạn Biển Nhớ": ("Khách sạn", "50_249"),
    "Công ty TNHH In ấn Sao Mai": ("In ấn", "10_49"),
    "Phòng khám đa khoa Tâm Đức": ("Y tế", "50_249"),
    "Công ty CP Vận tải Đại Nam": ("Vận tải", "250_up"),
    "Nhà hàng Cơm Niêu Xưa": ("Nhà hàng, quán ăn", "10_49"),
    "Công ty TNHH Phần mềm Lá Xanh": ("Công nghệ", "10_49"),
    "Spa Mộc Miên": ("Làm đẹp", "1_9"),
    "Công ty CP Nội thất Gỗ Việt": ("Nội thất", "50_249"),
}
"""A company's line of business and size."""
