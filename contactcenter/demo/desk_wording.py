"""What colleagues write to each other about customers, and what they promise."""

RICH_NOTES: tuple[tuple[str, int | None, bool], ...] = (
    ("@{lan} khách này chỉ nghe máy buổi tối, nhờ em gọi lại sau 19h và gửi báo giá máy lọc nước nóng lạnh.", 0, True),
    ("@{minh} nhờ em kiểm tra lịch lắp đặt thứ bảy, khách đã dời hai lần.", 1, False),
    (
        "Khách sắp nhận căn hộ ở Thủ Đức, cần trọn bộ bếp. Đã gửi bản vẽ và bảng giá, hẹn trao đổi lại đầu tuần.",
        None,
        True,
    ),
    ("@{huong} khách phàn nàn lần thứ hai về tiếng ồn của tủ lạnh, ưu tiên xử lý giúp chị.", 2, True),
    ("Gọi về nhắc thay lõi: khách nói máy đang dùng ở nhà mẹ, số của mẹ chưa cho.", None, False),
    ("@{lan} đã duyệt giảm 5 % cho đơn tới, em báo khách giúp.", 0, False),
)
"""Text, whom of the agents it names, whether it is pinned; the supervisor wrote those that name somebody."""

TASKS: tuple[tuple[str, str, str, float | None], ...] = (
    ("Gửi báo giá máy lọc nước nóng lạnh", "task", "high", -26),
    ("Gọi lại xác nhận lịch lắp đặt", "callback", "normal", -3),
    ("Báo khách bản vẽ bếp đã chỉnh", "task", "normal", 1),
    ("Gọi lại tư vấn trả góp", "callback", "high", 2.5),
    ("Nhắc thay lõi lọc số 1-2-3", "callback", "normal", 4),
    ("Kiểm tra đơn đổi màu nồi chiên", "task", "low", 28),
    ("Hỏi thăm sau lắp đặt", "callback", "normal", 74),
    ("Gửi thư mời khai trương chi nhánh Thủ Đức", "task", "low", 150),
    ("Cập nhật mã số thuế cho hóa đơn", "task", "normal", None),
)
"""Title, kind, priority, hours from now until it is due (None: some day)."""

DONE = ("Xuất lại hóa đơn", "Gửi link thanh toán", "Xác nhận địa chỉ giao", "Gọi hỏi thăm sau khiếu nại")
