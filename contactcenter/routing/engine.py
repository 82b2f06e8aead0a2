"""The engine: work of any kind enters a queue, is offered, and always ends.

Lock order: the work itself (a call), work item, offer, presence. Whoever claims an offer first has it (offers.py).
Nothing stays in limbo: an item nobody can take keeps its reason and is tried again on every event that could change
that, and by the tick (rounds.py).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict
from contactcenter.core.events import emit
from contactcenter.core.writes import update_soon
from contactcenter.routing import activity, crews, decisions, kinds, line, offers
from contactcenter.routing.crews import Crew
from contactcenter.routing.deciding import decide
from contactcenter.routing.events import OfferAccepted, OfferClosed, OfferMade, QueueChanged, WorkStuck
from contactcenter.routing.models import Offer, Queue, WorkItem
from contactcenter.routing.strategies import Decision

STUCK_AFTER_FAILURES = 3
"""Declines and ring-outs by one agent: spared 30 s, then 60 s, then a supervisor is told."""


def enter(
    session: Session,
    *,
    kind: str,
    ref_id: str,
    queue: Queue,
    customer_id: str | None = None,
    priority: int | None = None,
    party: str | None = None,
    channel: str = "call",
    needs: Sequence[dict[str, Any]] = (),
) -> WorkItem:
    """Put work in line once, and try to offer it at once. The caller holds the lock of the work itself.

    In line already: nothing changes, unless it is another queue, which is a transfer: the place in line starts
    anew there. Accepted by somebody: their part ends, and a new item goes on from theirs. `priority` adds to
    the queue's own. `party` is the caller's number or address: somebody who calls again while waiting has one
    place in line. `needs`: [{skill_id, level}] beyond the queue's.
    """
    item = find_item(session, ref_id, kind=kind, for_update=True)
    is_new = item is None or item.state not in ("waiting", "offered")
    if item is None or is_new:
        if item is not None and item.state == "accepted":
            hand_over(session, item)
        values = {"customer_id": customer_id, "party": party, "channel": channel, "needs": list(needs)}
        item = line.add(session, kind, ref_id, queue, priority or 0, previous=item, **values)
        for older in line.supersede(session, item):
            cancel_offers(session, older, "called_again")
    elif item.queue_id != queue.id:
        cancel_offers(session, item, "transferred")
        line.move(session, item, queue, priority or 0)
    if item.state == "waiting" and item.superseded_by is None:
        offer_next(session, item)
    emit(session, QueueChanged(queue.id))
    return item


def find_item(session: Session, ref_id: str, *, kind: str = "call", for_update: bool = False) -> WorkItem | None:
    """The reference's open item, else its latest; locked on request."""
    return line.find(session, kind, ref_id, for_update=for_update)


def offer_next(session: Session, item: WorkItem, crew: Crew | None = None) -> Offer | None:
    """Offer a waiting item to the best agent free right now; else note why it waits. Item is locked.

    `crew`: the queue's members as already read and kept up to date in this transaction.
    """
    if crew is None:
        crew = crews.load_crew(session, session.get_one(Queue, item.queue_id), is_deciding=True)
    decision, rows = decide(session, item, crew)
    if not rows:
        line.keep_waiting(session, item, decision)
        return None
    if decision.credits is not None and crew.credits is not None:
        crew.credits.credits = decision.credits
    return make_offers(session, item, crew, decision, rows)


def accept(session: Session, offer_id: str, agent_id: str) -> Offer:
    """Take an offer. Raises Conflict `offer_closed` for whoever comes second or too late."""
    offer = offers.get(session, offer_id, agent_id)
    kind = kinds.get(offer.kind)
    kind.lock(session, offer.ref_id)
    item = line.lock(session, offer.work_item_id)
    if not offers.claim(session, offer, "accepted"):
        if offer.state == "accepted" and item.agent_id == agent_id:
            return offer  # a second tab, or a repeat after a lost answer
        raise Conflict("offer_closed", "This is no longer on offer.", state=offer.state)
    for other in offers.pending_for(session, item.id):
        _end(session, other, "rescinded", "taken")
    item.state, item.agent_id, item.limbo_reason = "accepted", agent_id, None
    kind.accepted(session, item)
    emit(session, OfferClosed(offer.id, agent_id, offer.kind, offer.ref_id, "accepted", None))
    emit(session, OfferAccepted(offer.id, offer.kind))
    if kind.holds_slot:
        emit(session, QueueChanged(item.queue_id))
    else:
        finish(session, item)
    return offer


def decline(session: Session, offer_id: str, agent_id: str, reason: str | None) -> Offer:
    """Turn an offer down; the next agent is asked at once. Closed already: nothing changes."""
    offer = offers.get(session, offer_id, agent_id)
    item = line.lock(session, offer.work_item_id)
    if _close(session, offer, item, "declined", reason):
        activity.release(session, agent_id, kinds.get(offer.kind), "declined")
        _try_next(session, item)
    return offer


def expire_offer(session: Session, offer_id: str, *, is_outage: bool = False) -> None:
    """Close an offer that rang out: the agent becomes Not responding, the next one is asked.

    `is_outage`: we were down while it rang, so that it could not be taken: nobody's fault, and somebody is asked again.
    """
    offer = session.get_one(Offer, offer_id)
    item = line.lock(session, offer.work_item_id)
    state, reason = ("canceled", "outage") if is_outage else ("timed_out", "no_answer")
    if _close(session, offer, item, state, reason):
        if not is_outage:
            presence.mark_not_responding(session, offer.agent_id)
        activity.release(session, offer.agent_id, kinds.get(offer.kind), reason if is_outage else "rang_out")
        _try_next(session, item)


