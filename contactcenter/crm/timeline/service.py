"""The one timeline: record, fill in, attach."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.crm.events import MessageRecorded, TimelineChanged
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.stats.facts import contact_kinds

KINDS: dict[str, str] = {"note": "crm"}
"""Kind → the package that owns it; packages declare theirs with `declare_kind`."""

DIRECTIONS = ("inbound", "outbound")

_ITEMS: Any = TimelineItem.__table__
_KEY = ("kind", "ref_id")


def _put(insert: Any) -> Any:
    statement = insert(_ITEMS)
    standing = ("id", "has_recording", *_KEY)
    filled_in = {column.name: statement.excluded[column.name] for column in _ITEMS.c if column.name not in standing}
    return statement.on_conflict_do_update(index_elements=_KEY, set_=filled_in).returning(_ITEMS.c.id)


# Run for every change of every call: one statement, built once, on the table itself.
_PUT = {"postgresql": _put(postgresql.insert), "sqlite": _put(sqlite.insert)}
_RECORDED = (
    sa.update(_ITEMS)
    .where(_ITEMS.c.kind == sa.bindparam("of_kind"), _ITEMS.c.ref_id == sa.bindparam("of_ref_id"))
    .values(has_recording=True)
)


def declare_kind(kind: str, owner: str) -> None:
    """Announce a kind of item. A test proves that each has a renderer in the front end."""
    KINDS[kind] = owner


def record(
    session: Session,
    *,
    kind: str,
    ref_id: str,
    channel: str,
    occurred_at: datetime,
    summary: str,
    customer_id: str | None,
    party: str | None = None,
    agent_id: str | None = None,
    data: dict[str, Any] | None = None,
) -> bool:
    """Put an item on the timeline or fill it in: one card per (kind, ref_id), whatever the order.

    A kind of contact whose `data` has a `direction` (inbound, outbound) is a message, and told as one.
    Returns whether it is new. That it has a recording is said by `mark_recorded` and stays said.
    """
    own_id = new_id("tli")
    values = {
        "id": own_id,
        "kind": kind,
        "ref_id": ref_id,
        "channel": channel,
        "occurred_at": occurred_at,
        "summary": summary[:300],
        "customer_id": customer_id,
        "party": party,
        "agent_id": agent_id,
        "has_recording": False,
        "data": data or {},
    }
    session.flush()  # what the item refers to
    connection = session.connection()
    item_id = connection.execute(_PUT[connection.dialect.name], values).scalar_one()
    if customer_id:
        emit(session, TimelineChanged(customer_id, item_id, kind, ref_id))
    direction = (data or {}).get("direction")
    if direction in DIRECTIONS and kind in contact_kinds():
        emit(session, MessageRecorded(kind, ref_id, direction, customer_id, party, occurred_at, agent_id))
    return bool(item_id == own_id)


def record_new(session: Session, kind: str, items: Sequence[dict[str, Any]]) -> None:
    """Put many items on the timeline whose `ref_id` is on none yet: {ref_id, channel, occurred_at, summary,
    customer_id, agent_id, data}."""
    if not items:
        return
    session.flush()
    facts = {"kind": kind, "party": None, "has_recording": False}
    rows = [{"id": new_id("tli"), **facts, **item, "summary": item["summary"][:300]} for item in items]
    session.execute(sa.insert(_ITEMS), rows)
    for row in rows:
        if row["customer_id"]:
            emit(session, TimelineChanged(row["customer_id"], row["id"], kind, row["ref_id"]))


def mark_recorded(session: Session, kind: str, ref_id: str) -> None:
    """The item can be listened to. Harmless where there is no such item yet."""
    session.execute(_RECORDED, {"of_kind": kind, "of_ref_id": ref_id})


def remove(session: Session, kind: str, ref_id: str) -> None:
    """Take an item off the timeline. Harmless to repeat."""
    statement = sa.delete(_ITEMS).where(_ITEMS.c.kind == kind, _ITEMS.c.ref_id == ref_id)
    row = session.execute(statement.returning(_ITEMS.c.id, _ITEMS.c.customer_id)).one_or_none()
    if row is not None and row.customer_id:
        emit(session, TimelineChanged(row.customer_id, row.id, kind, ref_id, is_gone=True))


def attach_party(session: Session, party: str, customer_id: str) -> int:
    """Give a newly known person the items of their number that nobody owns. Returns how many."""
    result = session.execute(
        sa.update(TimelineItem)
        .where(TimelineItem.party == party, TimelineItem.customer_id.is_(None))
        .values(customer_id=customer_id)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]
