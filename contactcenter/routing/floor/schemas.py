"""What supervisors ask of the floor, on the wire."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from contactcenter.core.schemas import Line, PageArgs, StrictSchema, UtcTime, page_of


class GiveIn(StrictSchema):
    agent_id = Line(required=True, min_length=1, max_length=40)


class WorkChangeIn(StrictSchema):
    """One of the three. `is_first`: before everybody else in that queue."""

    priority = fields.Integer(strict=True, validate=validate.Range(-1440, 1440))
    is_first = fields.Boolean(validate=validate.OneOf((True,)))
    queue_id = Line(min_length=1, max_length=40)

    @validates_schema
    def one_thing(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if len(data) != 1:
            raise ValidationError("Exactly one of priority, is_first and queue_id.")


class ClosureIn(StrictSchema):
    message = Line(load_default="", max_length=300)
    sends_on = fields.Boolean(
        load_default=False, metadata={"description": "Those in line leave it too, as if it were closed."}
    )


class ClosureSchema(StrictSchema):
    queue_id = fields.String(attribute="id")
    closed_at = UtcTime(allow_none=True)
    closed_by = fields.String(allow_none=True)
    message = fields.String(attribute="closure_message")
    sends_on = fields.Boolean(attribute="closure_sends_on")


class FloorNoteIn(StrictSchema):
    """To one agent, to a queue's people, or to everybody at work."""

    text = Line(required=True, min_length=1, max_length=300)
    agent_id = Line(load_default=None, allow_none=True, max_length=40)
    queue_id = Line(load_default=None, allow_none=True, max_length=40)


class FloorNoteSchema(StrictSchema):
    id = fields.String()
    readers = fields.Integer()


class KeptPlaceSchema(StrictSchema):
    """A caller's place in line that is kept while they are not on the line."""

    id = fields.String()
    queue_id = fields.String()
    state = fields.String(metadata={"enum": ["waiting", "calling", "resting", "done", "closed"]})
    reason = fields.String(allow_none=True)


class EndedWrapUpSchema(StrictSchema):
    call_id = fields.String(attribute="id")
    ended_at = UtcTime(attribute="wrap_up_ended_at")


class ActFilters(PageArgs):
    pass


class ActSchema(StrictSchema):
    id = fields.String()
    at = UtcTime()
    action = fields.String()
    actor_name = fields.String(allow_none=True)
    agent_name = fields.String(allow_none=True)
    queue_name = fields.String(allow_none=True)
    work_item_id = fields.String(allow_none=True)
    detail = fields.Dict()


ActPage = page_of(ActSchema)
