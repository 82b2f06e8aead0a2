"""Ratings on the wire, with what they are about."""

from marshmallow import fields

from contactcenter.calls.schemas import RatingSchema
from contactcenter.core.schemas import Line, PageArgs, UtcTime, page_of


class RatingRowSchema(RatingSchema):
    call_id = fields.String()
    customer_id = fields.String(allow_none=True)
    agent_id = fields.String(allow_none=True)
    queue_id = fields.String(allow_none=True)


RatingPage = page_of(RatingRowSchema)


class RatingFilters(PageArgs):
    agent = Line(load_default=None, max_length=40)
    customer = Line(load_default=None, max_length=40)
    queue = Line(load_default=None, max_length=40)
    kind = Line(load_default=None, max_length=10)
    from_ = UtcTime(load_default=None, data_key="from")
    to = UtcTime(load_default=None)
