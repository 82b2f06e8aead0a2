"""Companies and households on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, Prose, Question, StrictSchema, UtcTime, page_of
from contactcenter.crm.companies.models import RELATIONS
from contactcenter.crm.companies.websites import Website
from contactcenter.crm.fields.builtin import BUILTIN
from contactcenter.crm.schemas import TimelineItemSchema, known_kinds

SIZES = next(field.codes for field in BUILTIN if field.name == "company_size")


class CompanyLineSchema(StrictSchema):
    e164 = fields.String()
    national = fields.String()


class CompanySchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    tax_code = fields.String(allow_none=True)
    industry = fields.String(allow_none=True)
    size = fields.String(allow_none=True)
    website = fields.String(allow_none=True)
    phones = fields.List(fields.Nested(CompanyLineSchema))
    address = fields.String(allow_none=True)
    owner_id = fields.String(allow_none=True)
    owner_name = fields.String(allow_none=True)
    notes = fields.String()
    people = fields.Integer()
    created_at = UtcTime()
    updated_at = UtcTime()


CompanyPage = page_of(CompanySchema)


class CompanyFilters(PageArgs):
    q = Question(load_default=None, max_length=100)
    owner = Line(load_default=None, max_length=40)


class CompanyChangeIn(StrictSchema):
    name = Line(min_length=1, max_length=200)
    tax_code = Line(allow_none=True, max_length=20)
    industry = Line(allow_none=True, max_length=100)
    size = fields.String(allow_none=True, validate=validate.OneOf(SIZES))
    website = Website(allow_none=True, max_length=300)
    phones = fields.List(Line(min_length=1, max_length=40), validate=validate.Length(max=20))
    address = Line(allow_none=True, max_length=300)
    owner_id = Line(allow_none=True, max_length=40)
    notes = Prose(max_length=20_000)


class CompanyIn(CompanyChangeIn):
    name = Line(required=True, min_length=1, max_length=200)


class CreateArgs(StrictSchema):
    allow_duplicate = fields.Boolean(load_default=False)


class CompanyPersonSchema(StrictSchema):
    id = fields.String()
    company_id = fields.String()
    company_name = fields.String()
    customer_id = fields.String()
    customer_name = fields.String()
    number = fields.String(allow_none=True)
    title = fields.String()
    is_main = fields.Boolean()
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)


class CompanyPersonList(StrictSchema):
    """`outside`: how many more are customers of another team."""

    items = fields.List(fields.Nested(CompanyPersonSchema))
    outside = fields.Integer()


class CompanyPersonChangeIn(StrictSchema):
    title = Line(max_length=100)
    is_main = fields.Boolean()
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)


class CompanyPersonIn(CompanyPersonChangeIn):
    customer_id = Line(required=True, min_length=1, max_length=40)


class CompanyTimelineArgs(PageArgs):
    kind = Line(load_default=None, max_length=30, check=known_kinds)


class CompanyTimelineItemSchema(TimelineItemSchema):
    customer_id = fields.String()
    customer_name = fields.String()


CompanyTimelinePage = page_of(CompanyTimelineItemSchema)


class HouseholdMemberSchema(StrictSchema):
    """`is_outside`: a customer of another team; who, is left out."""

    id = fields.String()
    customer_id = fields.String()
    customer_name = fields.String()
    relation = fields.String()
    is_outside = fields.Boolean()


class HouseholdSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    label = fields.String()
    address = fields.String(allow_none=True)
    members = fields.List(fields.Nested(HouseholdMemberSchema))
    created_at = UtcTime()


class HouseholdList(StrictSchema):
    items = fields.List(fields.Nested(HouseholdSchema))


HouseholdPage = page_of(HouseholdSchema)


class HouseholdMemberIn(StrictSchema):
    customer_id = Line(required=True, min_length=1, max_length=40)
    relation = fields.String(load_default="other", validate=validate.OneOf(RELATIONS))


class HouseholdMemberChangeIn(StrictSchema):
    relation = fields.String(required=True, validate=validate.OneOf(RELATIONS))


class HouseholdChangeIn(StrictSchema):
    label = Line(min_length=1, max_length=100)
    address = Line(allow_none=True, max_length=300)


class HouseholdIn(HouseholdChangeIn):
    label = Line(required=True, min_length=1, max_length=100)
    members = fields.List(fields.Nested(HouseholdMemberIn), load_default=list, validate=validate.Length(max=50))
