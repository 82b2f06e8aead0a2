"""Rows of a CSV file, in whatever encoding and with whatever delimiter it was saved."""

import codecs
import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from contactcenter.crm.imports.files import problems
from contactcenter.crm.imports.files.limits import MAX_CELL_CHARS, MAX_COLUMNS
from contactcenter.crm.imports.files.row import Row
from contactcenter.crm.imports.files.sniffing import SAMPLE_BYTES, VIETNAMESE, sniff_delimiter, sniff_encoding
from contactcenter.crm.imports.formulas import unguard

_CHUNK = 1024 * 1024
csv.field_size_limit(MAX_CELL_CHARS * 4)  # a quote that never closes stops here, not at the end of the file


def read_csv(path: Path) -> Iterator[Row]:
    """Each row that holds anything; numbers are those a spreadsheet shows. Raises FileProblem."""
    encoding = find_encoding(path)
    with path.open(encoding=encoding, newline="", errors="strict") as file:
        number = 0
        try:
            delimiter = _delimiter(file)
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                if number == 1 and len(cells) == 1 and cells[0].lower().startswith("sep="):
                    continue
                if row := _row(number, cells, encoding):
                    yield row
        except csv.Error as error:
            raise problems.cell_too_long(MAX_CELL_CHARS, number + 1) from error
        except UnicodeError as error:
            raise problems.broken(number + 1) from error


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
    if any(len(cell) > MAX_CELL_CHARS for cell in cells):
        raise problems.cell_too_long(MAX_CELL_CHARS, number)
    if encoding == VIETNAMESE:  # it writes diacritics as characters of their own
        cells = [unicodedata.normalize("NFC", cell) for cell in cells]
    return Row(number, [unguard(cell) or None for cell in cells])
