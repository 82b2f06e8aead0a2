"""Choices by their label in either language, and the many ways to say yes."""

import csv
import re
from functools import lru_cache
from typing import Any

from contactcenter.crm.fields.field import Field
from contactcenter.crm.imports.values.problem import BadValue
from contactcenter.crm.imports.values.text import as_text
from contactcenter.crm.service import fold

_YES = frozenset("co yes y true t 1 x v ✓ ✔ dung ok on roi c".split())
_NO = frozenset("khong no n false f 0 - sai off chua k ko".split())
_MANY = re.compile(r"\s*[;,|\n]\s*")
_QUOTE = '"'
SEPARATOR = "; "


def read_choice(cell: Any, field: Field) -> str:
    """The code of the choice. Raises BadValue `bad_choice`."""
    code = _codes(field).get(fold(as_text(cell)))
    if code is None:
        raise BadValue("bad_choice")
    return code


def read_choices(cell: Any, field: Field) -> list[str]:
    """Codes, of a cell with labels separated by ; , | or line ends. Raises BadValue `bad_choice`."""
    text = as_text(cell)
    known = _codes(field)
    if fold(text) in known:  # a label may hold a comma
        return [known[fold(text)]]
    for parts in (_quoted(text), text.split(";"), _MANY.split(text)):
        codes = [known.get(fold(part)) for part in parts if part.strip()]
        if codes and None not in codes:
            return [code for code in field.codes if code in codes]
    raise BadValue("bad_choice")


@lru_cache(maxsize=4096)
def write_choices(field: Field, codes: tuple[str, ...], locale: str) -> str:
    """Labels in one cell, such that `read_choices` reads the same codes; what could be misread is quoted."""
    known = _codes(field)
    names = {choice.code: choice.label_en if locale == "en" else choice.label_vi for choice in field.choices}
    said = [name if known.get(fold(name := names.get(code, code))) == code else code for code in codes]
    text = SEPARATOR.join(said)
    if _reads_as(text, field) == [code for code in field.codes if code in codes]:
        return text
    return SEPARATOR.join(f'"{one.replace(_QUOTE, _QUOTE * 2)}"' for one in said)


def _reads_as(text: str, field: Field) -> list[str] | None:
    try:
        return read_choices(text, field)
    except BadValue:
        return None


def _quoted(text: str) -> list[str]:
    """Parts between semicolons, some in quotation marks; nothing when none are."""
    if '"' not in text:
        return []
    try:
        return next(csv.reader([text], delimiter=";", skipinitialspace=True, strict=True))
    except csv.Error:
        return []


def read_boolean(cell: Any) -> bool:
    """Raises BadValue `bad_boolean`."""
    if isinstance(cell, bool):
        return cell
    text = as_text(cell)
    word = text if text in _YES else fold(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValue("bad_boolean")


@lru_cache(maxsize=256)
def _codes(field: Field) -> dict[str, str]:
    """Folded label or code → code; a label that two choices share names the first."""
    known: dict[str, str] = {}
    for choice in field.choices:
        for label in (choice.code, choice.label_vi, choice.label_en):
            known.setdefault(fold(label), choice.code)
    return known
