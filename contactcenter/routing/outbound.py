"""A call that an agent placed is their work from the click on: nothing else is offered, and wrap-up follows."""

from sqlalchemy.orm import Session

from contactcenter.calls import service as calls
from contactcenter.calls.models import Call
from contactcenter.calls.outbound.events import CallPlaced
from contactcenter.core.clock import now
from contactcenter.core.events import within
from contactcenter.routing import queues
from contactcenter.routing.missed.queries import missed_queue
from contactcenter.routing.models import Queue, WorkItem


@within(CallPlaced)
def take_up(session: Session, event: CallPlaced) -> None:
    call = calls.get_call(session, event.call_id)
    queue = _queue_of(session, call)
    call.queue_id = queue.id
    moment = now()
    session.add(
        WorkItem(
            kind="call",
            ref_id=call.id,
            channel="call",
            queue_id=queue.id,
            customer_id=call.customer_id,
            party=call.party,
            agent_id=event.agent_id,
            state="accepted",
            entered_at=moment,
            rank=int(moment.timestamp() * 1000),
        )
    )
    session.flush()


def _queue_of(session: Session, call: Call) -> Queue:
    """The one it is placed for, else the queue whose caller was missed, else the default one."""
    queue_id = call.queue_id or missed_queue(session, call.party, call.customer_id)
    queue = session.get(Queue, queue_id) if queue_id else None
    return queue if queue is not None and queue.is_active else queues.ensure_default_queue(session)
