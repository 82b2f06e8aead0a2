"""Comparisons on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import PageArgs, StrictSchema, UtcTime, page_of

STATES = ["waiting", "running", "done", "stopped", "canceled", "broken_off"]


class FindingSchema(StrictSchema):
    kind = fields.String()
    provider_id = fields.String()
    call_id = fields.String(allow_none=True)
    at = fields.String(metadata={"format": "date-time"})


class RunSchema(StrictSchema):
    id = fields.String()
    provider = fields.String()
    cause = fields.String(metadata={"enum": ["schedule", "person", "command"]})
    actor_id = fields.String(allow_none=True)
    is_dry_run = fields.Boolean()
    state = fields.String(metadata={"enum": STATES})
    since = UtcTime(allow_none=True)
    until = UtcTime(allow_none=True)
    good_until = UtcTime(allow_none=True)
    pages = fields.Integer()
    seen = fields.Dict(keys=fields.String(), values=fields.Integer())
    filled = fields.Dict(keys=fields.String(), values=fields.Integer())
    findings = fields.List(fields.Nested(FindingSchema))
    failed = fields.Integer()
    unreadable = fields.Integer()
    error = fields.String(allow_none=True)
    retry_at = UtcTime(allow_none=True)
    created_at = UtcTime()
    started_at = UtcTime(allow_none=True)
    ended_at = UtcTime(allow_none=True)


class RunFilters(PageArgs):
    provider = fields.String(load_default=None, validate=validate.Length(max=20))


class RunIn(StrictSchema):
    provider = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=20))
    since = UtcTime(load_default=None, allow_none=True)
    is_dry_run = fields.Boolean(load_default=False)


class StartedRuns(StrictSchema):
    items = fields.List(fields.Nested(RunSchema))


RunPage = page_of(RunSchema)
