"""A cell as text, whatever type the spreadsheet gave it."""

from datetime import date
from typing import Any

from contactcenter.core.schemas import visible
from contactcenter.crm.imports.files.row import TooLong
from contactcenter.crm.imports.values.problem import BadValue

_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


def as_text(cell: Any) -> str:
    """What a person would read in the cell; dates as ISO. Raises BadValue for errors and for what is too long."""
    if isinstance(cell, str):
        if isinstance(cell, TooLong):
            raise BadValue("too_long")
        text = visible(cell.strip())
        if text in _ERRORS:
            raise BadValue("cell_error")
        return text
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        return cell.isoformat()
    return repr(cell)
