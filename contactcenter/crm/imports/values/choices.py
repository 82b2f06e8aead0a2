"""Choices by their label in either language, and the many ways to say yes."""

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
    for parts in (text.split(";"), _MANY.split(text)):
        codes = [known.get(fold(part)) for part in parts if part.strip()]
        if codes and None not in codes:
            return [code for code in field.codes if code in codes]
    raise BadValue("bad_choice")


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
