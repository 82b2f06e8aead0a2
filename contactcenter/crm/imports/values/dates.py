"""Dates as people write them, and the day numbers that Excel keeps."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from contactcenter.crm.imports.values.problem import BadValue
from contactcenter.crm.imports.values.text import as_text

ORDERS = ("dmy", "mdy", "ymd")
_PARTS = re.compile(r"^(\d{1,4})[/.\-\s](\d{1,2})[/.\-\s](\d{1,4})(?:[ T,]+\d{1,2}:\d{2}.*)?$")
_WORDS = re.compile(r"(?i)\b(ngày|tháng|năm)\b|\b(?:thứ\s+\w+|chủ\s+nhật),?")
_SERIAL = range(10_000, 80_000)
"""1927 to 2119: smaller numbers are rather years or mistakes than days."""
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC).date()


def read_date(cell: Any, order: str) -> date:
    """A day; `order` (dmy, mdy, ymd) decides what 03/04/2024 means. Raises BadValue `bad_date`."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_serial(int(cell))
    text = " ".join(_WORDS.sub(" ", as_text(cell)).split())
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _from_serial(int(float(text)))
    if re.fullmatch(r"\d{8}", text):
        return _day(text[:4], text[4:6], text[6:])
    return _from_parts(text, order)


def _from_parts(text: str, order: str) -> date:
    found = _PARTS.match(text)
    if not found:
        raise BadValue("bad_date")
    first, second, third = found[1], found[2], found[3]
    if len(first) == 4 or (order == "ymd" and len(third) <= 2):
        return _day(first, second, third)
    return _day(third, first, second) if order == "mdy" else _day(third, second, first)


def _from_serial(number: int) -> date:
    if number not in _SERIAL:
        raise BadValue("bad_date")
    return _FIRST_DAY + timedelta(days=number)


def _day(year: str, month: str, day: str) -> date:
    number = int(year)
    if len(year) <= 2:  # of people now alive
        this_year = datetime.now(UTC).year
        number += 2000 if number + 2000 <= this_year else 1900
    elif len(year) != 4:
        raise BadValue("bad_date")
    try:
        return date(number, int(month), int(day))
    except ValueError:
        raise BadValue("bad_date") from None
