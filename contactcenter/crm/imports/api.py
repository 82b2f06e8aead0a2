"""Imports over HTTP: upload, map, check, run, report, undo."""

from pathlib import Path
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from contactcenter.agents.policies import demand
from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.paths import guard_path
from contactcenter.agents.teams.reach import reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Invalid, NotFound
from contactcenter.core.schemas import PageArgs
from contactcenter.core.settings import current
from contactcenter.core.versions import IfMatch
from contactcenter.crm.files.uploads import FORM_BYTES
from contactcenter.crm.imports import keeping, queries, service, template
from contactcenter.crm.imports.files.limits import MAX_UPLOAD_BYTES
from contactcenter.crm.imports.kinds import get_kind
from contactcenter.crm.imports.models import Import
from contactcenter.crm.imports.present import present, present_one, present_rows
from contactcenter.crm.imports.reach import sees_import
from contactcenter.crm.imports.report import write_report
from contactcenter.crm.imports.schemas import (
    ImportChangeIn,
    ImportPage,
    ImportRowPage,
    ImportSchema,
    ReportArgs,
    RowFilters,
    TemplateArgs,
)

blp = Blueprint(
    "imports",
    __name__,
    url_prefix="/api/v1/imports",
    description="Customers, leads, orders and products from files",
)
guard_path("/imports/<import_id>", sees_import)


@blp.get("")
@require("customers.import")
@blp.arguments(PageArgs, location="query")
@blp.response(200, ImportPage)
def list_imports(filters: dict[str, Any]) -> Any:
    """Imports, newest first; of those whose role sees only its teams' customers, their own and their colleagues'."""
    with read() as session:
        page = queries.list_imports(session, **filters, reach=reach_of(session, current_actor()))
        return {"items": present(session, page.items), "next_cursor": page.next_cursor}


@blp.post("")
@require("customers.import")
@blp.response(201, ImportSchema)
def create_import() -> Any:
    """Upload a CSV or XLSX file as multipart field `file`: its columns and a guess of what they are.

    Field `kind` says what its rows are: customers (else), leads, orders or products.
    """
    request.max_content_length = MAX_UPLOAD_BYTES + FORM_BYTES  # this view only; a larger body is refused unread
    upload = request.files.get("file")
    if upload is None:
        raise Invalid("file_missing", "Send the file as multipart field `file`.", file=["Missing."])
    kind = get_kind(request.form.get("kind", "customers"))
    demand(current_actor(), kind.permission)
    with keeping.new_file() as path:
        size = keeping.copy_capped(upload.stream, path)
        return _taken_in(path, kind.name, upload.filename or "", size)


@blp.get("/template.<file_format>")
@require("customers.import")
@blp.arguments(TemplateArgs, location="query")
def get_template(args: dict[str, Any], file_format: str) -> Response:
    """The file to fill in, as csv or xlsx: every field's label, and examples."""
    if file_format not in keeping.CONTENT_TYPES:
        raise NotFound("unknown_format", "Templates are csv or xlsx.")
    locale = args["locale"] or current_actor().locale
    with read() as session:
        rows = template.template_rows(session, get_kind(args["kind"]), locale)
    name = f"{args['kind']}-template.{file_format}"
    if file_format == "csv":
        return _attachment(template.as_csv(rows), "csv", name)
    with keeping.new_file() as path:
        return _attachment(template.as_xlsx(rows, path), "xlsx", name)


@blp.get("/<import_id>")
@require("customers.import")
@blp.response(200, ImportSchema)
def get_import(import_id: str) -> Any:
    with read() as session:
        return present_one(session, service.get_import(session, import_id))


@blp.patch("/<import_id>")
@require("customers.import")
@blp.arguments(IfMatch, location="headers")
@blp.arguments(ImportChangeIn)
@blp.response(200, ImportSchema)
def change_import(headers: dict[str, Any], body: dict[str, Any], import_id: str) -> Any:
    """Choose what each column is and how rows are treated."""
    with transaction() as session:
        return _shown(session, service.change_mapping(session, import_id, body, **headers))


@blp.post("/<import_id>/preview")
@require("customers.import")
@blp.response(202, ImportSchema)
def preview_import(import_id: str) -> Any:
    """Check every row in the background; `findings` of the import fill while it goes on."""
    with transaction() as session:
        return _shown(session, service.start_check(session, import_id))


@blp.post("/<import_id>/start")
@require("customers.import")
@blp.response(202, ImportSchema)
def start_import(import_id: str) -> Any:
    with transaction() as session:
        return _shown(session, service.start(session, import_id))


@blp.post("/<import_id>/pause")
@require("customers.import")
@blp.response(200, ImportSchema)
def pause_import(import_id: str) -> Any:
    with transaction() as session:
        return _shown(session, service.pause(session, import_id))


@blp.post("/<import_id>/resume")
@require("customers.import")
@blp.response(202, ImportSchema)
def resume_import(import_id: str) -> Any:
    """Go on with a paused import, or with one that failed in mid-run."""
    with transaction() as session:
        return _shown(session, service.resume(session, import_id))


@blp.post("/<import_id>/cancel")
@require("customers.import")
@blp.response(200, ImportSchema)
def cancel_import(import_id: str) -> Any:
    """Stop for good. What was written stands; undo takes it back."""
    with transaction() as session:
        return _shown(session, service.cancel(session, import_id))


@blp.post("/<import_id>/undo")
@require("customers.import")
@blp.response(202, ImportSchema)
def undo_import(import_id: str) -> Any:
    """Remove what it created and restore what it changed, where nobody has touched it since."""
    with transaction() as session:
        return _shown(session, service.undo(session, import_id))


@blp.get("/<import_id>/rows")
@require("customers.import")
@blp.arguments(RowFilters, location="query")
@blp.response(200, ImportRowPage)
def list_rows(filters: dict[str, Any], import_id: str) -> Any:
    """What became of each row, in the file's order."""
    with read() as session:
        job = service.get_import(session, import_id)
        page = queries.list_rows(session, import_id, **filters, reach=reach_of(session, current_actor()))
        return {"items": present_rows(session, job, page.items), "next_cursor": page.next_cursor}


@blp.get("/<import_id>/report")
@require("customers.import")
@blp.arguments(ReportArgs, location="query")
def get_report(args: dict[str, Any], import_id: str) -> Response:
    """The file as it came with outcome and reason in front, as CSV; `rows=problems` to mend and import again."""
    with read() as session:
        job = service.get_import(session, import_id)
    text = write_report(job, only=args["rows"], locale=args["locale"] or current_actor().locale)
    return _attachment((piece.encode() for piece in text), "csv", f"import-report-{job.created_at:%Y%m%d}.csv")


def _taken_in(path: Path, kind: str, file_name: str, size_bytes: int) -> dict[str, Any]:
    """Look inside, store, and only then write the row: neither parsing nor the store holds a transaction open."""
    actor = current_actor()
    with read() as session:
        job = service.prepare_import(
            session,
            path,
            kind=kind,
            file_name=file_name,
            size_bytes=size_bytes,
            actor_id=actor.id,
            region=current().default_region,
            locale=actor.locale,
        )
    keeping.keep(job.file_key or "", path, job.file_format)
    with transaction() as session:
        session.add(job)
        session.flush()
        return present_one(session, job)


def _shown(session: Any, job: Import) -> Any:
    session.flush()
    return present_one(session, job)


def _attachment(body: Any, file_format: str, name: str) -> Response:
    response = Response(body, content_type=f"{keeping.CONTENT_TYPES[file_format]}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
