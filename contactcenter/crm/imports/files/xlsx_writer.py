"""XLSX files written as a stream: one sheet, a bold header, text that is text.

Every text cell says that it is a string, so that nothing in it is ever run, and has the
"quoted" style where a person who edits the cell would otherwise turn it into a formula.
"""

import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from xml.sax.saxutils import escape

from contactcenter.crm.imports.files.limits import MAX_CELL_CHARS
from contactcenter.crm.imports.formulas import can_run

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_XML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_XML}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_XML}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_XML}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Customers" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf xfId="0"/>'
    '<xf fontId="1" applyFont="1" xfId="0"/><xf numFmtId="164" applyNumberFormat="1" xfId="0"/>'
    '<xf numFmtId="49" applyNumberFormat="1" xfId="0"/>'
    '<xf numFmtId="49" applyNumberFormat="1" quotePrefix="1" xfId="0"/></cellXfs></styleSheet>',
}
_BOLD, _DATE, _TEXT, _QUOTED = 1, 2, 3, 4
_SHEET_START = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    '<cols><col min="1" max="200" width="18" customWidth="1"/></cols><sheetData>'
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC).date()
_BUFFERED_ROWS = 200


class XlsxWriter:
    """`with XlsxWriter(path) as writer: writer.write(cells)`; the first row is the header."""

    def __init__(self, path: Path) -> None:
        self._package = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._rows: list[str] = []
        self._count = 0

    def __enter__(self) -> "XlsxWriter":
        for name, text in _PARTS.items():
            self._package.writestr(name, _HEAD + text)
        self._sheet = self._package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self._sheet.write((_HEAD + _SHEET_START).encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flush()
        self._sheet.write(b"</sheetData></worksheet>")
        self._sheet.close()
        self._package.close()

    def write(self, cells: list[Any]) -> None:
        self._count += 1
        style = _BOLD if self._count == 1 else None
        self._rows.append(f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>")
        if len(self._rows) >= _BUFFERED_ROWS:
            self._flush()

    def _flush(self) -> None:
        self._sheet.write("".join(self._rows).encode())
        self._rows = []


def _cell(value: Any, style: int | None) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value!r}</v></c>"
    if isinstance(value, date):
        return f'<c s="{_DATE}"><v>{(value - _FIRST_DAY).days}</v></c>'
    text = _LOOKS_ESCAPED.sub("_x005F_", _NOT_XML.sub("", str(value)[:MAX_CELL_CHARS]))
    look = style or (_QUOTED if can_run(text) else _TEXT)
    return f'<c t="inlineStr" s="{look}"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
