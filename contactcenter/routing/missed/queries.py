"""Named reads of missed callers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach, colleagues_only
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.paging import Page, page
from contactcenter.core.phone import format_national
from contactcenter.crm.models import Customer
from contactcenter.crm.notifications.queries import contribute_texts
from contactcenter.crm.queries import user_names
from contactcenter.crm.reach import concerns, knows_line
from contactcenter.routing.missed.models import MissedCall, MissedCaller
from contactcenter.routing.models import Queue

_COLUMNS = (
    "id", "version", "state", "party", "customer_id", "queue_id", "owner_id", "call_count", "first_at", "last_at",
    "due_at", "snoozed_until", "previous_id", "closed_at", "closed_by", "close_reason", "close_note",
    "closed_call_id", "created_at",
)  # fmt: skip
_ON_THE_LIST = (MissedCaller.state == "open", MissedCaller.snoozed_until.is_(None))
_OPEN = sa.select(sa.func.count()).select_from(MissedCaller).where(*_ON_THE_LIST)


def within_reach(reach: Reach) -> sa.ColumnElement[bool]:
    """Those whose customer is within somebody's reach, and of people nobody knows: whose a colleague is, or nobody."""
    is_known = MissedCaller.customer_id.is_not(None)
    is_own = MissedCaller.owner_id == reach.user_id
    return sa.and_(
        colleagues_only(reach, MissedCaller.owner_id),
        concerns(reach, MissedCaller.customer_id),
        sa.or_(is_known, is_own, knows_line(reach, MissedCaller.party)),
    )


def list_items(session: Session, filters: dict[str, Any], reach: Reach = EVERYTHING) -> Page:
    """Open ones by their promise, the first due first; closed ones the last closed first.

    `filters`: state (open | snoozed | closed), owner (an id, or none), queue, customer, is_late, limit, cursor.
    """
    state = filters.get("state") or "open"
    statement = sa.select(MissedCaller).where(MissedCaller.state == ("closed" if state == "closed" else "open"))
    if reach:
        statement = statement.where(within_reach(reach))
    if state != "closed":
        snoozed = MissedCaller.snoozed_until
        statement = statement.where(snoozed.is_not(None) if state == "snoozed" else snoozed.is_(None))
    for name, column in (("queue", MissedCaller.queue_id), ("customer", MissedCaller.customer_id)):
        if filters.get(name):
            statement = statement.where(column == filters[name])
    if filters.get("owner"):
        owner = filters["owner"]
        statement = statement.where(MissedCaller.owner_id == (None if owner == "none" else owner))
    if filters.get("is_late"):
        statement = statement.where(MissedCaller.due_at < now())
    paging = {"limit": filters.get("limit", 50), "cursor": filters.get("cursor")}
    if state == "closed":
        return page(session, statement, (MissedCaller.closed_at, MissedCaller.id), **paging)
    return page(session, statement, (MissedCaller.due_at, MissedCaller.id), **paging, is_descending=False)


def count_open(session: Session, reach: Reach = EVERYTHING) -> int:
    """As many are to be called back now: what the rail's badge shows."""
    return session.scalar(_OPEN.where(within_reach(reach)) if reach else _OPEN) or 0


def count_items(session: Session, user_id: str | None, reach: Reach = EVERYTHING) -> dict[str, int]:
    late, mine = MissedCaller.due_at < now(), MissedCaller.owner_id == user_id
    snoozed = MissedCaller.snoozed_until.is_not(None)
    counted = (
        sa.func.count(sa.case((~snoozed, 1))),
        sa.func.count(sa.case((sa.and_(~snoozed, late), 1))),
        sa.func.count(sa.case((sa.and_(~snoozed, mine), 1))),
        sa.func.count(sa.case((snoozed, 1))),
    )
    seen = [within_reach(reach)] if reach else []
    row = session.execute(sa.select(*counted).where(MissedCaller.state == "open", *seen)).one()
    return {"open": row[0], "late": row[1], "mine": row[2], "snoozed": row[3]}


def missed_queue(session: Session, party: str | None, customer_id: str | None) -> str | None:
    """The queue in which this person waits to be called back."""
    keys = [key for key in (customer_id, party) if key]
    last = sa.select(MissedCaller.queue_id).where(MissedCaller.open_key.in_(keys)).order_by(MissedCaller.last_at.desc())
    return session.scalar(last.limit(1)) if keys else None


