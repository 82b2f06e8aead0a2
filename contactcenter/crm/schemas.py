"""Customers and timeline items on the wire."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from contactcenter.core.schemas import Line, PageArgs, Prose, Question, StrictSchema, UtcTime, page_of
from contactcenter.crm.fields.builtin import BUILTIN, CLASSES, STATUSES
from contactcenter.crm.fields.field import Field
from contactcenter.crm.lines import CHANNELS
from contactcenter.crm.search.schemas import LineHitSchema
from contactcenter.crm.stats.rfm import CLASSES as PURCHASE_CLASSES
from contactcenter.crm.timeline.service import KINDS

NONE = "none"
"""As a filter: those that have none."""


class _LineSchema(StrictSchema):
    """`is_masked`: what is shown is not the value; `POST /customers/{id}/reveals` shows it."""

    id = fields.String()
    label = fields.String()
    status = fields.String()
    is_shared = fields.Boolean()
    is_verified = fields.Boolean()
    verified_at = UtcTime(allow_none=True)
    source = fields.String()
    is_masked = fields.Boolean()


class PhoneSchema(_LineSchema):
    e164 = fields.String()
    national = fields.String()


class IdentitySchema(_LineSchema):
    channel = fields.String()
    value = fields.String()


class ProductBoughtSchema(StrictSchema):
    id = fields.String()
    name = fields.String()
    quantity = fields.Integer()


class OtherCurrencySchema(StrictSchema):
    currency = fields.String()
    orders = fields.Integer()
    spent = fields.Integer()


class MetricsSchema(StrictSchema):
    """Purchases. Null until orders exist: nothing is known, which is not zero.

    Amounts are minor units of `currency`, the one most orders are in; `other_currencies` has the rest.
    `frequency` is orders per 365 days, `rfm` three digits from 1 to 5, `rfm_class` the name they make.
    """

    orders = fields.Integer(allow_none=True)
    spent = fields.Integer(allow_none=True)
    average_order = fields.Integer(allow_none=True)
    currency = fields.String(allow_none=True)
    lifetime_value = fields.Integer(allow_none=True)
    frequency = fields.Float(allow_none=True)
    first_order_at = UtcTime(allow_none=True)
    last_order_at = UtcTime(allow_none=True)
    recency_days = fields.Integer(allow_none=True)
    rfm = fields.String(allow_none=True)
    rfm_class = fields.String(allow_none=True)
    favourite_products = fields.List(fields.Nested(ProductBoughtSchema))
    points = fields.Integer()
    other_currencies = fields.List(fields.Nested(OtherCurrencySchema))


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
    masked_fields = fields.List(fields.String())
    created_at = UtcTime()
    updated_at = UtcTime()


CustomerPage = page_of(CustomerSchema)


_CLASS_OR_SEGMENT = rf"^({'|'.join((*CLASSES, NONE))}|seg_[0-9a-z]{{1,36}})$"
"""A class, none at all, or the id of a segment (a group or a list of crm/segments)."""


class CustomerFilters(PageArgs):
    q = Question(load_default=None, max_length=100)
    phone = Line(load_default=None, max_length=40)
    email = Line(load_default=None, max_length=254)
    status = fields.String(load_default=None, validate=validate.OneOf(STATUSES))
    segment = fields.String(load_default=None, validate=validate.Regexp(_CLASS_OR_SEGMENT))
    owner = Line(load_default=None, max_length=40)
    team = Line(load_default=None, max_length=40)
    province = Line(load_default=None, max_length=60)
    tag = Line(load_default=None, max_length=40)
    rfm = fields.String(load_default=None, validate=validate.OneOf(PURCHASE_CLASSES))
    missing = Line(load_default=None, max_length=60)
    invalid = Line(load_default=None, max_length=60)
    stale = Line(load_default=None, max_length=60)
    conflicting = Line(load_default=None, max_length=60)
    duplicated = Line(load_default=None, max_length=60)


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


IDENTITY_STATUSES = ("known", "maybe", "former")


class CreateArgs(StrictSchema):
    allow_duplicate = fields.Boolean(load_default=False)


class IdentityIn(StrictSchema):
    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    value = Line(required=True, min_length=1, max_length=254)
    label = Line(load_default="", max_length=40)
    status = fields.String(load_default="known", validate=validate.OneOf(IDENTITY_STATUSES))
    is_shared = fields.Boolean(load_default=False)
    is_verified = fields.Boolean(load_default=False)


class IdentityChangeIn(StrictSchema):
    label = Line(max_length=40)
    status = fields.String(validate=validate.OneOf(IDENTITY_STATUSES))
    is_shared = fields.Boolean()
    is_verified = fields.Boolean()


class HistoryFilters(PageArgs):
    field = Line(load_default=None, max_length=60)


class FieldChangeSchema(StrictSchema):
    """One change: who, when, from what to what. Of `identity` the values are lines, null where there was none."""

    id = fields.String()
    field = fields.String()
    label = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    at = UtcTime()
    actor_id = fields.String(allow_none=True)
    actor_name = fields.String(allow_none=True)
    cause = fields.String()
    batch_id = fields.String(allow_none=True)
    old = fields.Raw(allow_none=True)
    new = fields.Raw(allow_none=True)
    old_name = fields.String(allow_none=True)
    new_name = fields.String(allow_none=True)


FieldChangePage = page_of(FieldChangeSchema)


class UndoChangeIn(StrictSchema):
    """`is_forced`: also when it was changed again since."""

    is_forced = fields.Boolean(load_default=False)


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
    hits = fields.List(fields.Nested(LineHitSchema))


TimelinePage = page_of(TimelineItemSchema)


def known_kinds(written: str) -> None:
    """Raises ValidationError for a kind that no package declares."""
    unknown = [kind for kind in written.split(",") if kind not in KINDS]
    if unknown:
        raise ValidationError(f"There is no such kind: {unknown[0][:30]}. Known: {', '.join(sorted(KINDS))}.")


class TimelineFilters(PageArgs):
    """`kind` and `channel` may name several with commas; `text` finds words in what was said and written."""

    kind = Line(load_default=None, max_length=120, check=known_kinds)
    channel = Line(load_default=None, max_length=80)
    agent = Line(load_default=None, max_length=40)
    from_ = UtcTime(load_default=None, data_key="from")
    to = UtcTime(load_default=None)
    has_recording = fields.Boolean(load_default=None)
    text = Line(load_default=None, max_length=100)


class ItemFilters(TimelineFilters):
    """The same for one item, which has no pages."""

    class Meta:
        exclude = ("limit", "cursor")
