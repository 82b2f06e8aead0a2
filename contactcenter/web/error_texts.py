"""One plain sentence for each thing that can go wrong, in both languages."""

TITLES = {"vi": "Có lỗi", "en": "Something is wrong"}

_SENTENCES = {
    400: ("Yêu cầu không đọc được.", "The request could not be read."),
    401: ("Bạn cần đăng nhập trước.", "Sign in first."),
    403: ("Bạn không có quyền làm việc này.", "You may not do that."),
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


def sentence(status: int, locale: str) -> str:
    """What to tell a person about this HTTP status."""
    vietnamese, english = _SENTENCES.get(status) or _SENTENCES[400 if status < 500 else 500]
    return vietnamese if locale == "vi" else english
