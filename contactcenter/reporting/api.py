"""What supervisors read."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import fields

from contactcenter.agents.session import require
from contactcenter.core.db import read
from contactcenter.core.schemas import StrictSchema, UtcTime
from contactcenter.core.settings import current
from contactcenter.reporting import agents, figures

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


@blp.get("/agents")
@require("agents.read")
@blp.response(200, AgentListSchema)
def list_agents() -> Any:
    """Agents with status, activity, current call and today's work."""
    since, _ = figures.day_bounds(current().timezone)
    with read() as session:
        return {"items": agents.list_agents(session, since), "next_cursor": None}


@blp.get("/reports/today")
@require("reports.read")
@blp.response(200)
def today() -> Any:
    """Today's figures with their definitions, and calls by hour, in the company's zone."""
    with read() as session:
        report = figures.today(session, current().timezone)
    return {**report, "figures": [figure.as_shown() for figure in report["figures"]]}
