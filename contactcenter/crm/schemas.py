"""Customers and timeline items on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, Prose, StrictSchema, UtcTime, page_of

STATUSES = ("potential", "current", "past", "lapsed", "loyal")
SEGMENTS = ("vip", "potential", "not_potential")


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


class CustomerSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    display_name = fields.String()
    phones = fields.List(fields.Nested(PhoneSchema))
    emails = fields.List(fields.String())
    identities = fields.List(fields.Nested(IdentitySchema))
    status = fields.String()
    segment = fields.String(allow_none=True)
    language = fields.String(allow_none=True)
    company = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    preferred_channel = fields.String(allow_none=True)
    do_not_call = fields.Boolean()
    is_blocked = fields.Boolean()
    owner_id = fields.String(allow_none=True)
    owner_name = fields.String(allow_none=True)
    notes = fields.String()
    custom = fields.Dict()
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


class CustomerFieldsIn(StrictSchema):
    """What may be changed."""

    display_name = Line(min_length=1, max_length=200)
    status = fields.String(validate=validate.OneOf(STATUSES))
    segment = fields.String(validate=validate.OneOf(SEGMENTS), allow_none=True)
    language = fields.String(validate=validate.OneOf(("vi", "en")), allow_none=True)
    company = Line(max_length=200, allow_none=True)
    address = Line(max_length=300, allow_none=True)
    preferred_channel = Line(max_length=20, allow_none=True)
    do_not_call = fields.Boolean()
    is_blocked = fields.Boolean()
    owner_id = Line(max_length=40, allow_none=True)
    notes = Prose(max_length=20_000)


class CustomerIn(CustomerFieldsIn):
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
