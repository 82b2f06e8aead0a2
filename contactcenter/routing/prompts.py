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
    "callback_offer": (
        "Nếu không muốn chờ, quý khách bấm phím {key}: chúng tôi sẽ gọi lại đúng lượt của quý khách.",
        "If you would rather not wait, press {key}: we will call you back when it is your turn.",
    ),
    "callback_confirm": (
        "Chúng tôi sẽ gọi lại số {number}. Bấm phím 1 để đồng ý, phím 2 để nhập số khác, phím sao để chờ tiếp.",
        "We will call you at {number}. Press 1 to agree, 2 to give another number, star to go on waiting.",
    ),
    "callback_no_number": (
        "Chúng tôi không thể gọi lại số quý khách đang dùng.",
        "We cannot call the number that you are calling from.",
    ),
    "callback_type": (
        "Vui lòng nhập số điện thoại, kết thúc bằng phím thăng.",
        "Please enter a telephone number, then press the hash key.",
    ),
    "callback_refused": (
        "Xin lỗi, chúng tôi không thể gọi đến số này.",
        "Sorry, that is not a number that we can call.",
    ),
    "callback_check": (
        "Số quý khách vừa nhập là {number}. Bấm phím 1 nếu đúng, phím 2 để nhập lại.",
        "You entered {number}. Press 1 if that is right, 2 to enter it again.",
    ),
    "callback_kept": (
        "Cảm ơn quý khách. Vị trí trong hàng chờ được giữ nguyên, chúng tôi sẽ gọi lại khi đến lượt. Xin chào.",
        "Thank you. Your place in line is kept, and we will call you when it is your turn. Goodbye.",
    ),
    "callback_waiting": (
        "Quý khách vẫn ở vị trí cũ trong hàng chờ.",
        "You are still in your old place in line.",
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
