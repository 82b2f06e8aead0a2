"""Places in line that are kept for people who hung up: taken over from their call, called in turn, again, ended.

Everything happens once because of what is in the rows: a call keeps one place (`call_id`), a number has one that is
open (`open_key`), an attempt has one outcome. Lock order: call, callback, work item, offer, presence.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls import service as calls
from contactcenter.calls.contact import is_contact
from contactcenter.calls.models import Call
from contactcenter.calls.outbound import service as outbound
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.privacy import gate
from contactcenter.routing import engine, line
from contactcenter.routing.events import QueueChanged
from contactcenter.routing.flows import places
from contactcenter.routing.models import Queue, WorkItem
from contactcenter.routing.queue_callbacks.asking import is_asking, rule_of
from contactcenter.routing.queue_callbacks.models import CallbackAttempt, QueueCallback

KIND = "callback"
CALLED_OFF = "called_off"
AGENT_LOST_REST = timedelta(seconds=30)
"""The agent's own phone did not answer, or they gave up while it rang: the customer was not tried."""
MOST_PLACED = 12
"""Calls of any outcome for one callback: a phone that never answers must not go on for ever."""


def keep(session: Session, call: Call) -> QueueCallback | None:
    """The caller's place in line is kept under the number they chose. `call` is locked; repeating changes nothing.

    None when they are in line no more: an agent has them, or had.
    """
    known = session.scalars(sa.select(QueueCallback).where(QueueCallback.call_id == call.id)).one_or_none()
    item = engine.find_item(session, call.id, for_update=True)
    if known is not None or item is None or item.state not in ("waiting", "offered") or not call.callback_number:
        return known
    flow, place = places.of_call(session, call)
    row = _add(session, call, item, rule_of(flow.steps.get(place.step)) or {})
    engine.cancel(session, call.id, "callback_asked")
    call.callback_step = "kept"
    if row is not None:
        _line_up(session, row, item)
    calls.settle(session, call)
    return row


def hung_up(session: Session, call: Call) -> bool:
    """The caller is gone while they were asked: whoever has said so much wants to be called at the number known."""
    return is_asking(call) and call.callback_number is not None and keep(session, call) is not None


def taken(session: Session, item: WorkItem) -> None:
    """Their turn has come and an agent took it (`item.agent_id`): that agent is rung, then they are.

    The gate is asked now: what it lets through no more is closed, and the agent is free again.
    """
    row = lock(session, item.ref_id)
    decision = gate.may_contact(session, row.customer_id, row.number, gate.VOICE, gate.SERVICE, now())
    if not decision.is_allowed:
        close(session, row, "refused")
        engine.finish(session, item, "refused")
        return
    line.close(session, item, "done", "calling")
    wish = outbound.Wish(to=row.number, customer_id=row.customer_id, queue_id=row.queue_id)
    call, _ = outbound.place(session, session.get_one(User, item.agent_id), wish, decision, is_reserved=True)
    session.add(CallbackAttempt(call_id=call.id, callback_id=row.id))
    row.state, row.attempts, row.version = "calling", row.attempts + 1, row.version + 1
    session.flush()


def call_over(session: Session, call: Call) -> None:
    """A call to them is over (told again for every late fact): they were reached, or will be tried again."""
    attempt = session.get(CallbackAttempt, call.id)
    outcome = _outcome(call)
    if attempt is None or attempt.outcome in (outcome, "reached"):
        return
    row = lock(session, attempt.callback_id)
    was_told, attempt.outcome = attempt.outcome is not None, outcome
    if outcome == "reached":
        close(session, row, "reached")
    elif was_told or row.state != "calling":
        return
    elif outcome == "agent_gone" and _placed(session, row) < MOST_PLACED:
        row.attempts -= 1
        _rest(row, AGENT_LOST_REST)
    elif row.attempts >= row.tries or outcome == "agent_gone":
        close(session, row, "not_reached")
    else:
        _rest(row, timedelta(minutes=row.retry_minutes))


def reached(session: Session, party: str | None, customer_id: str | None, at: datetime) -> None:
    """They were reached (see routing.contacts): what they wanted to be called for until then is settled."""
    whose = [QueueCallback.number == party] if party else []
    if customer_id:
        whose.append(QueueCallback.customer_id == customer_id)
    if not whose:
        return
    open_ = sa.select(QueueCallback).where(
        sa.or_(*whose), QueueCallback.open_key.is_not(None), QueueCallback.created_at <= at
    )
    for row in session.scalars(open_.order_by(QueueCallback.id).with_for_update()).all():
        close(session, row, "reached")


