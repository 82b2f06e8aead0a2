"""The wire log: what each person was told, numbered without gaps, kept 24 hours.

Numbers are given at the end of the transaction that caused the event, recipients in
sorted order, so that a number exists if and only if its cause was committed and two
transactions never wait for each other crosswise.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from contactcenter.agents.models import ROLES, User
from contactcenter.agents.teams.reach import limited_roles
from contactcenter.core.clock import isoformat, now
from contactcenter.core.db import read
from contactcenter.core.events import after, at_end, emit, publish
from contactcenter.core.urgency import let_pass
from contactcenter.crm.masking.rules import mask_for, masks_by_role
from contactcenter.realtime.later import Later
from contactcenter.realtime.models import WireEvent, WireHead

_log = structlog.get_logger(__name__)

KEEP = timedelta(hours=24)
MAX_REPLAY = 500
EVERYONE = "everyone"
LEADS = "leads"
EVERYONE_AT_MOST_EACH_SECONDS = 0.25

Build = Callable[[Session], dict[str, Any] | None]

_HEADS: Any = WireHead.__table__
_HEAD = sa.select(WireHead.seq).where(WireHead.recipient_id == sa.bindparam("recipient_id"))
_KEEP_EVENTS = sa.insert(WireEvent.__table__)  # type: ignore[arg-type]
_NEW_HEAD = sqlite.insert(_HEADS)
_COUNT_UP = _NEW_HEAD.on_conflict_do_update(
    index_elements=["recipient_id"], set_={"seq": _HEADS.c.seq + _NEW_HEAD.excluded.seq}
).returning(_HEADS.c.seq)
_NUMBER_AND_KEEP = """
    WITH told AS MATERIALIZED (
        SELECT recipient_id, seq, at, type, data FROM jsonb_populate_recordset(NULL::wire_events, %s::jsonb)
    ), heads AS (
        INSERT INTO wire_heads (recipient_id, seq)
        SELECT recipient_id, count(*) FROM told GROUP BY recipient_id ORDER BY recipient_id
        ON CONFLICT (recipient_id) DO UPDATE SET seq = wire_heads.seq + excluded.seq
        RETURNING recipient_id, seq
    ), kept AS (
        INSERT INTO wire_events (recipient_id, seq, at, type, data)
        SELECT recipient_id, heads.seq + told.seq, at, type, data FROM told JOIN heads USING (recipient_id)
    )
    SELECT recipient_id, seq FROM heads
"""
"""PostgreSQL: in one round trip, since every change ends here. A row's `seq` comes as its distance from the last."""


@dataclass(frozen=True)
class Told:
    """Something to put on the wire after the commit: bodies for one room, with their numbers."""

    room: str
    type: str
    body: dict[str, Any]


@dataclass(frozen=True)
class ToldToMany:
    """What many sockets are told, in order; there is time until somebody who waits has been served."""

    messages: tuple[Told, ...]


@dataclass(frozen=True)
class _Message:
    recipients: tuple[str, ...]
    rooms: tuple[str, ...]
    type: str
    build: Build
    outline: dict[str, Any] | None = None


@dataclass(frozen=True)
class Unwatched:
    """A message that was not built, because nobody looked on when it would have been."""

    message: _Message


@dataclass(frozen=True)
class ForEveryone:
    """A message to all who are connected, one of which by the same key will do for several."""

    key: str
    message: _Message


class _Rooms:
    is_watched: Callable[[str], bool] = staticmethod(lambda _room: True)


def know_rooms(is_watched: Callable[[str], bool]) -> None:
    """Let the socket edge say whether anybody is in a room, so that nothing is built for empty ones."""
    _Rooms.is_watched = staticmethod(is_watched)


def tell(
    session: Session,
    type_: str,
    key: str,
    build: Build,
    *,
    recipients: tuple[str, ...] = (),
    rooms: tuple[str, ...] = (),
    outline: dict[str, Any] | None = None,
) -> None:
    """Tell people at the end of this transaction; the same (type, key) is told once, last state.

    `recipients` are user ids: numbered, kept, replayed. `rooms` are onlookers (`leads`,
    `call:<id>`, …): unnumbered, they re-fetch what they miss. `build` may return None.
    `outline` is all that rooms everybody is in hear of it where their role does not see everybody's customers: enough
    to fetch the thing, which whoever may see it does.
    """
    outbox: dict[tuple[str, str], _Message] = session.info.setdefault("wire", {})
    known = outbox.pop((type_, key), None)
    if known is not None:
        recipients = tuple(dict.fromkeys(known.recipients + recipients))
        rooms = tuple(dict.fromkeys(known.rooms + rooms))
    outbox[type_, key] = _Message(recipients, rooms, type_, build, outline)
    at_end(session, "wire", _write, is_last=True)


def head(session: Session, recipient_id: str) -> int:
    """The last number given to this person; 0 when they were never told anything."""
    return session.scalar(_HEAD, {"recipient_id": recipient_id}) or 0


def missed(session: Session, recipient_id: str, after_seq: int) -> list[dict[str, Any]] | None:
    """Bodies after `after_seq`, in order; None when they cannot be had and a snapshot is needed.

    Masked by today's rules: they may be stricter than when it was told.
    """
    last = head(session, recipient_id)
    if after_seq == last:
        return []
    if after_seq > last or after_seq < 0 or last - after_seq > MAX_REPLAY:
        return None
    rows = session.scalars(
        sa.select(WireEvent)
        .where(WireEvent.recipient_id == recipient_id, WireEvent.seq > after_seq)
        .order_by(WireEvent.seq)
    ).all()
    if len(rows) != last - after_seq:
        return None  # older than 24 hours: purged
    mask = mask_for(session, _roles(session, [recipient_id]).get(recipient_id, ""))
    return [_body(row.seq, row.at, row.type, mask.payload(row.data)) for row in rows]


