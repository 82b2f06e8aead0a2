"""Merges on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, StrictSchema, UtcTime, page_of
from contactcenter.crm.merging.service import MOST_AT_ONCE
from contactcenter.crm.schemas import CustomerSchema


def _choice() -> fields.Dict:
    keys, values = Line(min_length=1, max_length=60), Line(min_length=1, max_length=40)
    return fields.Dict(keys=keys, values=values, load_default=dict)


class MergeIn(StrictSchema):
    """`choose` is {field: id of the customer whose value to keep}."""

    with_ = fields.List(
        Line(min_length=1, max_length=40),
        required=True,
        data_key="with",
        validate=validate.Length(1, MOST_AT_ONCE),
    )
    choose = _choice()


class UnmergeIn(StrictSchema):
    """`choose` is {field: id of who keeps what somebody has written there since}; the survivor unless said."""

    choose = _choice()


class PreviewArgs(StrictSchema):
    with_ = fields.String(required=True, data_key="with", validate=validate.Length(1, 41 * MOST_AT_ONCE))


class PersonSchema(StrictSchema):
    id = fields.String()
    display_name = fields.String()


class MergeSchema(StrictSchema):
    """`moved` counts rows by table; `cause` is manual or automatic."""

    id = fields.String()
    survivor = fields.Nested(PersonSchema)
    others = fields.List(fields.Nested(PersonSchema))
    cause = fields.String()
    actor_id = fields.String(allow_none=True)
    actor_name = fields.String(allow_none=True)
    created_at = UtcTime()
    undone_at = UtcTime(allow_none=True)
    undone_by_name = fields.String(allow_none=True)
    moved = fields.Dict()


class ChangedFieldSchema(StrictSchema):
    field = fields.String()
    before = fields.Raw(allow_none=True)
    after = fields.Raw(allow_none=True)
    present = fields.Raw(allow_none=True)


class UnmergePreviewSchema(MergeSchema):
    """`returning` counts, per customer, rows by table; `changed` are the fields that ask for a choice."""

    returning = fields.Dict()
    changed = fields.List(fields.Nested(ChangedFieldSchema))


class MergedSchema(StrictSchema):
    merge_id = fields.String()
    customer = fields.Nested(CustomerSchema)


class UnmergedSchema(StrictSchema):
    merge_id = fields.String()
    customer = fields.Nested(CustomerSchema)
    restored = fields.List(fields.Nested(CustomerSchema))


class PreviewSchema(StrictSchema):
    """The customers side by side, the value each field would have, and how many rows of each table each has."""

    customers = fields.List(fields.Nested(CustomerSchema))
    chosen = fields.Dict()
    counts = fields.Dict()


class MergeFilters(PageArgs):
    is_active = fields.Boolean(load_default=None)


MergePage = page_of(MergeSchema)
