"""Exports on the wire."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from contactcenter.core.schemas import Line, StrictSchema, UtcTime, page_of
from contactcenter.crm.schemas import CustomerFilters

MAX_IDS = 10_000


class ExportColumnSchema(StrictSchema):
    name = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    group = fields.String()
    is_sensitive = fields.Boolean()
    is_default = fields.Boolean()


class ExportColumnListSchema(StrictSchema):
    items = fields.List(fields.Nested(ExportColumnSchema))


class ExportIn(StrictSchema):
    """One of `ids`, `segment_id` and `filters`, or none of them for everybody."""

    ids = fields.List(Line(min_length=1, max_length=40), validate=validate.Length(min=1, max=MAX_IDS))
    segment_id = Line(min_length=1, max_length=40)
    filters = fields.Nested(CustomerFilters(exclude=("limit", "cursor")))
    columns = fields.List(Line(min_length=1, max_length=60), required=True, validate=validate.Length(min=1, max=200))
    format = fields.String(load_default="xlsx", validate=validate.OneOf(("csv", "xlsx")))
    locale = fields.String(load_default=None, validate=validate.OneOf(("vi", "en")))

    @validates_schema
    def one_selection(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if sum(name in data for name in ("ids", "segment_id", "filters")) > 1:
            raise ValidationError("Give one of ids, segment_id and filters.", "filters")


class ExportSchema(StrictSchema):
    """`state`: waiting, running, done, failed, canceled, expired. The file is there while it is done.

    `error` of an expired one is `reach_changed` when its author has come to see other customers since.
    """

    id = fields.String()
    state = fields.String()
    format = fields.String(attribute="file_format")
    locale = fields.String()
    title = fields.String()
    selection = fields.Method("dump_selection")
    columns = fields.List(fields.String())
    size_bytes = fields.Integer(allow_none=True)
    total_rows = fields.Integer(allow_none=True)
    rows_done = fields.Integer()
    error = fields.String(allow_none=True)
    created_at = UtcTime()
    ended_at = UtcTime(allow_none=True)
    expires_at = UtcTime(allow_none=True)

    def dump_selection(self, export: Any) -> dict[str, Any]:
        """Chosen ids only as their number."""
        ids = export.selection.get("ids")
        return {"count": len(ids)} if ids else export.selection


ExportPage = page_of(ExportSchema)
