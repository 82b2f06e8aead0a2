"""Screens on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, StrictSchema, UtcTime
from contactcenter.reporting.wallboard.schemas import BoardLineSchema


class ScreenIn(StrictSchema):
    name = Line(required=True, min_length=1, max_length=80)
    queue_ids = fields.List(Line(max_length=40), load_default=[], validate=validate.Length(max=20))
    rotate_seconds = fields.Integer(strict=True, load_default=20, validate=validate.Range(5, 600))
    shows_names = fields.Boolean(load_default=False)
    theme = fields.String(load_default="dark", validate=validate.OneOf(("dark", "light", "auto")))
    locale = fields.String(load_default="vi", validate=validate.OneOf(("vi", "en")))
    days = fields.Integer(strict=True, load_default=90, validate=validate.Range(1, 366))


class ScreenChange(StrictSchema):
    name = Line(min_length=1, max_length=80)
    queue_ids = fields.List(Line(max_length=40), validate=validate.Length(max=20))
    rotate_seconds = fields.Integer(strict=True, validate=validate.Range(5, 600))
    shows_names = fields.Boolean()
    theme = fields.String(validate=validate.OneOf(("dark", "light", "auto")))
    locale = fields.String(validate=validate.OneOf(("vi", "en")))


class ScreenSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    queue_ids = fields.List(fields.String())
    rotate_seconds = fields.Integer()
    shows_names = fields.Boolean()
    theme = fields.String()
    locale = fields.String()
    created_by_name = fields.String(allow_none=True)
    created_at = UtcTime()
    expires_at = UtcTime()
    last_seen_at = UtcTime(allow_none=True)
    revoked_at = UtcTime(allow_none=True)
    is_live = fields.Boolean()


class NewScreenSchema(ScreenSchema):
    url = fields.String(metadata={"description": "Opens the screen; shown this once."})


class ScreenListSchema(StrictSchema):
    items = fields.List(fields.Nested(ScreenSchema))
    next_cursor = fields.String(allow_none=True)


class PlainFigureSchema(StrictSchema):
    code = fields.String()
    value = fields.Float(allow_none=True)
    state = fields.String()
    target = fields.Float(allow_none=True)
    unit = fields.String()


class ScreenQueueSchema(BoardLineSchema):
    figures = fields.Dict(keys=fields.String(), values=fields.Nested(PlainFigureSchema))
    names = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class ScreenLookSchema(StrictSchema):
    """How a screen wants to look; its `version` rises with every change."""

    name = fields.String()
    version = fields.Integer()
    rotate_seconds = fields.Integer()
    shows_names = fields.Boolean()
    theme = fields.String()
    locale = fields.String()


class ScreenViewSchema(StrictSchema):
    """No customer, and agents at most by their first names."""

    as_of = UtcTime()
    server_time = UtcTime()
    timezone = fields.String()
    slot_minutes = fields.Integer()
    screen = fields.Nested(ScreenLookSchema)
    queues = fields.List(fields.Nested(ScreenQueueSchema))
