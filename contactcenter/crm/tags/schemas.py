"""Tags on the wire."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contactcenter.core.schemas import Line, Question, StrictSchema
from contactcenter.crm.tags.models import COLOURS

_COLOUR = validate.OneOf(COLOURS)


class TagSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    colour = fields.String()


class CountedTagSchema(TagSchema):
    customers = fields.Integer(allow_none=True)


class TagList(StrictSchema):
    items = fields.List(fields.Nested(TagSchema))


class CountedTagList(StrictSchema):
    items = fields.List(fields.Nested(CountedTagSchema))


class TagFilters(StrictSchema):
    q = Question(load_default="", max_length=40)


class TagIn(StrictSchema):
    name = Line(required=True, min_length=1, max_length=40)
    colour = fields.String(load_default="grey", validate=_COLOUR)


class TagChangeIn(StrictSchema):
    name = Line(min_length=1, max_length=40)
    colour = fields.String(validate=_COLOUR)


class TagMergeIn(StrictSchema):
    into = Line(required=True, min_length=1, max_length=40)


class CustomerTagIn(StrictSchema):
    """A tag by `tag_id`, or by `name`: made when there is none."""

    tag_id = Line(load_default=None, max_length=40)
    name = Line(load_default=None, min_length=1, max_length=40)

    @validates_schema
    def is_one(self, data: dict[str, str | None], **_: object) -> None:
        if (data["tag_id"] is None) == (data["name"] is None):
            raise ValidationError("Give either tag_id or name.", "name")
