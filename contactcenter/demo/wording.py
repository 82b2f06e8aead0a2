"""What agents wrote after calls whose recording is no longer kept: outcome, note, and whom it suits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """A call in two lines. `next_step` is the kind and the words of what was agreed; `days` until then."""

    disposition: str
    note: str
    next_step: tuple[str, str] | None = None
    days: int = 0


STORIES = (
    Story("resolved", "Khách hỏi thời gian giao máy giặt; đã xác nhận giao sáng mai."),
    Story("resolved", "Hướng dẫn khách khởi động lại máy lọc nước sau khi thay lõi, đã chạy bình thường."),
    Story("resolved", "Đổi lịch lắp đặt sang chiều thứ bảy theo yêu cầu."),
    Story("resolved", "Gửi lại hóa đơn điện tử qua email cho khách."),
    Story("resolved", "Khách hỏi cách kích hoạt bảo hành, đã kích hoạt giúp trên hệ thống."),
    Story("resolved", "Xác nhận đã nhận tiền chuyển khoản, đơn chuyển sang giao hàng."),
    Story("resolved", "Customer asked for store opening hours and parking; answered."),
    Story("question", "Hỏi so sánh hai mẫu nồi chiên, khách sẽ ra cửa hàng xem."),
    Story("question", "Hỏi chính sách đổi trả trong bảy ngày."),
    Story("question", "Hỏi giá vệ sinh máy lạnh tại nhà."),
    Story("question", "Hỏi trả góp qua thẻ tín dụng, đã tư vấn kỳ hạn sáu tháng."),
    Story("lead", "Quan tâm máy lọc nước chín lõi cho nhà bốn người, xin báo giá."),
    Story("lead", "Chuẩn bị mở quán, cần tư vấn hai tủ mát và một máy làm đá."),
    Story("callback", "Khách đang họp, hẹn gọi lại tư vấn gói bảo trì.", ("callback", "Tư vấn gói bảo trì"), 1),
    Story("callback", "Cần kiểm tra tồn kho màu trắng rồi báo lại.", ("callback", "Báo tồn kho màu trắng"), 1),
    Story(
        "transferred",
        "Chuyển kỹ thuật: máy giặt rung mạnh khi vắt.",
        ("task", "Kỹ thuật gọi khách hẹn kiểm tra"),
        2,
    ),
    Story("transferred", "Chuyển kế toán xuất lại hóa đơn sai mã số thuế.", ("task", "Xuất lại hóa đơn"), 2),
    Story("complaint_delivery", "Giao trễ hai ngày không báo trước; đã xin lỗi và tặng mã giảm phí giao."),
    Story("complaint_product", "Tủ lạnh kêu to sau một tuần sử dụng; lập phiếu bảo hành tại nhà."),
    Story("complaint_service", "Khách phàn nàn nhân viên lắp đặt để lại rác; đã ghi nhận và xin lỗi."),
    Story("no_help", "Khách hỏi dịch vụ sửa điện thoại, cửa hàng không có."),
    Story("wrong_number", "Gọi nhầm số."),
    Story("spam", "Chào mời quảng cáo."),
)
STORY_WEIGHTS = (9, 7, 6, 5, 4, 5, 2, 5, 4, 3, 4, 6, 3, 4, 4, 3, 2, 3, 3, 1, 2, 2, 1)

OUTCOMES = {
    "order_late": "resolved",
    "product_question": "lead",
    "warranty": "transferred",
    "appointment": "resolved",
    "complaint": "complaint_product",
    "price_quote": "callback",
    "address_change": "resolved",
    "thank_you": "resolved",
    "wrong_number": "wrong_number",
    "angry_customer": "complaint_service",
    "delivery_status": "resolved",
    "refund": "callback",
    "technical_support": "transferred",
}
"""A dialogue's topic → the outcome its agent chose."""

NEXT_STEPS = {
    "callback": ("callback", "Gọi lại báo kết quả", 1),
    "transferred": ("task", "Kỹ thuật liên hệ khách", 1),
}

INTERNAL_NOTES = (
    "Đã gửi catalogue máy lọc nước qua Zalo.",
    "Khách hẹn ghé cửa hàng cuối tuần.",
    "Đã cập nhật địa chỉ giao hàng mới.",
    "Nhắc khách lịch thay lõi lọc tháng sau.",
    "Đã hoàn tiền phí giao hàng theo khiếu nại.",
    "Khách giới thiệu thêm một người bạn mua máy lạnh.",
    "Lưu ý: xuất hóa đơn công ty cho mọi đơn.",
)
