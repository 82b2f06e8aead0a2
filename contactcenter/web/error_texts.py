"""One plain sentence for each thing that can go wrong, in both languages."""

TITLES = {"vi": "Có lỗi", "en": "Something is wrong"}

_SENTENCES = {
    400: ("Yêu cầu không đọc được.", "The request could not be read."),
    401: ("Bạn cần đăng nhập trước.", "Sign in first."),
    403: ("Bạn không có quyền mở trang này.", "You may not open this."),
    404: ("Không tìm thấy trang hoặc mục này.", "There is nothing at this address."),
    405: ("Địa chỉ này không nhận thao tác đó.", "This address does not take that method."),
    408: ("Yêu cầu đến quá chậm.", "The request took too long to arrive."),
    409: ("Dữ liệu vừa thay đổi. Hãy tải lại trang.", "This has changed meanwhile. Reload and try again."),
    412: ("Dữ liệu vừa thay đổi. Hãy tải lại trang.", "This has changed meanwhile. Reload and try again."),
    413: ("Nội dung gửi lên quá lớn.", "That is too large."),
    415: ("Kiểu nội dung này không được hỗ trợ.", "That type of content is not taken here."),
    416: ("Tệp ngắn hơn đoạn bạn yêu cầu.", "The file is shorter than the part asked for."),
    422: ("Một số trường chưa đúng.", "Some fields are wrong."),
    428: ("Thiếu phiên bản của dữ liệu cần sửa.", "Say which version you are changing."),
    429: ("Quá nhiều yêu cầu. Hãy chờ một lát.", "Too many requests. Wait a moment."),
    500: ("Hệ thống gặp lỗi. Chúng tôi đã ghi lại.", "Something broke on our side. It has been noted."),
    502: ("Nhà cung cấp dịch vụ không phản hồi.", "A provider did not answer."),
    503: ("Hệ thống đang bận. Hãy thử lại sau giây lát.", "The system is busy. Try again in a moment."),
}


_HINTS = {
    403: (
        "Vai trò của bạn không mở được trang này. Nếu bạn cần nó, hãy nhờ quản trị viên.",
        "Your role does not open this page. Ask an administrator if you need it.",
    ),
    404: (
        "Đường dẫn có thể đã cũ hoặc bị gõ nhầm, hoặc mục đó đã bị xóa.",
        "The link may be old or mistyped, or what it led to was deleted.",
    ),
    500: (
        "Thử lại sau giây lát. Nếu vẫn vậy, hãy báo cho quản trị viên biết lúc mấy giờ.",
        "Try again in a moment. If it happens again, tell an administrator at what time.",
    ),
}


def hint(status: int, locale: str) -> str:
    """What a person can do about it; empty where the sentence says all."""
    vietnamese, english = _HINTS.get(status, ("", ""))
    return vietnamese if locale == "vi" else english


def sentence(status: int, locale: str) -> str:
    """What to tell a person about this HTTP status."""
    vietnamese, english = _SENTENCES.get(status) or _SENTENCES[400 if status < 500 else 500]
    return vietnamese if locale == "vi" else english
