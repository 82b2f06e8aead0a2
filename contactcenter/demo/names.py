"""Vietnamese names as they are: few family names, a middle name that goes with the given one."""

FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng",
    "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trịnh", "Mai", "Lâm",
)  # fmt: skip
FAMILY_WEIGHTS = (32, 12, 10, 7, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1)

FEMALE = (
    "Thị Hồng Nhung", "Thị Thanh Thảo", "Ngọc Ánh", "Thị Mỹ Duyên", "Thu Trang", "Thị Kim Oanh", "Bảo Châu",
    "Thị Thu Hà", "Minh Thư", "Thị Ngọc Bích", "Khánh Linh", "Thị Tuyết Mai", "Phương Anh", "Thị Bích Phượng",
    "Thùy Dương", "Thị Lệ Hằng", "Cẩm Tú", "Thị Hải Yến", "Quỳnh Như", "Thị Xuân Đào", "Mai Chi",
    "Thị Diễm My", "Hoài An", "Thị Thúy Vy", "Tường Vi", "Thị Hạnh", "Kiều Trinh", "Thị Út",
    "Diệu Linh", "Thị Minh Nguyệt",
)  # fmt: skip
MALE = (
    "Văn Hùng", "Quốc Bảo", "Minh Tuấn", "Đức Anh", "Văn Thành", "Hoàng Phúc", "Thanh Tùng", "Hữu Nghĩa",
    "Gia Huy", "Văn Dũng", "Trọng Nhân", "Tiến Đạt", "Anh Khoa", "Văn Lợi", "Nhật Minh", "Xuân Trường",
    "Công Danh", "Văn Tâm", "Đình Phong", "Bá Lộc", "Quang Vinh", "Ngọc Sơn", "Duy Khánh", "Văn Tài",
    "Thái Hòa", "Chí Thanh", "Việt Hoàng", "Văn Bình", "Hải Đăng", "Phước Thịnh",
)  # fmt: skip
FOREIGNERS = (
    ("Emma Johnson", "female"), ("Daniel Kim", "male"), ("Sophie Martin", "female"), ("James Miller", "male"),
    ("Hannah Schmidt", "female"), ("Kenji Tanaka", "male"),
)  # fmt: skip

COMPANIES = (
    "Công ty TNHH Xây dựng An Phát", "Công ty CP Thực phẩm Sông Tiền", "Trường mầm non Hoa Sen",
    "Quán cà phê Góc Phố", "Khách sạn Biển Nhớ", "Công ty TNHH In ấn Sao Mai", "Phòng khám đa khoa Tâm Đức",
    "Công ty CP Vận tải Đại Nam", "Nhà hàng Cơm Niêu Xưa", "Công ty TNHH Phần mềm Lá Xanh",
    "Spa Mộc Miên", "Công ty CP Nội thất Gỗ Việt",
)  # fmt: skip

STREETS = (
    "Nguyễn Trãi", "Lê Văn Sỹ", "Cách Mạng Tháng Tám", "Hoàng Văn Thụ", "Phan Xích Long", "Nguyễn Thị Thập",
    "Trần Hưng Đạo", "Điện Biên Phủ", "Lý Thường Kiệt", "Võ Văn Ngân", "Quang Trung", "Phạm Văn Đồng",
)  # fmt: skip
DISTRICTS = (
    "Quận 1, TP. Hồ Chí Minh", "Quận 3, TP. Hồ Chí Minh", "Quận 7, TP. Hồ Chí Minh",
    "Quận 10, TP. Hồ Chí Minh", "Bình Thạnh, TP. Hồ Chí Minh", "Gò Vấp, TP. Hồ Chí Minh",
    "Tân Bình, TP. Hồ Chí Minh",
    "TP. Thủ Đức, TP. Hồ Chí Minh", "TP. Biên Hòa, Đồng Nai", "TP. Thủ Dầu Một, Bình Dương",
    "Hải Châu, Đà Nẵng", "Cầu Giấy, Hà Nội", "Ninh Kiều, Cần Thơ",
)  # fmt: skip

PROFILE_NOTES = (
    "Thích được gọi sau 17h.",
    "Hay mua dịp khuyến mãi cuối tháng.",
    "Nhà có giếng khoan, cần cột lọc thô.",
    "Ưu tiên nhắn Zalo trước khi gọi.",
    "Đã từng khiếu nại giao hàng trễ, cần xác nhận lịch kỹ.",
    "Chủ quán cà phê, mua số lượng lớn, cần hóa đơn công ty.",
    "Có con nhỏ, giao hàng xin gọi trước, không bấm chuông.",
    "Khách quen của chi nhánh Quận 7.",
    "Quan tâm trả góp 0%.",
    "Chỉ nhận hàng giờ hành chính tại công ty.",
)
