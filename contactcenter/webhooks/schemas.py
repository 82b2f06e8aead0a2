"""Deliveries on the wire. Bodies, queries and headers are people's data: only one delivery's own page shows them."""

from marshmallow import fields, validate

from contactcenter.core.schemas import PageArgs, StrictSchema, UtcTime, page_of

STATES = ["pending", "done", "failed", "ignored"]


class DeliverySchema(StrictSchema):
    id = fields.String()
    provider = fields.String()
    account = fields.String()
    hook = fields.String()
    event_key = fields.String()
    call_ref = fields.String(allow_none=True)
    state = fields.String(metadata={"enum": STATES})
    attempts = fields.Integer()
    error = fields.String(allow_none=True)
    method = fields.String()
    reply_status = fields.Integer()
    happened_at = UtcTime(allow_none=True)
    received_at = UtcTime()
    handled_at = UtcTime(allow_none=True)


class NamedValue(StrictSchema):
    name = fields.String()
    value = fields.String()


class SaidSchema(StrictSchema):
    """The delivery in our own vocabulary: the event's name and its values."""

    type = fields.String()
    values = fields.List(fields.Nested(NamedValue))


class AboutCall(StrictSchema):
    id = fields.String()
    state = fields.String()
    direction = fields.String()
    started_at = UtcTime()


class DeliveryDetail(DeliverySchema):
    path = fields.String()
    headers = fields.List(fields.Nested(NamedValue))
    fields_ = fields.List(fields.Nested(NamedValue), data_key="fields", attribute="fields")
    text = fields.String(allow_none=True)
    is_content_kept = fields.Boolean()
    reply_type = fields.String()
    reply_body = fields.String()
    said = fields.Nested(SaidSchema, allow_none=True)
    call = fields.Nested(AboutCall, allow_none=True)


class _Filters(StrictSchema):
    provider = fields.String(load_default=None, validate=validate.Length(max=20))
    hook = fields.String(load_default=None, validate=validate.Length(max=40))
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    event_key = fields.String(load_default=None, validate=validate.Length(max=200))
    call = fields.String(load_default=None, validate=validate.Length(max=80))
    from_ = UtcTime(load_default=None, data_key="from")
    to = UtcTime(load_default=None)


class DeliveryFilters(PageArgs, _Filters):
    pass


class ReplayIn(_Filters):
    """Which deliveries: as the list's filters. Those that are done are left alone."""


class ReplaySchema(StrictSchema):
    id = fields.String()
    filters = fields.Dict(keys=fields.String())
    state = fields.String(metadata={"enum": ["waiting", "running", "done", "canceled"]})
    total = fields.Integer()
    done = fields.Integer()
    failed = fields.Integer()
    created_at = UtcTime()
    started_at = UtcTime(allow_none=True)
    ended_at = UtcTime(allow_none=True)


class ReplayList(StrictSchema):
    items = fields.List(fields.Nested(ReplaySchema))


class SpanArgs(StrictSchema):
    """At most a week; by default the last hour."""

    from_ = UtcTime(load_default=None, data_key="from")
    to = UtcTime(load_default=None)


class Bucket(StrictSchema):
    at = UtcTime()
    total = fields.Integer()
    failed = fields.Integer()


class HookHealth(StrictSchema):
    provider = fields.String()
    hook = fields.String()
    total = fields.Integer()
    done = fields.Integer()
    failed = fields.Integer()
    pending = fields.Integer()
    ignored = fields.Integer()
    last_at = UtcTime()


class LagSchema(StrictSchema):
    """Milliseconds; `told_to_received` from the provider's own time (whole seconds) on."""

    kind = fields.String(metadata={"enum": ["told_to_received", "received_to_applied"]})
    count = fields.Integer()
    p50 = fields.Integer(allow_none=True)
    p95 = fields.Integer(allow_none=True)
    p99 = fields.Integer(allow_none=True)
    max = fields.Integer(allow_none=True)


class RefusalSchema(StrictSchema):
    provider = fields.String()
    hook = fields.String()
    outcome = fields.String(metadata={"enum": ["forged", "malformed", "too_large"]})
    count = fields.Integer()
    last_at = UtcTime()


class _Span(StrictSchema):
    from_ = UtcTime(data_key="from", attribute="from")
    to = UtcTime()


class HealthSchema(_Span):
    bucket_seconds = fields.Integer()
    buckets = fields.List(fields.Nested(Bucket))
    hooks = fields.List(fields.Nested(HookHealth))
    lag = fields.List(fields.Nested(LagSchema))
    refusals = fields.List(fields.Nested(RefusalSchema))


class SequenceGap(StrictSchema):
    provider = fields.String()
    leg_id = fields.String()
    call_ref = fields.String(allow_none=True)
    call_id = fields.String(allow_none=True)
    missing = fields.List(fields.Integer())
    last_at = UtcTime()


class CallGap(StrictSchema):
    provider = fields.String()
    call_id = fields.String()
    call_ref = fields.String()
    state = fields.String()
    started_at = UtcTime()
    missing = fields.List(fields.String())


class Silence(_Span):
    calls = fields.Integer()


class GapsSchema(_Span):
    sequences = fields.List(fields.Nested(SequenceGap))
    calls = fields.List(fields.Nested(CallGap))
    silences = fields.List(fields.Nested(Silence))


class HookNames(StrictSchema):
    items = fields.List(fields.String())


DeliveryPage = page_of(DeliverySchema)
