"""Statuses on the wire."""

from marshmallow import fields, validate

from contactcenter.agents.statuses.builtin import COLOURS, ICONS
from contactcenter.core.schemas import Line, StrictSchema


class AgentStatusSchema(StrictSchema):
    """`is_pickable` is False for what only the product sets, and for archived ones: their names are still needed."""

    code = fields.String()
    version = fields.Integer()
    label_vi = fields.String()
    label_en = fields.String()
    colour = fields.String()
    icon = fields.String()
    position = fields.Integer()
    is_ready = fields.Boolean()
    is_pickable = fields.Function(lambda row: bool(row.is_pickable and not row.is_archived))
    is_paid = fields.Boolean()
    is_break = fields.Boolean()
    is_builtin = fields.Boolean()
    is_archived = fields.Boolean()
    max_minutes = fields.Integer(allow_none=True)


class AgentStatusList(StrictSchema):
    items = fields.List(fields.Nested(AgentStatusSchema))


_MINUTES = validate.Range(1, 720)


class StatusChangeIn(StrictSchema):
    label_vi = Line(min_length=1, max_length=40)
    label_en = Line(min_length=1, max_length=40)
    colour = fields.String(validate=validate.OneOf(COLOURS))
    icon = fields.String(validate=validate.OneOf(ICONS))
    is_ready = fields.Boolean()
    is_paid = fields.Boolean()
    is_break = fields.Boolean()
    is_archived = fields.Boolean()
    max_minutes = fields.Integer(allow_none=True, validate=_MINUTES)


class NewStatusIn(StrictSchema):
    """`label_en` may be left out: the Vietnamese one is shown then."""

    label_vi = Line(required=True, min_length=1, max_length=40)
    label_en = Line(load_default="", max_length=40)
    colour = fields.String(load_default="amber", validate=validate.OneOf(COLOURS))
    icon = fields.String(load_default="clock", validate=validate.OneOf(ICONS))
    is_ready = fields.Boolean(load_default=False)
    is_paid = fields.Boolean(load_default=True)
    is_break = fields.Boolean(load_default=False)
    max_minutes = fields.Integer(load_default=None, allow_none=True, validate=_MINUTES)


class StatusOrderIn(StrictSchema):
    codes = fields.List(fields.String(validate=validate.Length(max=30)), required=True, validate=validate.Length(1, 60))
