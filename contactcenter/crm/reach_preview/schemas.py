"""A preview on the wire."""

from marshmallow import fields, validate

from contactcenter.agents.teams.models import REACHES
from contactcenter.core.schemas import StrictSchema


class ReachPreviewArgs(StrictSchema):
    """Rules to try; a role that is left out keeps its present one."""

    agent = fields.String(load_default=None, validate=validate.OneOf(REACHES))
    supervisor = fields.String(load_default=None, validate=validate.OneOf(REACHES))


class SightSchema(StrictSchema):
    """How many customers somebody sees, and would."""

    user_id = fields.String()
    name = fields.String()
    role = fields.String()
    sees_now = fields.Integer()
    would_see = fields.Integer()


class ReachPreviewSchema(StrictSchema):
    """`nobodys` customers, whom nobody takes care of, are within everybody's reach."""

    customers = fields.Integer()
    nobodys = fields.Integer()
    items = fields.List(fields.Nested(SightSchema))


class LeftBehindSchema(StrictSchema):
    """Somebody who has left, and how many customers they still own."""

    user_id = fields.String()
    name = fields.String()
    customers = fields.Integer()


class LeftBehindList(StrictSchema):
    items = fields.List(fields.Nested(LeftBehindSchema))
