"""CSV that Excel opens with its diacritics, that runs nowhere, and that comes back as it was."""

import csv
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from contactcenter.crm.imports.formulas import guard


class CsvWriter:
    """`with CsvWriter(path, "vi") as writer: writer.write(cells)`."""

    def __init__(self, path: Path, locale: str) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._decimal = "," if locale == "vi" else "."

    def __enter__(self) -> "CsvWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, cells: list[Any]) -> None:
        self._writer.writerow([self._cell(cell) for cell in cells])

    def _cell(self, value: Any) -> Any:
        if isinstance(value, str):
            return guard(value)
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        return str(value).replace(".", self._decimal) if isinstance(value, float) else value
