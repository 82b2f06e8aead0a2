"""Files: kept by what they are, given only as downloads, each fetch written down, deletion taken back."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core import settings as settings_module
from contactcenter.core import storage
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.crm.files import jobs
from contactcenter.crm.files.models import CustomerFile, FileDownload
from contactcenter.crm.files.names import attachment, clean_name, offered_name
from contactcenter.crm.files.sniff import DOCX, XLSX, sniff
from tests.crm.hands import delete, patch, save_customer
from tests.flows.desk import Desk

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 60
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


@pytest.fixture
def hoa(lan: Desk) -> str:
    return save_customer(lan, "Hoa")


def upload(desk: Desk, customer_id: str, data: bytes, name: str = "a.png", declared: str = "image/png") -> Any:
    """Encoded by hand: werkzeug's client leaves the temporary file of a large form open."""
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {declared}\r\n\r\n'
    return desk.http.post(
        f"/api/v1/customers/{customer_id}/files",
        data=b"--x\r\n" + head.encode() + data + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRF-Token": desk.csrf},
    )


def zipped(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if first:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def test_a_file_is_kept_and_given_back_as_it_was(lan: Desk, hoa: str) -> None:
    answer = upload(lan, hoa, PDF, "Hợp đồng số 1.pdf", "text/html")
    assert answer.status_code == 201, answer.text
    kept = answer.json
    assert (kept["name"], kept["content_type"], kept["size_bytes"]) == (
        "Hợp đồng số 1.pdf",
        "application/pdf",
        len(PDF),
    )
    assert kept["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert [f["id"] for f in lan.get(f"/customers/{hoa}/files").json["items"]] == [kept["id"]]
    given = lan.http.get(kept["url"])
    assert (given.data, given.content_type) == (PDF, "application/pdf")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert given.headers["Content-Disposition"].startswith("attachment; ")
    assert given.headers["Content-Disposition"].endswith(
        "filename*=UTF-8''H%E1%BB%A3p%20%C4%91%E1%BB%93ng%20s%E1%BB%91%201.pdf"
    )
    [card] = lan.get(f"/customers/{hoa}/timeline").json["items"]
    assert (card["kind"], card["summary"], card["data"]["id"]) == ("file", "Hợp đồng số 1.pdf", kept["id"])


def test_each_fetch_is_written_down(lan: Desk, hoa: str) -> None:
    kept = upload(lan, hoa, PNG).json
    for _ in range(2):
        assert lan.http.get(kept["url"]).data == PNG
    with read() as session:
        assert session.scalars(sa.select(FileDownload.actor_id)).all() == [lan.user_id] * 2


def test_strangers_get_nothing(app: Flask, lan: Desk, hoa: str) -> None:
    kept = upload(lan, hoa, PNG).json
    assert app.test_client().get(kept["url"]).status_code == 401


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 20, "image/jpeg"),
        (b"GIF89a" + b"\x00" * 20, "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00", "audio/mp4"),
        (b"ID3\x04\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x00" + b"\x00" * 20, "audio/mpeg"),
        (PDF, "application/pdf"),
        ("Tên;Số\nHoa;0901\n".encode(), "text/plain"),
        ("\ufeffTên".encode(), "text/plain"),
        (b"=1+1", "text/plain"),
        (zipped("[Content_Types].xml", "word/document.xml"), DOCX.content_type),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), XLSX.content_type),
        (
            zipped("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.text")),
            "application/vnd.oasis.opendocument.text",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    ],
)
def test_what_is_welcome(data: bytes, content_type: str) -> None:
    kind = sniff(io.BytesIO(data))
    assert kind is not None
    assert kind.content_type == content_type


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"  \n<html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><svg/>",
        "\ufeff<SCRIPT>".encode(),
        b"<!-- x --><svg/>",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01\x01\x00",
        b"#!/bin/sh\nrm -rf /",
        zipped("a.txt"),
        zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 some installer",
        b"text\x00with nul",
        b"\xff\xfe\xfd",
        b"RIFF\x00\x00\x00\x00AVI ",
    ],
)
def test_what_is_not_welcome_leaves_nothing(lan: Desk, hoa: str, data: bytes) -> None:
    refused = upload(lan, hoa, data, "ảnh.png")
    assert (refused.status_code, refused.json["error"]["code"]) == (422, "file_type")
    with read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CustomerFile)) == 0
    assert list(storage.current_store().list_keys("files/")) == []


