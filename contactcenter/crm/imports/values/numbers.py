"""Numbers and amounts in either country's writing: 1.500.000 ₫, 1,500,000, 12,5."""

import re
from decimal import Decimal
from typing import Any

from contactcenter.crm.imports.values.problem import BadValue
from contactcenter.crm.imports.values.text import as_text

_NUMBER = re.compile(r"[-+]?\d[\d.,\s']*(?:[eE][-+]?\d{1,2})?")
_CURRENCY = re.compile(r"(?i)₫|\$|€|£|¥|\b(?:vnd|vnđ|usd|eur|đồng|dong)\b|(?<=[\d\s])đ\b|^đ")
_NO_MINOR_UNITS = frozenset({"VND", "JPY", "KRW", "LAK", "KHR", "CLP", "ISK"})
_LARGEST = Decimal(2**53)


def read_number(cell: Any, locale: str) -> int | float:
    """A number; `locale` decides what 1.500 means. Raises BadValue `bad_number`."""
    value = _decimal(cell, locale, "bad_number")
    return int(value) if value == value.to_integral_value() else float(value)


def read_money(cell: Any, currency: str, locale: str) -> int:
    """Minor units of `currency`. Raises BadValue `bad_money`, also for a fraction of the smallest unit."""
    if isinstance(cell, str):
        cell = _CURRENCY.sub(" ", cell)
    value = _decimal(cell, locale, "bad_money") * 10 ** minor_digits(currency)
    if value != value.to_integral_value():
        raise BadValue("bad_money")
    return int(value)


def minor_digits(currency: str) -> int:
    """How many digits of an amount stand behind the point: the đồng has none."""
    return 0 if currency in _NO_MINOR_UNITS else 2


def _decimal(cell: Any, locale: str, code: str) -> Decimal:
    if isinstance(cell, bool):
        raise BadValue(code)
    is_number = isinstance(cell, int | float)
    text = repr(cell) if is_number else as_text(cell)
    if not _NUMBER.fullmatch(text.strip()):
        raise BadValue(code)
    bare = re.sub(r"[\s']", "", text)
    value = Decimal(bare if is_number else _with_point(bare, locale, code))
    if not value.is_finite() or abs(value) > _LARGEST:
        raise BadValue(code)
    return value


def _with_point(text: str, locale: str, code: str) -> str:
    """The number with a point before its decimals and nothing between its thousands."""
    marks = [mark for mark in text if mark in ".,"]
    if not marks:
        return text
    last = marks[-1]
    whole, _, rest = text.rpartition(last)
    if len(set(marks)) == 2:
        is_decimal = marks.count(last) == 1
    elif len(marks) > 1:
        is_decimal = False
    else:
        thousands = "." if locale == "vi" else ","
        digits = whole.strip("+-")
        is_decimal = len(rest) != 3 or not 1 <= len(digits) <= 3 or digits == "0" or last != thousands
    groups = re.split(r"[.,]", whole if is_decimal else text)
    if any(len(group) != 3 for group in groups[1:]):
        raise BadValue(code)
    return "".join(groups) + (f".{rest}" if is_decimal else "")
