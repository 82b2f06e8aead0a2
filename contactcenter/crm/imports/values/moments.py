"""Moments as shops write them: a day, often with a time on the company's own clock."""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from contactcenter.crm.imports.values.dates import read_date
from contactcenter.crm.imports.values.problem import BadValue
from contactcenter.crm.imports.values.text import as_text

_TIME = re.compile(r"(?:^|[\sT,])(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AaPp][Mm]|SA|CH)?")
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ].*(?:Z|[+-]\d\d:?\d\d)")


def read_moment(cell: Any, order: str, zone: ZoneInfo) -> datetime:
    """In UTC; a day without a time begins it. Raises BadValue `bad_date`."""
    if isinstance(cell, date | int | float):
        return _on(read_date(cell, order), time(), zone)
    text = as_text(cell)
    if _ZONED.fullmatch(text):
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except ValueError:
            raise BadValue("bad_date") from None
    found = _TIME.search(text)
    day = read_date(" ".join((text[: found.start()] + " " + text[found.end() :]).split()) if found else text, order)
    return _on(day, _time_of(found) if found else time(), zone)


def _time_of(found: re.Match[str]) -> time:
    hour, half = int(found[1]), (found[4] or "").upper()
    if half in ("PM", "CH") and hour < 12:
        hour += 12
    elif half in ("AM", "SA") and hour == 12:
        hour = 0
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        raise BadValue("bad_date") from None


def _on(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
