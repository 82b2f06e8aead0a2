"""Missed callers over HTTP."""

from typing import Any

from flask import make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.paths import guard_where
from contactcenter.agents.teams.reach import demand_colleagues, reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.versions import IfMatch
from contactcenter.crm.list_filters import settle_filters
from contactcenter.routing import queues
from contactcenter.routing.missed import choosing, queries, service
from contactcenter.routing.missed.models import MissedCaller
from contactcenter.routing.missed.schemas import (
    MissedCallerDetailSchema,
    MissedCallerPage,
    MissedCallerSchema,
    MissedChangeIn,
    MissedCounts,
    MissedFilters,
    PolicyIn,
    PolicyList,
    PolicySchema,
)

blp = Blueprint("missed_callers", __name__, url_prefix="/api/v1", description="People who called in vain")

guard_where("/missed-callers/<item_id>", MissedCaller.id, queries.within_reach)


@blp.get("/missed-callers")
@require("missed.read")
@blp.arguments(MissedFilters, location="query")
@blp.response(200, MissedCallerPage)
def list_missed_callers(filters: dict[str, Any]) -> Any:
    """One item a person: how often, since when, whose it is, by when to call. The first due first."""
    with read() as session:
        settle_filters(session, filters, mine="owner")
        page = queries.list_items(session, filters, reach_of(session, current_actor()))
        return {"items": queries.present(session, page.items), "next_cursor": page.next_cursor}


@blp.get("/missed-callers/counts")
@require("missed.read")
@blp.response(200, MissedCounts)
def count_missed_callers() -> Any:
    with read() as session:
        return queries.count_items(session, current_actor().user_id, reach_of(session, current_actor()))


@blp.get("/missed-callers/<item_id>")
@require("missed.read")
@blp.response(200, MissedCallerDetailSchema)
def get_missed_caller(item_id: str) -> Any:
    """One, with its calls."""
    with read() as session:
        item = service.get_item(session, item_id)
        shown = {**queries.present(session, [item])[0], "calls": queries.list_calls(session, item.id)}
    response = make_response(MissedCallerDetailSchema().dump(shown))
    response.set_etag(str(shown["version"]))
    return response


@blp.patch("/missed-callers/<item_id>")
@require("missed.edit")
@blp.arguments(MissedChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, MissedCallerSchema)
def change_missed_caller(body: dict[str, Any], match: dict[str, Any], item_id: str) -> Any:
    """Hand over, put off, close with a reason, or take that back."""
    with transaction() as session:
        demand_colleagues(session, current_actor(), body.get("owner_id"))
        item = service.change(session, item_id, body, version=match["version"], actor=current_actor())
        return _tagged(session, item)


@blp.get("/missed-policies")
@require("missed.read")
@blp.response(200, PolicyList)
def list_policies() -> Any:
    """Each queue's promise."""
    with read() as session:
        rows = [(queue, choosing.policy_of(session, queue.id)) for queue in queues.list_queues(session)]
        return {"items": [_policy(queue, row) for queue, row in rows]}


@blp.put("/missed-policies/<queue_id>")
@require("missed.manage")
@blp.arguments(PolicyIn)
@blp.response(200, PolicySchema)
def set_policy(body: dict[str, Any], queue_id: str) -> Any:
    """How soon this queue calls back, and whose its missed callers become, from now on."""
    with transaction() as session:
        row = service.set_policy(session, queue_id, **body)
        return _policy(queues.get_queue(session, queue_id), row)


def _policy(queue: Any, row: Any) -> dict[str, Any]:
    told = {"call_back_minutes": row.call_back_minutes, "owner_rule": row.owner_rule}
    return {"queue_id": queue.id, "queue_name": queue.name, **told}


def _tagged(session: Session, item: MissedCaller) -> Any:
    response = make_response(MissedCallerSchema().dump(queries.present(session, [item])[0]))
    response.set_etag(str(item.version))
    return response
