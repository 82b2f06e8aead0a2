"""Spreadsheets for tests, and a supervisor who imports them."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contactcenter.core import jobs
from contactcenter.crm.imports.files.xlsx_writer import XlsxWriter
from tests.flows.desk import Desk


@dataclass
class Importer:
    """Does what the page does, over HTTP."""

    desk: Desk
    queue: jobs.MemoryQueue
    kind: str = "customers"

    def upload(self, content: str | bytes, name: str = "khach.csv") -> Any:
        raw = content.encode() if isinstance(content, str) else content
        head = f'--edge\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{self.kind}\r\n'
        head += f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + raw + b"\r\n--edge--\r\n"  # by hand: the test client would leave a temporary file open
        headers = {"X-CSRF-Token": self.desk.csrf}
        kind = "multipart/form-data; boundary=edge"
        return self.desk.http.post("/api/v1/imports", data=body, headers=headers, content_type=kind)

    def uploaded(self, content: str | bytes, name: str = "khach.csv", **options: Any) -> dict[str, Any]:
        answer = self.upload(content, name)
        assert answer.status_code == 201, answer.text
        return self.change(answer.json["id"], options=options) if options else answer.json

    def change(self, import_id: str, **body: Any) -> dict[str, Any]:
        headers = {"X-CSRF-Token": self.desk.csrf}
        answer = self.desk.http.patch(f"/api/v1/imports/{import_id}", json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json

    def step(self, import_id: str, step: str, *, drain: bool = True) -> dict[str, Any]:
        answer = self.desk.post(f"/imports/{import_id}/{step}")
        assert answer.status_code in (200, 202), answer.text
        if drain:
            self.queue.drain()
        return self.get(import_id)

    def get(self, import_id: str) -> dict[str, Any]:
        return self.desk.get(f"/imports/{import_id}").json

    def run(self, content: str | bytes, name: str = "khach.csv", **options: Any) -> dict[str, Any]:
        return self.step(self.uploaded(content, name, **options)["id"], "start")

    def check(self, content: str | bytes, name: str = "khach.csv", **options: Any) -> dict[str, Any]:
        return self.step(self.uploaded(content, name, **options)["id"], "preview")

    def rows(self, import_id: str) -> list[dict[str, Any]]:
        return self.desk.get(f"/imports/{import_id}/rows?limit=200").json["items"]

    def report(self, import_id: str, query: str = "") -> str:
        answer = self.desk.get(f"/imports/{import_id}/report{query}")
        assert answer.status_code == 200, answer.text
        return answer.data.decode("utf-8-sig")

    def customers(self) -> list[dict[str, Any]]:
        return self.desk.get("/customers?limit=200").json["items"]


def xlsx(path: Path, rows: list[list[Any]]) -> bytes:
    with XlsxWriter(path) as writer:
        for row in rows:
            writer.write(row)
    return path.read_bytes()


def package(**parts: str | bytes) -> bytes:
    """A hand-made XLSX; keys are part names with `__` for `/` and `_dot_` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()
