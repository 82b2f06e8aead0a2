"""The engine: work of any kind enters a queue, is offered, and always ends.

Claims are single statements (`UPDATE … WHERE state = 'pending'`), so of several tabs,
agents or timers exactly one wins. Lock order: the work itself (a call), work item, offer, presence.
An agent already locked by somebody else is passed over, never waited for, so that handing out several
items at once cannot wait crosswise. Nothing stays in limbo: an item nobody can take keeps its reason and is
tried again on every event that could change that, and by the tick (rounds.py).
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from contactcenter.agents import presence
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, NotFound
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.core.writes import insert_soon, update_soon
from contactcenter.routing import activity, decisions, kinds, line, teams
from contactcenter.routing.events import OfferAccepted, OfferClosed, OfferMade, QueueChanged, WorkStuck
from contactcenter.routing.models import Offer, Queue, WorkItem
from contactcenter.routing.strategies import Candidate, Decision, choose
from contactcenter.routing.teams import Team

_OFFERS: Any = Offer.__table__

# Asked for every offer: built once.
_NEXT_DUE = (
    sa.select(Offer)
    .join(WorkItem, WorkItem.id == Offer.work_item_id)
    .where(Offer.state == "pending", Offer.expires_at <= sa.bindparam("moment", type_=Offer.expires_at.type))
    .where(Offer.agent_id.not_in(sa.bindparam("passed", expanding=True)))
    .order_by(Offer.expires_at)
    .limit(1)
    .with_for_update(of=WorkItem, skip_locked=True)
    .execution_options(populate_existing=True)
)
_OFFERED_FREE = (
    sa.select(WorkItem.id)
    .join(Offer, Offer.work_item_id == WorkItem.id)
    .where(Offer.agent_id == sa.bindparam("agent_id"), Offer.state == "pending")
    .with_for_update(of=WorkItem, skip_locked=True)
)
_COUNT_OFFERED = sa.select(sa.func.count()).where(
    _OFFERS.c.agent_id == sa.bindparam("agent_id"), _OFFERS.c.state == "pending"
)
_CLAIM = (
    sa.update(_OFFERS)
    .where(_OFFERS.c.id == sa.bindparam("offer_id"), _OFFERS.c.state == "pending")
    .values({name: sa.bindparam(name) for name in ("state", "closed_at", "decline_reason")})
)
_PENDING = (
    sa.select(Offer)
    .where(Offer.work_item_id == sa.bindparam("item_id"), Offer.state == "pending")
    .order_by(Offer.agent_id)
)
_IS_RINGING = (
    sa.select(_OFFERS.c.id)
    .where(_OFFERS.c.work_item_id == sa.bindparam("item_id"), _OFFERS.c.state == "pending")
    .limit(1)
)
_LOCKED_ITEM = (
    sa.select(WorkItem)
    .where(WorkItem.id == sa.bindparam("item_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)

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


def offer_next(session: Session, item: WorkItem, team: Team | None = None) -> Offer | None:
    """Offer a waiting item to the best agent free right now; else note why it waits. Item is locked.

    `team`: the queue's members as already read and kept up to date in this transaction.
    """
    if team is None:
        team = teams.load_team(session, session.get_one(Queue, item.queue_id), is_deciding=True)
    decision, rows = _decide(session, item, team)
    if not rows:
        line.keep_waiting(session, item, decision)
        return None
    if decision.credits is not None and team.credits is not None:
        team.credits.credits = decision.credits
    return make_offers(session, item, team, decision, rows)


def accept(session: Session, offer_id: str, agent_id: str) -> Offer:
    """Take an offer. Raises Conflict `offer_closed` for whoever comes second or too late."""
    offer = get_offer(session, offer_id, agent_id)
    kind = kinds.get(offer.kind)
    kind.lock(session, offer.ref_id)
    item = _lock_item(session, offer.work_item_id)
    if not _claim(session, offer, "accepted"):
        if offer.state == "accepted" and item.agent_id == agent_id:
            return offer  # a second tab, or a repeat after a lost answer
        raise Conflict("offer_closed", "This is no longer on offer.", state=offer.state)
    for other in _pending(session, item.id):
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
    offer = get_offer(session, offer_id, agent_id)
    item = _lock_item(session, offer.work_item_id)
    if _close(session, offer, item, "declined", reason):
        activity.release(session, agent_id, kinds.get(offer.kind), "declined")
        _try_next(session, item)
    return offer


def due_offers(moment: datetime) -> sa.Select[Any]:
    """Ids of offers that have rung out."""
    return sa.select(Offer.id).where(Offer.state == "pending", Offer.expires_at <= moment).order_by(Offer.expires_at)


def next_due(session: Session, moment: datetime, passed: Collection[str]) -> Offer | None:
    """What rang out first, its item locked, at anybody but `passed`. What somebody else is at is theirs: several clocks
    share the work."""
    session.flush()
    offer: Offer | None = session.scalars(_NEXT_DUE, {"moment": moment, "passed": list(passed)}).one_or_none()
    return offer


def lock_all_offered(session: Session, agent_id: str) -> bool:
    """Lock what this agent is being offered; False when somebody else is at some of it.

    Who lets one pass loses them all: two clocks with one each would wait crosswise.
    """
    offered = session.connection().scalar(_COUNT_OFFERED, {"agent_id": agent_id})
    return len(session.connection().execute(_OFFERED_FREE, {"agent_id": agent_id}).all()) == offered


def expire_offer(session: Session, offer_id: str, *, is_outage: bool = False) -> None:
    """Close an offer that rang out: the agent becomes Not responding, the next one is asked.

    `is_outage`: we were down while it rang, so that it could not be taken: nobody's fault, and somebody is asked again.
    """
    offer = session.get_one(Offer, offer_id)
    item = _lock_item(session, offer.work_item_id)
    state, reason = ("canceled", "outage") if is_outage else ("timed_out", "no_answer")
    if _close(session, offer, item, state, reason):
        if not is_outage:
            presence.mark_not_responding(session, offer.agent_id)
        activity.release(session, offer.agent_id, kinds.get(offer.kind), reason if is_outage else "rang_out")
        _try_next(session, item)


def withdraw_offers(session: Session, agent_id: str, cause: str) -> None:
    """Take back what an agent who left Available was being offered, and ask the next."""
    pending = session.scalars(sa.select(Offer).where(Offer.agent_id == agent_id, Offer.state == "pending")).all()
    for offer in pending:
        item = _lock_item(session, offer.work_item_id)
        if _close(session, offer, item, "canceled", cause):
            activity.release(session, agent_id, kinds.get(offer.kind), cause)
            _try_next(session, item)


def lock_offered(session: Session, agent_id: str) -> None:
    """Lock what this agent is being offered, before their presence is locked (see lock order)."""
    session.scalars(
        sa.select(WorkItem.id)
        .join(Offer, Offer.work_item_id == WorkItem.id)
        .where(Offer.agent_id == agent_id, Offer.state == "pending")
        .order_by(WorkItem.id)
        .with_for_update(of=WorkItem)
    ).all()


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


def get_offer(session: Session, offer_id: str, agent_id: str | None) -> Offer:
    """The offer, if it is (or was) this agent's. Raises NotFound."""
    offer = session.get(Offer, offer_id)
    if offer is None or (agent_id is not None and offer.agent_id != agent_id):
        raise NotFound("offer_not_found", "There is no such offer.")
    return offer


