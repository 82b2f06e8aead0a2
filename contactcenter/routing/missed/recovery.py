"""From calls to missed callers: opened by a call nobody took, closed when anybody has reached them.

Deliveries come in any order and again: each call counts once, a miss that is told after the talk that mended it
opens nothing, and a call that turns out to have been answered no longer counts. Callers hold the call's lock.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.contact import LEAST_TALK, is_contact
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.crm.notifications import service as notifications
from contactcenter.routing.missed import choosing
from contactcenter.routing.missed.events import MissedCallerChanged
from contactcenter.routing.missed.models import MissedCall, MissedCaller

MISSED = frozenset({"missed", "abandoned", "voicemail"})


def look_at(session: Session, call: Call) -> None:
    """Bring the caller's item up to what the call is known to be now. Repeating it changes nothing."""
    if call.provider_status is None or call.is_anonymous or not call.party:
        return
    if call.direction == "inbound" and call.state in MISSED:
        _count(session, call)
        return
    _uncount(session, call)
    if call.direction == "outbound" and not is_contact(call):
        for item in _open_items(session, call.party, call.customer_id):
            touch(session, item)  # one attempt more


def reached(
    session: Session, party: str | None, customer_id: str | None, at: datetime, *, by: str | None, call_id: str | None
) -> None:
    """They were reached (see routing.contacts): what they had missed until then is mended."""
    for item in _open_items(session, party, customer_id):
        if item.last_at <= at:
            close(session, item, reason="reached", by=by, at=at, call_id=call_id)


def awaits(session: Session, call: Call) -> bool:
    """Whether this talk would mend something: the person is to be called back."""
    keys = [key for key in (call.customer_id, call.party) if key and not call.is_anonymous]
    return (
        bool(keys)
        and session.scalar(sa.select(MissedCaller.id).where(MissedCaller.open_key.in_(keys)).limit(1)) is not None
    )


def close(
    session: Session,
    item: MissedCaller,
    *,
    reason: str,
    by: str | None,
    at: datetime | None = None,
    note: str = "",
    call_id: str | None = None,
) -> None:
    """No longer to be called. The same person's next miss opens another item."""
    item.state, item.open_key = "closed", None
    item.closed_at, item.closed_by = at or now(), by
    item.close_reason, item.close_note, item.closed_call_id = reason, note, call_id
    item.snoozed_until = item.remind_next_at = None
    notifications.withdraw(session, item.id)
    touch(session, item)


def touch(session: Session, item: MissedCaller) -> None:
    item.version += 1
    session.flush()
    emit(session, MissedCallerChanged(item.id))


def adopt(session: Session, party: str, customer_id: str) -> None:
    """It is known now whose number this is."""
    open_ = sa.select(MissedCaller).where(MissedCaller.open_key == party).with_for_update()
    item = session.scalars(open_).one_or_none()
    if item is not None and item.customer_id is None:
        belong(session, item, customer_id)


def belong(session: Session, item: MissedCaller, customer_id: str | None) -> None:
    """Make an open item this customer's; one they have already takes its calls in."""
    key = customer_id or item.party
    other = session.scalars(sa.select(MissedCaller).where(MissedCaller.open_key == key).with_for_update()).one_or_none()
    item.customer_id = customer_id
    if other is None or other is item:
        item.open_key = key
        touch(session, item)
        return
    session.execute(sa.update(MissedCall).where(MissedCall.item_id == item.id).values(item_id=other.id))
    _recount(session, other)
    other.due_at = min(other.due_at, item.due_at)
    touch(session, other)
    close(session, item, reason="joined", by=None)


def rekey(session: Session, customer_ids: list[str]) -> None:
    """Customers were merged or came apart: their open items follow."""
    theirs = sa.select(MissedCaller).where(MissedCaller.customer_id.in_(customer_ids), MissedCaller.state == "open")
    for item in session.scalars(theirs.order_by(MissedCaller.id).with_for_update()).all():
        if item.open_key != item.customer_id and item.state == "open":
            belong(session, item, item.customer_id)


def part(session: Session, customer_ids: list[str]) -> None:
    """Customers came apart, and their calls with them: each has the calls in vain that are theirs, on an item of
    their own. One that had been joined to another's is opened again."""
    rekey(session, customer_ids)
    strays = (
        sa.select(Call, MissedCall)
        .join(MissedCall, MissedCall.call_id == Call.id)
        .join(MissedCaller, MissedCaller.id == MissedCall.item_id)
        .where(MissedCaller.customer_id.in_(customer_ids), MissedCaller.state == "open")
        .where(Call.customer_id.is_distinct_from(MissedCaller.customer_id))
    )
    for call, counted in session.execute(strays.order_by(Call.id)).all():
        before = session.get_one(MissedCaller, counted.item_id, with_for_update=True)
        item = _joined_item(session, call) or _open_item(session, call, counted.ended_at)
        counted.item_id = item.id
        session.flush()
        for one in (item, before):
            _recount(session, one)
            touch(session, one)
        if before.call_count == 0:
            close(session, before, reason="joined", by=None)


