"""Calls as work: whose they are, what accepting one means, and the bridge that must follow."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls import service as calls
from contactcenter.calls import wrapup
from contactcenter.calls.announcing import announce
from contactcenter.calls.events import CallChanged
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.events import emit
from contactcenter.crm.models import Customer
from contactcenter.routing import crews, engine, kinds, leaving
from contactcenter.routing.models import Offer, Queue, WorkItem
from contactcenter.routing.pop import build_pop
from contactcenter.routing.strategies import Need, failed_filters

KIND = "call"
STICKY_DAYS = 30

# Asked for every caller: built once.
_LAST = (
    sa.select(Call.agent_id)
    .where(Call.agent_id.is_not(None), Call.answered_at.is_not(None), Call.id != sa.bindparam("call_id"))
    .where(Call.started_at > sa.bindparam("since"))
    .order_by(Call.started_at.desc())
    .limit(1)
)
_LAST_WITH_CUSTOMER = _LAST.where(Call.customer_id == sa.bindparam("who"))
_LAST_WITH_NUMBER = _LAST.where(Call.party == sa.bindparam("who"))


def line_up(session: Session, call: Call, queue: Queue, *, priority: int | None = None) -> WorkItem:
    """Put a call (locked) in line. See `engine.enter`."""
    return engine.enter(
        session,
        kind=KIND,
        ref_id=call.id,
        queue=queue,
        customer_id=call.customer_id,
        party=call.party,
        priority=priority,
    )


def bridge_failed(session: Session, call: Call) -> bool:
    """The accepted agent's phone could not be reached: back in line with the original place.

    An own phone that was picked up (by a voicemail, say) but not confirmed looked like a
    conversation for a moment: its wrap-up is taken back. Returns whether the caller should
    wait again.
    """
    item = engine.find_item(session, call.id, for_update=True)
    if item is None or item.state in ("done", "canceled") or (call.answered_at is not None and call.between_at is None):
        return False
    if item.state in ("accepted", "wrapping") and item.agent_id:
        engine.take_back(session, item, "bridge_failed", is_silent_agent=True)
    return True


def count_failed_bridges(session: Session, call_id: str) -> int:
    """How often this call was accepted and then nobody could be reached."""
    failed = sa.select(sa.func.count()).where(Offer.ref_id == call_id, Offer.decline_reason == "bridge_failed")
    return session.scalar(failed) or 0


def accepted_offer(session: Session, call_id: str) -> Offer | None:
    """The offer by which somebody took this call and is to be bridged."""
    return session.scalars(
        sa.select(Offer)
        .join(WorkItem, WorkItem.id == Offer.work_item_id)
        .where(WorkItem.kind == KIND, WorkItem.ref_id == call_id)
        .where(WorkItem.state == "accepted", Offer.state == "accepted")
        .order_by(Offer.created_at.desc())
        .limit(1)
    ).first()


def has_prospect(session: Session, item: WorkItem) -> bool:
    """Whether anybody may still take this item if the caller keeps waiting, once all its steps are taken."""
    moment = now()
    queue = session.get_one(Queue, item.queue_id)
    crew = crews.load_crew(session, queue)
    needs: tuple[Need, ...] = () if queue.relaxation else crews.needs_of(queue, item)
    failed = (
        failed_filters(c, crew.policy, moment=moment, channel=item.channel, needs=needs)
        for c in [*crews.candidates_for(session, crew, item), *(some.one for some in crew.alike)]
    )
    return leaving.has_prospect(failed, queue, has_overflowed=item.overflowed_at is not None)


def _lock(session: Session, call_id: str) -> Call:
    return calls.get_call(session, call_id, for_update=True)


def _accepted(session: Session, item: WorkItem) -> None:
    call = session.get_one(Call, item.ref_id)
    call.handler_id = item.agent_id
    call.version += 1
    announce(session, call)


def _taken_back(session: Session, item: WorkItem) -> None:
    call = session.get_one(Call, item.ref_id)
    emit(session, CallChanged(call.id))  # while the handler still stands: it leaves their screen
    call.handler_id = call.wrap_up_started_at = call.wrap_up_due_at = None
    call.version += 1


def _given_up(session: Session, item: WorkItem) -> None:
    wrapup.keep_draft(session, calls.get_call(session, item.ref_id))


def _last_agent(session: Session, item: WorkItem) -> str | None:
    return last_agent(session, session.get_one(Call, item.ref_id))


def last_agent(session: Session, call: Call) -> str | None:
    """Who last spoke with this person (or this number), within thirty days."""
    who = call.customer_id or call.party
    if not who:
        return None
    statement = _LAST_WITH_CUSTOMER if call.customer_id else _LAST_WITH_NUMBER
    since = now() - timedelta(days=STICKY_DAYS)
    return session.scalar(statement, {"who": who, "call_id": call.id, "since": since})


def _moved(session: Session, item: WorkItem, queue: Queue) -> None:
    calls.enter_queue(session, calls.get_call(session, item.ref_id), queue.id)


def _shown(session: Session, call_ids: Sequence[str]) -> Mapping[str, kinds.Shown]:
    rows = session.execute(
        sa.select(Call.id, Call.party, Customer.display_name)
        .outerjoin(Customer, Customer.id == Call.customer_id)
        .where(Call.id.in_(call_ids))
    )
    return {row[0]: kinds.Shown(row[2], row[1] or "", f"/calls/{row[0]}") for row in rows}


def _pop(session: Session, offer: Offer) -> dict[str, Any]:
    return build_pop(session, offer)


kinds.register(
    kinds.Kind(
        name=KIND,
        lock=_lock,
        accepted=_accepted,
        taken_back=_taken_back,
        given_up=_given_up,
        sticky=_last_agent,
        moved=_moved,
        pop=_pop,
        shown=_shown,
        rings=True,
    )
)
