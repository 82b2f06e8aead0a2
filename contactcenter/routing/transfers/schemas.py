"""Transfers over HTTP."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contactcenter.core.schemas import Line, Prose, StrictSchema, UtcTime, page_of


class TransferTargetIn(StrictSchema):
    """Exactly one of the three."""

    agent_id = Line(max_length=40)
    queue_id = Line(max_length=40)
    number = Line(max_length=40)

    @validates_schema
    def _check(self, data: dict[str, str], **_: object) -> None:
        if len([value for value in data.values() if value]) != 1:
            raise ValidationError("Name one agent, queue or number.")


class TransferIn(StrictSchema):
    kind = fields.String(required=True, validate=validate.OneOf(("cold", "warm")))
    to = fields.Nested(TransferTargetIn, required=True)
    note = Prose(load_default="", max_length=2000)


class TransferPatch(StrictSchema):
    """`state`: completed (leave the customer with them) or returned (take the customer back)."""

    talk_to = fields.String(validate=validate.OneOf(("customer", "colleague", "all")))
    state = fields.String(validate=validate.OneOf(("completed", "returned")))

    @validates_schema
    def _check(self, data: dict[str, str], **_: object) -> None:
        if len(data) != 1:
            raise ValidationError("Give talk_to or state.")


class TransferTargetSchema(StrictSchema):
    agent_id = fields.String(allow_none=True)
    queue_id = fields.String(allow_none=True)
    number = fields.String(allow_none=True)
    name = fields.String(allow_none=True)


class TransferSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    call_id = fields.String()
    kind = fields.String()
    state = fields.String()
    reason = fields.String(allow_none=True)
    talk_to = fields.String(allow_none=True)
    from_agent_id = fields.String(allow_none=True)
    from_name = fields.String(allow_none=True)
    to = fields.Nested(TransferTargetSchema)
    taken_by_id = fields.String(allow_none=True)
    participant_id = fields.String(allow_none=True)
    note = fields.String()
    created_at = UtcTime()
    answered_at = UtcTime(allow_none=True)
    ended_at = UtcTime(allow_none=True)


TransferListSchema = page_of(TransferSchema)


class FreeAgentSchema(StrictSchema):
    id = fields.String()
    name = fields.String()
    status = fields.String()
    activity = fields.String()
    is_available = fields.Boolean()
    is_barred = fields.Boolean()


class FreeQueueSchema(StrictSchema):
    id = fields.String()
    name = fields.String()
    waiting = fields.Integer()
    agents_available = fields.Integer()


class TargetsSchema(StrictSchema):
    agents = fields.List(fields.Nested(FreeAgentSchema))
    queues = fields.List(fields.Nested(FreeQueueSchema))
