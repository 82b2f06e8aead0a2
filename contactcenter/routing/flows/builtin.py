"""The flow that every install begins with: greeting, recording announcement, the queues' keys, voicemail."""

from typing import Any

from contactcenter.routing.prompts import both

VERSION = "builtin"
MENU, LINE = "menu", "line"


def words(code: str) -> dict[str, Any]:
    """A standard prompt as a flow holds it."""
    vietnamese, english = both(code)
    return {"vi": vietnamese, "en": english, "sound_vi": None, "sound_en": None}


def no_words() -> dict[str, Any]:
    return {"vi": "", "en": "", "sound_vi": None, "sound_en": None}


def document() -> dict[str, Any]:
    """A fresh copy. Its menu is made of the queues that have a key, whichever they are at the time."""
    return {
        "start": "greeting",
        "steps": [
            {"id": "greeting", "kind": "greeting", "prompt": words("greeting"), "next": "recorded"},
            {"id": "recorded", "kind": "recording", "prompt": words("recorded"), "next": MENU},
            {
                "id": MENU,
                "kind": "menu",
                "prompt": no_words(),
                "keys": [],
                "queues_next": LINE,
                "repeats": 2,
                "wait_seconds": 5,
                "sorry": words("sorry"),
                "no_input": LINE,
                "invalid": None,
            },
            {
                "id": LINE,
                "kind": "queue",
                "queue_id": None,
                "prompt": words("please_wait"),
                "music": None,
                "says_place": False,
                "says_wait": False,
                "every_seconds": 60,
                "nobody": "nobody_here",
                "full": "nobody_free",
                "closed": None,
            },
            {"id": "nobody_here", "kind": "voicemail", "prompt": words("nobody_here"), "max_seconds": 120},
            {"id": "nobody_free", "kind": "voicemail", "prompt": words("nobody_free"), "max_seconds": 120},
        ],
    }
