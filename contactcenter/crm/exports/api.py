"""Exports over HTTP: ask, look, fetch, delete."""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.core import storage
from contactcenter.core.db import read, transaction
from contactcenter.core.schemas import PageArgs
from contactcenter.crm.exports import service
from contactcenter.crm.exports.columns import DEFAULT, list_columns
from contactcenter.crm.exports.models import Export
from contactcenter.crm.exports.schemas import ExportColumnListSchema, ExportIn, ExportPage, ExportSchema
from contactcenter.crm.imports.keeping import CONTENT_TYPES

blp = Blueprint("exports", __name__, url_prefix="/api/v1/exports", description="Customers as spreadsheets")


@blp.get("")
@require("customers.export")
@blp.arguments(PageArgs, location="query")
@blp.response(200, ExportPage)
def list_exports(filters: dict[str, Any]) -> Any:
    """One's own exports, newest first."""
    with read() as session:
        return service.list_exports(session, current_actor(), **filters)


@blp.post("")
@require("customers.export")
@blp.arguments(ExportIn)
@blp.response(202, ExportSchema)
def create_export(body: dict[str, Any]) -> Any:
    """Have a file written in the background: of `ids`, a `segment_id`, what `filters` show, or everybody.

    It holds those whom one sees when it is written.
    """
    actor = current_actor()
    selection: dict[str, Any] = {name: body[name] for name in ("ids", "segment_id", "filters") if name in body}
    with transaction() as session:
        return service.create_export(
            session,
            selection=selection,
            columns=body["columns"],
            file_format=body["format"],
            locale=body["locale"] or actor.locale,
            actor=actor,
        )


@blp.post("/<export_id>/again")
@require("customers.export")
@blp.response(202, ExportSchema)
def export_again(export_id: str) -> Any:
    """Have the same file written anew, such as when the old one has expired; it is an export of its own."""
    with transaction() as session:
        return service.export_again(session, export_id, current_actor())


@blp.get("/columns")
@require("customers.export")
@blp.response(200, ExportColumnListSchema)
def get_columns() -> Any:
    """Every column a file may have, in order."""
    with read() as session:
        columns = list_columns(session)
    return {
        "items": [
            {
                "name": column.name,
                "label_vi": column.label_vi,
                "label_en": column.label_en,
                "group": column.group,
                "is_sensitive": column.is_sensitive,
                "is_default": column.name in DEFAULT,
            }
            for column in columns
        ]
    }


@blp.get("/<export_id>")
@require("customers.export")
@blp.response(200, ExportSchema)
def get_export(export_id: str) -> Any:
    with read() as session:
        return service.get_export(session, export_id, current_actor())


@blp.get("/<export_id>/file")
@require("customers.export")
def get_file(export_id: str) -> Response:
    """The file, for whoever asked for it and for admins; every look is kept."""
    with transaction() as session:
        export = service.note_download(session, export_id, current_actor(), ip=request.remote_addr)
    return _attachment(export)


@blp.delete("/<export_id>")
@require("customers.export")
@blp.response(204)
def delete_export(export_id: str) -> None:
    """Cancel an export that is being written, or give up the file of one that is done."""
    with transaction() as session:
        service.delete_export(session, export_id, current_actor())


def _attachment(export: Export) -> Response:
    reading = storage.current_store().open_range(export.file_key or "")
    response = Response(reading, content_type=CONTENT_TYPES[export.file_format])
    response.call_on_close(reading.close)
    name = f"customers-{export.created_at:%Y%m%d-%H%M}.{export.file_format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if export.size_bytes is not None:
        response.content_length = export.size_bytes
    return response
