"""Hits in texts on the wire."""

from marshmallow import fields

from contactcenter.core.schemas import StrictSchema, UtcTime


class LineHitSchema(StrictSchema):
    """`marks`: [start, end] of each hit, in characters (code points) of `snippet`, which is plain text."""

    seconds = fields.Float(allow_none=True)
    speaker = fields.String(allow_none=True)
    snippet = fields.String()
    marks = fields.List(fields.List(fields.Integer()))


class TextHitSchema(LineHitSchema):
    customer_id = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    kind = fields.String()
    ref_id = fields.String()
    occurred_at = UtcTime()
