"""The list of whom not to contact, on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, StrictSchema, UtcTime
from contactcenter.privacy.service import KINDS


class ContactRuleIn(StrictSchema):
    kind = fields.String(load_default="do_not_call", validate=validate.OneOf(KINDS))
    number = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    reason = Line(required=True, min_length=1, max_length=300)


class ContactRuleEndIn(StrictSchema):
    reason = Line(required=True, min_length=1, max_length=300)


class RuleHolderSchema(StrictSchema):
    id = fields.String()
    name = fields.String()
    is_outside = fields.Boolean(metadata={"description": "Another team's customer: then without id and name."})


class ContactRuleSchema(StrictSchema):
    id = fields.String()
    kind = fields.String(metadata={"enum": list(KINDS)})
    value = fields.String(allow_none=True)
    reason = fields.String()
    created_at = UtcTime()
    created_by_name = fields.String(allow_none=True)
    ended_at = UtcTime(allow_none=True)
    ended_by_name = fields.String(allow_none=True)
    ended_reason = fields.String(allow_none=True)
    listed_with = fields.Nested(RuleHolderSchema, allow_none=True, metadata={"description": "Another customer."})


class ContactRefusalSchema(StrictSchema):
    at = UtcTime()
    channel = fields.String()
    purpose = fields.String()
    reason = fields.String()
    actor_name = fields.String(allow_none=True)


class ContactRulesSchema(StrictSchema):
    items = fields.List(fields.Nested(ContactRuleSchema))
    refusals = fields.List(fields.Nested(ContactRefusalSchema))
