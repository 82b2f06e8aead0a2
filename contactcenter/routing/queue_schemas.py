"""Queues, skills, capacity and decisions on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, Prose, StrictSchema, UtcTime
from contactcenter.routing.alarms import AT_MOST, FORMULAS, LIMITS
from contactcenter.routing.skills import KINDS
from contactcenter.routing.strategies import STRATEGIES

WRAP_UP_MODES = ("timed", "until_saved", "none")
DAY = 86_400

_level = validate.Range(1, 5)


def _seconds(least: int, most: int, **kwargs: object) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, most), **kwargs)  # type: ignore[arg-type]


class NeedSchema(StrictSchema):
    skill_id = Line(required=True, max_length=40)
    level = fields.Integer(strict=True, load_default=1, validate=_level)


class StepSchema(StrictSchema):
    """What is no longer asked for once an item is so old; no `skill_id`: all skills."""

    after_seconds = _seconds(1, DAY, required=True)
    skill_id = Line(load_default=None, allow_none=True, max_length=40)
    action = fields.String(load_default="drop", validate=validate.OneOf(("drop", "lower")))
    levels = fields.Integer(strict=True, load_default=1, validate=validate.Range(1, 4))


class MemberIn(StrictSchema):
    agent_id = Line(required=True, max_length=40)
    weight = fields.Integer(strict=True, load_default=1, validate=validate.Range(0, 100))
    position = fields.Integer(strict=True, load_default=0, validate=validate.Range(0, 10_000))


class MemberSchema(MemberIn):
    name = fields.String(dump_only=True)
    status = fields.String(dump_only=True)
    is_reachable = fields.Boolean(dump_only=True)


AlertsSchema = StrictSchema.from_dict(
    {
        name: fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, AT_MOST.get(name, DAY)))
        for name in LIMITS
    },
    name="AlertsSchema",
)


class QueueChangeSchema(StrictSchema):
    """A queue's settings; what is not given stays."""

    name = Line(min_length=1, max_length=80)
    menu_key = fields.String(allow_none=True, validate=validate.Regexp(r"^[0-9*#]$", error="One key: 0-9, * or #."))
    strategy = fields.String(validate=validate.OneOf(STRATEGIES))
    priority = fields.Integer(strict=True, validate=validate.Range(-60, 60))
    ring_seconds = _seconds(5, 120)
    wrap_up_mode = fields.String(validate=validate.OneOf(WRAP_UP_MODES))
    wrap_up_seconds = _seconds(5, 300)
    max_wait_seconds = _seconds(10, 3600)
    target_seconds = _seconds(1, 3600)
    target_percent = fields.Integer(strict=True, validate=validate.Range(1, 100))
    level_formula = fields.String(validate=validate.OneOf(FORMULAS))
    alerts = fields.Nested(AlertsSchema, metadata={"description": "Limits of the wallboard; null or missing: default."})
    sticky_seconds = _seconds(0, 3600)
    call_blocks_chats = fields.Boolean()
    required_skills = fields.List(fields.Nested(NeedSchema), validate=validate.Length(max=10))
    relaxation = fields.List(fields.Nested(StepSchema), validate=validate.Length(max=10))
    overflow_queue_id = Line(allow_none=True, max_length=40)
    overflow_after_seconds = _seconds(1, DAY, allow_none=True)
    calendar_id = Line(allow_none=True, max_length=40)
    is_recorded = fields.Boolean()
    dispositions = fields.List(Line(max_length=40), validate=validate.Length(max=60))
    script = Prose(max_length=4_000)
    members = fields.List(fields.Nested(MemberIn), validate=validate.Length(max=2_000))


class NewQueueSchema(QueueChangeSchema):
    name = Line(required=True, min_length=1, max_length=80)


class WarningSchema(StrictSchema):
    """Something odd that may be meant: no_members, all_weights_zero, nobody_has_skills, overflow_after_max_wait."""

    code = fields.String()
    field = fields.String()


class QueueDetailSchema(QueueChangeSchema):
    """A queue with its settings, how it stands right now, and what looks odd about it."""

    id = fields.String()
    version = fields.Integer()
    is_default = fields.Boolean()
    is_active = fields.Boolean()
    closed_at = UtcTime(allow_none=True)
    updated_at = UtcTime()
    members = fields.List(fields.Nested(MemberSchema))
    waiting = fields.Integer()
    longest_wait_seconds = fields.Integer()
    agents_available = fields.Integer()
    warnings = fields.List(fields.Nested(WarningSchema))


