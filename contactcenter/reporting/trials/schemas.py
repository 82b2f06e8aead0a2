"""Trials on the wire."""

from typing import Any

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, StrictSchema, UtcTime
from contactcenter.routing.queue_schemas import WRAP_UP_MODES, NeedSchema, StepSchema
from contactcenter.routing.strategies import STRATEGIES

MOST_VARIANTS = 3
DAY_MINUTES = 1440


def _whole(least: int, most: int, **kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, most), **kwargs)


class RulesSchema(StrictSchema):
    """Settings of the queue (or of all queues) that the variant changes; what is not named stays as it was."""

    strategy = fields.String(validate=validate.OneOf(STRATEGIES))
    priority = _whole(-60, 60)
    ring_seconds = _whole(5, 120)
    wrap_up_mode = fields.String(validate=validate.OneOf(WRAP_UP_MODES))
    wrap_up_seconds = _whole(5, 300)
    max_wait_seconds = _whole(10, 3600)
    sticky_seconds = _whole(0, 3600)
    call_blocks_chats = fields.Boolean()
    required_skills = fields.List(fields.Nested(NeedSchema), validate=validate.Length(max=10))
    relaxation = fields.List(fields.Nested(StepSchema), validate=validate.Length(max=10))


class AtOnceSchema(StrictSchema):
    """How much everybody takes at once."""

    call = _whole(0, 5)
    chat = _whole(0, 50)
    email = _whole(0, 50)


class HoursSchema(StrictSchema):
    """Somebody's hours on the days on which they were there, in minutes of the day; past midnight is allowed."""

    agent_id = Line(required=True, max_length=40)
    starts_minute = _whole(0, DAY_MINUTES - 1, required=True)
    ends_minute = _whole(1, DAY_MINUTES, required=True)


class ExtraSchema(StrictSchema):
    """So many more people, every day; `like` names the colleague they resemble, null: able to do everything."""

    count = _whole(1, 50, required=True)
    starts_minute = _whole(0, DAY_MINUTES - 1, required=True)
    ends_minute = _whole(1, DAY_MINUTES, required=True)
    like = Line(load_default=None, allow_none=True, max_length=40)


class VariantSchema(StrictSchema):
    name = Line(required=True, min_length=1, max_length=60)
    rules = fields.Nested(RulesSchema, load_default=dict)
    capacity = fields.Nested(AtOnceSchema, load_default=dict)
    without = fields.List(Line(max_length=40), load_default=list, validate=validate.Length(max=500))
    hours = fields.List(fields.Nested(HoursSchema), load_default=list, validate=validate.Length(max=500))
    extra = fields.List(fields.Nested(ExtraSchema), load_default=list, validate=validate.Length(max=10))


class TrialIn(StrictSchema):
    title = Line(load_default="", max_length=120)
    queue_id = Line(load_default=None, allow_none=True, max_length=40)
    starts_at = UtcTime(required=True)
    ends_at = UtcTime(required=True)
    variants = fields.List(fields.Nested(VariantSchema), required=True, validate=validate.Length(1, MOST_VARIANTS))
    seed = _whole(0, 1_000_000, load_default=1)
    runs = _whole(1, 10, load_default=3)


class TrialRowSchema(StrictSchema):
    id = fields.String()
    title = fields.String()
    queue_id = fields.String(allow_none=True)
    starts_at = UtcTime()
    ends_at = UtcTime()
    state = fields.String()
    progress = fields.Float()
    created_by = fields.String()
    created_at = UtcTime()
    ended_at = UtcTime(allow_none=True)


class TrialSchema(TrialRowSchema):
    """`result`, once done: {actual, same, check, variants, patience, guessed, people, work}."""

    variants = fields.List(fields.Dict())
    seed = fields.Integer()
    runs = fields.Integer()
    error = fields.String(allow_none=True)
    result = fields.Dict(allow_none=True)


class TrialFilters(PageArgs):
    pass
