"""An XLSX as a package of parts: what is in it may be looked at, before any of it is.

Threats, each refused with a reason of its own: a bomb (sizes are those the archive declares,
and `zipfile` reads no byte more than declared), macros, entities (only a DTD can declare
them, and no spreadsheet program writes one), parts without end, and files that only bear
the name.
"""

import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from contactcenter.crm.imports.files import limits, problems
from contactcenter.crm.imports.files.problems import FileProblem

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = ("vbaproject.bin", "macrosheets/", "activex/")
CHUNK = 64 * 1024
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What `zipfile` and zlib raise at damaged, encrypted and invented archives; zlib.error is none of these."""


def open_package(path: Path) -> zipfile.ZipFile:
    """The archive, looked at as a whole. Raises FileProblem."""
    with path.open("rb") as file:
        if file.read(8) == _OLE:
            raise FileProblem("old_or_locked_file", "This is an old .xls file, or it has a password.")
    try:
        package = zipfile.ZipFile(path)
    except BROKEN as error:
        raise FileProblem("not_a_spreadsheet", "This is neither a CSV nor an XLSX file.") from error
    try:
        _inspect(package.infolist())
    except FileProblem:
        package.close()
        raise
    return package


def _inspect(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if any(word in name for name in names for word in _MACROS):
        raise FileProblem("has_macros", "The file holds macros. Save it without them, as .xlsx or .csv.")
    if not any(name.startswith("xl/workbook") for name in names):
        raise FileProblem("not_a_spreadsheet", "This is neither a CSV nor an XLSX file.")
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileProblem("old_or_locked_file", "This is an old .xls file, or it has a password.")
    is_too_large = (
        len(parts) > limits.MAX_PARTS
        or len(set(names)) != len(names)
        or sum(part.file_size for part in parts) > limits.MAX_UNPACKED_BYTES
        or any(_is_bomb(part) for part in parts)
    )
    if is_too_large:
        raise FileProblem("file_unpacks_too_large", "The file unpacks to far more than a customer list needs.")


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    is_large = part.file_size > limits.RATIO_FROM_BYTES
    return is_large and part.file_size > limits.MAX_RATIO * max(1, part.compress_size)


def new_parser() -> expat.XMLParserType:
    """A parser that refuses a DTD, so that nothing is ever expanded or fetched."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    return parser


def _refuse_dtd(*_args: object) -> None:
    raise FileProblem("not_a_spreadsheet", "The file declares XML entities, which no spreadsheet does.")


def parse(part: IO[bytes], parser: expat.XMLParserType) -> None:
    """All of a small part through the parser's handlers. Raises FileProblem `broken_file`."""
    import zlib

    try:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
        parser.Parse(b"", True)  # noqa: FBT003
    except FileProblem:
        raise
    except (expat.ExpatError, zlib.error, *BROKEN) as error:
        raise problems.broken() from error
