"""Tasks on the wire. Times are aware UTC."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, Prose, StrictSchema, UtcTime, page_of
from contactcenter.crm.tasks.models import KINDS, PRIORITIES, STATES


class TaskSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    kind = fields.String()
    title = fields.String()
    details = fields.String()
    state = fields.String()
    priority = fields.String()
    due_at = UtcTime(allow_none=True)
    reminder_at = UtcTime(allow_none=True)
    assignee_id = fields.String(allow_none=True)
    assignee_name = fields.String(allow_none=True)
    created_by = fields.String(allow_none=True)
    created_by_name = fields.String(allow_none=True)
    customer_id = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    company_id = fields.String(allow_none=True)
    company_name = fields.String(allow_none=True)
    call_id = fields.String(allow_none=True)
    created_at = UtcTime()
    updated_at = UtcTime()
    closed_at = UtcTime(allow_none=True)
    closed_by = fields.String(allow_none=True)
    closed_by_name = fields.String(allow_none=True)


TaskPage = page_of(TaskSchema)


class TaskChangeIn(StrictSchema):
    title = Line(min_length=1, max_length=300)
    details = Prose(max_length=5_000)
    priority = fields.String(validate=validate.OneOf(PRIORITIES))
    due_at = UtcTime(allow_none=True)
    reminder_at = UtcTime(allow_none=True)
    assignee_id = Line(allow_none=True, max_length=40)
    customer_id = Line(allow_none=True, max_length=40)
    company_id = Line(allow_none=True, max_length=40)
    state = fields.String(validate=validate.OneOf(STATES))


class TaskIn(TaskChangeIn):
    """Without `reminder_at` the reminder is at `due_at`; without `assignee_id` the task is one's own."""

    class Meta(StrictSchema.Meta):
        exclude = ("state",)

    title = Line(required=True, min_length=1, max_length=300)
    kind = fields.String(validate=validate.OneOf(KINDS))
    call_id = Line(allow_none=True, max_length=40)


class TaskFilters(PageArgs):
    """`mine=1`: those given to oneself. `due` is by the company's clock and only of open tasks."""

    mine = fields.Boolean(load_default=False)
    due = fields.String(load_default=None, validate=validate.OneOf(("overdue", "today", "upcoming")))
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    assignee = Line(load_default=None, max_length=40)
    customer = Line(load_default=None, max_length=40)
    company = Line(load_default=None, max_length=40)
    call = Line(load_default=None, max_length=40)


class CountArgs(StrictSchema):
    mine = fields.Boolean(load_default=False)


class TaskCounts(StrictSchema):
    overdue = fields.Integer()
    today = fields.Integer()
    upcoming = fields.Integer()
