"""Work that nobody takes: supervisors are told, each once an item."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core.events import within
from contactcenter.crm.notifications.queries import contribute_texts
from contactcenter.crm.notifications.service import notify
from contactcenter.routing.events import WorkStuck
from contactcenter.routing.models import Queue, WorkItem
from contactcenter.routing.queries import titles

_KIND = "work_stuck"


@within(WorkStuck)
def tell_supervisors(session: Session, event: WorkStuck) -> None:
    item = session.get_one(WorkItem, event.work_item_id)
    leads = sa.select(User.id).where(User.role == "supervisor", User.is_active.is_(True)).order_by(User.id)
    for user_id in session.scalars(leads).all():
        notify(
            session,
            user_id,
            _KIND,
            ref_id=item.id,
            occasion=f"stuck:{item.id}:{user_id}",
            customer_id=item.customer_id,
        )


def stuck_lines(session: Session, item_ids: list[str]) -> dict[str, str]:
    """What such a notification says: the queue, and how the item is called."""
    rows = session.execute(
        sa.select(WorkItem, Queue.name).join(Queue, Queue.id == WorkItem.queue_id).where(WorkItem.id.in_(item_ids))
    ).all()
    shown = titles(session, [item for item, _queue in rows])
    return {item.id: " · ".join(filter(None, (queue, shown[item.kind, item.ref_id].title))) for item, queue in rows}


def register() -> None:
    contribute_texts(_KIND, stuck_lines)
