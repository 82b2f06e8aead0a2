"""Phone numbers as spreadsheets leave them: without their zero, as floats, as 8.49E+10, several in a cell."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from contactcenter.core.phone import parse_phone
from contactcenter.crm.imports.values.problem import BadValue
from contactcenter.crm.imports.values.text import as_text

_SCIENTIFIC = re.compile(r"^\+?(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})$")
_FLOAT = re.compile(r"^(\+?\d{8,15})[.,]0+$")
_SEPARATORS = re.compile(r"\s*[;,/|\n]\s*")
_EXTENSION = re.compile(r"\s*(?:/|ext\.?|máy lẻ|nhánh)\s*\d{1,4}$", re.IGNORECASE)
"""Behind a switchboard: the number itself is what can be called and compared."""
_BETWEEN = re.compile(r"[\s.()\-]")
MAX_IN_A_CELL = 10


@dataclass(frozen=True)
class Phones:
    """`numbers` in E.164; `is_repaired` when a spreadsheet had changed what was typed."""

    numbers: tuple[str, ...]
    is_repaired: bool


def read_phones(cell: Any, region: str) -> Phones:
    """Every number in the cell. Raises BadValue `digits_lost` when the spreadsheet rounded it, `bad_phone`."""
    if isinstance(cell, str) and cell.isdecimal() and len(cell) == 10 and (usual := parse_phone(cell, region)):
        return Phones((usual.e164,), is_repaired=False)  # as most are written
    written = as_text(cell).lstrip("'")
    text = _mend(written)
    if not text:
        return Phones((), is_repaired=False)
    parts = [_mend(part) for part in _SEPARATORS.split(_EXTENSION.sub("", text)) if part]
    found = _parse_all(parts, region)
    if found is None and len(parts) == 1:
        parts = re.split(r"\s{2,}", text)
        found = _parse_all(parts, region)
    if found is None or len(parts) > MAX_IN_A_CELL:
        raise BadValue("bad_phone")
    is_repaired = any(_lost_zero(part, region) for part in parts) or (len(parts) == 1 and parts[0] != written)
    return Phones(tuple(dict.fromkeys(found)), is_repaired)


def _parse_all(parts: list[str], region: str) -> list[str] | None:
    """E.164 of each, or None when one is no number."""
    phones = [parse_phone(_dense(part, region), region) for part in parts[: MAX_IN_A_CELL + 1]]
    return None if None in phones else [phone.e164 for phone in phones if phone]


def _mend(text: str) -> str:
    """The digits that were typed, as far as the spreadsheet still has them all."""
    if plain := _FLOAT.match(text):
        return plain[1]
    if not (rounded := _SCIENTIFIC.match(text)):
        return text
    decimals, exponent = rounded[2] or "", int(rounded[3])
    if exponent > len(decimals):
        raise BadValue("digits_lost")
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise BadValue("bad_phone") from None
    if value != value.to_integral_value():
        raise BadValue("bad_phone")
    return str(int(value))


def _dense(text: str, region: str) -> str:
    """Without what people put between digits, and with its zero: the form that is parsed fastest."""
    dense = _BETWEEN.sub("", text)
    if not dense.removeprefix("+").isdecimal():
        return text
    return f"0{dense}" if _lost_zero(dense, region) else dense


def _lost_zero(text: str, region: str) -> bool:
    """Whether it stands there as a number cell shows it: no zero, no plus, no country."""
    return region == "VN" and text.isascii() and text.isdigit() and len(text) == 9 and not text.startswith("0")