class QueueListSchema(StrictSchema):
    items = fields.List(fields.Nested(QueueDetailSchema))
    next_cursor = fields.String(allow_none=True)


class SkillIn(StrictSchema):
    name = Line(required=True, min_length=1, max_length=80)
    kind = fields.String(load_default="skill", validate=validate.OneOf(KINDS))


class SkillChange(StrictSchema):
    name = Line(min_length=1, max_length=80)
    kind = fields.String(validate=validate.OneOf(KINDS))
    is_active = fields.Boolean()


class SkillSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    kind = fields.String()
    is_active = fields.Boolean()
    agents = fields.Integer()


class SkillListSchema(StrictSchema):
    items = fields.List(fields.Nested(SkillSchema))
    next_cursor = fields.String(allow_none=True)


class AgentSkillSchema(NeedSchema):
    name = fields.String(dump_only=True)
    kind = fields.String(dump_only=True)


class AgentSkillsSchema(StrictSchema):
    skills = fields.List(fields.Nested(AgentSkillSchema), required=True, validate=validate.Length(max=100))


class CapacitySchema(StrictSchema):
    """How much at once; `leads` null: no limit here."""

    calls = fields.Integer(strict=True, validate=validate.Range(0, 5))
    chats = fields.Integer(strict=True, validate=validate.Range(0, 50))
    emails = fields.Integer(strict=True, validate=validate.Range(0, 50))
    leads = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, 1_000))


class AgentRoutingSchema(StrictSchema):
    """What routing knows of an agent."""

    agent_id = fields.String()
    name = fields.String()
    capacity = fields.Nested(CapacitySchema)
    skills = fields.List(fields.Nested(AgentSkillSchema))
    queues = fields.List(fields.Dict())


class AgentRoutingListSchema(StrictSchema):
    items = fields.List(fields.Nested(AgentRoutingSchema))
    next_cursor = fields.String(allow_none=True)


class WorkItemFilters(PageArgs):
    kind = Line(load_default=None, max_length=20)
    ref_id = Line(load_default=None, max_length=40)
    queue = Line(load_default=None, max_length=40)
    agent = Line(load_default=None, max_length=40)
    state = fields.String(
        load_default=None,
        validate=validate.OneOf(("waiting", "offered", "accepted", "wrapping", "done", "canceled")),
    )


class WorkItemSchema(StrictSchema):
    id = fields.String()
    kind = fields.String()
    ref_id = fields.String()
    channel = fields.String()
    queue_id = fields.String()
    customer_id = fields.String(allow_none=True)
    state = fields.String()
    priority = fields.Integer()
    entered_at = UtcTime()
    agent_id = fields.String(allow_none=True)
    is_parked = fields.Boolean()
    previous_id = fields.String(allow_none=True)
    limbo_reason = fields.String(allow_none=True)
    closed_reason = fields.String(allow_none=True)
    closed_at = UtcTime(allow_none=True)


class DecisionFilters(StrictSchema):
    kind = Line(required=True, max_length=20)
    ref_id = Line(required=True, max_length=40)


class ConsideredSchema(StrictSchema):
    """One candidate: every filter they failed, the strategy's score, and what came of asking them."""

    agent_id = fields.String()
    name = fields.String(allow_none=True)
    failed = fields.List(fields.String())
    score = fields.Float(allow_none=True)
    is_chosen = fields.Boolean()
    outcome = fields.String(allow_none=True)
    outcome_reason = fields.String(allow_none=True)


class SkippedSchema(StrictSchema):
    failed = fields.List(fields.String())
    count = fields.Integer()


class OthersSchema(StrictSchema):
    """Of a large team: how many more passed every filter, and how many more failed which."""

    considered = fields.Integer()
    skipped = fields.List(fields.Nested(SkippedSchema))


class DecisionSchema(StrictSchema):
    id = fields.String()
    work_item_id = fields.String()
    at = UtcTime()
    queue_id = fields.String()
    queue = fields.String(allow_none=True)
    queue_version = fields.Integer()
    strategy = fields.String()
    reason = fields.String()
    chosen = fields.String(allow_none=True)
    chosen_name = fields.String(allow_none=True)
    candidates = fields.List(fields.Nested(ConsideredSchema))
    others = fields.Nested(OthersSchema)
    needs = fields.List(fields.Dict())
    policy = fields.Dict()


class DecisionListSchema(StrictSchema):
    items = fields.List(fields.Nested(DecisionSchema))
    next_cursor = fields.String(allow_none=True)
