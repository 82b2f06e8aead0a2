"""What supervisors read."""

from datetime import timedelta
from typing import Any

from flask_smorest import Blueprint
from marshmallow import fields, validate

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import demand_colleagues, reach_of
from contactcenter.core.clock import now
from contactcenter.core.db import read
from contactcenter.core.schemas import Line, StrictSchema, UtcTime
from contactcenter.core.settings import current
from contactcenter.reporting import agents, fairness, figures
from contactcenter.routing.strategies import CHANNELS

blp = Blueprint("reporting", __name__, url_prefix="/api/v1", description="Figures")


class AgentCallSchema(StrictSchema):
    id = fields.String()
    customer_name = fields.String(allow_none=True)
    number = fields.String()
    started_at = UtcTime()


class AgentTodaySchema(StrictSchema):
    handled = fields.Integer()
    talk_seconds = fields.Integer()
    missed_offers = fields.Integer()
    average_rating = fields.Float(allow_none=True)


class AgentSchema(StrictSchema):
    id = fields.String()
    name = fields.String()
    role = fields.String()
    status = fields.String()
    status_since = UtcTime()
    activity = fields.String()
    activity_since = UtcTime()
    is_reachable = fields.Boolean()
    reachable = fields.Boolean()
    next_status = fields.String(allow_none=True)
    off_duty = fields.String(allow_none=True)
    version = fields.Integer()
    capacity = fields.Dict()
    skills = fields.List(fields.Dict())
    call = fields.Nested(AgentCallSchema, allow_none=True)
    today = fields.Nested(AgentTodaySchema)


class AgentListSchema(StrictSchema):
    items = fields.List(fields.Nested(AgentSchema))
    next_cursor = fields.String(allow_none=True)


class FairnessFilters(StrictSchema):
    """A stretch of time (thirty days up to now unless said), one queue, one kind of work."""

    start = UtcTime(data_key="from", load_default=None)
    end = UtcTime(data_key="to", load_default=None)
    queue_id = Line(data_key="queue", load_default=None, max_length=40)
    channel = fields.String(load_default=None, validate=validate.OneOf(CHANNELS))


class BehindFilters(FairnessFilters):
    agent_id = Line(data_key="agent", required=True, max_length=40)


class ShareSchema(StrictSchema):
    agent_id = fields.String()
    name = fields.String(allow_none=True)
    entitled = fields.Float()
    received = fields.Integer()
    deviation = fields.Float()


class FairnessSchema(StrictSchema):
    """`fairness`: Jain's index of received over entitled, 1 is even; `is_cut`: only the newest decisions counted."""

    items = fields.List(fields.Nested(ShareSchema))
    total = fields.Integer()
    fairness = fields.Float(allow_none=True)
    most_off = fields.Float()
    is_cut = fields.Boolean()


class BehindSchema(StrictSchema):
    """A decision behind somebody's share; `share` is the part of it that they were entitled to."""

    id = fields.String()
    at = UtcTime()
    kind = fields.String()
    ref_id = fields.String()
    title = fields.String(allow_none=True)
    number = fields.String()
    url = fields.String(allow_none=True)
    reason = fields.String()
    agent_id = fields.String()
    agent_name = fields.String(allow_none=True)
    is_theirs = fields.Boolean()
    share = fields.Float()


class BehindListSchema(StrictSchema):
    items = fields.List(fields.Nested(BehindSchema))
    next_cursor = fields.String(allow_none=True)


@blp.get("/reports/fairness")
@require("reports.read")
@blp.arguments(FairnessFilters, location="query")
@blp.response(200, FairnessSchema)
def get_fairness(filters: dict[str, Any]) -> Any:
    """What each agent was entitled to and received: calls, conversations, leads, or all of it."""
    with read() as session:
        shown = fairness.read_fairness(session, **_with_period(filters))
        reach = reach_of(session, current_actor())
        return {**shown, "items": [row for row in shown["items"] if reach.covers(row["agent_id"])]}


@blp.get("/reports/fairness/decisions")
@require("reports.read")
@blp.arguments(BehindFilters, location="query")
@blp.response(200, BehindListSchema)
def list_decisions_behind(filters: dict[str, Any]) -> Any:
    """The newest decisions behind one agent's share: what they got, and what went to others."""
    with read() as session:
        demand_colleagues(session, current_actor(), filters["agent_id"])
        reach = reach_of(session, current_actor())
        return {"items": fairness.list_behind(session, **_with_period(filters), reach=reach), "next_cursor": None}


def _with_period(filters: dict[str, Any]) -> dict[str, Any]:
    end = filters["end"] or now()
    return {**filters, "end": end, "start": filters["start"] or end - timedelta(days=30)}


@blp.get("/agents")
@require("agents.read")
@blp.response(200, AgentListSchema)
def list_agents() -> Any:
    """Agents with status, activity, current call and today's work."""
    since, _ = figures.day_bounds(current().timezone)
    with read() as session:
        reach = reach_of(session, current_actor())
        return {"items": agents.list_agents(session, since, reach), "next_cursor": None}


@blp.get("/reports/today")
@require("reports.read")
@blp.response(200)
def today() -> Any:
    """Today's figures with their definitions, and calls by hour, in the company's zone."""
    with read() as session:
        report = figures.today(session, current().timezone)
    return {**report, "figures": [figure.as_shown() for figure in report["figures"]]}
