"""Customers and timeline items on the wire."""

from typing import Any

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, Prose, StrictSchema, UtcTime, page_of
from contactcenter.crm.fields.builtin import BUILTIN
from contactcenter.crm.fields.field import Field


class PhoneSchema(StrictSchema):
    id = fields.String()
    e164 = fields.String()
    national = fields.String()
    label = fields.String()
    status = fields.String()
    is_shared = fields.Boolean()
    is_verified = fields.Boolean()


class IdentitySchema(StrictSchema):
    id = fields.String()
    channel = fields.String()
    value = fields.String()
    label = fields.String()
    status = fields.String()
    is_shared = fields.Boolean()
    is_verified = fields.Boolean()


class MetricsSchema(StrictSchema):
    """Purchases. Null until orders exist: nothing is known, which is not zero."""

    orders = fields.Integer(allow_none=True)
    spent = fields.Integer(allow_none=True)
    average_order = fields.Integer(allow_none=True)
    last_order_at = UtcTime(allow_none=True)
    rfm = fields.String(allow_none=True)


class ContactStatsSchema(StrictSchema):
    calls = fields.Integer()
    missed = fields.Integer()
    last_contact_at = UtcTime(allow_none=True)
    average_rating = fields.Float(allow_none=True)


def _shown(field: Field) -> fields.Field[Any]:
    kinds = {"boolean": fields.Boolean, "number": fields.Integer, "date": fields.Date}
    return kinds.get(field.type, fields.String)(allow_none=not field.is_required)


class CustomerSchema(StrictSchema.from_dict({field.name: _shown(field) for field in BUILTIN})):  # type: ignore[misc]
    id = fields.String()
    version = fields.Integer()
    phones = fields.List(fields.Nested(PhoneSchema))
    emails = fields.List(fields.String())
    identities = fields.List(fields.Nested(IdentitySchema))
    owner_name = fields.String(allow_none=True)
    custom = fields.Dict()
    source = fields.String()
    metrics = fields.Nested(MetricsSchema)
    segments = fields.List(fields.String())
    stats = fields.Nested(ContactStatsSchema)
    created_at = UtcTime()
    updated_at = UtcTime()


CustomerPage = page_of(CustomerSchema)


class CustomerFilters(PageArgs):
    q = Line(load_default=None, max_length=100)
    phone = Line(load_default=None, max_length=40)
    email = Line(load_default=None, max_length=254)


def _wire(field: Field) -> fields.Field[Any]:
    """A built-in field as a body may give it; the service checks what is more than shape."""
    if field.type == "boolean":
        return fields.Boolean()
    if field.type == "number":
        return fields.Integer(strict=True, allow_none=True)
    choices = validate.OneOf(field.codes) if field.codes else None
    if field.type == "date":
        return fields.Date(allow_none=True)
    if choices:
        return fields.String(validate=choices, allow_none=not field.is_required)
    text = Prose if field.type == "long_text" else Line
    return text(min_length=int(field.is_required), max_length=field.max_length, allow_none=not field.is_required)


CustomerFieldsIn = StrictSchema.from_dict(
    {**{field.name: _wire(field) for field in BUILTIN}, "custom": fields.Dict(keys=Line(max_length=40))},
    name="CustomerFieldsIn",
)
"""What may be changed: every built-in field, and `custom` with the keys to change."""


class CustomerIn(CustomerFieldsIn):  # type: ignore[valid-type,misc]
    display_name = Line(required=True, min_length=1, max_length=200)
    phones = fields.List(Line(max_length=40), load_default=list, validate=validate.Length(max=20))
    emails = fields.List(Line(max_length=254), load_default=list, validate=validate.Length(max=20))


class CreateArgs(StrictSchema):
    allow_duplicate = fields.Boolean(load_default=False)


class IdentityIn(StrictSchema):
    channel = fields.String(required=True, validate=validate.OneOf(("phone", "email")))
    value = Line(required=True, min_length=1, max_length=254)
    label = Line(load_default="", max_length=40)
    is_shared = fields.Boolean(load_default=False)


class IdentityChangeIn(StrictSchema):
    label = Line(max_length=40)
    status = fields.String(validate=validate.OneOf(("known", "maybe", "former")))
    is_shared = fields.Boolean()


class NoteIn(StrictSchema):
    text = Prose(required=True, min_length=1, max_length=20_000)


class TimelineItemSchema(StrictSchema):
    id = fields.String()
    kind = fields.String()
    channel = fields.String()
    occurred_at = UtcTime()
    summary = fields.String()
    agent_id = fields.String(allow_none=True)
    agent_name = fields.String(allow_none=True)
    ref_id = fields.String()
    data = fields.Dict()


TimelinePage = page_of(TimelineItemSchema)


class TimelineFilters(PageArgs):
    kind = Line(load_default=None, max_length=30)
    channel = Line(load_default=None, max_length=20)
    agent = Line(load_default=None, max_length=40)
    from_ = UtcTime(load_default=None, data_key="from")
    to = UtcTime(load_default=None)