def withdraw_offers(session: Session, agent_id: str, cause: str) -> None:
    """Take back what an agent who left Available was being offered, and ask the next."""
    for offer in offers.pending_at(session, agent_id):
        item = line.lock(session, offer.work_item_id)
        if _close(session, offer, item, "canceled", cause):
            activity.release(session, agent_id, kinds.get(offer.kind), cause)
            _try_next(session, item)


def cancel(session: Session, ref_id: str, reason: str, *, kind: str = "call") -> None:
    """The customer is no longer in line: close what is open, free the agent, no penalty."""
    item = find_item(session, ref_id, kind=kind, for_update=True)
    if item is None or item.state not in ("waiting", "offered", "accepted"):
        return
    cancel_offers(session, item, reason)
    agent_id = item.agent_id if item.state == "accepted" else None
    if agent_id:
        kinds.get(kind).given_up(session, item)
    line.close(session, item, "canceled", reason)
    if agent_id:
        activity.release(session, agent_id, kinds.get(kind), reason)


def take_back(session: Session, item: WorkItem, reason: str, *, is_silent_agent: bool) -> None:
    """What an agent accepted came to nothing: back in line with the original place. `item` is locked.

    `is_silent_agent`: it was their doing (a phone nobody picks up), so they get nothing until they are back.
    """
    agent_id = item.agent_id or ""
    kinds.get(item.kind).taken_back(session, item)
    accepted = sa.select(Offer).where(Offer.work_item_id == item.id, Offer.state == "accepted")
    item.agent_id, item.state = None, "waiting"
    for offer in session.scalars(accepted):
        offer.state, offer.decline_reason = "timed_out", reason
        emit(session, OfferClosed(offer.id, agent_id, item.kind, item.ref_id, "timed_out", reason))
    if is_silent_agent:
        presence.mark_not_responding(session, agent_id)
    activity.release(session, agent_id, kinds.get(item.kind), reason)
    offer_next(session, item)


def start_wrap_up(session: Session, item: WorkItem) -> None:
    """The talk is over and its agent writes it up: the slot stays taken until `finish`."""
    item.state = "wrapping"
    if item.agent_id and kinds.get(item.kind).rings:
        presence.set_activity(session, item.agent_id, "wrap_up", "call_ended")


def finish(session: Session, item: WorkItem, reason: str | None = None) -> None:
    """Done with: the slot is free, and whoever waits is tried."""
    line.close(session, item, "done", reason)
    if item.agent_id:
        activity.release(session, item.agent_id, kinds.get(item.kind), reason or "wrapped_up")


def hand_over(session: Session, item: WorkItem) -> None:
    """Its agent passes it on: their part is done; what they were asked by stays accepted."""
    finish(session, item, "transferred")


def park(session: Session, item: WorkItem) -> None:
    """Put accepted work aside, which frees its slot. Raises Conflict unless somebody has it."""
    if item.state != "accepted" or item.agent_id is None:
        raise Conflict("not_in_hand", "Only work in hand can be put aside.", state=item.state)
    item.is_parked = True
    activity.release(session, item.agent_id, kinds.get(item.kind), "parked")


def resume(session: Session, item: WorkItem) -> None:
    """Take parked work up again; its slot is taken even when that is one more than the agent's limit."""
    if item.is_parked and item.agent_id:
        item.is_parked = False
        presence.get_presence(session, item.agent_id, for_update=True).version += 1


def make_offers(session: Session, item: WorkItem, crew: Crew, decision: Decision, rows: list[Any]) -> Offer:
    """Ring at those whose locked states are `rows`, all of the crew; returns the first one's offer."""
    moment, kind = now(), kinds.get(item.kind)
    decision_id = decisions.keep(session, item, decision, moment)
    made = []
    for row in rows:
        activity.ring(session, row, kind)
        crew.take(row.user_id, item.channel, row.version, is_ringing=kind.rings)
        until = moment + timedelta(seconds=crew.queue.ring_seconds)
        made.append(offers.add(session, item, row.user_id, moment, until, decision_id))
    count = item.offers_made + len(made)
    update_soon(session, item, state="offered", limbo_reason=None, no_prospect_since=None, offers_made=count)
    for offer in made:
        emit(session, OfferMade(offer.id, offer.agent_id, offer.kind, offer.ref_id))
    return made[0]


def _try_next(session: Session, item: WorkItem) -> None:
    """After an agent did not take it. Others may still be ringing for it."""
    if item.state == "waiting" and item.superseded_by is None:
        may_be_stuck = item.alerted_at is None and item.offers_made >= STUCK_AFTER_FAILURES
        if may_be_stuck and line.is_stuck(session, item, STUCK_AFTER_FAILURES):
            item.alerted_at = now()
            emit(session, WorkStuck(item.id))
        offer_next(session, item)


def cancel_offers(session: Session, item: WorkItem, reason: str) -> None:
    """Nobody need come any more; it is not their fault."""
    for offer in offers.pending_for(session, item.id):
        _end(session, offer, "canceled", reason)
    if item.state == "offered":
        item.state = "waiting"


def _end(session: Session, offer: Offer, state: str, reason: str) -> None:
    """Close an offer that came to nothing for its agent, who is free again."""
    if offers.claim(session, offer, state, reason):
        emit(session, OfferClosed(offer.id, offer.agent_id, offer.kind, offer.ref_id, state, reason))
        activity.release(session, offer.agent_id, kinds.get(offer.kind), reason)


def _close(session: Session, offer: Offer, item: WorkItem, state: str, reason: str | None) -> bool:
    if not offers.claim(session, offer, state, reason):
        return False
    if not offers.is_pending_for(session, item.id):
        update_soon(session, item, state="waiting")
    emit(session, OfferClosed(offer.id, offer.agent_id, offer.kind, offer.ref_id, state, reason))
    return True
