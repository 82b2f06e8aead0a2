"""Leads on the wire. Values are whole minor units of the currency."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, Prose, Question, StrictSchema, UtcTime, page_of
from contactcenter.crm.orders.money import LARGEST
from contactcenter.crm.orders.schemas import OrderLineIn
from contactcenter.routing.leads.models import ROUTINGS, STATES

MAX_LINES = 10


def _id(**more: object) -> Line:
    return Line(max_length=40, **more)  # type: ignore[arg-type]


class LeadSlaSchema(StrictSchema):
    """`state`: none, running, warned, breached or met; `phase`: what is waited for, acknowledge or touch."""

    due_at = UtcTime(allow_none=True)
    state = fields.String()
    phase = fields.String(allow_none=True)
    warned_at = UtcTime(allow_none=True)


class LeadAttemptsSchema(StrictSchema):
    """Calls out to them since the lead came."""

    count = fields.Integer()
    answered = fields.Integer()
    last_at = UtcTime(allow_none=True)


class LeadSchema(StrictSchema):
    """`decision`: why its owner has it, or why it waits; `version` in it is the policy's."""

    id = fields.String()
    version = fields.Integer()
    customer_id = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    contact_name = fields.String()
    phone = fields.String(allow_none=True)
    candidates = fields.List(fields.String())
    source = fields.String()
    form_id = fields.String(allow_none=True)
    campaign = fields.Dict()
    state = fields.String()
    stage = fields.String()
    stage_label_vi = fields.String()
    stage_label_en = fields.String()
    stage_since = UtcTime()
    interest = fields.String()
    product_id = fields.String(allow_none=True)
    product_name = fields.String(allow_none=True)
    value = fields.Integer(allow_none=True)
    currency = fields.String()
    note = fields.String()
    language = fields.String(allow_none=True)
    province = fields.String(allow_none=True)
    next_step = fields.String()
    next_step_at = UtcTime(allow_none=True)
    lost_reason_id = fields.String(allow_none=True)
    lost_note = fields.String()
    order_id = fields.String(allow_none=True)
    routing = fields.String()
    owner_id = fields.String(allow_none=True)
    owner_name = fields.String(allow_none=True)
    assigned_at = UtcTime(allow_none=True)
    acknowledged_at = UtcTime(allow_none=True)
    first_touch_at = UtcTime(allow_none=True)
    first_touch_kind = fields.String(allow_none=True)
    recalls = fields.Integer()
    limbo_reason = fields.String(allow_none=True)
    sla = fields.Nested(LeadSlaSchema)
    attempts = fields.Nested(LeadAttemptsSchema)
    decision = fields.Dict()
    created_by = fields.String(allow_none=True)
    created_at = UtcTime()
    updated_at = UtcTime()
    closed_at = UtcTime(allow_none=True)


LeadPage = page_of(LeadSchema)


class LeadContactIn(StrictSchema):
    """Whose lead it is: an id, or how they are reached. A number that somebody has joins them."""

    customer_id = _id(allow_none=True)
    display_name = Line(max_length=200)
    phones = fields.List(Line(max_length=60), validate=validate.Length(max=MAX_LINES))
    emails = fields.List(Line(max_length=254), validate=validate.Length(max=MAX_LINES))


class LeadChangeIn(StrictSchema):
    """`owner_id: null` sends it back to distribution. Moving to a lost stage needs `lost_reason_id`."""

    stage = _id()
    interest = Line(max_length=200)
    product_id = _id(allow_none=True)
    value = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, LARGEST))
    currency = Line(max_length=3)
    note = Prose(max_length=5_000)
    language = Line(max_length=5, allow_none=True)
    province = Line(max_length=60, allow_none=True)
    next_step = Line(max_length=300)
    next_step_at = UtcTime(allow_none=True)
    owner_id = _id(allow_none=True)
    lost_reason_id = _id(allow_none=True)
    lost_note = Line(max_length=300)


class LeadIn(LeadChangeIn):
    """Without `owner_id` the lead is distributed. `external_id` names it at its source: again, it is the same lead."""

    class Meta(StrictSchema.Meta):
        exclude = ("lost_reason_id", "lost_note")

    source = Line(required=True, min_length=1, max_length=40)
    customer = fields.Nested(LeadContactIn, required=True)
    campaign = fields.Dict(keys=Line(max_length=40), values=Line(max_length=300), validate=validate.Length(max=20))
    external_id = Line(min_length=1, max_length=70)


class LeadFilters(PageArgs):
    """`mine=1`: one's own. `owner=none`: waiting or floating. `sla`: running, warned or met. `due=1`: overdue steps."""

    mine = fields.Boolean(load_default=False)
    owner = _id(load_default=None)
    stage = _id(load_default=None)
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    routing = fields.String(load_default=None, validate=validate.OneOf(ROUTINGS))
    source = Line(load_default=None, max_length=40)
    product = _id(load_default=None)
    customer = _id(load_default=None)
    form = _id(load_default=None)
    sla = fields.String(load_default=None, validate=validate.OneOf(("running", "warned", "met")))
    due = fields.Boolean(load_default=False)
    from_ = UtcTime(data_key="from", load_default=None)
    to = UtcTime(load_default=None)
    q = Question(load_default=None, max_length=100)


class LeadStageSchema(StrictSchema):
    id = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    kind = fields.String()
    position = fields.Integer()
    is_active = fields.Boolean()