def _joined_item(session: Session, call: Call) -> MissedCaller | None:
    """The person's own item that a merge had closed, open again; None when they have an open one, or never had any."""
    key = call.customer_id or call.party
    taken = sa.select(MissedCaller.id).where(MissedCaller.open_key == key)
    theirs = MissedCaller.customer_id == call.customer_id if call.customer_id else MissedCaller.party == call.party
    joined = sa.select(MissedCaller).where(theirs, MissedCaller.close_reason == "joined")
    item = session.scalars(joined.order_by(MissedCaller.closed_at.desc()).limit(1).with_for_update()).one_or_none()
    if item is None or session.scalar(taken) is not None:
        return None
    item.state, item.open_key = "open", key
    item.closed_at = item.closed_by = item.close_reason = None
    item.remind_next_at = item.due_at if item.due_at > now() else None
    session.flush()
    return item


def _count(session: Session, call: Call) -> None:
    counted = session.get(MissedCall, call.id)
    if counted is not None:
        item = session.get_one(MissedCaller, counted.item_id, with_for_update=True)
        if item.state == "open" and item.customer_id != call.customer_id:
            belong(session, item, call.customer_id)
        return
    ended_at = _end_of(call)
    if _was_reached_since(session, call, ended_at):
        return
    item = _open_item(session, call, ended_at)
    row = {"call_id": call.id, "item_id": item.id, "ended_at": ended_at}
    if insert_once(session, MissedCall, row, key=["call_id"]):
        _recount(session, item)
        touch(session, item)


def _uncount(session: Session, call: Call) -> None:
    """It was taken for missed, and was not: a late fact says so."""
    counted = session.get(MissedCall, call.id)
    if counted is None:
        return
    item = session.get_one(MissedCaller, counted.item_id, with_for_update=True)
    session.delete(counted)
    session.flush()
    _recount(session, item)
    if item.state == "open" and item.call_count == 0:
        close(session, item, reason="answered", by=None)
    else:
        touch(session, item)


def _open_item(session: Session, call: Call, ended_at: datetime) -> MissedCaller:
    """The person's open item, locked; a new one, linked to the last, when there is none."""
    key = call.customer_id or call.party or ""
    found = sa.select(MissedCaller).where(MissedCaller.open_key == key)
    locked = found.with_for_update().execution_options(populate_existing=True)
    item = session.scalars(locked).one_or_none()
    if item is not None:
        return item
    policy = choosing.policy_of(session, call.queue_id)
    due_at = choosing.choose_due(session, policy, ended_at)
    moment = now()
    values = {
        "id": new_id("mis"), "version": 0, "state": "open", "open_key": key, "party": call.party,
        "customer_id": call.customer_id, "queue_id": call.queue_id,
        "owner_id": choosing.choose_owner(session, policy, call), "call_count": 0, "first_at": ended_at,
        "last_at": ended_at, "due_at": due_at, "remind_next_at": due_at if due_at > moment - RECENT else None,
        "previous_id": _last_closed(session, call), "close_note": "", "created_at": moment,
    }  # fmt: skip
    session.flush()
    insert_once(session, MissedCaller, values, key=["open_key"])
    return session.scalars(locked).one()


RECENT = timedelta(days=1)
"""What should have been called back longer ago is not news: history that is read in rings no bell."""


def _last_closed(session: Session, call: Call) -> str | None:
    theirs = MissedCaller.customer_id == call.customer_id if call.customer_id else MissedCaller.party == call.party
    closed = sa.select(MissedCaller.id).where(theirs, MissedCaller.state == "closed")
    return session.scalar(closed.order_by(MissedCaller.closed_at.desc(), MissedCaller.id.desc()).limit(1))


def _open_items(session: Session, party: str | None, customer_id: str | None) -> list[MissedCaller]:
    whose = [MissedCaller.party == party] if party else []
    if customer_id:
        whose.append(MissedCaller.customer_id == customer_id)
    if not whose:
        return []
    open_ = sa.select(MissedCaller).where(MissedCaller.state == "open", sa.or_(*whose)).order_by(MissedCaller.id)
    return list(session.scalars(open_.with_for_update().execution_options(populate_existing=True)))


def _was_reached_since(session: Session, call: Call, ended_at: datetime) -> bool:
    theirs = [Call.party == call.party, *([Call.customer_id == call.customer_id] if call.customer_id else [])]
    later = sa.select(Call.id).where(
        sa.or_(*theirs), Call.talk_seconds >= LEAST_TALK, Call.ended_at >= ended_at, Call.id != call.id
    )
    return session.scalar(later.limit(1)) is not None


def _recount(session: Session, item: MissedCaller) -> None:
    counted = sa.select(sa.func.count(), sa.func.min(MissedCall.ended_at), sa.func.max(MissedCall.ended_at))
    count, first, last = session.execute(counted.where(MissedCall.item_id == item.id)).one()
    item.call_count = count
    if count:
        item.first_at, item.last_at = first, last


def _end_of(call: Call) -> datetime:
    return call.ended_at or call.started_at
