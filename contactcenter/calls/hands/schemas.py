"""Raised hands on the wire."""

from marshmallow import fields

from contactcenter.core.schemas import Line, PageArgs, StrictSchema, UtcTime, page_of


class HandSchema(StrictSchema):
    """Up while `lowered_at` is null.

    `lowered_reason`: agent, supervisor, call_ended, passed_on, left, helped (who was coming came) or forgotten.
    """

    id = fields.String()
    version = fields.Integer()
    agent_id = fields.String()
    agent_name = fields.String(allow_none=True)
    call_id = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    number = fields.String()
    raised_at = UtcTime()
    coming_id = fields.String(allow_none=True)
    coming_name = fields.String(allow_none=True)
    coming_at = UtcTime(allow_none=True)
    lowered_at = UtcTime(allow_none=True)
    lowered_by = fields.String(allow_none=True)
    lowered_reason = fields.String(allow_none=True)


class RaiseIn(StrictSchema):
    """About which call; without one it is the call in hand, or none."""

    call_id = Line(load_default=None, allow_none=True, max_length=40)


class HandFilters(PageArgs):
    is_up = fields.Boolean(load_default=True, metadata={"description": "false: also those that are down again"})


HandPage = page_of(HandSchema)
