"""A kept place as work: offered like a call, and accepting it calls the customer."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, limited_roles, reach_of_user
from contactcenter.calls.models import Call
from contactcenter.core.clock import isoformat, seconds_between
from contactcenter.core.phone import format_national
from contactcenter.crm.models import Customer
from contactcenter.crm.reach import find_outside
from contactcenter.routing import call_work, kinds, queues
from contactcenter.routing.models import Offer, Queue, WorkItem
from contactcenter.routing.pop import build_pop
from contactcenter.routing.queue_callbacks import service
from contactcenter.routing.queue_callbacks.models import CallbackAttempt, QueueCallback

QUEUE_CLOSED = ("queue_closed",)


def pop_of_call(session: Session, call_id: str) -> dict[str, Any] | None:
    """What their screen showed when they took the place that this call is made for."""
    won = (
        sa.select(Offer)
        .join(CallbackAttempt, CallbackAttempt.callback_id == Offer.ref_id)
        .where(CallbackAttempt.call_id == call_id, Offer.kind == service.KIND, Offer.state == "accepted")
        .order_by(Offer.created_at.desc())
        .limit(1)
    )
    offer = session.scalars(won).first()
    return _pop(session, offer) if offer is not None else None


def _pop(session: Session, offer: Offer) -> dict[str, Any]:
    """As of the call in which they asked; with the number that they want to be called at.

    Of those who share it only whom the agent sees: they may not say that it is another (calls.attribution).
    """
    row = session.get_one(QueueCallback, offer.ref_id)
    pop = build_pop(session, offer, session.get_one(Call, row.call_id))
    people = pop["identity"]["candidates"]
    reach = reach_of_user(session, offer.agent_id) if people and limited_roles(session) else EVERYTHING
    outside = find_outside(session, reach, (one["customer_id"] for one in people))
    pop["identity"] |= {
        "number": row.number,
        "number_national": format_national(row.number),
        "candidates": [one for one in people if one["customer_id"] not in outside],
    }
    pop["reason"]["queue_callback"] = {
        "id": row.id,
        "asked_at": isoformat(row.created_at),
        "attempt": row.attempts + (row.state == "waiting"),
    }
    return pop


def asked_for(session: Session, calls: Sequence[Call]) -> dict[str, Any]:
    """For the presenter, of calls made for a kept place: which, in which call they asked, how long they waited."""
    placed = [call.id for call in calls if call.direction == "outbound" and call.placed_via]
    if not placed:
        return {}
    rows = session.execute(
        sa.select(CallbackAttempt.call_id, CallbackAttempt.created_at, QueueCallback)
        .join(QueueCallback, QueueCallback.id == CallbackAttempt.callback_id)
        .where(CallbackAttempt.call_id.in_(placed))
    )
    return {
        call_id: {
            "id": row.id,
            "call_id": row.call_id,
            "asked_at": row.created_at,
            "waited_seconds": seconds_between(row.entered_at, taken_at),
        }
        for call_id, taken_at, row in rows
    }


def _shown(session: Session, callback_ids: Sequence[str]) -> Mapping[str, kinds.Shown]:
    rows = session.execute(
        sa.select(QueueCallback.id, QueueCallback.number, QueueCallback.call_id, Customer.display_name)
        .outerjoin(Customer, Customer.id == QueueCallback.customer_id)
        .where(QueueCallback.id.in_(callback_ids))
    )
    return {row[0]: kinds.Shown(row[3], row[1], f"/calls/{row[2]}") for row in rows}


def _last_agent(session: Session, item: WorkItem) -> str | None:
    row = session.get_one(QueueCallback, item.ref_id)
    return call_work.last_agent(session, session.get_one(Call, row.call_id))


def _limits(session: Session, item: WorkItem, agent_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Nobody is called back while their queue is closed: they would not be answered then either."""
    is_open = queues.is_open(session, session.get_one(Queue, item.queue_id))
    return {} if is_open else dict.fromkeys(agent_ids, QUEUE_CLOSED)


def _moved(session: Session, item: WorkItem, queue: Queue) -> None:
    service.lock(session, item.ref_id).queue_id = queue.id


def _call_made(session: Session, callback_id: str) -> str | None:
    newest = sa.select(CallbackAttempt.call_id).where(CallbackAttempt.callback_id == callback_id)
    return session.scalar(newest.order_by(CallbackAttempt.created_at.desc()).limit(1))


kinds.register(
    kinds.Kind(
        name=service.KIND,
        lock=service.lock,
        accepted=service.taken,
        sticky=_last_agent,
        limits=_limits,
        moved=_moved,
        pop=_pop,
        shown=_shown,
        call_made=_call_made,
        rings=True,
    )
)
