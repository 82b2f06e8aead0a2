"""The engine: work enters a queue, is offered to one agent at a time, and always ends.

Claims are single statements (`UPDATE … WHERE state = 'pending'`), so of several tabs,
agents or timers exactly one wins. Lock order: call, work item, offer, presence. Nothing
stays in limbo: an item nobody can take keeps its reason and is tried again on every
event that could change that, and by the tick.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.models import Presence, User
from contactcenter.calls import service as calls
from contactcenter.calls import wrapup
from contactcenter.calls.events import CallChanged
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, NotFound
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.routing.events import OfferAccepted, OfferClosed, OfferMade, QueueChanged
from contactcenter.routing.models import Offer, Queue, QueueMember, WorkItem
from contactcenter.routing.strategies import Candidate, Decision, back_off_seconds, choose_agent, is_prospect

STICKY_DAYS = 30


# Asked for every caller: built once.
_FAILURES = (
    sa.select(Offer.agent_id, sa.func.count(), sa.func.max(Offer.closed_at))
    .where(Offer.work_item_id == sa.bindparam("item_id"), Offer.state.in_(("declined", "timed_out")))
    .group_by(Offer.agent_id)
)
_MEMBERS: Any = (
    sa.select(
        Presence.user_id,
        User.name,
        sa.case((Presence.is_status_ready, presence.AVAILABLE), else_=Presence.status),  # company statuses may be ready
        Presence.activity,
        Presence.is_reachable,
        Presence.idle_since,
    )
    .join(User, User.id == Presence.user_id)
    .join(QueueMember, QueueMember.user_id == User.id)
    .where(QueueMember.queue_id == sa.bindparam("queue_id"), User.is_active.is_(True))
)
_LAST = (
    sa.select(Call.agent_id)
    .where(Call.agent_id.is_not(None), Call.answered_at.is_not(None), Call.id != sa.bindparam("call_id"))
    .where(Call.started_at > sa.bindparam("since"))
    .order_by(Call.started_at.desc())
    .limit(1)
)
_LAST_WITH_CUSTOMER = _LAST.where(Call.customer_id == sa.bindparam("who"))
_LAST_WITH_NUMBER = _LAST.where(Call.party == sa.bindparam("who"))
_ITEM = sa.select(WorkItem).where(WorkItem.kind == "call", WorkItem.ref_id == sa.bindparam("call_id"))
_ITEM_LOCKED = _ITEM.with_for_update().execution_options(populate_existing=True)


def enter(session: Session, call: Call, queue: Queue, *, priority: int = 0) -> WorkItem:
    """Put a call in line once, and try to offer it at once."""
    moment = now()
    values = {
        "id": new_id("wrk"),
        "kind": "call",
        "ref_id": call.id,
        "queue_id": queue.id,
        "customer_id": call.customer_id,
        "priority": priority,
        "entered_at": moment,
        "rank": int(moment.timestamp() * 1000) - 60_000 * priority,
    }
    insert_once(session, WorkItem, values, key=["kind", "ref_id"])
    item = session.scalars(_ITEM_LOCKED, {"call_id": call.id}).one()
    if item.state == "waiting":
        offer_next(session, item)
    emit(session, QueueChanged(queue.id))
    return item


def find_item(session: Session, call_id: str, *, for_update: bool = False) -> WorkItem | None:
    return session.scalars(_ITEM_LOCKED if for_update else _ITEM, {"call_id": call_id}).one_or_none()


def offer_next(session: Session, item: WorkItem) -> Offer | None:
    """Offer a waiting item to the best agent free right now; else note why it waits. Item is locked."""
    queue = session.get_one(Queue, item.queue_id)
    moment = now()
    decision = choose_agent(
        list_candidates(session, item),
        sticky_agent_id=_last_agent(session, item),
        moment=moment,
        strategy=queue.strategy,
    )
    if decision.chosen is None or not _reserve(session, decision.chosen):
        item.limbo_reason = decision.reason
        return None
    return _make_offer(session, item, queue, decision.chosen, decision, moment)


def waiting_items() -> sa.Select[Any]:
    """Ids of what waits, in the order of work."""
    return sa.select(WorkItem.id).where(WorkItem.state == "waiting").order_by(WorkItem.rank).limit(50)


def offer_item(session: Session, item_id: str) -> Offer | None:
    """Try an item again unless somebody else is at it, or it no longer waits."""
    item = session.scalars(
        sa.select(WorkItem)
        .where(WorkItem.id == item_id, WorkItem.state == "waiting")
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return None if item is None else offer_next(session, item)


def accept(session: Session, offer_id: str, agent_id: str) -> Offer:
    """Take an offer. Raises Conflict `offer_closed` for whoever comes second or too late."""
    offer = get_offer(session, offer_id, agent_id)
    call = calls.get_call(session, offer.ref_id, for_update=True)
    item = _lock_item(session, offer.work_item_id)
    if not _claim(session, offer, "accepted"):
        if offer.state == "accepted" and item.agent_id == agent_id:
            return offer  # a second tab, or a repeat after a lost answer
        raise Conflict("offer_closed", "This call is no longer on offer.", state=offer.state)
    item.state, item.agent_id, item.limbo_reason = "accepted", agent_id, None
    call.handler_id = agent_id
    call.version += 1
    calls.announce(session, call)
    emit(session, OfferClosed(offer.id, agent_id, offer.ref_id, "accepted", None))
    emit(session, OfferAccepted(offer.id))
    emit(session, QueueChanged(item.queue_id))
    return offer


def decline(session: Session, offer_id: str, agent_id: str, reason: str | None) -> Offer:
    """Turn an offer down; the next agent is asked at once. Closed already: nothing changes."""
    offer = get_offer(session, offer_id, agent_id)
    item = _lock_item(session, offer.work_item_id)
    if _close(session, offer, item, "declined", reason):
        presence.set_activity(session, agent_id, "idle", "declined")
        offer_next(session, item)
    return offer


def due_offers(moment: datetime) -> sa.Select[Any]:
    """Ids of offers that have rung out."""
    return sa.select(Offer.id).where(Offer.state == "pending", Offer.expires_at <= moment).order_by(Offer.expires_at)


def expire_offer(session: Session, offer_id: str) -> None:
    """Close an offer that rang out: the agent becomes Not responding, the next one is asked."""
    offer = session.get_one(Offer, offer_id)
    item = _lock_item(session, offer.work_item_id)
    if _close(session, offer, item, "timed_out", "no_answer"):
        presence.set_activity(session, offer.agent_id, "idle", "rang_out")
        presence.mark_not_responding(session, offer.agent_id)
        offer_next(session, item)


def withdraw_offers(session: Session, agent_id: str, cause: str) -> None:
    """Take back what an agent who left Available was being offered, and ask the next."""
    pending = session.scalars(sa.select(Offer).where(Offer.agent_id == agent_id, Offer.state == "pending")).all()
    for offer in pending:
        item = _lock_item(session, offer.work_item_id)
        if _close(session, offer, item, "canceled", cause):
            presence.set_activity(session, agent_id, "idle", cause)
            offer_next(session, item)


def lock_offered(session: Session, agent_id: str) -> None:
    """Lock what this agent is being offered, before their presence is locked (see lock order)."""
    session.scalars(
        sa.select(WorkItem.id)
        .join(Offer, Offer.work_item_id == WorkItem.id)
        .where(Offer.agent_id == agent_id, Offer.state == "pending")
        .with_for_update(of=WorkItem)
    ).all()


def cancel(session: Session, call_id: str, reason: str) -> None:
    """The caller is no longer in line: close what is open, free the agent, no penalty."""
    item = find_item(session, call_id, for_update=True)
    if item is None or item.state not in ("waiting", "offered", "accepted"):
        return
    for offer in session.scalars(sa.select(Offer).where(Offer.work_item_id == item.id, Offer.state == "pending")):
        if _claim(session, offer, "canceled"):
            emit(session, OfferClosed(offer.id, offer.agent_id, call_id, "canceled", reason))
            presence.set_activity(session, offer.agent_id, "idle", reason)
    if item.state == "accepted" and item.agent_id:
        wrapup.keep_draft(session, calls.get_call(session, call_id))
        presence.set_activity(session, item.agent_id, "idle", reason)
    close_item(session, item, "canceled", reason)


def bridge_failed(session: Session, call: Call) -> bool:
    """The accepted agent's phone could not be reached: back in line with the original place.

    An own phone that was picked up (by a voicemail, say) but not confirmed looked like a
    conversation for a moment: its wrap-up is taken back. Returns whether the caller should
    wait again.
    """
    item = find_item(session, call.id, for_update=True)
    if item is None or item.state in ("done", "canceled") or (call.answered_at is not None and call.between_at is None):
        return False
    if item.state in ("accepted", "wrapping") and item.agent_id:
        agent_id, item.agent_id, item.state = item.agent_id, None, "waiting"
        emit(session, CallChanged(call.id))  # while the handler still stands: it leaves their screen
        call.handler_id = call.wrap_up_started_at = call.wrap_up_due_at = None
        call.version += 1
        accepted = sa.select(Offer).where(Offer.work_item_id == item.id, Offer.state == "accepted")
        for offer in session.scalars(accepted):
            offer.state, offer.decline_reason = "timed_out", "bridge_failed"
            emit(session, OfferClosed(offer.id, agent_id, call.id, "timed_out", "bridge_failed"))
        presence.set_activity(session, agent_id, "idle", "bridge_failed")
        presence.mark_not_responding(session, agent_id)
        offer_next(session, item)
    return True


def count_failed_bridges(session: Session, call_id: str) -> int:
    """How often this call was accepted and then nobody could be reached."""
    failed = sa.select(sa.func.count()).where(Offer.ref_id == call_id, Offer.decline_reason == "bridge_failed")
    return session.scalar(failed) or 0


def close_item(session: Session, item: WorkItem, state: str, reason: str | None) -> None:
    item.state, item.closed_reason, item.closed_at = state, reason, now()
    item.limbo_reason = None
    emit(session, QueueChanged(item.queue_id))


def get_offer(session: Session, offer_id: str, agent_id: str | None) -> Offer:
    """The offer, if it is (or was) this agent's. Raises NotFound."""
    offer = session.get(Offer, offer_id)
    if offer is None or (agent_id is not None and offer.agent_id != agent_id):
        raise NotFound("offer_not_found", "There is no such offer.")
    return offer


