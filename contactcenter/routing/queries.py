"""Named reads of routing."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.teams.reach import EVERYTHING, Reach, colleagues_only
from contactcenter.calls.models import Call
from contactcenter.core.paging import Page, page
from contactcenter.crm.reach import find_outside, find_outside_lines
from contactcenter.routing import decisions, kinds
from contactcenter.routing.models import Offer, Queue, WorkItem

_QUEUE_NAMES = sa.select(Queue.id, Queue.name).where(Queue.id.in_(sa.bindparam("ids", expanding=True)))


def as_shown(session: Session, offers: list[Offer]) -> list[dict[str, Any]]:
    """Offers in the shape of `OfferSchema`, each with a few words about the decision behind it."""
    columns = ("id", "kind", "ref_id", "agent_id", "state", "created_at", "expires_at")
    made = decisions.summaries(session, [offer.decision_id for offer in offers])
    return [
        {**{name: getattr(offer, name) for name in columns}, "decision": made.get(offer.decision_id or "", {})}
        for offer in offers
    ]


def list_offers(session: Session, filters: dict[str, Any], *, agent_id: str | None, reach: Reach = EVERYTHING) -> Page:
    """Offers, the newest first; only those of `agent_id` when it is given, else of colleagues."""
    statement = sa.select(Offer).where(colleagues_only(reach, Offer.agent_id)) if reach else sa.select(Offer)
    wanted = {
        Offer.agent_id: agent_id or filters["agent"],
        Offer.state: filters["state"],
        Offer.ref_id: filters["ref_id"],
    }
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(column == value)
    by = (Offer.created_at, Offer.id)
    found = page(session, statement, by, limit=filters["limit"], cursor=filters["cursor"])
    return Page(as_shown(session, list(found.items)), found.next_cursor)


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
        .where(Offer.kind == "call", Offer.ref_id == call_id, Offer.state == "accepted")
        .order_by(Offer.created_at.desc())
        .limit(1)
    ).first()


def list_waiting(session: Session, reach: Reach = EVERYTHING, *, limit: int = 200) -> list[dict[str, Any]]:
    """Who waits, in the order they will be served, with whom they ring at or why they wait.

    Another team's customer waits like any, but neither name nor number is told (`is_outside`).
    """
    rows = session.execute(
        sa.select(WorkItem, Queue.name)
        .join(Queue, Queue.id == WorkItem.queue_id)
        .where(WorkItem.state.in_(("waiting", "offered")), WorkItem.superseded_by.is_(None))
        .order_by(WorkItem.rank)
        .limit(limit)
    ).all()
    shown = titles(session, [item for item, _queue in rows], reach)
    ringing = _ringing(session, [item.id for item, _queue in rows if item.state == "offered"])
    return [
        {
            "work_item_id": item.id,
            "kind": item.kind,
            "ref_id": item.ref_id,
            "call_id": item.ref_id if item.kind == "call" else None,
            "customer_id": None if shown[item.kind, item.ref_id] is OUTSIDE else item.customer_id,
            "is_outside": shown[item.kind, item.ref_id] is OUTSIDE,
            "url": shown[item.kind, item.ref_id].url,
            "customer_name": shown[item.kind, item.ref_id].title,
            "number": shown[item.kind, item.ref_id].subtitle,
            "queue": queue,
            "queue_id": item.queue_id,
            "priority": item.priority,
            "entered_at": item.entered_at,
            "state": item.state,
            "offered_to": ", ".join(ringing.get(item.id, [])) or None,
            "limbo_reason": item.limbo_reason,
            "is_stuck": item.alerted_at is not None,
        }
        for item, queue in rows
    ]


OUTSIDE = kinds.Shown(None, "")
"""How work for another team's customer is called."""


def titles(session: Session, items: list[WorkItem], reach: Reach = EVERYTHING) -> dict[tuple[str, str], kinds.Shown]:
    """How each item is called, asked of its kind, a kind at a time."""
    found: dict[tuple[str, str], kinds.Shown] = {}
    for name in {item.kind for item in items}:
        refs = [item.ref_id for item in items if item.kind == name]
        told = kinds.get(name).shown(session, refs)
        found |= {(name, ref): told.get(ref, kinds.Shown(None, "")) for ref in refs}
    outside = find_outside(session, reach, (item.customer_id for item in items))
    lines = find_outside_lines(session, reach, (item.party for item in items if item.customer_id is None))
    return found | {
        (item.kind, item.ref_id): OUTSIDE
        for item in items
        if item.customer_id in outside or (item.customer_id is None and item.party in lines)
    }


def _ringing(session: Session, item_ids: list[str]) -> dict[str, list[str]]:
    rows = session.execute(
        sa.select(Offer.work_item_id, User.name)
        .join(User, User.id == Offer.agent_id)
        .where(Offer.work_item_id.in_(item_ids), Offer.state == "pending")
        .order_by(User.name)
    )
    found: dict[str, list[str]] = {}
    for item_id, name in rows:
        found.setdefault(item_id, []).append(name)
    return found


def queue_names(session: Session, calls: Any) -> dict[str, str | None]:
    """Queue name by call id, for the calls' presenter."""
    wanted = {c.queue_id for c in calls if c.queue_id}
    names = {}
    if wanted:
        names = {r.id: r.name for r in session.execute(_QUEUE_NAMES, {"ids": list(wanted)})}
    return {call.id: names.get(call.queue_id) for call in calls}
