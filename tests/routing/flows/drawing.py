"""Flows drawn by hand for tests: short, and right unless a test breaks them."""

from typing import Any


def words(text: str = "Xin chào.", english: str = "Hello.") -> dict[str, Any]:
    return {"vi": text, "en": english, "sound_vi": None, "sound_en": None}


def silence() -> dict[str, Any]:
    return words("", "")


def greeting(id_: str = "hello", next_: str | None = "menu", **given: Any) -> dict[str, Any]:
    return {"id": id_, "kind": "greeting", "prompt": words(), "next": next_, **given}


def hours(id_: str = "hours", **given: Any) -> dict[str, Any]:
    steps = {"open": "hello", "closed": "message", "holiday": "feast"}
    return {"id": id_, "kind": "hours", "calendar_id": None, **steps, **given}


def menu(id_: str = "menu", keys: dict[str, str | None] | None = None, **given: Any) -> dict[str, Any]:
    rows = [{"key": k, "label": "", "next": n} for k, n in (keys if keys is not None else {"1": "line"}).items()]
    return {
        "id": id_, "kind": "menu", "prompt": words(f"Chọn ở {id_}.", f"Choose at {id_}."), "keys": rows,
        "queues_next": None, "repeats": 1, "wait_seconds": 5, "sorry": words("Xin lỗi.", "Sorry."),
        "no_input": "message", "invalid": None, **given,
    }  # fmt: skip


def line(id_: str = "line", **given: Any) -> dict[str, Any]:
    return {
        "id": id_, "kind": "queue", "queue_id": None, "prompt": words("Xin chờ.", "Please hold."), "music": None,
        "says_place": False, "says_wait": False, "every_seconds": 60, "nobody": "message", "full": "message",
        "closed": None, **given,
    }  # fmt: skip


def message(id_: str = "message", text: str = "Mời nhắn tin.") -> dict[str, Any]:
    return {"id": id_, "kind": "voicemail", "prompt": words(text, "Leave a message."), "max_seconds": 60}


def outside(id_: str = "branch", **given: Any) -> dict[str, Any]:
    return {
        "id": id_, "kind": "outside", "prompt": words("Đang chuyển máy.", "Putting you through."),
        "number": "028 3822 3344", "ring_seconds": 25, "is_recorded": False, "unanswered": "message", **given,
    }  # fmt: skip


def say(id_: str = "bye", text: str = "Tạm biệt.") -> dict[str, Any]:
    return {"id": id_, "kind": "say", "prompt": words(text, "Good-bye.")}


def drawn(*steps: dict[str, Any], start: str | None = None) -> dict[str, Any]:
    return {"start": start or steps[0]["id"], "steps": list(steps)}


def plain() -> dict[str, Any]:
    """Greeting, a menu with one level below, a queue, a message, good-bye."""
    return drawn(
        greeting(),
        menu(keys={"1": "line", "2": "below", "9": "bye"}),
        menu("below", keys={"1": "line", "0": "menu"}),
        line(),
        message(),
        say(),
    )
