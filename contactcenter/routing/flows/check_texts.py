"""What is wrong with a flow, in words."""

from contactcenter.routing.flows.check import Problem

_TEXTS = {
    "no_start": ("Chưa chọn bước bắt đầu.", "There is no first step."),
    "same_id": ("Hai bước trùng mã với nhau.", "Two steps have the same id."),
    "no_target": ("Chưa chọn bước tiếp theo.", "Say which step comes next."),
    "missing_target": ("Bước tiếp theo không còn tồn tại.", "The next step is not there any more."),
    "not_a_queue": ("Phải dẫn tới một bước hàng đợi.", "This must lead to a queue."),
    "unreachable": (
        "Không cuộc gọi nào đến được bước này.",
        "No caller can get to this step.",
    ),
    "loop": (
        "Người gọi không làm gì sẽ quay lại bước này mãi. Hãy cho một lối ra.",
        "A caller who does nothing comes back here for ever. Give them a way out.",
    ),
    "too_deep": ("Menu lồng nhau quá {max} cấp.", "Menus lie more than {max} levels deep."),
    "text_too_long": ("Lời thoại dài quá {max} ký tự.", "The text is longer than {max} characters."),
    "sound_gone": ("Tệp âm thanh không còn dùng được.", "The sound is not there any more."),
    "nothing_said": ("Chưa có lời thoại hay âm thanh.", "There is nothing to say or play."),
    "one_language": (
        "Chưa có ngôn ngữ này; người gọi sẽ nghe ngôn ngữ kia.",
        "Nothing in this language: callers hear the other one.",
    ),
    "no_keys": ("Menu chưa có phím nào.", "The menu has no keys."),
    "too_many_keys": ("Menu có quá {max} phím.", "The menu has more than {max} keys."),
    "bad_key": ("Phím phải là 0–9, * hoặc #.", "A key is 0–9, * or #."),
    "same_key": ("Phím {key} được dùng hai lần.", "Key {key} is used twice."),
    "no_queue_keys": ("Chưa có hàng đợi nào được gán phím.", "No queue has a key yet."),
    "queue_gone": ("Hàng chờ không còn tồn tại.", "The queue is not there any more."),
    "queue_archived": ("Hàng chờ đã được lưu trữ.", "The queue is archived."),
    "queue_empty": ("Chưa có nhân viên nào trong hàng đợi này.", "Nobody serves this queue yet."),
    "bad_outside_number": (
        "Số này không gọi được: sai, khẩn cấp, tính cước cao hoặc là số của công ty.",
        "This number cannot be called: it is wrong, for emergencies, costly, or our own.",
    ),
    "calendar_gone": ("Lịch làm việc không còn tồn tại.", "The opening hours are not there any more."),
}


def in_words(problem: Problem) -> dict[str, str]:
    """In Vietnamese and English."""
    vietnamese, english = _TEXTS[problem.code]
    return {"vi": vietnamese.format(**problem.params), "en": english.format(**problem.params)}
