"""Rooms over HTTP: who is in one, and what may be changed about them."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contactcenter.core.schemas import StrictSchema, UtcTime, page_of

MODES = ("listen", "whisper", "barge")


class ParticipantSchema(StrictSchema):
    """Somebody in, or on the way into, a call's room. `hears` lists the ids of whom they hear."""

    id = fields.String()
    kind = fields.String()
    agent_id = fields.String(allow_none=True)
    name = fields.String()
    phone = fields.String(allow_none=True)
    state = fields.String()
    is_held = fields.Boolean()
    is_muted = fields.Boolean()
    mode = fields.String(allow_none=True)
    joined_at = UtcTime(allow_none=True)
    left_at = UtcTime(allow_none=True)
    error = fields.String(allow_none=True)
    hears = fields.List(fields.String())


class RoomSchema(StrictSchema):
    """`state`: moving (being made) | open. `is_holding`: a hold, or its end, is on the way to the provider."""

    state = fields.String()
    is_holding = fields.Boolean()
    participants = fields.List(fields.Nested(ParticipantSchema))


class HoldIn(StrictSchema):
    """`held` is the older name of `is_held`."""

    is_held = fields.Boolean()
    held = fields.Boolean()

    @validates_schema
    def _check(self, data: dict[str, bool], **_: object) -> None:
        if len(data) != 1:
            raise ValidationError("Give is_held.", "is_held")


class ParticipantIn(StrictSchema):
    """Only what is given changes."""

    is_held = fields.Boolean()
    is_muted = fields.Boolean()


class MonitorIn(StrictSchema):
    mode = fields.String(required=True, validate=validate.OneOf(MODES))


class MonitorActSchema(StrictSchema):
    actor_id = fields.String()
    action = fields.String()
    at = UtcTime()


class MonitorSchema(ParticipantSchema):
    """A supervisor in a call; `participants` is the room as it is now, for a picture of who hears whom."""

    call_id = fields.String()
    acts = fields.List(fields.Nested(MonitorActSchema))
    participants = fields.List(fields.Nested(ParticipantSchema))


MonitorListSchema = page_of(MonitorSchema)


class MyMonitorSchema(StrictSchema):
    monitor = fields.Nested(MonitorSchema, allow_none=True)
