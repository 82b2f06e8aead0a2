"""Segments on the wire. Rules are free JSON here: rules.py reads them and names what is wrong."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, Prose, Question, StrictSchema, UtcTime, page_of
from contactcenter.crm.fields.schemas import ChoiceSchema

KINDS = ("rules", "static")
MAX_IDS = 5_000

_ids = {"validate": validate.Length(min=1, max=MAX_IDS)}


class SegmentRefreshSchema(StrictSchema):
    """How far looking at everybody is. state: fresh, waiting, running, failed."""

    state = fields.String()
    done = fields.Integer()
    total = fields.Integer()
    at = UtcTime(allow_none=True)


class SegmentSchema(StrictSchema):
    """`trend` are the sizes of the last 30 days, oldest first. `drives_*`: what it makes of its members.

    `is_partial`: `size` counts those whom one sees, who are not everybody, and is null where that takes long; there is
    no `trend` then.
    """

    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    description = fields.String()
    kind = fields.String()
    rules = fields.Raw(allow_none=True)
    is_builtin = fields.Boolean()
    is_active = fields.Boolean()
    is_timed = fields.Boolean()
    drives_field = fields.String(allow_none=True)
    drives_value = fields.String(allow_none=True)
    owner_id = fields.String(allow_none=True)
    owner_name = fields.String(allow_none=True)
    size = fields.Integer(allow_none=True)
    is_partial = fields.Boolean()
    refresh = fields.Nested(SegmentRefreshSchema)
    trend = fields.List(fields.Integer())
    archived_at = UtcTime(allow_none=True)
    created_at = UtcTime()
    updated_at = UtcTime()


SegmentPage = page_of(SegmentSchema)


class SegmentFilters(PageArgs):
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    q = Question(load_default=None, max_length=100)
    is_archived = fields.Boolean(load_default=False, data_key="archived")


class SegmentIn(StrictSchema):
    name = Line(required=True, min_length=1, max_length=120)
    description = Prose(load_default="", max_length=500)
    kind = fields.String(load_default="rules", validate=validate.OneOf(KINDS))
    rules = fields.Dict(load_default=None, allow_none=True)
    customer_ids = fields.List(Line(max_length=40), load_default=list, validate=validate.Length(max=MAX_IDS))


class SegmentChangeIn(StrictSchema):
    name = Line(min_length=1, max_length=120)
    description = Prose(max_length=500)
    rules = fields.Dict()
    is_active = fields.Boolean()


class SegmentCountIn(StrictSchema):
    rules = fields.Dict(required=True)


class SegmentPersonSchema(StrictSchema):
    """A customer as lists of segments show them: no numbers, so nothing to mask."""

    id = fields.String()
    display_name = fields.String()
    company = fields.String(allow_none=True)
    province = fields.String(allow_none=True)
    status = fields.String()
    segment = fields.String(allow_none=True)


class SegmentCountSchema(StrictSchema):
    count = fields.Integer(allow_none=True)
    is_estimate = fields.Boolean()
    is_partial = fields.Boolean()
    sample = fields.List(fields.Nested(SegmentPersonSchema))
    ms = fields.Integer()


class SegmentMemberSchema(SegmentPersonSchema):
    entered_at = UtcTime()


MemberPage = page_of(SegmentMemberSchema)


class SegmentMemberFilters(PageArgs):
    q = Question(load_default=None, max_length=100)


class SegmentMembersIn(StrictSchema):
    """Customers by id, or by a search as `GET /customers?q=` has it, or the members of another segment."""

    customer_ids = fields.List(Line(max_length=40), **_ids)  # type: ignore[arg-type]
    q = Question(min_length=1, max_length=100)
    segment_id = Line(min_length=1, max_length=40)
    import_id = Line(min_length=1, max_length=40)


class SegmentMembersOutIn(StrictSchema):
    customer_ids = fields.List(Line(max_length=40), required=True, **_ids)  # type: ignore[arg-type]


class SegmentBatchSchema(StrictSchema):
    """`batch_id` undoes it; `changed` is how many entered or left; `size` the whole list's size now.

    `pending`: how many are to be added by a job.
    """

    batch_id = fields.String()
    changed = fields.Integer()
    size = fields.Integer()
    pending = fields.Integer(dump_default=0)


class SegmentUndoIn(StrictSchema):
    batch_id = Line(required=True, min_length=1, max_length=40)


class SegmentLogSchema(StrictSchema):
    id = fields.String()
    at = UtcTime()
    is_entry = fields.Boolean()
    cause = fields.String()
    customer_id = fields.String()
    display_name = fields.String()
    actor_id = fields.String(allow_none=True)
    actor_name = fields.String(allow_none=True)


LogPage = page_of(SegmentLogSchema)


class SegmentDaysArgs(StrictSchema):
    days = fields.Integer(load_default=30, validate=validate.Range(2, 366))


class SegmentDaySchema(StrictSchema):
    day = fields.Date()
    size = fields.Integer()
    entered = fields.Integer()
    exited = fields.Integer()


class SegmentDaysSchema(StrictSchema):
    items = fields.List(fields.Nested(SegmentDaySchema))


class SegmentSubjectSchema(StrictSchema):
    name = fields.String()
    type = fields.String()
    group = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    choices = fields.List(fields.Nested(ChoiceSchema))
    currency = fields.String(allow_none=True)


class SegmentDimensionSchema(StrictSchema):
    code = fields.String()
    type = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    choices = fields.List(fields.Nested(ChoiceSchema))


class SegmentFactSchema(StrictSchema):
    """An empty label: the fact is a kind of the timeline, whose name screens know."""

    code = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    dimensions = fields.List(fields.Nested(SegmentDimensionSchema))


class SegmentOperatorsSchema(StrictSchema):
    type = fields.String()
    ops = fields.List(fields.String())


class SubjectGroupSchema(StrictSchema):
    code = fields.String()
    label_vi = fields.String()
    label_en = fields.String()


class RuleCatalogueSchema(StrictSchema):
    groups = fields.List(fields.Nested(SubjectGroupSchema))
    subjects = fields.List(fields.Nested(SegmentSubjectSchema))
    facts = fields.List(fields.Nested(SegmentFactSchema))
    operators = fields.List(fields.Nested(SegmentOperatorsSchema))


class SegmentMembershipSchema(StrictSchema):
    id = fields.String()
    name = fields.String()
    kind = fields.String()
    entered_at = UtcTime()
    drives_field = fields.String(allow_none=True)


class SegmentDrivenSchema(StrictSchema):
    """A field that groups set: its value, what the groups say, and whether a person's word holds against them."""

    field = fields.String()
    value = fields.String(allow_none=True)
    by_rules = fields.String(allow_none=True)
    is_by_hand = fields.Boolean()


class CustomerSegmentsSchema(StrictSchema):
    items = fields.List(fields.Nested(SegmentMembershipSchema))
    driven = fields.List(fields.Nested(SegmentDrivenSchema))


class SegmentWhySchema(StrictSchema):
    """The rules with `holds` at each node; true, false, or null for what is not told."""

    rules = fields.Raw()
    is_member = fields.Boolean()


class SegmentFollowIn(StrictSchema):
    field = fields.String(required=True, validate=validate.OneOf(("status", "segment")))
