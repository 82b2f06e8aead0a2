"""Work items over HTTP: what waits and why, and how each came to whom it came to."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.policies import can
from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import reach_of
from contactcenter.core.db import read
from contactcenter.core.errors import Forbidden, NotFound
from contactcenter.core.paging import page
from contactcenter.core.schemas import page_of
from contactcenter.crm.reach import find_outside
from contactcenter.routing import decisions, queue_schemas
from contactcenter.routing.models import WorkItem

blp = Blueprint("work", __name__, url_prefix="/api/v1", description="Work items and decisions")


@blp.get("/work-items")
@require("queues.read")
@blp.arguments(queue_schemas.WorkItemFilters, location="query")
@blp.response(200, page_of(queue_schemas.WorkItemSchema))
def list_work_items(filters: dict[str, Any]) -> Any:
    """Work of every kind; what waits comes in the order it will be served, with the reason why it waits.

    Work for another team's customer is told without the customer where one's role is limited.
    """
    statement = sa.select(WorkItem)
    wanted = {
        WorkItem.kind: filters["kind"],
        WorkItem.ref_id: filters["ref_id"],
        WorkItem.queue_id: filters["queue"],
        WorkItem.agent_id: filters["agent"],
        WorkItem.state: filters["state"],
    }
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(column == value)
    is_line = filters["state"] in ("waiting", "offered")
    by = (WorkItem.rank if is_line else WorkItem.entered_at, WorkItem.id)
    with read() as session:
        found = page(
            session, statement, by, limit=filters["limit"], cursor=filters["cursor"], is_descending=not is_line
        )
        return {"items": shown_to(session, current_actor(), found.items), "next_cursor": found.next_cursor}


@blp.get("/work-items/decisions")
@require("calls.handle")
@blp.arguments(queue_schemas.DecisionFilters, location="query")
@blp.response(200, queue_schemas.DecisionListSchema)
def list_decisions_of(filters: dict[str, Any]) -> Any:
    """Everything decided about one call (or other work), through all its items: "why did this go to …".

    Who does not read queues may ask about work that came to them.
    """
    actor = current_actor()
    with read() as session:
        items = session.scalars(sa.select(WorkItem).filter_by(kind=filters["kind"], ref_id=filters["ref_id"])).all()
        if not can(actor, "queues.read") and all(item.agent_id != actor.user_id for item in items):
            raise Forbidden("not_your_work", "This did not come to you.")
        return {"items": decisions.list_decisions(session, [item.id for item in items]), "next_cursor": None}


@blp.get("/work-items/<item_id>")
@require("queues.read")
@blp.response(200, queue_schemas.WorkItemSchema)
def get_work_item(item_id: str) -> Any:
    with read() as session:
        return shown_to(session, current_actor(), [_get(session, item_id)])[0]


@blp.get("/work-items/<item_id>/decisions")
@require("queues.read")
@blp.response(200, queue_schemas.DecisionListSchema)
def list_decisions(item_id: str) -> Any:
    """Who was considered each time, which filters each failed, the scores, whom it rang at and what they did."""
    with read() as session:
        _get(session, item_id)
        return {"items": decisions.list_decisions(session, [item_id]), "next_cursor": None}


def shown_to(session: Session, actor: Actor, items: Sequence[WorkItem]) -> list[dict[str, Any]]:
    """Work as `WorkItemSchema` shows it, without the customers whom the actor does not see."""
    outside = find_outside(session, reach_of(session, actor), (item.customer_id for item in items))
    hidden = {"customer_id": None}
    columns = WorkItem.__table__.columns.keys()
    return [
        {**{name: getattr(item, name) for name in columns}, **(hidden if item.customer_id in outside else {})}
        for item in items
    ]


def _get(session: Any, item_id: str) -> WorkItem:
    item: WorkItem | None = session.get(WorkItem, item_id)
    if item is None:
        raise NotFound("work_item_not_found", "There is no such work.")
    return item
