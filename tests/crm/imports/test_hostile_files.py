"""Broken, false and malicious files: a clear refusal, nothing kept, nothing run."""

import io
import zipfile
from pathlib import Path

import pytest

from contactcenter.core.storage import current_store
from contactcenter.crm.imports.files import limits
from contactcenter.crm.imports.files.csv_file import read_csv
from contactcenter.crm.imports.files.opening import find_format, read_rows
from contactcenter.crm.imports.files.problems import FileProblem
from tests.crm.imports.sheets import Importer, package, xlsx

BOOK = '<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
RELATIONS = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'


def sheet(rows: str, **more: str | bytes) -> bytes:
    body = f'<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'
    parts: dict[str, str | bytes] = {
        "xl__workbook_dot_xml": BOOK,
        "xl___rels__workbook_dot_xml_dot_rels": RELATIONS,
        "xl__worksheets__sheet1_dot_xml": body,
    }
    return package(**{**parts, **more})


def cells(*texts: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def problem(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(FileProblem) as error:
        list(read_rows(path, find_format(path)))
    return error.value.code


def rows(tmp_path: Path, content: bytes) -> list[list[object]]:
    path = tmp_path / "file"
    path.write_bytes(content)
    return [row.cells for row in read_rows(path, find_format(path))]


BOMB = b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 900_000
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \n", "empty_file"),
        (b"%PDF-1.7 x", "not_a_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n", "not_a_spreadsheet"),
        (b"<html><table></table></html>", "not_a_spreadsheet"),
        (b"MZ\x90\x00\x03\x00\x00", "not_a_spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_or_locked_file"),
        (b"PK\x03\x04 broken", "not_a_spreadsheet"),
        (package(a_dot_txt="x"), "not_a_spreadsheet"),
        (sheet("", xl__vbaProject_dot_bin=b"x"), "has_macros"),
        (sheet("", xl__worksheets__sheet1_dot_xml=BOMB), "file_unpacks_too_large"),
        (sheet("", xl__worksheets__sheet1_dot_xml=ENTITIES), "not_a_spreadsheet"),
        (sheet("", xl__worksheets__sheet1_dot_xml=EXTERNAL), "not_a_spreadsheet"),
        (sheet("", xl__workbook_dot_xml=EXTERNAL), "not_a_spreadsheet"),
        (sheet("<row><c><v>1</v>"), "broken_file"),
        (sheet('<row><c t="s"><v>99</v></c></row>'), "broken_file"),
        (sheet("<row><c><v>abc</v></c></row>"), "broken_file"),
        (sheet('<row><c r="ZZ1"><v>1</v></c></row>'), "too_many_columns"),
        (sheet('<row><c r="ZZZZZZZZZZZ1"><v>1</v></c></row>'), "too_many_columns"),
        (sheet("")[:-60], "not_a_spreadsheet"),
        (b'a,b\n"never closed,' + b"x" * 200_000, "unclosed_quote"),
        (b"a," * 300 + b"b\n", "too_many_columns"),
        (b'a,b\n1,2\n3,"never closed\n' + b"5,6\n" * 30, "unclosed_quote"),
        (b'a,b\n1,2\n3,"never closed\n' + b"5,6\n" * 90_000, "unclosed_quote"),
        (b'a,b\n1,"2', "unclosed_quote"),
    ],
)  # fmt: skip
def test_such_a_file_is_refused_with_its_reason(tmp_path: Path, content: bytes, code: str) -> None:
    assert problem(tmp_path, content) == code


def test_a_damaged_part_is_told_when_it_is_reached(tmp_path: Path) -> None:
    raw = bytearray(xlsx(tmp_path / "a.xlsx", [[f"cell {n * 7919}", n] for n in range(5000)]))
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
        middle = info.header_offset + info.compress_size // 2
    raw[middle : middle + 20] = b"\x00" * 20
    assert problem(tmp_path, bytes(raw)) == "broken_file"


def test_the_dimension_and_far_rows_cost_nothing(tmp_path: Path) -> None:
    far = f'<row r="1">{cells("Tên")}</row><row r="1048576">{cells("Hoa")}</row>'
    assert rows(tmp_path, sheet(far)) == [["Tên"], ["Hoa"]]


def test_rows_that_bear_one_number_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(sheet(f'<row r="7">{cells("a")}</row><row r="7">{cells("b")}</row><row r="3">{cells("c")}</row>'))
    assert [row.number for row in read_rows(path, "xlsx")] == [7, 8, 9]


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contactcenter.crm.imports.files.opening.MAX_ROWS", 10)
    assert problem(tmp_path, b"a\n" + b"x\n" * 11) == "too_many_rows"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_csv_is_read_in_any_encoding_with_any_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    import unicodedata

    text = f'Họ tên{delimiter}Ghi chú\nNguyễn Thị Hoa{delimiter}"a{delimiter}b\nc"\nLê Ba{delimiter}d\n'
    if encoding == "cp1258":  # it has the tones as characters of their own
        text = "".join(unicodedata.normalize("NFC", c) if c in "đĐ" else _for_1258(c) for c in text)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    found = [row.cells for row in read_csv(path)]
    assert found == [["Họ tên", "Ghi chú"], ["Nguyễn Thị Hoa", f"a{delimiter}b\nc"], ["Lê Ba", "d"]]


