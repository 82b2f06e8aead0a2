"""An item's place in line: taken, moved, kept, passed on to whoever called again, left."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.core.writes import update_soon
from contactcenter.routing import decisions
from contactcenter.routing.events import QueueChanged
from contactcenter.routing.models import OPEN_STATES, Offer, Queue, WorkItem
from contactcenter.routing.strategies import Decision, order_of_work

_IN_LINE = ("waiting", "offered")
_STEPS_BACK = {"call": ("callback",)}
"""Whoever asked to be called back and calls again waits with that place; it is kept until they are served."""

# Asked for every caller: built once. Ids sort by time.
_ITEM = (
    sa.select(WorkItem)
    .where(WorkItem.kind == sa.bindparam("kind"), WorkItem.ref_id == sa.bindparam("ref_id"))
    .order_by(sa.case((WorkItem.state.in_(OPEN_STATES), 0), else_=1), WorkItem.entered_at.desc(), WorkItem.id.desc())
    .limit(1)
)
_OLDER = (
    sa.select(WorkItem)
    .where(
        WorkItem.party == sa.bindparam("party"),
        WorkItem.state.in_(_IN_LINE),
        WorkItem.queue_id == sa.bindparam("queue_id"),
        WorkItem.kind.in_(sa.bindparam("kinds", expanding=True)),
        WorkItem.id != sa.bindparam("item_id"),
        WorkItem.superseded_by.is_(None),
    )
    .order_by(WorkItem.id)
    .with_for_update(skip_locked=True)
)
_ITEM_LOCKED = _ITEM.with_for_update().execution_options(populate_existing=True)
_LOCKED = (
    sa.select(WorkItem)
    .where(WorkItem.id == sa.bindparam("item_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def find(session: Session, kind: str, ref_id: str, *, for_update: bool = False) -> WorkItem | None:
    """The reference's open item, else its latest."""
    statement = _ITEM_LOCKED if for_update else _ITEM
    return session.scalars(statement, {"kind": kind, "ref_id": ref_id}).one_or_none()


def lock(session: Session, item_id: str) -> WorkItem:
    """The item as it is now, nobody else's until the transaction ends."""
    return session.scalars(_LOCKED, {"item_id": item_id}).one()


def add(
    session: Session,
    kind: str,
    ref_id: str,
    queue: Queue,
    priority: int,
    *,
    previous: WorkItem | None,
    **values: Any,
) -> WorkItem:
    """A new place at the end of the line, `priority` minutes ahead of it."""
    moment = now()
    if previous is not None:
        session.flush()  # it is closed before another of the same reference may be open
    item = WorkItem(
        id=new_id("wrk"),
        kind=kind,
        ref_id=ref_id,
        queue_id=queue.id,
        state="waiting",
        offers_made=0,
        seen_at=moment,
        previous_id=previous.id if previous else None,
        **values,
    )
    _place(item, queue, priority, moment)
    session.add(item)
    session.flush()
    return item


def move(session: Session, item: WorkItem, queue: Queue, priority: int) -> None:
    """A transfer to another queue: the base of the order of work starts anew."""
    emit(session, QueueChanged(item.queue_id))
    item.queue_id = queue.id
    item.overflowed_at = item.alerted_at = item.no_prospect_since = None
    _place(item, queue, priority, now())


def overflow(session: Session, item: WorkItem, queue: Queue) -> None:
    """The way out of a full queue: everybody keeps the place that their wait has earned."""
    emit(session, QueueChanged(item.queue_id))
    item.queue_id, item.overflowed_at, item.no_prospect_since = queue.id, now(), None
    emit(session, QueueChanged(queue.id))


def set_priority(session: Session, item: WorkItem, priority: int) -> None:
    """Each point is worth a minute of waiting."""
    item.priority = priority
    item.rank = order_of_work(int(item.entered_at.timestamp() * 1000), priority)
    emit(session, QueueChanged(item.queue_id))


def reassign(session: Session, item: WorkItem, old: Queue, new: Queue) -> None:
    """Put into another queue by hand: the wait counts there too, what the old queue lent them does not."""
    emit(session, QueueChanged(old.id))
    item.queue_id = new.id
    item.overflowed_at = item.alerted_at = item.no_prospect_since = None
    set_priority(session, item, item.priority - old.priority + new.priority)


def supersede(session: Session, item: WorkItem) -> list[WorkItem]:
    """The same number calls again while in line: the newest call takes the place, the others step back.

    Returns those, locked. One that is heard of again later has its place back (`seen`): two people may share a line.
    """
    if not item.party:
        return []
    kinds = (item.kind, *_STEPS_BACK.get(item.kind, ()))
    values = {"party": item.party, "queue_id": item.queue_id, "kinds": kinds, "item_id": item.id}
    older = list(session.scalars(_OLDER, values))
    for other in older:
        other.superseded_by = item.id
        if other.rank < item.rank:
            item.rank, item.entered_at = other.rank, other.entered_at
    return older


def seen(item: WorkItem) -> None:
    """The caller is there: the waiting music asked again. Whoever had their place keeps it too."""
    item.seen_at = now()
    item.superseded_by = None


def keep_waiting(session: Session, item: WorkItem, decision: Decision) -> None:
    """Note why nobody gets it; the decision is kept when the reason is news."""
    if item.limbo_reason != decision.reason:
        update_soon(session, item, limbo_reason=decision.reason)
        decisions.keep(session, item, decision, now())


def close(session: Session, item: WorkItem, state: str, reason: str | None) -> None:
    """The item is over: done | canceled."""
    item.state, item.closed_reason, item.closed_at = state, reason, now()
    item.limbo_reason, item.is_parked = None, False
    session.flush()
    emit(session, QueueChanged(item.queue_id))


def is_stuck(session: Session, item: WorkItem, failures: int) -> bool:
    """Whether one agent has let it pass that often: going on by itself will not help."""
    session.flush()
    passed = (
        sa.select(sa.func.count())
        .where(Offer.work_item_id == item.id, Offer.state.in_(("declined", "timed_out")))
        .group_by(Offer.agent_id)
        .having(sa.func.count() >= failures)
    )
    return session.scalar(passed.limit(1)) is not None


def _place(item: WorkItem, queue: Queue, priority: int, moment: datetime) -> None:
    item.priority = queue.priority + priority
    item.entered_at = moment
    item.rank = order_of_work(int(moment.timestamp() * 1000), item.priority)
