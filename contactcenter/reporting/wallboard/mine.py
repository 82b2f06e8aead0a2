"""An agent's own view: their queues, their place among those who are free, their own figures. Nobody else's."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.reporting import figures
from contactcenter.reporting.agents import average_rating
from contactcenter.routing import crews, queues, rotations
from contactcenter.routing.models import Queue, QueueMember
from contactcenter.routing.strategies import choose


def build(session: Session, timezone: str, user_id: str) -> dict[str, Any]:
    """Of the shape of `MineSchema`."""
    served = (
        sa.select(Queue)
        .join(QueueMember, QueueMember.queue_id == Queue.id)
        .where(QueueMember.user_id == user_id, Queue.is_active.is_(True))
        .order_by(Queue.name)
    )
    return {
        "as_of": now(),
        "queues": [_queue(session, queue, user_id) for queue in session.scalars(served)],
        "today": _today(session, timezone, user_id),
    }


def _queue(session: Session, queue: Queue, user_id: str) -> dict[str, Any]:
    line = queues.figures(session, queue.id)
    place, free, why_not = _place(session, queue, user_id)
    return {
        "id": queue.id,
        "name": queue.name,
        "is_open": queues.is_open(session, queue),
        "waiting": line.waiting,
        "oldest_at": line.oldest_at,
        "my_place": place,
        "free": free,
        "why_not": why_not,
    }


def _place(session: Session, queue: Queue, user_id: str) -> tuple[int | None, int, str | None]:
    """Where a call that came now would find them: (1 for the next, how many are free, what is in the way)."""
    crew = crews.load_crew(session, queue)
    needs = crews.merge_needs(queue.required_skills)
    crews.read_skills(session, crew, needs)
    crews.read_work(session, crew, "call")
    credits_now = rotations.owed(session, queue.id)
    everybody: dict[str, Any] = {"alike": crew.alike, "credits_now": credits_now}
    made = choose(crew.members.values(), crew.policy, moment=now(), needs=needs, **everybody)
    if user_id in made.considered:
        return made.considered.index(user_id) + 1, len(made.considered), None
    return None, len(made.considered), next(iter(made.skipped.get(user_id, ())), None)


def _today(session: Session, timezone: str, user_id: str) -> dict[str, Any]:
    start, end = figures.day_bounds(timezone)
    rating, ratings = average_rating(session, start, user_id)
    handled = figures.own_handle_time(session, start, end, user_id)
    return {"calls": handled.n, "aht_seconds": handled.value, "rating": rating, "ratings": ratings}
