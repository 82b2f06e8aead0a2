"""Placing calls, on the wire."""

from marshmallow import fields, validate

from contactcenter.calls.outbound.by_hand import OUTCOMES
from contactcenter.core.schemas import Prose, StrictSchema, UtcTime
from contactcenter.privacy.gate import PURPOSES

_number = validate.Length(min=1, max=60)


class CallPlaceIn(StrictSchema):
    """`via` is how the agent is rung: by default as they answer calls."""

    to = fields.String(required=True, validate=_number)
    customer_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    via = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(["softphone", "phone"]))
    purpose = fields.String(load_default="service", validate=validate.OneOf(PURPOSES))


class CallLogIn(StrictSchema):
    """A call made elsewhere."""

    number = fields.String(required=True, validate=_number)
    direction = fields.String(load_default="outbound", validate=validate.OneOf(["inbound", "outbound"]))
    customer_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    started_at = UtcTime(required=True)
    talk_seconds = fields.Integer(load_default=0, validate=validate.Range(0, 86_400))
    outcome = fields.String(load_default="answered", validate=validate.OneOf(list(OUTCOMES)))
    disposition = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    notes = Prose(load_default="", max_length=20_000)


class ContactCheckArgs(StrictSchema):
    number = fields.String(required=True, validate=_number)
    customer_id = fields.String(load_default=None, validate=validate.Length(max=40))
    purpose = fields.String(load_default="service", validate=validate.OneOf(PURPOSES))


class ContactCheckSchema(StrictSchema):
    is_allowed = fields.Boolean()
    reason = fields.String(allow_none=True)
    e164 = fields.String()


class CallHourSchema(StrictSchema):
    hour = fields.Integer()
    tried = fields.Integer()
    reached = fields.Integer()


class CallAttemptsSchema(StrictSchema):
    """`best_hour` is an hour of the company's clock, None while too little is known."""

    attempts = fields.Integer()
    answered = fields.Integer()
    since_answer = fields.Integer()
    last_attempt_at = UtcTime(allow_none=True)
    best_hour = fields.Integer(allow_none=True)
    hours = fields.List(fields.Nested(CallHourSchema))
