"""How long a caller is kept in line."""

from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.routing import call_work, leaving
from contactcenter.routing.models import Queue, WorkItem


def is_hopeless(session: Session, item: WorkItem) -> bool:
    """Whether to stop waiting: the queue was shut, it took too long, or nobody left could take it for a while."""
    queue = session.get_one(Queue, item.queue_id)
    moment = now()
    if queue.closed_at is not None and queue.closure_sends_on and item.state == "waiting":
        return True
    if moment > leaving.gives_up_at(queue, item.entered_at) and item.state == "waiting":
        return True
    if item.state == "offered" or call_work.has_prospect(session, item):
        item.no_prospect_since = None
        return False
    item.no_prospect_since = item.no_prospect_since or moment
    return moment - item.no_prospect_since > leaving.HOPELESS_WAIT