def accepted_offer(session: Session, call_id: str) -> Offer | None:
    """The offer by which somebody took this call and is to be bridged."""
    return session.scalars(
        sa.select(Offer)
        .join(WorkItem, WorkItem.id == Offer.work_item_id)
        .where(WorkItem.ref_id == call_id, WorkItem.state == "accepted", Offer.state == "accepted")
        .order_by(Offer.created_at.desc())
        .limit(1)
    ).first()


def list_candidates(session: Session, item: WorkItem) -> list[Candidate]:
    """The queue's members as they stand, with what they did with this item before."""
    session.flush()
    connection = session.connection()  # plain rows: a large team is read for every offer
    failed = connection.execute(_FAILURES, {"item_id": item.id})
    failures = {agent_id: (count, last) for agent_id, count, last in failed}
    rows = connection.execute(_MEMBERS, {"queue_id": item.queue_id})
    return [Candidate(*row, backed_off_until=_backed_off_until(failures.get(row[0]))) for row in rows]  # type: ignore[misc]


def has_prospect(session: Session, item: WorkItem) -> bool:
    """Whether anybody may still take this item if the caller keeps waiting."""
    moment = now()
    return any(is_prospect(c, moment) for c in list_candidates(session, item))


def _backed_off_until(failed: tuple[int, datetime | None] | None) -> datetime | None:
    if failed is None or failed[1] is None:
        return None
    return failed[1] + timedelta(seconds=back_off_seconds(failed[0]))


