"""The world of a real call, as a walk asks about it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.agents.worktime import plans
from contactcenter.calls import service as calls
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.errors import NotFound
from contactcenter.core.settings import current
from contactcenter.routing import queues
from contactcenter.routing.flows import hours
from contactcenter.routing.flows.walk import Choice
from contactcenter.routing.models import Queue


class Caller:
    """A walk that reaches a queue notes so on the call, whether or not anybody is there to wait for.

    `active`: the active queues, when they are at hand.
    """

    def __init__(self, session: Session, call: Call, active: list[Queue] | None = None) -> None:
        self._session = session
        self._call = call
        self._active = active

    def hours(self, calendar_id: str | None) -> str:
        return hours_now(self._session, calendar_id)

    def choices(self) -> list[Choice]:
        """Without any, the default queue has a key all the same: callers must get through."""
        if self._active is None:
            self._active = queues.list_queues(self._session)
        return choices_of(self._active) or choices_of([queues.ensure_default_queue(self._session)])

    def line(self, queue_id: str | None) -> str:
        queue = self._queue(queue_id)
        calls.enter_queue(self._session, self._call, queue.id)
        if calls.is_over(self._call) or self._call.answered_at is not None:  # told late: facts only
            return "gone"
        if not queues.is_open(self._session, queue):
            return "closed"
        return "ready" if queues.is_staffed(self._session, queue.id) else "nobody"

    def notice(self, queue_id: str | None) -> Mapping[str, Any] | None:
        return closure_words(self._queue(queue_id or self._call.queue_id))

    def _queue(self, queue_id: str | None) -> Queue:
        queue = self._session.get(Queue, queue_id) if queue_id else None
        return queue if queue is not None and queue.is_active else queues.ensure_default_queue(self._session)


def closure_words(queue: Queue | None) -> Mapping[str, Any] | None:
    """The message of a queue that was shut by hand, as a flow's prompt in the company's language."""
    if queue is None or queue.closed_at is None or not queue.closure_message:
        return None
    silent = {"vi": "", "en": "", "sound_vi": None, "sound_en": None}
    return {**silent, current().locale: queue.closure_message}


def hours_now(session: Session, calendar_id: str | None) -> str:
    """Of a calendar that is gone: the default one's."""
    try:
        calendar = plans.get_calendar(session, calendar_id)
    except NotFound:
        calendar = plans.get_calendar(session)
    return hours.state(calendar, now())


def choices_of(active: Iterable[Queue]) -> list[Choice]:
    """Queues with a key, as a menu offers them."""
    return [Choice(queue.menu_key, queue.id, queue.name) for queue in active if queue.menu_key]