def _decide(session: Session, item: WorkItem, team: Team) -> tuple[Decision, list[Any]]:
    """The decision and the locked states of whom to ask.

    When they moved on since the team was read it is read again, once; who is missed then is passed over.
    """
    moment = now()
    candidates = teams.candidates_for(session, team, item)
    sticky_agent_id = kinds.get(item.kind).sticky(session, item)
    passed: dict[str, tuple[str, ...]] = {}
    is_fresh = False
    while True:
        decision = _choose(item, team, candidates, sticky_agent_id, moment)
        rows = [row for agent_id in sorted(decision.rings) if (row := _reserve(session, team.members[agent_id]))]
        if rows or not decision.rings:
            return decision, rows
        if is_fresh:
            passed |= dict.fromkeys(decision.rings, ("busy_elsewhere",))
        else:
            team.refresh(session)
            is_fresh = True
        candidates = teams.candidates_for(session, team, item)
        candidates = [c._replace(limits=passed.get(c.agent_id, c.limits)) for c in candidates]


def _choose(
    item: WorkItem,
    team: Team,
    candidates: list[Candidate],
    sticky_agent_id: str | None,
    moment: datetime,
) -> Decision:
    return choose(
        candidates,
        team.policy,
        moment=moment,
        channel=item.channel,
        needs=teams.needs_of(team.queue, item),
        age_seconds=(moment - item.entered_at).total_seconds(),
        sticky_agent_id=sticky_agent_id,
        credits_now=team.credits.credits if team.credits else None,
        alike=team.alike,
    )


