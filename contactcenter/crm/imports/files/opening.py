"""Which reader a file needs, told by what is in it and not by its name."""

from collections.abc import Iterator
from pathlib import Path

from contactcenter.crm.imports.files import problems
from contactcenter.crm.imports.files.csv_file import read_csv
from contactcenter.crm.imports.files.limits import MAX_ROWS
from contactcenter.crm.imports.files.problems import FileProblem
from contactcenter.crm.imports.files.row import Row
from contactcenter.crm.imports.files.sniffing import SAMPLE_BYTES, find_utf16
from contactcenter.crm.imports.files.xlsx_file import read_xlsx

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf", b"<!DOCTYPE", b"<html", b"<?xml")


def find_format(path: Path) -> str:
    """`csv` or `xlsx`. Raises FileProblem for what is neither."""
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
    if not head.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise FileProblem("empty_file", "The file is empty.")
    if head.startswith((_ZIP, _OLE)):
        return "xlsx"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(_FOREIGN) or (b"\x00" in head and find_utf16(head) is None):
        raise FileProblem("not_a_spreadsheet", "This is neither a CSV nor an XLSX file.")
    return "csv"


def read_rows(path: Path, file_format: str) -> Iterator[Row]:
    """Every row that holds anything, the header first. Raises FileProblem where it cannot go on."""
    rows = read_xlsx(path) if file_format == "xlsx" else read_csv(path)
    for count, row in enumerate(rows):
        if count > MAX_ROWS:
            raise problems.too_many_rows(MAX_ROWS)
        yield row
