"""One row of a spreadsheet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

Cell = str | int | float | bool | date | None
"""CSV: text. XLSX: also numbers (as written there), booleans, and dates by the cell's format."""


class TooLong(str):
    """Stands for a cell beyond any spreadsheet's limit: only its beginning, which nothing may take for the whole."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the spreadsheet's own, from 1."""

    number: int
    cells: list[Any]
