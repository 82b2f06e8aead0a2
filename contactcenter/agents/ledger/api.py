"""The presence ledger over HTTP: where somebody's time went, who changed what and why."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import fields

from contactcenter.agents.ledger import queries
from contactcenter.agents.policies import can
from contactcenter.agents.presence import get_presence
from contactcenter.agents.session import current_actor, own_user_id, require
from contactcenter.core.db import read
from contactcenter.core.errors import NotFound
from contactcenter.core.schemas import StrictSchema, UtcTime

blp = Blueprint("presence", __name__, url_prefix="/api/v1", description="Where agents' time went")


class PresenceChangeSchema(StrictSchema):
    """One change; `actor_id` is None for the server's own, whose cause says why."""

    at = UtcTime(attribute="change.at")
    status = fields.String(attribute="change.status")
    activity = fields.String(attribute="change.activity")
    is_reachable = fields.Boolean(attribute="change.is_reachable")
    actor_id = fields.String(attribute="change.actor_id", allow_none=True)
    actor_name = fields.String(allow_none=True)
    cause = fields.String(attribute="change.cause")
    version = fields.Integer(attribute="change.version")


class StaySchema(StrictSchema):
    start = UtcTime()
    end = UtcTime()
    status = fields.String()
    activity = fields.String()
    is_reachable = fields.Boolean()
    seconds = fields.Integer()


class LedgerSchema(StrictSchema):
    """Seconds per status add up to the time asked for, up to now."""

    agent_id = fields.String()
    since = UtcTime(attribute="from", data_key="from")
    to = UtcTime()
    changes = fields.List(fields.Nested(PresenceChangeSchema))
    stays = fields.List(fields.Nested(StaySchema))
    by_status = fields.Dict(keys=fields.String(), values=fields.Integer())
    by_activity = fields.Dict(keys=fields.String(), values=fields.Integer())
    unreachable_seconds = fields.Integer()


class LedgerQuery(StrictSchema):
    """Without a time: the company's today."""

    start = UtcTime(data_key="from", load_default=None)
    end = UtcTime(data_key="to", load_default=None)


@blp.get("/agents/<user_id>/presence")
@require("presence.read")
@blp.arguments(LedgerQuery, location="query")
@blp.response(200, LedgerSchema)
def show_ledger(query: dict[str, Any], user_id: str) -> Any:
    """The ledger of one agent (`me`: one's own), at most 32 days; agents see their own only."""
    if user_id == "me":
        user_id = own_user_id()
    if user_id != current_actor().user_id and not can(current_actor(), "agents.read"):
        raise NotFound("agent_not_found", "There is no such agent.")
    start, end = queries.today()
    with read() as session:
        get_presence(session, user_id)
        return queries.read_ledger(session, user_id, query["start"] or start, query["end"] or end)
