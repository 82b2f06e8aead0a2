"""Shut a queue by hand, in an emergency, and open it again. Callers then go where its flow leads when it is closed."""

from sqlalchemy.orm import Session

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.events import emit
from contactcenter.routing.editing import lock_queue
from contactcenter.routing.events import QueueChanged, QueueEdited
from contactcenter.routing.floor import acts
from contactcenter.routing.models import Queue
from contactcenter.routing.versions import keep_version


def close(session: Session, queue_id: str, message: str, *, sends_on: bool, actor_id: str) -> Queue:
    """Nobody enters it until it is opened. `sends_on`: those in line leave it now, or at their music's next turn
    where the carrier cannot be reached.

    Closed already: the message and the wish are changed. Raises NotFound.
    """
    queue = lock_queue(session, queue_id)
    is_same = queue.closed_at is not None and (queue.closure_message, queue.closure_sends_on) == (message, sends_on)
    if not is_same:
        queue.closed_at = queue.closed_at or now()
        queue.closed_by, queue.closure_message, queue.closure_sends_on = actor_id, message, sends_on
        _changed(session, queue)
        acts.keep(
            session, actor_id, "close_queue", queue_id=queue.id, detail={"message": message, "sends_on": sends_on}
        )
        if sends_on:
            jobs.enqueue(session, "send_on_waiting", queue.id, key=f"send-on-{queue.id}-{queue.version}")
    return queue


def reopen(session: Session, queue_id: str, *, actor_id: str) -> Queue:
    """Open already: nothing changes. Raises NotFound."""
    queue = lock_queue(session, queue_id)
    if queue.closed_at is not None:
        queue.closed_at = queue.closed_by = None
        queue.closure_message, queue.closure_sends_on = "", False
        _changed(session, queue)
        acts.keep(session, actor_id, "open_queue", queue_id=queue.id)
    return queue


def _changed(session: Session, queue: Queue) -> None:
    queue.version += 1
    queue.updated_at = now()
    session.flush()
    keep_version(session, queue)
    emit(session, QueueEdited(queue.id))
    emit(session, QueueChanged(queue.id))