class LeadTotalSchema(StrictSchema):
    currency = fields.String()
    value = fields.Integer()


class LeadColumnSchema(StrictSchema):
    stage = fields.Nested(LeadStageSchema)
    count = fields.Integer()
    totals = fields.List(fields.Nested(LeadTotalSchema))
    leads = fields.List(fields.Nested(LeadSchema))


class LeadBoardSchema(StrictSchema):
    """Every stage with its newest leads; `count` and `totals` are of all of them."""

    columns = fields.List(fields.Nested(LeadColumnSchema))


class LeadEventSchema(StrictSchema):
    id = fields.String()
    at = UtcTime()
    kind = fields.String()
    actor_id = fields.String(allow_none=True)
    actor_name = fields.String(allow_none=True)
    data = fields.Dict()
    names = fields.Dict()


LeadEventPage = page_of(LeadEventSchema)


class LeadAssignmentSchema(StrictSchema):
    id = fields.String()
    agent_id = fields.String()
    agent_name = fields.String(allow_none=True)
    at = UtcTime()
    cause = fields.String()
    actor_name = fields.String(allow_none=True)
    ended_at = UtcTime(allow_none=True)
    end_reason = fields.String(allow_none=True)
    decision = fields.Dict()


class LeadAssignmentListSchema(StrictSchema):
    items = fields.List(fields.Nested(LeadAssignmentSchema))
    next_cursor = fields.String(allow_none=True)


class LeadDeclineIn(StrictSchema):
    reason = Line(load_default="", max_length=300)


class LeadPersonIn(StrictSchema):
    """`customer_id: null` saves a new customer."""

    customer_id = _id(required=True, allow_none=True)


class LeadOrderIn(StrictSchema):
    """Without lines it is one of the lead's product, or an order of the total alone."""

    total = fields.Integer(strict=True, validate=validate.Range(0, LARGEST))
    lines = fields.List(fields.Nested(OrderLineIn), validate=validate.Length(max=200))


class LeadConversionIn(StrictSchema):
    order = fields.Nested(LeadOrderIn, load_default=None, allow_none=True)


class LeadPeriodArgs(StrictSchema):
    from_ = UtcTime(data_key="from", load_default=None)
    to = UtcTime(load_default=None)


class LeadMoveSchema(StrictSchema):
    kind = fields.String(required=True, validate=validate.OneOf(("lead", "task")))
    id = _id(required=True)
    to = _id(required=True)


class ShownLeadMoveSchema(LeadMoveSchema):
    text = fields.String()
    to_name = fields.String(allow_none=True)


class LeadHandoverPreviewIn(StrictSchema):
    from_agent_id = _id(required=True)
    to = fields.List(_id(), required=True, validate=validate.Length(1, 200))
    with_tasks = fields.Boolean(load_default=True)


class LeadHandoverPreviewSchema(StrictSchema):
    moves = fields.List(fields.Nested(ShownLeadMoveSchema))


class LeadHandoverIn(StrictSchema):
    from_agent_id = _id(required=True)
    moves = fields.List(fields.Nested(LeadMoveSchema), required=True, validate=validate.Length(1, 2_000))


class LeadHandoverSchema(StrictSchema):
    id = fields.String()
    from_agent_id = fields.String()
    from_agent_name = fields.String(allow_none=True)
    moved = fields.Integer()
    created_at = UtcTime()
    undone_at = UtcTime(allow_none=True)


class LeadHandoverListSchema(StrictSchema):
    items = fields.List(fields.Nested(LeadHandoverSchema))
    next_cursor = fields.String(allow_none=True)


class LeadRebalancingPreviewIn(StrictSchema):
    policy_id = _id(required=True)


class LeadRebalancingMoveSchema(StrictSchema):
    id = _id(required=True)
    from_ = _id(required=True, data_key="from", attribute="from")
    to = _id(required=True)


class ShownLeadRebalancingMoveSchema(LeadRebalancingMoveSchema):
    text = fields.String()
    from_name = fields.String(allow_none=True)
    to_name = fields.String(allow_none=True)


class LeadRebalancingPreviewSchema(StrictSchema):
    moves = fields.List(fields.Nested(ShownLeadRebalancingMoveSchema))


class LeadRebalancingIn(StrictSchema):
    moves = fields.List(fields.Nested(LeadRebalancingMoveSchema), required=True, validate=validate.Length(1, 50))


class LeadShareSchema(StrictSchema):
    """What somebody was entitled to of what was distributed while they were in the pool, and what they got."""

    agent_id = fields.String()
    name = fields.String(allow_none=True)
    entitled = fields.Float()
    received = fields.Integer()
    open = fields.Integer()
    touched = fields.Integer()
    won = fields.Integer()


class LeadFiguresSchema(StrictSchema):
    """Of the leads created in the period. Seconds are medians; `business` ones count open hours only."""

    created = fields.Integer()
    won = fields.Integer()
    lost = fields.Integer()
    waiting = fields.Integer()
    floating = fields.Integer()
    overdue = fields.Integer()
    touched = fields.Integer()
    touched_in_time = fields.Integer()
    speed_seconds = fields.Float(allow_none=True)
    speed_business_seconds = fields.Float(allow_none=True)
    recalls = fields.Integer()
    lost_reasons = fields.List(fields.Dict())
    sources = fields.List(fields.Dict())
    shares = fields.List(fields.Nested(LeadShareSchema))