def close(session: Session, row: QueueCallback, reason: str) -> None:
    """Its end: `done` when they were reached. Its place in line, if it has one, is free."""
    row.state, row.reason = "done" if reason == "reached" else "closed", reason
    row.open_key = row.next_at = None
    row.closed_at, row.version = now(), row.version + 1
    session.flush()
    item = engine.find_item(session, row.id, kind=KIND)
    if item is not None and item.state in ("waiting", "offered"):
        engine.cancel(session, row.id, reason, kind=KIND)


def has_place(session: Session, number: str) -> bool:
    """Whether a place is kept under that number now."""
    return session.scalar(sa.select(QueueCallback.id).where(QueueCallback.open_key == number)) is not None


def reopen(session: Session, row: QueueCallback) -> None:
    """A place that was called off (locked, and its number free) stands in line again where it was."""
    row.state, row.reason, row.closed_at = "waiting", None, None
    row.open_key, row.version = row.number, row.version + 1
    session.flush()
    _line_up(session, row, engine.find_item(session, row.id, kind=KIND))


def list_due(session: Session, moment: datetime, limit: int = 100) -> list[str]:
    """Ids of those to be tried again, the oldest first."""
    due = sa.select(QueueCallback.id).where(QueueCallback.state == "resting", QueueCallback.next_at <= moment)
    return list(session.scalars(due.order_by(QueueCallback.next_at).limit(limit)))


def line_up_again(session: Session, callback_id: str, moment: datetime) -> None:
    """Back in line with the old place, once; whoever comes second finds it there."""
    row = lock(session, callback_id)
    if row.state == "resting" and row.next_at is not None and row.next_at <= moment:
        row.state, row.next_at, row.version = "waiting", None, row.version + 1
        _line_up(session, row, engine.find_item(session, row.id, kind=KIND))


def call_again_over(session: Session, call: Call) -> None:
    """They had called again and waited with this very place; now it is the callback's once more."""
    item = engine.find_item(session, call.id)
    if item is None:
        return
    stepped_back = sa.select(WorkItem).where(WorkItem.superseded_by == item.id, WorkItem.kind == KIND)
    for kept in session.scalars(stepped_back.with_for_update()).all():
        kept.superseded_by = None
        if kept.state == "waiting":
            engine.offer_next(session, kept)


def lock(session: Session, callback_id: str) -> QueueCallback:
    locked = sa.select(QueueCallback).where(QueueCallback.id == callback_id).with_for_update()
    return session.scalars(locked.execution_options(populate_existing=True)).one()


def _add(session: Session, call: Call, item: WorkItem, rule: Mapping[str, Any]) -> QueueCallback | None:
    """None when that number has a place already: the older stands."""
    values = {
        "id": new_id("qcb"), "version": 1, "call_id": call.id, "queue_id": item.queue_id,
        "customer_id": call.customer_id, "number": call.callback_number, "open_key": call.callback_number,
        "state": "waiting", "tries": rule.get("tries", 3), "retry_minutes": rule.get("retry_minutes", 15),
        "attempts": 0, "entered_at": item.entered_at, "rank": item.rank, "priority": item.priority, "created_at": now(),
    }  # fmt: skip
    session.flush()
    is_new = insert_once(session, QueueCallback, values, key=["open_key"])
    return session.get_one(QueueCallback, values["id"]) if is_new else None


def _line_up(session: Session, row: QueueCallback, before: WorkItem | None) -> None:
    queue = session.get_one(Queue, row.queue_id)
    item = line.add(
        session, KIND, row.id, queue, 0, previous=before, channel="call", customer_id=row.customer_id,
        party=row.number, needs=list(before.needs) if before else [],
    )  # fmt: skip
    item.entered_at, item.rank, item.priority = row.entered_at, row.rank, row.priority
    engine.offer_next(session, item)
    emit(session, QueueChanged(queue.id))


def _rest(row: QueueCallback, span: timedelta) -> None:
    row.state, row.next_at, row.version = "resting", now() + span, row.version + 1


def _outcome(call: Call) -> str:
    if is_contact(call):
        return "reached"
    return "agent_gone" if call.state == "canceled" else "not_reached"


def _placed(session: Session, row: QueueCallback) -> int:
    counted = sa.select(sa.func.count()).where(CallbackAttempt.callback_id == row.id)
    return session.scalar(counted) or 0