def _for_1258(character: str) -> str:
    """â, ê, ô, ă, ơ, ư stay whole, the tone follows."""
    import unicodedata

    parts = unicodedata.normalize("NFD", character)
    tones = [c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"]
    rest = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
    return rest + "".join(tones)


def test_numbers_dates_and_booleans_of_an_xlsx(tmp_path: Path) -> None:
    from datetime import date

    content = xlsx(tmp_path / "a.xlsx", [["a", "b", "c", "d"], [date(1990, 1, 31), 1.5, True, 901234567]])
    assert rows(tmp_path, content)[1] == [date(1990, 1, 31), 1.5, True, 901234567]


def test_a_refused_file_leaves_nothing_behind(importer: Importer) -> None:
    for content in (b"", b"%PDF", sheet("", xl__vbaProject_dot_bin=b"x"), b"Ten\n", b"Ten,SDT\n , \n"):
        answer = importer.upload(content, "x.xlsx")
        assert answer.status_code == 422
        assert set(answer.json["error"]) == {"code", "message", "details"}
    assert importer.desk.get("/imports").json["items"] == []
    assert list(current_store().list_keys("imports")) == []


def test_a_file_over_the_limit_is_refused_unread(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contactcenter.crm.imports.api.MAX_UPLOAD_BYTES", 1_000_000)
    monkeypatch.setattr("contactcenter.crm.imports.keeping.MAX_UPLOAD_BYTES", 1_000_000)
    assert importer.upload(b"Ten\n" + b"x" * 1_050_000).status_code == 422
    answer = importer.upload(b"Ten\n" + b"x" * 2_000_000)
    assert (answer.status_code, answer.json["error"]["code"]) == (413, "too_large")


def test_more_than_an_ordinary_body_may_be_uploaded(importer: Importer) -> None:
    lines = "\n".join(f"Khách {n},09{n:08d}" for n in range(60_000))
    assert len(lines) > 1_000_000
    assert importer.upload(f"Tên,SĐT\n{lines}\n").status_code == 201
    assert limits.MAX_UPLOAD_BYTES > 10_000_000


def test_a_file_without_a_file_is_refused(importer: Importer) -> None:
    headers = {"X-CSRF-Token": importer.desk.csrf}
    assert importer.desk.http.post("/api/v1/imports", data={"file": "x"}, headers=headers).status_code == 422
    assert importer.desk.http.post("/api/v1/imports", json={"file": "x"}, headers=headers).status_code == 422


def test_cells_that_no_database_can_hold_are_told_and_kept_readable(importer: Importer) -> None:
    bad = sheet(
        f"<row>{cells('Tên', 'SĐT', 'Email')}</row>"
        f"<row>{cells('Ho_x0000_a', '09_x0000_', '_xD800_@x.vn')}</row><row>{cells('Ba', '0912000111')}</row>"
    )
    job = importer.run(bad, "a.xlsx")
    assert job["counts"] == {"failed": 1, "created": 1}
    assert {p["code"] for p in importer.rows(job["id"])[0]["problems"]} == {"bad_text", "bad_phone", "bad_email"}


def test_markup_and_formulas_stay_text(importer: Importer) -> None:
    name = "<img src=x onerror=alert(1)>"
    importer.run(f"Tên,SĐT,Ghi chú\n{name},0901234567,=1+1\n")
    [person] = importer.customers()
    assert (person["display_name"], person["notes"]) == (name, "=1+1")


def test_an_unclosed_quote_names_the_line_where_it_opened(importer: Importer) -> None:
    answer = importer.upload('Tên,SĐT\n"Hoa\nở Huế",0901234567\n"Ba,0901234568\nTư,0901234569\n')
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "unclosed_quote")
    assert answer.json["error"]["details"]["line"] == 4


def test_a_quote_that_closes_far_below_has_swallowed_rows_and_is_named_too(importer: Importer) -> None:
    rows = "".join(f"Khách {n},09{n:08d}\n" for n in range(10_000))
    answer = importer.upload(f'Tên,SĐT\n"Hoa,0901234567\n{rows}"Ba",0901234568\n')
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "unclosed_quote")
    assert answer.json["error"]["details"]["line"] == 2


@pytest.mark.parametrize(("file_format", "chars"), [("csv", 50_000), ("csv", 2_000_000), ("xlsx", 50_000)])
def test_a_cell_beyond_all_limits_is_its_rows_own_fault(importer: Importer, file_format: str, chars: int) -> None:
    long = "x" * chars
    if file_format == "csv":
        content = f"Tên,SĐT\nHoa,0901234567\n{long},0901234568\nTư,0901234569\n".encode()
    else:
        head, good, bad = cells("Tên", "SĐT"), cells("Hoa", "0901234567"), cells(long, "0901234568")
        content = sheet(f"<row>{head}</row><row>{good}</row><row>{bad}</row><row>{cells('Tư', '0901234569')}</row>")
    job = importer.run(content, f"khach.{file_format}")
    assert job["state"] == "done"
    assert {n: job["counts"].get(n, 0) for n in ("created", "failed")} == {"created": 2, "failed": 1}
    [row] = [one for one in importer.rows(job["id"]) if one["outcome"] == "failed"]
    assert (row["number"], [one["code"] for one in row["problems"]]) == (3, ["too_long"])
    assert len(row["problems"][0]["value"]) <= 60
