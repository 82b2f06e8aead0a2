"""Deliveries on the wire. Bodies, queries and headers stay in the database: they are people's data."""

from marshmallow import fields, validate

from contactcenter.core.schemas import PageArgs, StrictSchema, UtcTime, page_of

STATES = ["pending", "done", "failed", "ignored"]


class DeliverySchema(StrictSchema):
    id = fields.String()
    provider = fields.String()
    account = fields.String()
    hook = fields.String()
    event_key = fields.String()
    state = fields.String(metadata={"enum": STATES})
    attempts = fields.Integer()
    error = fields.String(allow_none=True)
    method = fields.String()
    reply_status = fields.Integer()
    received_at = UtcTime()
    handled_at = UtcTime(allow_none=True)


class DeliveryFilters(PageArgs):
    provider = fields.String(load_default=None, validate=validate.Length(max=20))
    hook = fields.String(load_default=None, validate=validate.Length(max=40))
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    event_key = fields.String(load_default=None, validate=validate.Length(max=200))


DeliveryPage = page_of(DeliverySchema)
