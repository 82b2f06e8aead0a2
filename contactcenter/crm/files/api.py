"""Files over HTTP. The store is never public: bytes pass through here, as a download and written down first."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.core import storage
from contactcenter.core.db import read, transaction
from contactcenter.core.schemas import PageArgs
from contactcenter.core.settings import current
from contactcenter.crm import service as crm
from contactcenter.crm.files import names, service
from contactcenter.crm.files.models import CustomerFile
from contactcenter.crm.files.present import list_files as list_rows
from contactcenter.crm.files.present import present
from contactcenter.crm.files.schemas import FileChangeIn, FilePage, FileSchema
from contactcenter.crm.files.sniff import extensions_of
from contactcenter.crm.files.uploads import UPLOAD_DOC, one_file
from contactcenter.crm.reach import guard_rows

blp = Blueprint("files", __name__, url_prefix="/api/v1", description="Files kept with a customer")
guard_rows("/files/<file_id>", CustomerFile.id, CustomerFile.customer_id)


@blp.get("/customers/<customer_id>/files")
@require("customers.read")
@blp.arguments(PageArgs, location="query")
@blp.response(200, FilePage)
def list_files(args: dict[str, Any], customer_id: str) -> Any:
    """A customer's files, the newest first."""
    with read() as session:
        page = list_rows(session, crm.get_customer(session, customer_id).id, **args)
        return {"items": present(session, page.items), "next_cursor": page.next_cursor}


@blp.post("/customers/<customer_id>/files")
@require("customers.edit")
@blp.doc(requestBody=UPLOAD_DOC)
@blp.response(201, FileSchema)
def upload_file(customer_id: str) -> Any:
    """Keep a file (multipart, field `file`): images, PDF, office documents, text, audio, by their bytes.

    413 `file_too_large`; 422 `file_type` for what is not on the list, `empty_file`.
    """
    with read() as session:
        crm.get_customer(session, customer_id)
    limit = current().max_file_bytes
    upload = one_file(limit)
    found = service.check(upload.stream, limit)
    with transaction() as session:
        row = service.expect_file(session, customer_id, upload.filename, found, actor_id=current_actor().id)
    storage.current_store().put_once(
        row.storage_key, upload.stream, sha256=found.sha256, content_type=found.kind.content_type
    )
    with transaction() as session:
        return present(session, [service.file_arrived(session, row.id)])[0]


@blp.get("/files/<file_id>")
@require("customers.read")
@blp.response(200, FileSchema)
def get_file(file_id: str) -> Any:
    with read() as session:
        return present(session, [service.get_file(session, file_id)])[0]


@blp.get("/files/<file_id>/content")
@require("customers.read")
@blp.response(200, content_type="application/octet-stream", description="The bytes, as a download")
def download_file(file_id: str) -> Response:
    """The file itself. Who fetches it is written down; when that fails, nothing is sent."""
    with read() as session:
        row = service.get_file(session, file_id)
    stream = storage.current_store().open_range(row.storage_key)
    try:
        with transaction() as session:
            service.note_download(session, row.id, current_actor().id)
    except Exception:
        stream.close()
        raise
    response = Response(stream, headers=_headers(row), content_type=row.content_type, direct_passthrough=True)
    response.headers["Content-Length"] = str(row.size_bytes)
    return response


@blp.patch("/files/<file_id>")
@require("customers.edit")
@blp.arguments(FileChangeIn)
@blp.response(200, FileSchema)
def change_file(body: dict[str, Any], file_id: str) -> Any:
    """Rename, or take a deletion back."""
    with transaction() as session:
        if "is_deleted" in body:
            service.restore_file(session, file_id, actor=current_actor())
        if "name" in body:
            service.rename_file(session, file_id, body["name"])
        return present(session, [service.get_file(session, file_id)])[0]


@blp.delete("/files/<file_id>")
@require("customers.edit")
@blp.response(204)
def delete_file(file_id: str) -> None:
    """Take a file off the customer. PATCH `{"is_deleted": false}` brings it back for 30 days."""
    with transaction() as session:
        service.delete_file(session, file_id, actor=current_actor())


def _headers(row: CustomerFile) -> dict[str, str]:
    return {
        "Content-Disposition": names.attachment(names.offered_name(row.name, extensions_of(row.content_type))),
        "X-Content-Type-Options": "nosniff",
        # Should a browser show it all the same: no scripts, no forms, an origin of its own.
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
