"""Teams and reach on the wire."""

from marshmallow import fields, validate

from contactcenter.agents.teams.models import REACHES
from contactcenter.core.schemas import Line, StrictSchema, UtcTime


class TeamSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    description = fields.String()
    is_archived = fields.Boolean()
    created_at = UtcTime()
    member_ids = fields.Function(lambda team: [member.user_id for member in team.members])


class TeamList(StrictSchema):
    items = fields.List(fields.Nested(TeamSchema))


def _member_ids(**kwargs: object) -> fields.List:
    one = fields.String(validate=validate.Length(max=40))
    return fields.List(one, validate=validate.Length(max=1000), **kwargs)  # type: ignore[arg-type]


class NewTeamIn(StrictSchema):
    name = Line(required=True, min_length=1, max_length=80)
    description = Line(load_default="", max_length=300)
    member_ids = _member_ids(load_default=list)


class TeamChangeIn(StrictSchema):
    """`member_ids`: everybody who is in it from now on."""

    name = Line(min_length=1, max_length=80)
    description = Line(max_length=300)
    member_ids = _member_ids()
    is_archived = fields.Boolean()


class ReachSchema(StrictSchema):
    """Whose customers people of a role see: `all`, those of their `team`s and nobody's, or their `own` and nobody's."""

    agent = fields.String(validate=validate.OneOf(REACHES))
    supervisor = fields.String(validate=validate.OneOf(REACHES))
