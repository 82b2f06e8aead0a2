"""The data audit on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, StrictSchema, UtcTime
from contactcenter.crm.audit.actions import ACTIONS
from contactcenter.crm.audit.rules import ISSUES
from contactcenter.crm.audit.service import MOST_IDS


class QualityDaySchema(StrictSchema):
    day = fields.Date()
    filled = fields.Integer()
    customers = fields.Integer()


class FieldQualitySchema(StrictSchema):
    """Counts of customers; `issues` are those that the field can have."""

    field = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    group = fields.String()
    is_line = fields.Boolean()
    issues = fields.List(fields.String())
    customers = fields.Integer()
    filled = fields.Integer()
    invalid = fields.Integer()
    stale = fields.Integer()
    conflicting = fields.Integer()
    duplicated = fields.Integer()
    trend = fields.List(fields.Nested(QualityDaySchema))


class DataQualitySchema(StrictSchema):
    measured_at = UtcTime(allow_none=True)
    customers = fields.Integer()
    items = fields.List(fields.Nested(FieldQualitySchema))


class FixTargetSchema(StrictSchema):
    """An issue of the field, `filled` for all who have it, or ids."""

    issue = fields.String(validate=validate.OneOf((*ISSUES, "filled")))
    ids = fields.List(Line(max_length=40), validate=validate.Length(1, MOST_IDS))


class FixIn(StrictSchema):
    field = Line(required=True, min_length=1, max_length=60)
    action = fields.String(required=True, validate=validate.OneOf(ACTIONS))
    value = fields.Raw(load_default=None, allow_none=True)
    target = fields.Nested(FixTargetSchema, required=True)


class FixExampleSchema(StrictSchema):
    """`is_hidden`: a sensitive field, whose values no list shows."""

    customer_id = fields.String()
    display_name = fields.String()
    is_hidden = fields.Boolean()
    old = fields.Raw(allow_none=True)
    new = fields.Raw(allow_none=True)


class FixPreviewSchema(StrictSchema):
    total = fields.Integer()
    sample = fields.List(fields.Nested(FixExampleSchema))


class FixSchema(StrictSchema):
    """`state`: running, done, canceled, undoing, undone. `kept` were changed since, and so not given back."""

    id = fields.String()
    version = fields.Integer()
    state = fields.String()
    action = fields.String()
    field = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    target = fields.Dict()
    total = fields.Integer()
    seen = fields.Integer()
    changed = fields.Integer()
    skipped = fields.Integer()
    restored = fields.Integer()
    kept = fields.Integer()
    created_by = fields.String(allow_none=True)
    created_by_name = fields.String(allow_none=True)
    created_at = UtcTime()
    finished_at = UtcTime(allow_none=True)


class FixListSchema(StrictSchema):
    items = fields.List(fields.Nested(FixSchema))
