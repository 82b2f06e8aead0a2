"""What a caller who wants to be called back is asked: pure, for calls and for the test button alike.

    confirm   "we call you back at 0901…": 1 yes, 2 another number, * wait on
    number    type a number, hash ends it
    check     "you typed …": 1 right, 2 type it again

It always ends: with their place `kept`, or with the caller `waiting` as before. Silence keeps it, once there is a
number to call: who has pressed the key and walked off wants just that.
"""

from collections.abc import Callable
from dataclasses import dataclass

PARTS = ("confirm", "number", "check")
MAX_TRIES = 3
MAX_DIGITS = 16
KEYS = {"confirm": ("1", "2", "*"), "check": ("1", "2")}

CheckNumber = Callable[[str], str | None]
"""A number as it was typed → what to call, or None for one that is none of those we call."""


@dataclass(frozen=True)
class Asked:
    """Where it has come to. `part`: one of PARTS, or kept, waiting. `says`: prompts, in order, of which `number`, in
    E.164, is the place-holder. `number` is what would be called if they hung up now."""

    part: str
    says: tuple[str, ...]
    number: str | None
    tries: int = 1

    @property
    def is_over(self) -> bool:
        return self.part not in PARTS


def begin(own: str | None) -> Asked:
    """`own`: the caller's number, None for one that cannot be called."""
    if own is None:
        return Asked("number", ("callback_no_number", "callback_type"), None)
    return Asked("confirm", ("callback_confirm",), own)


def answer(part: str, tries: int, keys: str, number: str | None, own: str | None, check: CheckNumber) -> Asked:
    """On from `part`. `number`: as before; `own`: the number they call from, if it can be called."""
    if part == "number":
        return _typed(tries, keys, number, own, check)
    if keys == "1" or (not keys and tries >= MAX_TRIES):
        return Asked("kept", ("callback_kept",), number)
    if keys == "2":
        return Asked("number", ("callback_type",), own or number)
    if keys == "*" and part == "confirm":
        return Asked("waiting", ("callback_waiting",), None)
    if tries >= MAX_TRIES:
        return Asked("kept", ("callback_kept",), number)
    return Asked(part, ("sorry", f"callback_{part}"), number, tries + 1)


def _typed(tries: int, keys: str, number: str | None, own: str | None, check: CheckNumber) -> Asked:
    found = check(keys) if keys else None
    if found is not None:
        return Asked("check", ("callback_check",), found)
    if tries < MAX_TRIES:
        return Asked("number", ("callback_refused" if keys else "sorry", "callback_type"), number, tries + 1)
    if own is not None:
        return Asked("confirm", ("callback_confirm",), own)
    return Asked("waiting", ("callback_waiting",), None)
