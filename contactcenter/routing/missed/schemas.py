"""Missed callers on the wire. Times are aware UTC."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, Prose, StrictSchema, UtcTime, page_of
from contactcenter.routing.missed.models import OWNER_RULES, REASONS


class SlaSchema(StrictSchema):
    """`state`: running, late; of what is closed kept or broken."""

    due_at = UtcTime()
    state = fields.String()


class MissedCallerSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    state = fields.String()
    number = fields.String()
    number_national = fields.String()
    customer_id = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    queue_id = fields.String(allow_none=True)
    queue_name = fields.String(allow_none=True)
    owner_id = fields.String(allow_none=True)
    owner_name = fields.String(allow_none=True)
    call_count = fields.Integer()
    first_at = UtcTime()
    last_at = UtcTime()
    sla = fields.Nested(SlaSchema)
    snoozed_until = UtcTime(allow_none=True)
    voicemail_call_id = fields.String(allow_none=True)
    last_call_id = fields.String(allow_none=True)
    attempts = fields.Integer()
    last_attempt_at = UtcTime(allow_none=True)
    previous_id = fields.String(allow_none=True)
    closed_at = UtcTime(allow_none=True)
    closed_by = fields.String(allow_none=True)
    closed_by_name = fields.String(allow_none=True)
    close_reason = fields.String(allow_none=True)
    close_note = fields.String()
    closed_call_id = fields.String(allow_none=True)
    created_at = UtcTime()


MissedCallerPage = page_of(MissedCallerSchema)


class MissedCallSchema(StrictSchema):
    id = fields.String()
    state = fields.String()
    started_at = UtcTime()
    wait_seconds = fields.Integer(allow_none=True)
    has_voicemail = fields.Boolean()


class MissedCallerDetailSchema(MissedCallerSchema):
    calls = fields.List(fields.Nested(MissedCallSchema))


class MissedCounts(StrictSchema):
    open = fields.Integer()
    late = fields.Integer()
    mine = fields.Integer()
    snoozed = fields.Integer()


class MissedFilters(PageArgs):
    """`mine=1`: one's own; `owner` an id, or `none` for those nobody has."""

    state = fields.String(load_default="open", validate=validate.OneOf(("open", "snoozed", "closed")))
    mine = fields.Boolean(load_default=False)
    owner = Line(load_default=None, max_length=40)
    queue = Line(load_default=None, max_length=40)
    customer = Line(load_default=None, max_length=40)
    is_late = fields.Boolean(load_default=False)


class MissedChangeIn(StrictSchema):
    """Closing needs a `reason`; `state: open` takes a close back."""

    owner_id = Line(allow_none=True, max_length=40)
    snoozed_until = UtcTime(allow_none=True)
    state = fields.String(validate=validate.OneOf(("open", "closed")))
    reason = fields.String(validate=validate.OneOf(REASONS))
    note = Prose(max_length=2_000)


class PolicyIn(StrictSchema):
    """`call_back_minutes` run while the company is open. `owner_rule`: whose a missed caller becomes."""

    call_back_minutes = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_080))
    owner_rule = fields.String(required=True, validate=validate.OneOf(OWNER_RULES))


class PolicySchema(PolicyIn):
    queue_id = fields.String()
    queue_name = fields.String()


class PolicyList(StrictSchema):
    items = fields.List(fields.Nested(PolicySchema))
