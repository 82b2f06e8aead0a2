"""What a workbook says before its rows: which sheet is first, how dates look, the shared strings."""

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from contactcenter.crm.imports.files import limits
from contactcenter.crm.imports.files.package import new_parser, parse
from contactcenter.crm.imports.files.problems import FileProblem

_BUILTIN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Workbook:
    """`date_styles`: indexes of cell formats that show a date; `strings`: the shared ones."""

    sheet: str
    is_1904: bool
    date_styles: frozenset[str]
    strings: list[str]


def read_workbook(package: zipfile.ZipFile) -> Workbook:
    """Raises FileProblem."""
    targets = _relations(package)
    first, is_1904 = _first_sheet(package)
    sheet = targets.get(first) or "xl/worksheets/sheet1.xml"
    if sheet not in package.NameToInfo:
        raise FileProblem("no_sheet", "The file has no sheet with rows.")
    return Workbook(sheet, is_1904, _date_styles(package), _shared_strings(package))


def local(name: str) -> str:
    """The name without the prefix that some writers put before every element."""
    return name.rpartition(":")[2]


def _scan(package: zipfile.ZipFile, name: str, on_start: Any) -> None:
    if name not in package.NameToInfo:
        return
    parser = new_parser()
    parser.StartElementHandler = lambda tag, attributes: on_start(local(tag), attributes)
    with package.open(name) as part:
        parse(part, parser)


def _relations(package: zipfile.ZipFile) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            joined = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[attributes.get("Id", "")] = joined

    _scan(package, "xl/_rels/workbook.xml.rels", start)
    return found


def _first_sheet(package: zipfile.ZipFile) -> tuple[str, bool]:
    """The relation of the first sheet that is not hidden, and whether days count from 1904."""
    sheets: list[tuple[bool, str]] = []
    flags: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
            sheets.append((attributes.get("state", "visible") != "visible", relation))
        elif tag == "workbookPr":
            flags.append(attributes.get("date1904", "0"))

    _scan(package, "xl/workbook.xml", start)
    first = min(sheets, key=lambda sheet: sheet[0], default=(False, ""))
    return first[1], any(flag in ("1", "true") for flag in flags)


def _date_styles(package: zipfile.ZipFile) -> frozenset[str]:
    own: dict[int, str] = {}
    styles: list[int] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            own[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside[:] = [tag]
        elif tag == "xf" and inside == ["cellXfs"]:
            styles.append(_number(attributes.get("numFmtId")))

    _scan(package, "xl/styles.xml", start)
    return frozenset(str(n) for n, code in enumerate(styles) if _shows_date(code, own))


def _shows_date(code: int, own: dict[int, str]) -> bool:
    if code in _BUILTIN_DATES:
        return True
    bare = _LITERAL.sub("", own.get(code, "")).lower()
    return any(letter in bare for letter in ("d", "y")) or ("m" in bare and "0" not in bare)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 10 else 0


def _shared_strings(package: zipfile.ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in package.NameToInfo:
        return []
    if package.NameToInfo[name].file_size > limits.MAX_STRINGS_BYTES:
        raise FileProblem("file_unpacks_too_large", "The file unpacks to far more than a customer list needs.")
    collector = _Strings()
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = collector.start, collector.end
    collector.parser = parser
    with package.open(name) as part:
        parse(part, parser)
    return collector.found


class _Strings:
    """Collects `<si>`: the text of its runs, without the readings in `<rPh>`."""

    parser: expat.XMLParserType

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._is_reading = False

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._is_reading = True
        elif name == "t" and not self._is_reading:
            self.parser.CharacterDataHandler = self._parts.append

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == "t":
            self.parser.CharacterDataHandler = None
        elif name == "rPh":
            self._is_reading = False
        elif name == "si":
            self.found.append(unescape("".join(self._parts)))


def unescape(text: str) -> str:
    """`_x000D_` and the like: characters that XML cannot hold as themselves."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
