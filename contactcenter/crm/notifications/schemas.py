"""Notifications on the wire."""

from marshmallow import fields

from contactcenter.core.schemas import PageArgs, StrictSchema, UtcTime


class NotificationSchema(StrictSchema):
    """`text` is one line of what it is about: empty when that is gone. `count`: of how many, when it is several."""

    id = fields.String()
    kind = fields.String()
    ref_id = fields.String()
    at = UtcTime()
    read_at = UtcTime(allow_none=True)
    text = fields.String()
    count = fields.Integer(allow_none=True)
    actor_id = fields.String(allow_none=True)
    actor_name = fields.String(allow_none=True)
    customer_id = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)


class NotificationPage(StrictSchema):
    items = fields.List(fields.Nested(NotificationSchema))
    next_cursor = fields.String(allow_none=True)
    unread = fields.Integer()


class NotificationArgs(PageArgs):
    unread = fields.Boolean(load_default=False)


class ReadIn(StrictSchema):
    """Which were read: those of `ids`, or all of them."""

    ids = fields.List(fields.String(), load_default=None, allow_none=True)


class UnreadSchema(StrictSchema):
    unread = fields.Integer()
