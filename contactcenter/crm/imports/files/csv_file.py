"""Rows of a CSV file, in whatever encoding and with whatever delimiter it was saved."""

import codecs
import csv
import unicodedata
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TextIO

from contactcenter.crm.imports.files import problems
from contactcenter.crm.imports.files.limits import MAX_CELL_CHARS, MAX_COLUMNS
from contactcenter.crm.imports.files.row import Row, TooLong
from contactcenter.crm.imports.files.sniffing import SAMPLE_BYTES, VIETNAMESE, sniff_delimiter, sniff_encoding
from contactcenter.crm.imports.formulas import unguard

_CHUNK = 1024 * 1024
_SHOWN_CHARS = 200
_OPEN_CHARS = MAX_CELL_CHARS * 4
"""A cell of several lines that is longer has swallowed the rows behind it: its quotation mark was never closed."""
csv.field_size_limit(16 * 1024 * 1024)  # for the whole process; a cell in memory takes four bytes a character


def read_csv(path: Path) -> Iterator[Row]:
    """Each row that holds anything; numbers are those a spreadsheet shows. Raises FileProblem."""
    encoding = find_encoding(path)
    with path.open(encoding=encoding, newline="", errors="strict") as file:
        number = 0
        try:
            delimiter = _delimiter(file)
            for number, cells in enumerate(_records(file, delimiter), start=1):
                if number == 1 and len(cells) == 1 and cells[0].lower().startswith("sep="):
                    continue
                if row := _row(number, cells, encoding):
                    yield row
        except csv.Error as error:
            raise problems.cell_too_long(MAX_CELL_CHARS, number + 1) from error
        except UnicodeError as error:
            raise problems.broken(number + 1) from error


_END = "\x00\x01\x00"


def _records(file: TextIO, delimiter: str) -> Iterator[list[str]]:
    """As csv.reader, but a quotation mark that never closes is a fault and not a cell with all the rest in it.

    The reader says nothing of it: so one more line is put behind the last, which must come out as a row of its own.
    """
    reader = csv.reader(chain(file, [_END]), delimiter=delimiter)
    began = 1
    try:
        for cells in reader:
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                raise problems.unclosed_quote(began)
            if reader.line_num > began and any(len(cell) > _OPEN_CHARS for cell in cells):
                raise problems.unclosed_quote(began)
            yield cells
            began = reader.line_num + 1
    except csv.Error as error:
        if reader.line_num > began + 1:  # a cell that runs on and on over many lines
            raise problems.unclosed_quote(began) from error
        raise


def find_encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
    return sniff_encoding(head, is_utf8=_is_utf8(path))


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(file: TextIO) -> str:
    sample = file.read(SAMPLE_BYTES)
    file.seek(0)
    return sniff_delimiter(sample)


def _row(number: int, cells: list[str], encoding: str) -> Row | None:
    if not any(map(str.strip, cells)):
        return None
    if len(cells) > MAX_COLUMNS:
        if any(cells[MAX_COLUMNS:]):
            raise problems.too_many_columns(MAX_COLUMNS, number)
        cells = cells[:MAX_COLUMNS]
    if encoding == VIETNAMESE:  # it writes diacritics as characters of their own
        cells = [unicodedata.normalize("NFC", cell) for cell in cells]
    if max(map(len, cells)) > MAX_CELL_CHARS:
        return Row(number, [_cell(cell) for cell in cells])
    return Row(number, [unguard(cell) or None for cell in cells])


def _cell(cell: str) -> str | None:
    return TooLong(cell[:_SHOWN_CHARS]) if len(cell) > MAX_CELL_CHARS else unguard(cell) or None
