"""Named reads of routing."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls.models import Call
from contactcenter.core.paging import Page, page
from contactcenter.crm.models import Customer
from contactcenter.routing.models import Offer, Queue, WorkItem

_QUEUE_NAMES = sa.select(Queue.id, Queue.name).where(Queue.id.in_(sa.bindparam("ids", expanding=True)))


def pending_offers(session: Session, agent_id: str) -> list[Offer]:
    return list(
        session.scalars(
            sa.select(Offer).where(Offer.agent_id == agent_id, Offer.state == "pending").order_by(Offer.created_at)
        )
    )


def list_offers(session: Session, filters: dict[str, Any], *, agent_id: str | None) -> Page:
    """Offers, the newest first; only those of `agent_id` when it is given."""
    statement = sa.select(Offer)
    wanted = {
        Offer.agent_id: agent_id or filters["agent"],
        Offer.state: filters["state"],
        Offer.ref_id: filters["ref_id"],
    }
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(column == value)
    by = (Offer.created_at, Offer.id)
    return page(session, statement, by, limit=filters["limit"], cursor=filters["cursor"])


def my_calls(session: Session, agent_id: str) -> list[Call]:
    """Calls an agent accepted and is not done with: talking, or wrapping up."""
    return list(
        session.scalars(
            sa.select(Call)
            .join(WorkItem, sa.and_(WorkItem.kind == "call", WorkItem.ref_id == Call.id))
            .where(WorkItem.agent_id == agent_id, WorkItem.state.in_(("accepted", "wrapping")))
            .order_by(Call.started_at)
        )
    )


def offer_that_won(session: Session, call_id: str) -> Offer | None:
    return session.scalars(
        sa.select(Offer)
        .where(Offer.ref_id == call_id, Offer.state == "accepted")
        .order_by(Offer.created_at.desc())
        .limit(1)
    ).first()


def list_waiting(session: Session) -> list[dict[str, Any]]:
    """Who waits, in the order they will be served, with whom they ring at or why they wait."""
    rows = session.execute(
        sa.select(WorkItem, Call, Customer.display_name, Queue.name, User.name)
        .join(Call, Call.id == WorkItem.ref_id)
        .join(Queue, Queue.id == WorkItem.queue_id)
        .outerjoin(Customer, Customer.id == Call.customer_id)
        .outerjoin(Offer, sa.and_(Offer.work_item_id == WorkItem.id, Offer.state == "pending"))
        .outerjoin(User, User.id == Offer.agent_id)
        .where(WorkItem.state.in_(("waiting", "offered")))
        .order_by(WorkItem.rank)
        .limit(200)
    )
    return [
        {
            "call_id": call.id,
            "customer_name": name,
            "number": call.party or "",
            "queue": queue,
            "entered_at": item.entered_at,
            "state": item.state,
            "offered_to": agent,
            "limbo_reason": item.limbo_reason,
        }
        for item, call, name, queue, agent in rows
    ]


def queue_names(session: Session, calls: Any) -> dict[str, str | None]:
    """Queue name by call id, for the calls' presenter."""
    wanted = {c.queue_id for c in calls if c.queue_id}
    names = {}
    if wanted:
        names = {r.id: r.name for r in session.execute(_QUEUE_NAMES, {"ids": list(wanted)})}
    return {call.id: names.get(call.queue_id) for call in calls}
