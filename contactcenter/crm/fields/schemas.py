"""Fields on the wire."""

from marshmallow import fields

from contactcenter.core.schemas import StrictSchema


class ChoiceSchema(StrictSchema):
    code = fields.String()
    label_vi = fields.String()
    label_en = fields.String()


class FieldSchema(StrictSchema):
    """`name` is the customer's key in the API; `custom.<key>` for a company's own."""

    name = fields.String()
    type = fields.String()
    group = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    choices = fields.List(fields.Nested(ChoiceSchema))
    max_length = fields.Integer()
    currency = fields.String()
    is_required = fields.Boolean()
    is_sensitive = fields.Boolean()
    is_custom = fields.Boolean()


class GroupSchema(StrictSchema):
    code = fields.String()
    label_vi = fields.String()
    label_en = fields.String()


class CatalogueSchema(StrictSchema):
    groups = fields.List(fields.Nested(GroupSchema))
    items = fields.List(fields.Nested(FieldSchema))