def purge(session: Session) -> int:
    """Forget what is older than 24 hours. Returns how many rows."""
    result = session.execute(sa.delete(WireEvent).where(WireEvent.at < now() - KEEP))
    return int(result.rowcount)  # type: ignore[attr-defined]


def _write(session: Session) -> None:
    """Number and store what was collected, and hand it on for after the commit."""
    outbox: dict[tuple[str, str], _Message] = session.info.pop("wire", {})
    session.flush()
    moment = now()
    mine: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for_onlookers: list[Told | Unwatched | ForEveryone] = []
    for (_type, key), message in outbox.items():
        if message.rooms == (EVERYONE,) and not message.recipients:
            for_onlookers.append(ForEveryone(key, message))
            continue
        rooms = [room for room in message.rooms if _Rooms.is_watched(room)]
        if not rooms and not message.recipients:
            for_onlookers.append(Unwatched(message))
            continue
        data = message.build(session)
        if data is None:
            continue
        for recipient_id in message.recipients:
            mine[recipient_id].append((message.type, data))
        for room in rooms:
            for_onlookers += _onlookers(session, room, message, _body(None, moment, message.type, data))
    roles = _roles(session, mine)
    masked = {i: _masked(mask_for(session, roles[i]), told) if i in roles else told for i, told in mine.items()}
    rows = _number(session, masked, moment)
    for row in rows:
        body = _body(row["seq"], moment, row["type"], row["data"])
        emit(session, Told(f"user:{row['recipient_id']}", row["type"], body))
    for told in for_onlookers:  # after those whom it concerns: somebody rings, and a hundred others see a figure change
        emit(session, told)


@after(Unwatched)
def tell_latecomers(event: Unwatched) -> None:
    """Whoever came into a room before the commit may have read the state before it: build it after all."""
    publish(_told_now(event.message))


@after(ForEveryone)
def tell_everyone(event: ForEveryone) -> None:
    """Each open socket costs a turn at the interpreter: not now, while somebody is rung, and once for many changes."""
    _later.put((event.message.type, event.key), event.message)


def _tell_all(messages: list[_Message]) -> None:
    told: list[Told] = []
    for message in messages:
        let_pass()
        try:
            told += _told_now(message)
        except Exception as error:  # noqa: BLE001 - the socket edge's own loop: the next change tells it again
            _log.error("onlookers were not told", type=message.type, error=type(error).__name__)
    publish([ToldToMany(tuple(told))])


_later = Later(EVERYONE_AT_MOST_EACH_SECONDS, _tell_all)


def _told_now(message: _Message) -> list[Told]:
    """The message, built from what is committed by now, for whoever looks on."""
    rooms = [room for room in message.rooms if _Rooms.is_watched(room)]
    if not rooms:
        return []
    with read() as session:
        data = message.build(session)
        if data is None:
            return []
        body = _body(None, now(), message.type, data)
        return [one for room in rooms for one in _onlookers(session, room, message, body)]


def room_of(room: str, role: str) -> str:
    """The part of a room that people of one role are in."""
    return f"{room}@{role}"


def _onlookers(session: Session, room: str, message: _Message, body: dict[str, Any]) -> list[Told]:
    """One message for a room; where a role sees less, one for each role's part of it."""
    has_all = message.outline is None or room not in (EVERYONE, LEADS)
    limited = frozenset() if has_all else limited_roles(session)
    if not limited and not masks_by_role(session):
        return [Told(room, message.type, body)]
    outline = {**(message.outline or {}), "is_partial": True}
    shown = {r: outline if r in limited else mask_for(session, r).payload(body["data"]) for r in ROLES}
    return [Told(room_of(room, role), message.type, {**body, "data": data}) for role, data in shown.items()]


def _roles(session: Session, recipients: Iterable[str]) -> dict[str, str]:
    """Each recipient's role; nothing is looked up while nothing is masked."""
    wanted = list(recipients)
    if not wanted or not masks_by_role(session):
        return {}
    rows = session.execute(sa.select(User.id, User.role).where(User.id.in_(wanted)))
    return {row.id: row.role for row in rows}


def _masked(mask: Any, messages: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    return [(type_, mask.payload(data)) for type_, data in messages]


def _number(
    session: Session, told: dict[str, list[tuple[str, dict[str, Any]]]], moment: datetime
) -> list[dict[str, Any]]:
    """Give everybody's messages their next numbers and keep them. Returns the rows of the log."""
    if not told:
        return []
    connection = session.connection()
    rows: list[dict[str, Any]] = [
        {"recipient_id": i, "seq": n - len(told[i]) + 1, "at": moment, "type": type_, "data": data}
        for i in sorted(told)
        for n, (type_, data) in enumerate(told[i])
    ]
    if connection.dialect.name == "postgresql":
        values = json.dumps(rows, default=datetime.isoformat, ensure_ascii=False)
        last = {found[0]: found[1] for found in connection.exec_driver_sql(_NUMBER_AND_KEEP, (values,))}
    else:
        last = {i: connection.scalar(_COUNT_UP, {"recipient_id": i, "seq": len(told[i])}) or 0 for i in sorted(told)}
    rows = [{**row, "seq": last[row["recipient_id"]] + row["seq"]} for row in rows]
    if connection.dialect.name != "postgresql":
        connection.execute(_KEEP_EVENTS, rows)
    return rows


def _body(seq: int | None, at: Any, type_: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"seq": seq, "at": isoformat(at), "type": type_, "data": data}