def test_too_large_empty_missing_or_for_nobody(lan: Desk, hoa: str) -> None:
    assert upload(lan, hoa, b"").json["error"]["code"] == "empty_file"
    assert upload(lan, "cus_x", PNG).status_code == 404
    headers = {"X-CSRF-Token": lan.csrf}
    address = f"/api/v1/customers/{hoa}/files"
    assert lan.http.post(address, data={}, headers=headers).json["error"]["code"] == "file_missing"
    assert lan.http.post(address, json={"file": "x"}, headers=headers).json["error"]["code"] == "file_missing"
    settings_module.use(replace(settings_module.current(), max_file_bytes=1_500_000))
    assert upload(lan, hoa, PNG + b"\x00" * 1_400_000).status_code == 201, "more than other bodies may weigh"
    over = upload(lan, hoa, PNG + b"\x00" * 1_500_001)
    assert over.json["error"]["code"] == "file_too_large"
    far_over = upload(lan, hoa, PNG + b"\x00" * 3_000_000)
    assert (far_over.status_code, far_over.json["error"]["code"]) == (413, "file_too_large")


def test_a_deleted_file_comes_back_within_thirty_days(lan: Desk, hoa: str) -> None:
    kept = upload(lan, hoa, PNG).json
    for _ in range(2):
        assert delete(lan, f"/files/{kept['id']}").status_code == 204
    assert lan.http.get(kept["url"]).status_code == 404
    assert lan.get(f"/customers/{hoa}/files").json["items"] == lan.get(f"/customers/{hoa}/timeline").json["items"] == []
    jobs.sweep_files()
    assert patch(lan, f"/files/{kept['id']}", {"is_deleted": False}).status_code == 200
    assert lan.http.get(kept["url"]).data == PNG


def test_after_thirty_days_row_and_bytes_are_gone(lan: Desk, hoa: str) -> None:
    kept = upload(lan, hoa, PNG).json
    delete(lan, f"/files/{kept['id']}")
    with transaction() as session:
        session.get_one(CustomerFile, kept["id"]).deleted_at = now() - timedelta(days=31)
    jobs.sweep_files()
    assert patch(lan, f"/files/{kept['id']}", {"is_deleted": False}).status_code == 404
    assert list(storage.current_store().list_keys("files/")) == []


@pytest.mark.parametrize("state", ["arriving", "leaving"])
def test_what_a_crash_left_behind_is_swept(lan: Desk, hoa: str, state: str) -> None:
    kept = upload(lan, hoa, PNG).json
    with transaction() as session:
        row = session.get_one(CustomerFile, kept["id"])
        row.state, row.uploaded_at = state, now() - timedelta(hours=2)
    assert lan.http.get(kept["url"]).status_code == 404
    jobs.sweep_files()
    with read() as session:
        assert session.get(CustomerFile, kept["id"]) is None
    assert list(storage.current_store().list_keys("files/")) == []


def test_nobody_deletes_a_colleagues_file_but_supervisors(app: Flask, lan: Desk, hoa: str) -> None:
    kept = upload(lan, hoa, PNG).json
    assert delete(Desk(app, "Mai").sit_down(), f"/files/{kept['id']}").status_code == 403
    assert delete(Desk(app, "Nam", "supervisor").sit_down(), f"/files/{kept['id']}").status_code == 204


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Users\\lan\\ảnh.png", "ảnh.png"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie: x.png"),
        ("ảnh\u202egpj.exe", "ảnhgpj.exe"),
        ("", "file"),
        (None, "file"),
        ("...", "file"),
        ("x" * 300 + ".png", "x" * 196 + ".png"),
        ("\ud800.png", "?.png"),
    ],
)
def test_names_are_kept_as_typed_but_harmless(typed: str | None, kept: str) -> None:
    assert clean_name(typed) == kept


def test_a_name_cannot_leave_its_header_nor_make_a_text_a_program() -> None:
    assert attachment('a".png') == "attachment; filename=\"a_.png\"; filename*=UTF-8''a%22.png"
    assert attachment("日本").isascii()
    assert offered_name("chạy.bat", ("txt", "csv")) == "chạy.bat.txt"
    assert offered_name("bảng.CSV", ("txt", "csv")) == "bảng.CSV"
