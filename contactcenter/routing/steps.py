"""Steps that an item takes by its age, whatever its offers do: the overflow into another queue.

Skills relax by age as well, but need no step of their own: each decision asks for what is left (strategies.relax).
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.routing import engine, kinds, leaving, line
from contactcenter.routing.models import Queue, WorkItem


def due_overflows(session: Session, moment: datetime) -> list[tuple[str, str, str]]:
    """(item id, kind, reference) of what has waited longer than its queue keeps it, the oldest first."""
    found: list[tuple[str, str, str]] = []
    leading_on = sa.select(Queue.id, Queue.overflow_after_seconds).where(
        Queue.overflow_queue_id.is_not(None), Queue.overflow_after_seconds.is_not(None)
    )
    for queue_id, seconds in session.execute(leading_on).all():
        waited = sa.select(WorkItem.id, WorkItem.kind, WorkItem.ref_id).where(
            WorkItem.queue_id == queue_id,
            WorkItem.state == "waiting",
            WorkItem.entered_at <= moment - timedelta(seconds=seconds or 0),
        )
        found += [tuple(row) for row in session.execute(waited.order_by(WorkItem.rank).limit(200))]  # type: ignore[misc]
    return found


def overflow(session: Session, item_id: str, kind: str, ref_id: str) -> None:
    """Move an item on, unless somebody got it meanwhile or there is nowhere to go. It keeps its place."""
    kinds.get(kind).lock(session, ref_id)
    item = engine.find_item(session, ref_id, kind=kind, for_update=True)
    if item is None or item.id != item_id or item.state != "waiting":
        return
    queue = session.get_one(Queue, item.queue_id)
    due_at = leaving.overflows_at(queue, item.entered_at)
    if due_at is None or now() < due_at:
        return
    target = session.get(Queue, queue.overflow_queue_id)
    if target is None or not target.is_active or target.closed_at is not None:
        return
    line.overflow(session, item, target)
    moved = kinds.get(kind).moved
    if moved is not None:
        moved(session, item, target)
    engine.offer_next(session, item)
