"""Masking rules and views of sensitive values on the wire."""

from marshmallow import fields, validate

from contactcenter.agents.models import ROLES
from contactcenter.core.schemas import Line, StrictSchema, UtcTime, page_of
from contactcenter.crm.masking.models import WHATS


class MaskingRuleSchema(StrictSchema):
    """`what` (phone, email, sensitive) is hidden from `role`."""

    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    what = fields.String(required=True, validate=validate.OneOf(WHATS))


class MaskingRuleListSchema(StrictSchema):
    items = fields.List(fields.Nested(MaskingRuleSchema))
    roles = fields.List(fields.String())
    whats = fields.List(fields.String())


class MaskingRulesIn(StrictSchema):
    items = fields.List(
        fields.Nested(MaskingRuleSchema), required=True, validate=validate.Length(max=len(ROLES) * len(WHATS))
    )


class RevealIn(StrictSchema):
    """What to show: a field's name or an identity's id; and why, in a few words."""

    field = Line(load_default=None, max_length=60)
    identity_id = Line(load_default=None, max_length=40)
    reason = Line(required=True, min_length=3, max_length=300)


class RevealedSchema(StrictSchema):
    field = fields.String()
    identity_id = fields.String(allow_none=True)
    value = fields.Raw(allow_none=True)
    national = fields.String(allow_none=True)


class SensitiveViewSchema(StrictSchema):
    """Somebody saw a sensitive value; with a `reason` when it was hidden from them and they asked."""

    id = fields.String()
    at = UtcTime()
    actor_id = fields.String(allow_none=True)
    actor_name = fields.String(allow_none=True)
    field = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    identity_id = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)


SensitiveViewPage = page_of(SensitiveViewSchema)
"""Newest first."""