def _attempts(session: Session, items: Sequence[MissedCaller]) -> dict[str, list[datetime]]:
    """Item → when somebody tried to call back while it was open, the newest first."""
    if not items:
        return {}
    parties = {item.party for item in items}
    customers = {item.customer_id for item in items if item.customer_id}
    rows = session.execute(
        sa.select(Call.party, Call.customer_id, Call.started_at)
        .where(
            Call.direction == "outbound",
            Call.started_at >= min(item.first_at for item in items),
            sa.or_(Call.party.in_(parties), Call.customer_id.in_(customers)),
        )
        .order_by(Call.started_at.desc())
    ).all()
    return {
        item.id: [
            row.started_at
            for row in rows
            if (row.party == item.party or (item.customer_id and row.customer_id == item.customer_id))
            and item.first_at <= row.started_at <= (item.closed_at or row.started_at)
        ]
        for item in items
    }


def list_calls(session: Session, item_id: str) -> list[dict[str, Any]]:
    """The calls that count, the newest first."""
    rows = session.execute(
        sa.select(Call.id, Call.state, Call.started_at, Call.wait_seconds, Call.has_voicemail)
        .join(MissedCall, MissedCall.call_id == Call.id)
        .where(MissedCall.item_id == item_id)
        .order_by(Call.started_at.desc())
        .limit(50)
    )
    names = ("id", "state", "started_at", "wait_seconds", "has_voicemail")
    return [dict(zip(names, row, strict=True)) for row in rows]


def present(session: Session, items: Sequence[MissedCaller]) -> list[dict[str, Any]]:
    """Of the shape of `MissedCallerSchema`."""
    names = user_names(session, {i for item in items for i in (item.owner_id, item.closed_by)})
    customers = _names(session, Customer.id, Customer.display_name, {item.customer_id for item in items})
    lines = _names(session, Queue.id, Queue.name, {item.queue_id for item in items})
    ids = [item.id for item in items]
    voicemails, latest = _voicemails(session, ids), _latest(session, ids)
    tried = _attempts(session, items)
    moment = now()
    return [
        {
            **{name: getattr(item, name) for name in _COLUMNS},
            "number": item.party,
            "number_national": format_national(item.party),
            "customer_name": customers.get(item.customer_id or ""),
            "queue_name": lines.get(item.queue_id or ""),
            "owner_name": names.get(item.owner_id or ""),
            "closed_by_name": names.get(item.closed_by or ""),
            "voicemail_call_id": voicemails.get(item.id),
            "last_call_id": latest.get(item.id),
            "attempts": len(tried[item.id]),
            "last_attempt_at": next(iter(tried[item.id]), None),
            "sla": {"due_at": item.due_at, "state": _sla(item, moment)},
        }
        for item in items
    ]


def _sla(item: MissedCaller, moment: Any) -> str:
    """`kept` or `broken` once it is over."""
    if item.state == "closed":
        return "kept" if item.closed_at is not None and item.closed_at <= item.due_at else "broken"
    return "late" if item.due_at < moment else "running"


def _latest(session: Session, item_ids: list[str]) -> dict[str, str]:
    """Item → its newest call, by which one sees why nobody took it."""
    rows = session.execute(
        sa.select(MissedCall.item_id, Call.id)
        .join(Call, Call.id == MissedCall.call_id)
        .where(MissedCall.item_id.in_(item_ids))
        .order_by(Call.started_at)
    )
    return {row[0]: row[1] for row in rows}


def _voicemails(session: Session, item_ids: list[str]) -> dict[str, str]:
    """Item → its newest call with a message to hear."""
    rows = session.execute(
        sa.select(MissedCall.item_id, Call.id)
        .join(Call, Call.id == MissedCall.call_id)
        .where(MissedCall.item_id.in_(item_ids), Call.has_voicemail.is_(True))
        .order_by(Call.started_at)
    )
    return {row[0]: row[1] for row in rows}


def _names(session: Session, key: Any, name: Any, ids: set[str | None]) -> dict[str, str]:
    wanted = {i for i in ids if i}
    if not wanted:
        return {}
    return {row[0]: row[1] for row in session.execute(sa.select(key, name).where(key.in_(wanted)))}


def _lines(session: Session, ref_ids: list[str]) -> dict[str, str]:
    rows = session.execute(
        sa.select(MissedCaller.id, MissedCaller.party, Customer.display_name)
        .outerjoin(Customer, Customer.id == MissedCaller.customer_id)
        .where(MissedCaller.id.in_(ref_ids))
    )
    return {row[0]: row[2] or format_national(row[1]) for row in rows}


def register() -> None:
    contribute_texts("missed_due", _lines)
    contribute_texts("missed_assigned", _lines)
