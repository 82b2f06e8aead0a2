"""Callers of a queue that was shut leave it now, and not only when their music ends."""

import sqlalchemy as sa
import structlog

from contactcenter.calls.models import Call
from contactcenter.core import jobs
from contactcenter.core.db import read
from contactcenter.core.errors import ProviderError
from contactcenter.providers import registry
from contactcenter.routing import frontdoor
from contactcenter.routing.models import Queue, WorkItem
from contactcenter.routing.queue_callbacks.asking import is_asking

SEND_ON = "send_on_waiting"
_log = structlog.get_logger(__name__)


@jobs.job(SEND_ON)
def send_on_waiting(queue_id: str) -> None:
    """Have the carrier ask about each who waits there; where they go is decided when it asks.

    Repeating is harmless: nothing is written here, and who is asked about twice is sent the same way. A request that
    fails changes nothing either: the end of the music (36 s) asks the same.
    """
    for provider, provider_call_id, call_id in _who_waits(queue_id):
        with read() as session:
            instruction = frontdoor.ask_anew(session, session.get_one(Call, call_id))
        try:
            registry.get(provider).redirect_to_agent(provider_call_id, instruction)
        except ProviderError as error:
            _log.warning("not sent on at once", call_id=call_id, code=error.code)


def _who_waits(queue_id: str) -> list[tuple[str, str, str]]:
    """(provider, its call id, ours) of everybody in line, the oldest first; nobody once it is open again."""
    with read() as session:
        queue = session.get_one(Queue, queue_id)
        if queue.closed_at is None or not queue.closure_sends_on:
            return []
        waiting = (
            sa.select(Call)
            .join(WorkItem, sa.and_(WorkItem.kind == "call", WorkItem.ref_id == Call.id))
            .where(WorkItem.queue_id == queue_id, WorkItem.state == "waiting", Call.provider_status.is_(None))
            .order_by(WorkItem.rank)
        )
        return [(c.provider, c.provider_call_id, c.id) for c in session.scalars(waiting) if not is_asking(c)]
