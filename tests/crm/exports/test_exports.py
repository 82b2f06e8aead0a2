"""An export: written in the background, fetched, logged, gone after a day; what it holds runs nowhere."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.storage import current_store
from contactcenter.crm.exports import jobs as export_jobs
from contactcenter.crm.exports.models import Export, ExportDownload
from contactcenter.crm.imports.files.opening import read_rows
from tests.crm.imports.sheets import Importer
from tests.flows.desk import Desk

PEOPLE = (
    "Họ tên,Điện thoại,Email,Ngày sinh,Nhóm,Không gọi,Ghi chú chung,Số người trong nhà\n"
    "Nguyễn Hoa,0901234567; 02838221234,hoa@vidu.vn,31/01/1990,VIP,có,=cmd|' /C calc'!A0,4\n"
    '@SUM(1),0912000111,,,,,"xin chào; =1+1\n-dòng hai",\n'
)


def order(importer: Importer, **body: Any) -> dict[str, Any]:
    answer = importer.desk.post("/exports", {"columns": ["display_name", "phones"], **body})
    assert answer.status_code == 202, answer.text
    importer.queue.drain()
    return importer.desk.get(f"/exports/{answer.json['id']}").json


def fetch(importer: Importer, **body: Any) -> bytes:
    made = order(importer, **body)
    assert made["state"] == "done", made
    answer = importer.desk.get(f"/exports/{made['id']}/file")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.data


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_chosen_columns_of_everybody(importer: Importer) -> None:
    importer.run(PEOPLE)
    rows = rows_of(fetch(importer, columns=["display_name", "phones", "birthday", "do_not_call"], format="csv"))
    assert rows[0] == ["Họ tên", "Số điện thoại", "Ngày sinh", "Không gọi"]
    assert sorted(rows[1:]) == [
        ["\t@SUM(1)", "+84912000111", "", "không"],
        ["Nguyễn Hoa", "+84901234567; +842838221234", "31/01/1990", "có"],
    ]


def test_of_what_a_list_shows_and_of_chosen_people(importer: Importer) -> None:
    importer.run(PEOPLE)
    rows = rows_of(fetch(importer, filters={"q": "nguyen hoa"}, format="csv"))
    assert [row[0] for row in rows[1:]] == ["Nguyễn Hoa"]
    chosen = [c["id"] for c in importer.customers() if c["display_name"] == "@SUM(1)"]
    assert len(rows_of(fetch(importer, ids=[*chosen, "cus_nobody"], format="csv"))) == 2


def test_of_a_segment(importer: Importer) -> None:
    importer.run(PEOPLE)
    ids = [c["id"] for c in importer.customers() if c["display_name"] == "Nguyễn Hoa"]
    segment = importer.desk.post("/segments", {"name": "Chọn lọc", "kind": "static"}).json
    importer.desk.post(f"/segments/{segment['id']}/members", {"customer_ids": ids})
    rows = rows_of(fetch(importer, segment_id=segment["id"], format="csv"))
    assert [row[0] for row in rows[1:]] == ["Nguyễn Hoa"]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_what_was_exported_is_imported_as_it_was(
    importer: Importer, file_format: str, locale: str, tmp_path: Path
) -> None:
    importer.run(PEOPLE)
    fields = ["display_name", "phones", "emails", "birthday", "segment", "do_not_call", "notes", "household_size"]
    before = _facts(importer)
    data = fetch(importer, columns=[*fields, "status"], format=file_format, locale=locale)
    importer.step(importer.desk.get("/imports").json["items"][0]["id"], "undo")
    assert importer.customers() == []
    job = importer.run(data, f"a.{file_format}", locale=locale)
    assert job["counts"] == {"created": 2}, importer.rows(job["id"])
    assert _facts(importer) == before


def _facts(importer: Importer) -> list[Any]:
    names = ("display_name", "emails", "birthday", "segment", "do_not_call", "notes", "household_size", "status")
    return sorted(
        ([*(str(c[n]) for n in names), *sorted(p["e164"] for p in c["phones"])] for c in importer.customers()), key=str
    )


def test_no_cell_of_an_xlsx_is_a_formula(importer: Importer, tmp_path: Path) -> None:
    importer.run(PEOPLE)
    path = tmp_path / "a.xlsx"
    path.write_bytes(fetch(importer, columns=["display_name", "notes", "phones"], format="xlsx"))
    cells = {cell for row in read_rows(path, "xlsx") for cell in row.cells}
    assert {"@SUM(1)", "=cmd|' /C calc'!A0", "+84912000111"} <= cells
    import zipfile

    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


def test_each_download_is_kept_and_only_ones_own_are_seen(importer: Importer) -> None:
    made = order(importer)
    importer.desk.get(f"/exports/{made['id']}/file")
    importer.desk.get(f"/exports/{made['id']}/file")
    with read() as session:
        assert session.scalar(sa.select(sa.func.count(ExportDownload.id))) == 2
    other = Desk(importer.desk.app, "Ba", "supervisor").sit_down()
    assert other.get(f"/exports/{made['id']}/file").status_code == 404
    assert other.get("/exports").json["items"] == []
    agent = Desk(importer.desk.app, "Lan").sit_down()
    assert agent.get(f"/exports/{made['id']}/file").status_code == 403
    assert agent.post("/exports", {"columns": ["display_name"]}).status_code == 403


def test_a_file_is_gone_after_a_day(importer: Importer) -> None:
    made = order(importer)
    with transaction() as session:
        row = session.get_one(Export, made["id"])
        row.expires_at, key = now() - timedelta(seconds=1), row.file_key
    assert importer.desk.get(f"/exports/{made['id']}/file").status_code == 409
    export_jobs.delete_expired_exports()
    assert list(current_store().list_keys(key or "")) == []
    assert importer.desk.get(f"/exports/{made['id']}").json["state"] == "expired"


def test_a_canceled_export_makes_no_file(importer: Importer) -> None:
    made = importer.desk.post("/exports", {"columns": ["display_name"]}).json
    headers = {"X-CSRF-Token": importer.desk.csrf}
    assert importer.desk.http.delete(f"/api/v1/exports/{made['id']}", headers=headers).status_code == 204
    importer.queue.drain()
    assert importer.desk.get(f"/exports/{made['id']}").json["state"] == "canceled"
    assert importer.desk.get(f"/exports/{made['id']}/file").status_code == 409


def test_what_is_masked_from_a_role_is_masked_in_its_files(importer: Importer) -> None:
    importer.run(PEOPLE)
    admin = Desk(importer.desk.app, "Admin", "admin").sit_down()
    answer = admin.put("/masking", {"items": [{"role": "supervisor", "what": "phone"}]})
    assert answer.status_code in (200, 204), answer.text
    rows = rows_of(fetch(importer, format="csv"))
    assert sorted(row[1] for row in rows[1:]) == ["090•••••67; 028•••••34", "091•••••11"]


@pytest.mark.parametrize(
    "body",
    [{"columns": []}, {"columns": ["nonsense"]}, {"columns": "x"}, {}, {"columns": ["id"], "format": "exe"},
     {"columns": ["id"], "ids": ["x"], "filters": {}}, {"columns": ["id"], "filters": {"nonsense": 1}}],
)  # fmt: skip
def test_a_nonsense_order_is_refused(importer: Importer, body: dict[str, Any]) -> None:
    assert importer.desk.post("/exports", body).status_code == 422


def test_an_unknown_segment_is_told(importer: Importer) -> None:
    assert importer.desk.post("/exports", {"columns": ["id"], "segment_id": "seg_x"}).status_code == 404
