"""Offers, presence, queues and the console's snapshot on the wire."""

from marshmallow import fields, validate

from contactcenter.agents.statuses.schemas import AgentStatusSchema
from contactcenter.calls.hands.schemas import HandSchema
from contactcenter.calls.schemas import CallSchema, DraftSchema
from contactcenter.core.schemas import Line, PageArgs, StrictSchema, UtcTime, page_of


class PresenceSchema(StrictSchema):
    agent_id = fields.String(attribute="user_id")
    status = fields.String()
    status_since = UtcTime()
    next_status = fields.String(allow_none=True)
    activity = fields.String()
    activity_since = UtcTime()
    is_reachable = fields.Boolean()
    version = fields.Integer()


class OfferSchema(StrictSchema):
    id = fields.String()
    kind = fields.String()
    ref_id = fields.String()
    agent_id = fields.String()
    state = fields.String()
    created_at = UtcTime()
    expires_at = UtcTime()
    decision = fields.Dict(metadata={"description": "In a few words: chosen, strategy, reason, queue_version."})


OfferPage = page_of(OfferSchema)


class OfferFilters(PageArgs):
    state = fields.String(
        load_default=None,
        validate=validate.OneOf(("pending", "accepted", "declined", "timed_out", "canceled", "rescinded")),
    )
    ref_id = Line(load_default=None, max_length=40)
    agent = Line(load_default=None, max_length=40)


class StatusIn(StrictSchema):
    status = fields.String(required=True, allow_none=True, validate=validate.Length(max=30))
    when = fields.String(load_default="now", validate=validate.OneOf(("now", "next")))


class DeclineIn(StrictSchema):
    reason = Line(load_default=None, allow_none=True, max_length=40)


class AcceptedSchema(StrictSchema):
    offer = fields.Nested(OfferSchema)
    call = fields.Nested(CallSchema, allow_none=True)


class WaitingSchema(StrictSchema):
    """`is_outside`: another team's customer, of whom whoever asks sees neither name nor number."""

    work_item_id = fields.String()
    kind = fields.String()
    ref_id = fields.String()
    call_id = fields.String(allow_none=True)
    customer_id = fields.String(allow_none=True)
    url = fields.String(allow_none=True)
    queue_id = fields.String()
    priority = fields.Integer()
    is_stuck = fields.Boolean()
    is_outside = fields.Boolean()
    customer_name = fields.String(allow_none=True)
    number = fields.String()
    queue = fields.String()
    entered_at = UtcTime()
    state = fields.String()
    offered_to = fields.String(allow_none=True)
    limbo_reason = fields.String(allow_none=True)


class WaitingListSchema(StrictSchema):
    items = fields.List(fields.Nested(WaitingSchema))
    next_cursor = fields.String(allow_none=True)


class FiguresSchema(StrictSchema):
    waiting = fields.Integer()
    longest_wait_seconds = fields.Integer()
    as_of = UtcTime()


class QueueLineSchema(StrictSchema):
    """One queue's line at a moment: of two the later one counts."""

    queue_id = fields.String()
    waiting = fields.Integer()
    oldest_at = UtcTime(allow_none=True)
    as_of = UtcTime()


class DispositionSchema(StrictSchema):
    code = fields.String()
    parent_code = fields.String(allow_none=True)
    label_vi = fields.String()
    label_en = fields.String()
    position = fields.Integer()
    next_step = fields.String(allow_none=True)


class DispositionListSchema(StrictSchema):
    items = fields.List(fields.Nested(DispositionSchema))
    next_cursor = fields.String(allow_none=True)


class SnapshotOfferSchema(OfferSchema):
    pop = fields.Dict()


class SnapshotCallSchema(CallSchema):
    pop = fields.Dict(allow_none=True)
    draft = fields.Nested(DraftSchema)


class SnapshotSchema(StrictSchema):
    """Everything a console needs to draw itself; newer events apply on top of `seq`."""

    server_time = UtcTime()
    seq = fields.Integer()
    me = fields.Dict()
    presence = fields.Nested(PresenceSchema)
    statuses = fields.List(fields.Nested(AgentStatusSchema))
    offers = fields.List(fields.Nested(SnapshotOfferSchema))
    calls = fields.List(fields.Nested(SnapshotCallSchema))
    queue = fields.Nested(FiguresSchema)
    dispositions = fields.List(fields.Nested(DispositionSchema))
    softphone = fields.Dict()
    is_demo = fields.Boolean()
    can = fields.Dict()
    unread = fields.Integer()
    missed = fields.Integer()
    hands = fields.List(fields.Nested(HandSchema))
