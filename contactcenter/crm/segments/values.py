"""What each kind of comparison needs for a value, and what it makes of it. Raises ValueError in plain words."""

import math
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from contactcenter.crm.fields.values import EARLIEST_DATE, LARGEST_NUMBER, LATEST_DATE
from contactcenter.crm.segments.subjects import Subject
from contactcenter.crm.service import fold

MAX_DAYS = 36_500
MAX_CODES = 200
_LONGEST_CODE = 64

Reader = Callable[[Subject, Any], Any]


def days(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= MAX_DAYS:
        raise ValueError(f"Not a number of days from 1 to {MAX_DAYS}.")
    return raw


def codes(raw: Any) -> list[str]:
    """One or more codes, each once."""
    if not isinstance(raw, list) or not 0 < len(raw) <= MAX_CODES:
        raise ValueError(f"Not a list of 1 to {MAX_CODES} choices.")
    if any(not isinstance(one, str) or not one.isprintable() or not 0 < len(one) <= _LONGEST_CODE for one in raw):
        raise ValueError("Not a list of choices.")
    return list(dict.fromkeys(raw))


def _text(subject: Subject, raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError("Not a text.")
    text = unicodedata.normalize("NFC", raw).strip()
    if len(text) > subject.max_length:
        raise ValueError(f"Longer than {subject.max_length} characters.")
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise ValueError("Contains characters that cannot be stored.")
    if subject.folded is not None and not fold(text):
        raise ValueError("Has no letter to look for.")
    return text


def _number(subject: Subject, raw: Any) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw) or abs(raw) > LARGEST_NUMBER:
        raise ValueError("Not a number.")
    if subject.type == "money" and raw != int(raw):
        raise ValueError("Not an amount in whole minor units.")
    return int(raw) if raw == int(raw) else raw


def _numbers(subject: Subject, raw: Any) -> tuple[Any, Any]:
    return _pair(raw, lambda one: _number(subject, one))


def _day(_subject: Subject, raw: Any) -> date:
    try:
        day = date.fromisoformat(raw)
    except (TypeError, ValueError):
        raise ValueError("Not a date such as 2026-01-31.") from None
    if not EARLIEST_DATE <= day <= LATEST_DATE:
        raise ValueError("Not a believable date.")
    return day


def _days_between(subject: Subject, raw: Any) -> tuple[Any, Any]:
    return _pair(raw, lambda one: _day(subject, one))


def _pair(raw: Any, read: Callable[[Any], Any]) -> tuple[Any, Any]:
    if not isinstance(raw, list) or len(raw) != 2:
        raise ValueError("Not a pair [from, to].")
    low, high = read(raw[0]), read(raw[1])
    if low > high:
        raise ValueError("The first is larger than the second.")
    return low, high


def _span(_subject: Subject, raw: Any) -> int:
    return days(raw)


def _year_span(_subject: Subject, raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= 366:
        raise ValueError("Not a number of days from 0 to 366.")
    return raw


def _months(_subject: Subject, raw: Any) -> list[int]:
    if not isinstance(raw, list) or not raw or any(isinstance(m, bool) or m not in range(1, 13) for m in raw):
        raise ValueError("Not a list of months from 1 to 12.")
    return sorted(set(raw))


def _choices(subject: Subject, raw: Any) -> list[str]:
    chosen = codes(raw)
    if unknown := [one for one in chosen if one not in subject.codes]:
        raise ValueError(f"No such choice: {unknown[0][:40]}.")
    return chosen


def _people(_subject: Subject, raw: Any) -> list[str]:
    return codes(raw)


def _boolean(_subject: Subject, raw: Any) -> bool:
    if raw is True or raw is False:
        return raw
    raise ValueError("Neither true nor false.")


def _nothing(_subject: Subject, raw: Any) -> None:
    if raw is not None:
        raise ValueError("Takes no value.")


_EMPTY: dict[str, Reader] = {"empty": _nothing, "not_empty": _nothing}
_NUMBERS: dict[str, Reader] = {
    "eq": _number, "ne": _number, "gt": _number, "gte": _number, "lt": _number, "lte": _number,
    "between": _numbers, **_EMPTY,
}  # fmt: skip
_MOMENTS: dict[str, Reader] = {
    "last_days": _span, "older_days": _span, "on": _day, "before": _day, "after": _day, "between": _days_between,
    **_EMPTY,
}  # fmt: skip

OPS: dict[str, dict[str, Reader]] = {
    "text": {
        "is": _text, "is_not": _text, "contains": _text, "not_contains": _text, "starts": _text, **_EMPTY,
    },
    "number": _NUMBERS,
    "money": _NUMBERS,
    "date": {**_MOMENTS, "next_days": _span, "anniversary_days": _year_span, "anniversary_month": _months},
    "moment": _MOMENTS,
    "choice": {"in": _choices, "not_in": _choices, **_EMPTY},
    "person": {"in": _people, "not_in": _people, **_EMPTY},
    "multi_choice": {"any": _choices, "all": _choices, "none": _choices, **_EMPTY},
    "boolean": {"is": _boolean, **_EMPTY},
}  # fmt: skip
"""Type → comparison → how its value is read. Negatives (is_not, ne, not_in, none …) fit whoever the positive does
not, those about whom nothing is known included."""
