"""The work of a period as it was recorded: what came, how long it waited, who took it, how long that lasted.

Work items with their offers tell most. Calls that stood in a queue without one (imported, or filled in by the
reconciliation) are told by the call itself: there is then no word of who was asked in vain.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.reporting.trials.scene import Answer, Arrival, Handling
from contactcenter.routing.call_work import STICKY_DAYS
from contactcenter.routing.models import Offer, WorkItem

_ASKED_BACK = "callback_asked"
_CALLBACK = "callback"
_BY_THEMSELVES = frozenset({"caller_left", "left", "called_again"})
_CALL = (
    Call.id, Call.direction, Call.queue_id, Call.queued_at, Call.answered_at, Call.ended_at, Call.voicemail_at,
    Call.wait_seconds, Call.wrap_up_started_at, Call.wrap_up_ended_at, Call.is_auto_closed, Call.customer_id,
    Call.party, Call.agent_id,
)  # fmt: skip


def count(session: Session, start: datetime, end: datetime) -> int:
    """About how much work that is: for a refusal before anything is read."""
    items = session.scalar(sa.select(sa.func.count()).select_from(WorkItem).where(*_items_in(start, end)))
    calls = session.scalar(sa.select(sa.func.count()).select_from(Call).where(*_bare_calls_in(start, end)))
    return (items or 0) + (calls or 0)


def arrivals(session: Session, start: datetime, end: datetime) -> list[Arrival]:
    """Everything over by now that entered a line in [start, end), in order of coming."""
    owners = _owners(session, start)
    found = [*_from_items(session, start, end, owners), *_from_calls(session, start, end, owners)]
    return sorted(found, key=lambda one: (one.at, one.id))


def _items_in(start: datetime, end: datetime) -> tuple[Any, ...]:
    return (
        WorkItem.entered_at >= start,
        WorkItem.entered_at < end,
        WorkItem.state.in_(("done", "canceled", "wrapping")),
        WorkItem.superseded_by.is_(None),
        WorkItem.kind != "consult",
    )


def _bare_calls_in(start: datetime, end: datetime) -> tuple[Any, ...]:
    has_item = sa.exists().where(WorkItem.kind == "call", WorkItem.ref_id == Call.id)
    return (
        Call.queued_at >= start,
        Call.queued_at < end,
        Call.direction == "inbound",
        Call.ended_at.is_not(None),
        Call.queue_id.is_not(None),
        ~has_item,
    )


def _from_items(session: Session, start: datetime, end: datetime, owners: Mapping[str, str]) -> list[Arrival]:
    rows = session.execute(
        sa.select(WorkItem, *_CALL)
        .outerjoin(Call, sa.and_(WorkItem.kind == "call", Call.id == WorkItem.ref_id))
        .where(*_items_in(start, end), sa.or_(Call.id.is_(None), Call.direction == "inbound"))
    ).all()
    asked = _asked(session, start, end)
    return [_told_by_item(row, asked.get(row[0].id, []), start, owners) for row in rows]


def _told_by_item(row: Any, offers: list[Any], start: datetime, owners: Mapping[str, str]) -> Arrival:
    item: WorkItem = row[0]
    took = next((one for one in reversed(offers) if one.state == "accepted"), None)
    is_first_talk = row.answered_at is not None and item.previous_id is None
    closed = item.closed_at or row.wrap_up_started_at or item.entered_at
    key = row.customer_id or row.party or item.customer_id or item.party
    told: dict[str, Any] = {"waited": _seconds(item.entered_at, closed), "result": _result(item, row)}
    if took is not None and (is_first_talk or row.id is None or item.previous_id is not None):
        begun = row.answered_at if is_first_talk else took.closed_at
        over = row.wrap_up_started_at or row.ended_at if is_first_talk else closed
        told = {
            "waited": _seconds(item.entered_at, begun),
            "result": "answered",
            "agent_id": took.agent_id,
            "bridge_seconds": _seconds(took.closed_at, begun),
            "handling": Handling(_seconds(begun, over), _seconds(over, closed), bool(row.is_auto_closed)),
        }
    return Arrival(
        item.id,
        item.queue_id,
        _seconds(start, item.entered_at),
        channel=item.channel,
        priority=item.priority,
        needs=tuple(item.needs),
        is_callback=item.kind == _CALLBACK,
        party=key,
        owner_id=owners.get(key or ""),
        asked=tuple((one.agent_id, answer) for one in offers if (answer := answer_of(one))),
        **told,
    )


def _result(item: WorkItem, row: Any) -> str:
    if item.closed_reason == _ASKED_BACK:
        return "asked_back"
    return "gave_up" if row.voicemail_at is not None or item.closed_reason not in _BY_THEMSELVES else "left"


def _from_calls(session: Session, start: datetime, end: datetime, owners: Mapping[str, str]) -> list[Arrival]:
    rows = session.execute(sa.select(*_CALL).where(*_bare_calls_in(start, end))).all()
    return [_told_by_call(row, start, owners) for row in rows]


def _told_by_call(row: Any, start: datetime, owners: Mapping[str, str]) -> Arrival:
    key = row.customer_id or row.party
    told: dict[str, Any] = {
        "waited": float(row.wait_seconds or 0),
        "result": "left" if row.voicemail_at is None else "gave_up",
    }
    if row.answered_at is not None:
        over = row.wrap_up_started_at or row.ended_at
        wrap = _seconds(over, row.wrap_up_ended_at or over)
        told = {
            "waited": _seconds(row.queued_at, row.answered_at),
            "result": "answered",
            "agent_id": row.agent_id,
            "handling": Handling(_seconds(row.answered_at, over), wrap, bool(row.is_auto_closed)),
        }
    at = _seconds(start, row.queued_at)
    return Arrival(row.id, row.queue_id, at, party=key, owner_id=owners.get(key or ""), **told)


def _asked(session: Session, start: datetime, end: datetime) -> dict[str, list[Any]]:
    columns = (
        Offer.work_item_id, Offer.agent_id, Offer.state, Offer.decline_reason, Offer.created_at, Offer.closed_at,
    )  # fmt: skip
    rows = session.execute(
        sa.select(*columns)
        .join(WorkItem, WorkItem.id == Offer.work_item_id)
        .where(*_items_in(start, end), Offer.closed_at.is_not(None))
        .order_by(Offer.created_at, Offer.id)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.work_item_id].append(row)
    return found


def answer_of(offer: Any) -> Answer | None:
    """What the agent did; of one whom the caller was faster than only that they had not answered by then."""
    seconds = _seconds(offer.created_at, offer.closed_at)
    if offer.state == "canceled" and offer.decline_reason in _BY_THEMSELVES:
        return Answer("unanswered", seconds)
    return Answer(offer.state, seconds) if offer.state in ("accepted", "declined", "timed_out") else None


def _owners(session: Session, start: datetime) -> dict[str, str]:
    """Who spoke last with each customer (or number) before the period."""
    rows = session.execute(
        sa.select(Call.customer_id, Call.party, Call.agent_id)
        .where(Call.started_at >= start - timedelta(days=STICKY_DAYS), Call.started_at < start)
        .where(Call.agent_id.is_not(None), Call.answered_at.is_not(None))
        .order_by(Call.started_at)
    )
    return {key: agent_id for customer_id, party, agent_id in rows if agent_id and (key := customer_id or party)}


def _seconds(start: datetime, end: datetime | None) -> float:
    return 0.0 if end is None else max(0.0, (end - start).total_seconds())
