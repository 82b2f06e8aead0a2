"""Rows of the first sheet of an XLSX file, read as a stream.

Why not a library: docs/adr/0017-own-spreadsheet-files.md. The sheet's own claims (its
dimension, a row's span) are not believed; only cells that are there cost anything.
"""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.parsers import expat

from contactcenter.crm.imports.files import problems
from contactcenter.crm.imports.files.limits import MAX_CELL_CHARS, MAX_COLUMNS
from contactcenter.crm.imports.files.package import BROKEN, CHUNK, new_parser, open_package
from contactcenter.crm.imports.files.problems import FileProblem
from contactcenter.crm.imports.files.row import Row, TooLong
from contactcenter.crm.imports.files.workbook import Workbook, read_workbook, unescape

_FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC).date()  # so that 60, a 29 February that never was, is the 28th
_FIRST_DAY_1904 = datetime(1904, 1, 1, tzinfo=UTC).date()
_LAST_SERIAL = 2_958_465
"""31 December 9999."""
_SHOWN_CHARS = 200


def read_xlsx(path: Path) -> Iterator[Row]:
    """Each row that holds anything. Raises FileProblem, at the latest when the broken part is reached."""
    with open_package(path) as package:
        book = read_workbook(package)
        try:
            yield from _rows(package, book)
        except FileProblem:
            raise
        except (expat.ExpatError, zlib.error, *BROKEN) as error:
            raise problems.broken() from error


def _rows(package: zipfile.ZipFile, book: Workbook) -> Iterator[Row]:
    reader = _SheetReader(book)
    with package.open(book.sheet) as part:
        is_first = True
        while chunk := part.read(CHUNK):
            if is_first:
                reader.learn_prefix(chunk)
                is_first = False
            reader.parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
            yield from reader.take()
        reader.parser.Parse(b"", True)  # noqa: FBT003
        yield from reader.take()


class _SheetReader:
    """Handlers of expat: called a few times a cell, so short and without look-ups that can be spared."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._first_day = _FIRST_DAY_1904 if book.is_1904 else _FIRST_DAY
        self._done: list[Row] = []
        self._cells: list[Any] = []
        self._number = 0
        self._text: list[str] = []
        self._type: str | None = None
        self._style: str | None = None
        self._column = 0
        self._columns: dict[str, int] = {}
        self._prefix = ""
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def learn_prefix(self, head: bytes) -> None:
        """Some writers put a prefix such as `x:` before every element."""
        probe = new_parser()
        probe.StartElementHandler = self._note_root
        probe.Parse(head, False)  # noqa: FBT003
        if self._prefix:
            start, end, skip = self._start, self._end, len(self._prefix)
            self.parser.StartElementHandler = lambda tag, attributes: start(tag[skip:], attributes)
            self.parser.EndElementHandler = lambda tag: end(tag[skip:])

    def take(self) -> list[Row]:
        done, self._done = self._done, []
        return done

    def _note_root(self, tag: str, _attributes: dict[str, str]) -> None:
        if not self._prefix and tag.endswith(":worksheet"):
            self._prefix = tag.removesuffix("worksheet")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._type, self._style = attributes.get("t"), attributes.get("s")
            self._text = []
            self._column = self._column_of(attributes.get("r", ""))
        elif tag in ("v", "t"):
            self.parser.CharacterDataHandler = self._text.append
        elif tag == "row":
            written = attributes.get("r", "")
            number = int(written) if written.isdecimal() and len(written) < 8 else 0
            self._number = max(number, self._number + 1)  # a number names one row, whatever the file says
            self._cells = []
            self._column = -1

    def _end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self.parser.CharacterDataHandler = None
        elif tag == "c":
            self._put()
        elif tag == "row" and any(cell is not None for cell in self._cells):
            self._done.append(Row(self._number, self._cells))

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        if not letters:
            return self._column + 1  # cells without a reference follow each other, empty ones too
        if letters not in self._columns:
            self._columns[letters] = _column_number(letters)
        return self._columns[letters]

    def _put(self) -> None:
        value = self._value("".join(self._text))
        if value is None:
            return
        if isinstance(value, str) and len(value) > MAX_CELL_CHARS:
            value = TooLong(value[:_SHOWN_CHARS])
        if self._column >= MAX_COLUMNS:
            raise problems.too_many_columns(MAX_COLUMNS, self._number)
        missing = self._column - len(self._cells)
        if missing >= 0:
            self._cells.extend([None] * missing)
            self._cells.append(value)
        else:
            self._cells[self._column] = value

    def _value(self, text: str) -> Any:
        if not text or text.isspace():
            return None
        if self._type is None or self._type == "n":
            return self._number_value(text)
        if self._type == "s":
            index = int(text)
            if not 0 <= index < len(self._book.strings):
                raise problems.broken(self._number)
            return self._book.strings[index].strip() or None
        if self._type == "b":
            return text == "1"
        if self._type == "d":
            return _iso_day(text)
        return unescape(text)

    def _number_value(self, text: str) -> int | float | date:
        value = int(text) if text.isdigit() and len(text) < 16 else float(text)
        if self._style in self._book.date_styles and 0 < value <= _LAST_SERIAL:
            return self._first_day + timedelta(days=int(value))
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return int(value)
        return value


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _iso_day(text: str) -> date | str:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return text
