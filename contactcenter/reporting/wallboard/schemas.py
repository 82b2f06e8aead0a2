"""The wallboard on the wire."""

from marshmallow import fields, validate

from contactcenter.calls.hands.schemas import HandSchema
from contactcenter.core.schemas import Line, StrictSchema, UtcTime
from contactcenter.routing.schemas import WaitingSchema


class BoardFigureSchema(StrictSchema):
    """`state`: ok, warn, late or none; `n` rows stand behind the value, with their median and 90th percentile."""

    code = fields.String()
    value = fields.Float(allow_none=True)
    n = fields.Integer()
    state = fields.String()
    target = fields.Float(allow_none=True)
    median = fields.Float(allow_none=True)
    p90 = fields.Float(allow_none=True)
    unit = fields.String()
    definition_vi = fields.String()
    definition_en = fields.String()


class BoardMemberSchema(StrictSchema):
    id = fields.String()
    name = fields.String()
    state = fields.String()


class BoardLineSchema(StrictSchema):
    """What a supervisor and a screen both see of a queue. `slots`: [answered, missed] of each part of the day."""

    id = fields.String()
    name = fields.String()
    is_open = fields.Boolean()
    closed_at = UtcTime(allow_none=True, metadata={"description": "Shut by hand since."})
    target_seconds = fields.Integer()
    target_percent = fields.Integer()
    limits = fields.Dict(keys=fields.String(), values=fields.Integer())
    figures = fields.Dict(keys=fields.String(), values=fields.Nested(BoardFigureSchema))
    callbacks_open = fields.Integer()
    oldest_at = UtcTime(allow_none=True)
    agents = fields.Dict(keys=fields.String(), values=fields.Integer())
    slots = fields.List(fields.List(fields.Integer()))


class BoardQueueSchema(BoardLineSchema):
    level_formula = fields.String()
    closure_message = fields.String()
    waiting = fields.List(fields.Nested(WaitingSchema))
    members = fields.List(fields.Nested(BoardMemberSchema))


class WallboardSchema(StrictSchema):
    as_of = UtcTime()
    timezone = fields.String()
    slot_minutes = fields.Integer()
    queues = fields.List(fields.Nested(BoardQueueSchema))
    leads = fields.Dict(keys=fields.String(), values=fields.Integer())
    hands = fields.List(fields.Nested(HandSchema))


class BoardFilters(StrictSchema):
    queue = fields.List(Line(max_length=40), load_default=[], validate=validate.Length(max=100))


class MyQueueSchema(StrictSchema):
    """`my_place`: 1 for who would be rung next; null with `why_not` while something is in the way."""

    id = fields.String()
    name = fields.String()
    is_open = fields.Boolean()
    waiting = fields.Integer()
    oldest_at = UtcTime(allow_none=True)
    my_place = fields.Integer(allow_none=True)
    free = fields.Integer()
    why_not = fields.String(allow_none=True)


class MyDaySchema(StrictSchema):
    calls = fields.Integer()
    aht_seconds = fields.Float(allow_none=True)
    rating = fields.Float(allow_none=True)
    ratings = fields.Integer()


class MineSchema(StrictSchema):
    as_of = UtcTime()
    queues = fields.List(fields.Nested(MyQueueSchema))
    today = fields.Nested(MyDaySchema)
