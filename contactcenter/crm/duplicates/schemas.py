"""Possible duplicates on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, StrictSchema, UtcTime, page_of
from contactcenter.crm.schemas import CustomerSchema


class ReasonSchema(StrictSchema):
    """`points` below zero speak against."""

    code = fields.String()
    points = fields.Integer()


class DuplicateSchema(StrictSchema):
    """`is_outside`: the other is a customer of another team; who, is left out."""

    id = fields.String()
    score = fields.Integer()
    reasons = fields.List(fields.Nested(ReasonSchema))
    is_dismissed = fields.Boolean()
    found_at = UtcTime()
    customers = fields.List(fields.Nested(CustomerSchema))
    is_outside = fields.Boolean(dump_default=False)


DuplicatePage = page_of(DuplicateSchema)


class DuplicateFilters(PageArgs):
    is_dismissed = fields.Boolean(load_default=False)


class CandidateSchema(StrictSchema):
    """`is_outside`: somebody whom another team takes care of has that line; who, is left out."""

    customer = fields.Nested(CustomerSchema)
    score = fields.Integer()
    reasons = fields.List(fields.Nested(ReasonSchema))
    is_outside = fields.Boolean()


class CandidatesSchema(StrictSchema):
    items = fields.List(fields.Nested(CandidateSchema))


class PairsSchema(StrictSchema):
    items = fields.List(fields.Nested(DuplicateSchema))


class CheckIn(StrictSchema):
    """Somebody about to be created, as far as typed."""

    display_name = Line(load_default="", max_length=200)
    phones = fields.List(Line(max_length=40), load_default=list, validate=validate.Length(max=20))
    emails = fields.List(Line(max_length=254), load_default=list, validate=validate.Length(max=20))


class RuleSchema(StrictSchema):
    """`merges_verified`: records with the same verified line are merged without being asked."""

    merges_verified = fields.Boolean(required=True)
