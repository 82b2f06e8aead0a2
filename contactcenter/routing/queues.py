"""Queues and their figures."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import Presence, User
from contactcenter.agents.worktime import calendar
from contactcenter.agents.worktime.plans import get_calendar
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import NotFound
from contactcenter.routing.models import Queue, QueueMember, WorkItem

DEFAULT_NAME = "Chăm sóc khách hàng"

# Asked by every caller: built once.
_DEFAULT = sa.select(Queue).where(Queue.is_default.is_(True))
_ACTIVE = sa.select(Queue).where(Queue.is_active.is_(True)).order_by(Queue.menu_key)
_SIGNED_IN = (
    sa.select(Presence.user_id)
    .join(QueueMember, QueueMember.user_id == Presence.user_id)
    .join(User, User.id == Presence.user_id)
    .where(
        QueueMember.queue_id == sa.bindparam("queue_id"),
        Presence.is_reachable.is_(True),
        Presence.status != "offline",
        User.is_active.is_(True),
    )
    .limit(1)
)
_WAITING = sa.select(sa.func.count(), sa.func.min(WorkItem.entered_at)).where(
    WorkItem.state.in_(("waiting", "offered")), WorkItem.superseded_by.is_(None)
)
_BY_KEY = sa.select(Queue).where(Queue.menu_key == sa.bindparam("key"), Queue.is_active.is_(True))


@dataclass(frozen=True)
class Figures:
    """How a line stands: how many wait, since when the longest, as of when."""

    waiting: int
    oldest_at: datetime | None
    as_of: datetime

    @property
    def longest_wait_seconds(self) -> int:
        return 0 if self.oldest_at is None else max(0, int((self.as_of - self.oldest_at).total_seconds()))


def ensure_default_queue(session: Session) -> Queue:
    """The queue every number and every new agent uses until somebody says otherwise."""
    queue = session.scalars(_DEFAULT).first()
    if queue is None:
        queue = Queue(name=DEFAULT_NAME, menu_key="1", is_default=True)
        session.add(queue)
        session.flush()
    return queue


def get_queue(session: Session, queue_id: str) -> Queue:
    queue = session.get(Queue, queue_id)
    if queue is None:
        raise NotFound("queue_not_found", "There is no such queue.")
    return queue


def list_queues(session: Session) -> list[Queue]:
    return list(session.scalars(_ACTIVE))


def list_by_name(session: Session) -> list[Queue]:
    """The default first, then by name."""
    return sorted(list_queues(session), key=lambda queue: (not queue.is_default, queue.name.casefold()))


def find_by_key(session: Session, key: str) -> Queue | None:
    return session.scalars(_BY_KEY, {"key": key}).first()


def add_member(session: Session, queue_id: str, user_id: str) -> None:
    insert_once(session, QueueMember, {"queue_id": queue_id, "user_id": user_id}, key=["queue_id", "user_id"])


def figures(session: Session, queue_id: str | None = None) -> Figures:
    """Callers waiting or ringing at an agent, in one queue or in all."""
    statement = _WAITING if queue_id is None else _WAITING.where(WorkItem.queue_id == queue_id)
    waiting, oldest = session.execute(statement).one()
    return Figures(waiting, oldest, now())


def is_staffed(session: Session, queue_id: str) -> bool:
    """Whether anybody of this queue, or of where it overflows to, is signed in; "nobody there" is not "all busy".

    Outside its business hours a queue counts as empty.
    """
    following: str | None = queue_id
    while following is not None:
        queue = get_queue(session, following)
        if not is_open(session, queue):
            return False
        if session.scalar(_SIGNED_IN, {"queue_id": queue.id}) is not None:
            return True
        following = queue.overflow_queue_id
    return False


def is_open(session: Session, queue: Queue) -> bool:
    """Whether the queue's business hours say so, and nobody has shut it by hand; without hours it is always open."""
    if queue.closed_at is not None:
        return False
    return queue.calendar_id is None or calendar.is_open(get_calendar(session, queue.calendar_id), now())


def count_available(session: Session, queue_id: str) -> int:
    """Members of the queue who could take something right now."""
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(Presence)
            .join(QueueMember, QueueMember.user_id == Presence.user_id)
            .where(
                QueueMember.queue_id == queue_id,
                Presence.is_reachable.is_(True),
                Presence.is_status_ready.is_(True),
                Presence.activity == "idle",
            )
        )
        or 0
    )