def _last_agent(session: Session, item: WorkItem) -> str | None:
    """Who last spoke with this person (or this number), within thirty days."""
    call = session.get_one(Call, item.ref_id)
    who = call.customer_id or call.party
    if not who:
        return None
    statement = _LAST_WITH_CUSTOMER if call.customer_id else _LAST_WITH_NUMBER
    since = now() - timedelta(days=STICKY_DAYS)
    return session.scalar(statement, {"who": who, "call_id": call.id, "since": since})


def _reserve(session: Session, agent_id: str) -> bool:
    """Lock the agent's row and make them ring, unless somebody was faster."""
    row = presence.get_presence(session, agent_id, for_update=True)
    if not presence.is_ready(row):
        return False
    presence.set_activity(session, agent_id, "ringing", "offer")
    return True


def _make_offer(
    session: Session, item: WorkItem, queue: Queue, agent_id: str, decision: Decision, moment: datetime
) -> Offer:
    offer = Offer(
        work_item_id=item.id,
        kind=item.kind,
        ref_id=item.ref_id,
        agent_id=agent_id,
        created_at=moment,
        expires_at=moment + timedelta(seconds=queue.ring_seconds),
        decision=decision.as_json(),
    )
    session.add(offer)
    item.state, item.limbo_reason, item.no_prospect_since = "offered", None, None
    session.flush()
    emit(session, OfferMade(offer.id, offer.agent_id, offer.ref_id))
    return offer


def _close(session: Session, offer: Offer, item: WorkItem, state: str, reason: str | None) -> bool:
    if not _claim(session, offer, state):
        return False
    offer.decline_reason = reason
    item.state = "waiting"
    session.flush()
    emit(session, OfferClosed(offer.id, offer.agent_id, offer.ref_id, state, reason))
    return True


def _claim(session: Session, offer: Offer, state: str) -> bool:
    """Close a pending offer in one atomic statement; False when it was closed already."""
    claimed = session.execute(
        sa.update(Offer)
        .where(Offer.id == offer.id, Offer.state == "pending")
        .values(state=state, closed_at=now())
        .execution_options(synchronize_session=False)
    )
    session.refresh(offer)
    return bool(claimed.rowcount)  # type: ignore[attr-defined]


def _lock_item(session: Session, item_id: str) -> WorkItem:
    return session.scalars(
        sa.select(WorkItem).where(WorkItem.id == item_id).with_for_update().execution_options(populate_existing=True)
    ).one()
