"""Fields on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, StrictSchema, UtcTime
from contactcenter.crm.fields.service import MOST_CHOICES, MOST_FIELDS

CUSTOM_TYPES = ("text", "long_text", "number", "date", "choice", "multi_choice", "money", "boolean")
CURRENCIES = ("VND", "USD", "EUR", "JPY", "KRW", "CNY", "SGD", "THB", "AUD", "GBP")


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


class CustomFieldSchema(StrictSchema):
    """A field as whoever manages them sees it, archived ones included."""

    id = fields.String()
    version = fields.Integer()
    key = fields.String()
    type = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    choices = fields.List(fields.Nested(ChoiceSchema))
    currency = fields.String()
    is_sensitive = fields.Boolean()
    is_archived = fields.Boolean()
    position = fields.Integer()
    created_at = UtcTime()


class CustomFieldListSchema(StrictSchema):
    items = fields.List(fields.Nested(CustomFieldSchema))
    next_cursor = fields.String(allow_none=True)


class ChoiceIn(StrictSchema):
    """With a `code`, a choice that is there; without, a new one."""

    code = Line(max_length=40)
    label_vi = Line(required=True, min_length=1, max_length=80)
    label_en = Line(load_default="", max_length=80)


_choices = validate.Length(max=MOST_CHOICES)


class CustomFieldChangeIn(StrictSchema):
    label_vi = Line(min_length=1, max_length=80)
    label_en = Line(min_length=1, max_length=80)
    choices = fields.List(fields.Nested(ChoiceIn), validate=_choices)
    currency = fields.String(validate=validate.OneOf(CURRENCIES))
    is_sensitive = fields.Boolean()
    is_archived = fields.Boolean()


class CustomFieldIn(StrictSchema):
    type = fields.String(required=True, validate=validate.OneOf(CUSTOM_TYPES))
    label_vi = Line(required=True, min_length=1, max_length=80)
    label_en = Line(load_default="", max_length=80)
    choices = fields.List(fields.Nested(ChoiceIn), load_default=list, validate=_choices)
    currency = fields.String(load_default="VND", validate=validate.OneOf(CURRENCIES))
    is_sensitive = fields.Boolean(load_default=False)


class FieldOrderIn(StrictSchema):
    ids = fields.List(Line(max_length=40), required=True, validate=validate.Length(max=MOST_FIELDS))
