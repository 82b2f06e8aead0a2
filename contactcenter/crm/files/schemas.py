"""Files on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, StrictSchema, UtcTime, page_of


class FileSchema(StrictSchema):
    """`content_type` is what the bytes are; `url` gives them, always as a download."""

    id = fields.String()
    customer_id = fields.String()
    name = fields.String()
    content_type = fields.String()
    size_bytes = fields.Integer()
    sha256 = fields.String()
    uploaded_by = fields.String(allow_none=True)
    uploaded_by_name = fields.String(allow_none=True)
    uploaded_at = UtcTime()
    url = fields.String()


FilePage = page_of(FileSchema)


class FileChangeIn(StrictSchema):
    """`is_deleted: false` takes a deletion back."""

    name = Line(min_length=1, max_length=200)
    is_deleted = fields.Boolean(validate=validate.Equal(comparable=False))
