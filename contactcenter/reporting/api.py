"""What supervisors read, and search from anywhere."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import fields

from contactcenter.agents.session import require
from contactcenter.calls import queries as calls
from contactcenter.calls.present import present as present_calls
from contactcenter.calls.schemas import CallSchema
from contactcenter.core.db import read
from contactcenter.core.schemas import Line, StrictSchema, UtcTime
from contactcenter.core.settings import current
from contactcenter.crm import queries as customers
from contactcenter.crm.present import present as present_customers
from contactcenter.crm.schemas import CustomerSchema
from contactcenter.reporting import agents, figures

blp = Blueprint("reporting", __name__, url_prefix="/api/v1", description="Figures and search")


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
    version = fields.Integer()
    capacity = fields.Dict()
    skills = fields.List(fields.String())
    call = fields.Nested(AgentCallSchema, allow_none=True)
    today = fields.Nested(AgentTodaySchema)


class AgentListSchema(StrictSchema):
    items = fields.List(fields.Nested(AgentSchema))
    next_cursor = fields.String(allow_none=True)


class SearchArgs(StrictSchema):
    q = Line(required=True, min_length=1, max_length=100)


class SearchSchema(StrictSchema):
    customers = fields.List(fields.Nested(CustomerSchema))
    calls = fields.List(fields.Nested(CallSchema))


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


@blp.get("/search")
@require("customers.read")
@blp.arguments(SearchArgs, location="query")
@blp.response(200, SearchSchema)
def search(args: dict[str, Any]) -> Any:
    """Customers and calls by name without diacritics, any written number, or email."""
    with read() as session:
        people = customers.list_customers(session, q=args["q"], limit=8, region=current().default_region)
        found = calls.list_calls(session, {"q": args["q"], "limit": 5, "cursor": None})
        return {
            "customers": present_customers(session, people.items),
            "calls": present_calls(session, found.items, with_transcript=False),
        }
