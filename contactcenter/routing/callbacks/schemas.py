"""Promised calls on the wire. Times are aware UTC."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, StrictSchema, UtcTime, page_of
from contactcenter.crm.tasks.models import STATES


class WindowSchema(StrictSchema):
    """The promised time; without an end it is a moment."""

    from_at = UtcTime(data_key="from", attribute="from_at", allow_none=True)
    until_at = UtcTime(data_key="to", attribute="until_at", allow_none=True)


class CallbackSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    state = fields.String()
    note = fields.String()
    window = fields.Nested(WindowSchema)
    is_late = fields.Boolean()
    number = fields.String(allow_none=True)
    number_national = fields.String()
    customer_id = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    call_id = fields.String(allow_none=True)
    queue_id = fields.String(allow_none=True)
    queue_name = fields.String(allow_none=True)
    assignee_id = fields.String(allow_none=True)
    assignee_name = fields.String(allow_none=True)
    created_by = fields.String(allow_none=True)
    created_by_name = fields.String(allow_none=True)
    created_at = UtcTime()
    closed_at = UtcTime(allow_none=True)
    closed_by = fields.String(allow_none=True)
    closed_by_name = fields.String(allow_none=True)


CallbackPage = page_of(CallbackSchema)


class CallbackChangeIn(StrictSchema):
    """`assignee_id` null: anyone's."""

    from_at = UtcTime(data_key="from")
    until_at = UtcTime(data_key="to", allow_none=True)
    note = Line(max_length=300)
    assignee_id = Line(allow_none=True, max_length=40)
    queue_id = Line(allow_none=True, max_length=40)
    state = fields.String(validate=validate.OneOf(STATES))


class CallbackIn(CallbackChangeIn):
    """Without `assignee_id` it is one's own."""

    class Meta(StrictSchema.Meta):
        exclude = ("state",)

    from_at = UtcTime(data_key="from", required=True)
    customer_id = Line(allow_none=True, max_length=40)
    number = Line(allow_none=True, max_length=40)
    call_id = Line(allow_none=True, max_length=40)


class CallbackFilters(PageArgs):
    """`mine=1`: one's own; `assignee` an id, or `none` for anyone's; `due` by the company's clock."""

    mine = fields.Boolean(load_default=False)
    due = fields.String(load_default=None, validate=validate.OneOf(("overdue", "today", "upcoming")))
    state = fields.String(load_default="open", validate=validate.OneOf(STATES))
    assignee = Line(load_default=None, max_length=40)
    customer = Line(load_default=None, max_length=40)