def _reserve(session: Session, one: Candidate) -> Any:
    """The agent's locked state, unless somebody else has it or it is not what the decision saw."""
    row = presence.lock_if_free(session, one.agent_id)
    return row if row is not None and row.version == one.version else None


def make_offers(session: Session, item: WorkItem, team: Team, decision: Decision, rows: list[Any]) -> Offer:
    """Ring at those whose locked states are `rows`, all of the team; returns the first one's offer."""
    moment, kind = now(), kinds.get(item.kind)
    decision_id = decisions.keep(session, item, decision, moment)
    offers = []
    for row in rows:
        activity.ring(session, row, kind)
        team.take(row.user_id, item.channel, row.version, is_ringing=kind.rings)
        until = moment + timedelta(seconds=team.queue.ring_seconds)
        offers.append(_add_offer(session, item, row.user_id, moment, until, decision_id))
    made = item.offers_made + len(offers)
    update_soon(session, item, state="offered", limbo_reason=None, no_prospect_since=None, offers_made=made)
    for offer in offers:
        emit(session, OfferMade(offer.id, offer.agent_id, offer.kind, offer.ref_id))
    return offers[0]


def _add_offer(
    session: Session, item: WorkItem, agent_id: str, moment: datetime, until: datetime, decision_id: str
) -> Offer:
    """A pending offer, in the session as if it had been read: its row is written with the decision's."""
    values = {
        "id": new_id("off"),
        "work_item_id": item.id,
        "kind": item.kind,
        "ref_id": item.ref_id,
        "agent_id": agent_id,
        "state": "pending",
        "created_at": moment,
        "expires_at": until,
        "closed_at": None,
        "connect_sent_at": None,
        "decline_reason": None,
        "decision_id": decision_id,
    }
    insert_soon(session, _OFFERS, values)
    offer = Offer(**values)
    make_transient_to_detached(offer)
    session.add(offer)
    return offer


def _try_next(session: Session, item: WorkItem) -> None:
    """After an agent did not take it. Others may still be ringing for it."""
    if item.state == "waiting" and item.superseded_by is None:
        may_be_stuck = item.alerted_at is None and item.offers_made >= STUCK_AFTER_FAILURES
        if may_be_stuck and line.is_stuck(session, item, STUCK_AFTER_FAILURES):
            item.alerted_at = now()
            emit(session, WorkStuck(item.id))
        offer_next(session, item)


def _pending(session: Session, item_id: str) -> list[Offer]:
    return list(session.scalars(_PENDING, {"item_id": item_id}))


def cancel_offers(session: Session, item: WorkItem, reason: str) -> None:
    """Nobody need come any more; it is not their fault."""
    for offer in _pending(session, item.id):
        _end(session, offer, "canceled", reason)
    if item.state == "offered":
        item.state = "waiting"


def _end(session: Session, offer: Offer, state: str, reason: str) -> None:
    """Close an offer that came to nothing for its agent, who is free again."""
    if _claim(session, offer, state, reason):
        emit(session, OfferClosed(offer.id, offer.agent_id, offer.kind, offer.ref_id, state, reason))
        activity.release(session, offer.agent_id, kinds.get(offer.kind), reason)


def _close(session: Session, offer: Offer, item: WorkItem, state: str, reason: str | None) -> bool:
    if not _claim(session, offer, state, reason):
        return False
    if session.connection().scalar(_IS_RINGING, {"item_id": item.id}) is None:
        update_soon(session, item, state="waiting")
    emit(session, OfferClosed(offer.id, offer.agent_id, offer.kind, offer.ref_id, state, reason))
    return True


def _claim(session: Session, offer: Offer, state: str, reason: str | None = None) -> bool:
    """Close a pending offer in one atomic statement; False when it was closed already."""
    session.flush()
    values = {"state": state, "closed_at": now(), "decline_reason": reason}
    if not session.connection().execute(_CLAIM, {"offer_id": offer.id, **values}).rowcount:
        session.refresh(offer)
        return False
    for name, value in values.items():
        set_committed_value(offer, name, value)
    return True


def _lock_item(session: Session, item_id: str) -> WorkItem:
    return session.scalars(_LOCKED_ITEM, {"item_id": item_id}).one()
