"""What callers hear, in their language. Spoken text: short sentences, no abbreviations."""

LANGUAGES = {"vi": "vi-VN", "en": "en-US"}

_PROMPTS = {
    "greeting": (
        "Xin chào quý khách. Cảm ơn quý khách đã gọi đến tổng đài chăm sóc khách hàng.",
        "Hello, and thank you for calling customer care.",
    ),
    "recorded": (
        "Cuộc gọi này được ghi âm để nâng cao chất lượng phục vụ.",
        "This call is recorded to improve our service.",
    ),
    "sorry": ("Xin lỗi, chúng tôi chưa nhận được lựa chọn của quý khách.", "Sorry, we did not get that."),
    "menu_one": (
        "Để gặp nhân viên tư vấn, vui lòng bấm phím {key}.",
        "To speak with one of our team, please press {key}.",
    ),
    "menu_choice": ("Gặp {name}, bấm phím {key}.", "For {name}, press {key}."),
    "please_wait": (
        "Xin quý khách vui lòng giữ máy, nhân viên sẽ trả lời ngay.",
        "Please hold on, somebody will be with you shortly.",
    ),
    "still_trying": (
        "Xin lỗi quý khách, chúng tôi đang kết nối đến nhân viên khác.",
        "Sorry, we are connecting you to somebody else.",
    ),
    "nobody_here": (
        (
            "Hiện chưa có nhân viên trực máy. Vui lòng để lại lời nhắn sau tiếng bíp, "
            "chúng tôi sẽ gọi lại cho quý khách. Bấm phím thăng để kết thúc."
        ),
        (
            "Nobody is at the phones right now. Please leave a message after the tone "
            "and we will call you back. Press the hash key when you are done."
        ),
    ),
    "nobody_free": (
        (
            "Xin lỗi đã để quý khách chờ lâu. Tất cả nhân viên đều đang bận. Vui lòng để lại lời nhắn "
            "sau tiếng bíp, chúng tôi sẽ gọi lại ngay. Bấm phím thăng để kết thúc."
        ),
        (
            "Sorry to have kept you waiting. Everybody is busy. Please leave a message after the tone "
            "and we will call you right back. Press the hash key when you are done."
        ),
    ),
    "place_next": ("Quý khách là người tiếp theo trong hàng chờ.", "You are next in line."),
    "place": (
        "Quý khách đang ở vị trí thứ {place} trong hàng chờ.",
        "You are number {place} in line.",
    ),
    "wait_short": (
        "Thời gian chờ dự kiến chưa đến một phút.",
        "The expected wait is less than a minute.",
    ),
    "wait": (
        "Thời gian chờ dự kiến khoảng {minutes} phút.",
        "The expected wait is about {minutes} minutes.",
    ),
    "message_taken": (
        "Cảm ơn quý khách. Chúng tôi đã nhận được lời nhắn và sẽ gọi lại sớm nhất.",
        "Thank you. We have your message and will call you back soon.",
    ),
    "rate": (
        "Quý khách hài lòng với cuộc gọi vừa rồi ở mức nào? Vui lòng bấm từ 1 đến 5, trong đó 5 là rất hài lòng.",
        "How satisfied were you with this call? Please press a key from 1 to 5, where 5 is very satisfied.",
    ),
    "thanks": ("Cảm ơn quý khách. Xin chào tạm biệt.", "Thank you, and goodbye."),
    "whisper": ("Cuộc gọi từ khách hàng.", "A customer's call."),
    "whisper_confirm": (
        "Cuộc gọi từ tổng đài. Bấm phím bất kỳ để nhận.",
        "A call from the contact center. Press any key to take it.",
    ),
    "not_reached": (
        "Không liên lạc được với khách hàng.",
        "The customer could not be reached.",
    ),
    "not_available": (
        "Xin lỗi, chức năng này chưa được cấu hình.",
        "Sorry, this is not set up yet.",
    ),
}


def prompt(code: str, language: str) -> str:
    """The words for `code` in `vi` or `en`."""
    vietnamese, english = _PROMPTS[code]
    return vietnamese if language == "vi" else english


def both(code: str) -> tuple[str, str]:
    """The words in Vietnamese and in English."""
    return _PROMPTS[code]


def menu_words(choices: list[tuple[str, str]], language: str) -> str:
    """The menu as it is read out. `choices` are (key, queue name)."""
    code = "menu_one" if len(choices) == 1 else "menu_choice"
    return " ".join(prompt(code, language).format(key=key, name=name) for key, name in choices)
