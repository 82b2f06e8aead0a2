"""Queues as admins edit them, effective at once. Every change raises the version that decisions are kept with.

Nonsense is refused with the field's name; what is odd but may be meant (a queue without agents) is a warning.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.worktime.models import BusinessCalendar
from contactcenter.calls.models import Disposition
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.core.names import alike
from contactcenter.routing.events import QueueEdited
from contactcenter.routing.models import Queue, QueueMember, Skill, WorkItem
from contactcenter.routing.versions import keep_version

MAX_STEPS = 10


def create_queue(session: Session, values: dict[str, Any]) -> Queue:
    """`values`: a queue's columns, and `members` [{agent_id, weight, position}]. Raises Invalid, Conflict."""
    queue = Queue()
    _apply(session, queue, {"required_skills": [], "relaxation": [], **values})
    session.add(queue)
    session.flush()
    set_members(session, queue, values.get("members", []))
    keep_version(session, queue)
    emit(session, QueueEdited(queue.id))
    return queue


def change_queue(session: Session, queue_id: str, changes: dict[str, Any], *, version: int | None) -> Queue:
    """Raises NotFound, Stale, Invalid, Conflict. What waits is tried again by the new rules in this transaction."""
    queue = lock_queue(session, queue_id, version=version)
    keep_version(session, queue)
    _apply(session, queue, changes)
    is_changed = session.is_modified(queue)
    if "members" in changes:
        is_changed = set_members(session, queue, changes["members"]) or is_changed
    if is_changed:
        queue.version += 1
        queue.updated_at = now()
        session.flush()
        keep_version(session, queue)
        emit(session, QueueEdited(queue.id))
    return queue


def archive_queue(session: Session, queue_id: str, *, version: int | None) -> None:
    """Nothing enters it any more. Raises Conflict while somebody waits in it, or it is the default or an overflow."""
    queue = lock_queue(session, queue_id, version=version)
    if queue.is_default:
        raise Conflict("default_queue", "The default queue cannot be archived: work without a queue goes there.")
    if _count_open(session, queue_id):
        raise Conflict("queue_in_use", "Somebody still waits in this queue.")
    leading_here = session.scalar(
        sa.select(Queue.name).where(Queue.overflow_queue_id == queue_id, Queue.is_active.is_(True)).limit(1)
    )
    if leading_here:
        raise Conflict("queue_in_use", "Another queue overflows into this one.", queue=leading_here)
    queue.is_active, queue.menu_key = False, None
    queue.version += 1
    queue.updated_at = now()
    emit(session, QueueEdited(queue.id))


def set_members(session: Session, queue: Queue, members: Sequence[dict[str, Any]]) -> bool:
    """These agents and no others serve the queue. Returns whether that is news. Raises Invalid."""
    wanted = {one["agent_id"]: one for one in members}
    if len(wanted) != len(members):
        raise Invalid("invalid", "An agent is named twice.", members=["An agent is named twice."])
    known = set(session.scalars(sa.select(User.id).where(User.id.in_(wanted), User.is_active.is_(True))))
    if missing := sorted(set(wanted) - known):
        raise Invalid("invalid", "There is no such agent.", members=[f"No such agent: {', '.join(missing)}."])
    rows = {row.user_id: row for row in session.scalars(sa.select(QueueMember).filter_by(queue_id=queue.id))}
    is_changed = False
    for user_id in rows.keys() - wanted.keys():
        session.delete(rows[user_id])
        is_changed = True
    for place, (user_id, one) in enumerate(wanted.items()):
        row = rows.get(user_id)
        if row is None:
            row = QueueMember(queue_id=queue.id, user_id=user_id)
            session.add(row)
        row.weight, row.position = one.get("weight", 1), one.get("position", place)
        is_changed = is_changed or session.is_modified(row)
    session.flush()
    return is_changed


def lock_queue(session: Session, queue_id: str, *, version: int | None = None) -> Queue:
    """The queue, locked for a change. Raises NotFound, Stale."""
    statement = sa.select(Queue).where(Queue.id == queue_id).with_for_update()
    queue = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if queue is None:
        raise NotFound("queue_not_found", "There is no such queue.")
    if version is not None and version != queue.version:
        raise Stale("version_conflict", "Somebody changed this queue meanwhile.", version=queue.version)
    return queue


def _apply(session: Session, queue: Queue, changes: dict[str, Any]) -> None:
    with session.no_autoflush:  # nothing wrong may reach the database before it was looked at
        for name, value in changes.items():
            if name != "members" and getattr(queue, name, None) != value:
                setattr(queue, name, value)
        _check_names(session, queue)
        _check_skills(session, queue)
        _check_steps(queue)
        _check_overflow(session, queue)
        _check_references(session, queue)


def _check_names(session: Session, queue: Queue) -> None:
    others = sa.select(Queue.name).where(Queue.id != (queue.id or ""))
    if any(alike(name, queue.name) for name in session.scalars(others)):
        raise Conflict("queue_name_taken", "Another queue has that name.", name=["Another queue has that name."])
    if queue.menu_key and session.scalar(others.where(Queue.menu_key == queue.menu_key)):
        raise Conflict("menu_key_taken", "Another queue has that key.", menu_key=["Another queue has that key."])


def _check_skills(session: Session, queue: Queue) -> None:
    asked = [need["skill_id"] for need in queue.required_skills]
    if len(set(asked)) != len(asked):
        _refuse("required_skills", "A skill is asked for twice.")
    known = set(session.scalars(sa.select(Skill.id).where(Skill.id.in_(asked), Skill.is_active.is_(True))))
    if set(asked) - known:
        _refuse("required_skills", "There is no such skill.")


def _check_steps(queue: Queue) -> None:
    """Steps come in order of time, and each names a skill that the queue asks for (or none: all)."""
    asked = {need["skill_id"] for need in queue.required_skills}
    last = 0
    for step in queue.relaxation:
        if step["after_seconds"] <= last:
            _refuse("relaxation", "Each step must come later than the one before.")
        if step.get("skill_id") and step["skill_id"] not in asked:
            _refuse("relaxation", "A step names a skill that this queue does not ask for.")
        last = step["after_seconds"]


def _check_overflow(session: Session, queue: Queue) -> None:
    if (queue.overflow_queue_id is None) != (queue.overflow_after_seconds is None):
        _refuse("overflow_queue_id", "An overflow needs both a queue and a time.")
    seen, following = {queue.id}, queue.overflow_queue_id
    while following is not None:
        if following in seen:
            _refuse("overflow_queue_id", "The overflow leads back to where it came from.")
        target = session.get(Queue, following)
        if target is None or not target.is_active:
            _refuse("overflow_queue_id", "There is no such queue.")
        seen.add(following)
        following = target.overflow_queue_id if target else None


def _check_references(session: Session, queue: Queue) -> None:
    if queue.calendar_id is not None:
        calendar = session.get(BusinessCalendar, queue.calendar_id)
        if calendar is None or calendar.is_archived:
            _refuse("calendar_id", "There is no such calendar.")
    wanted = set(queue.dispositions or [])
    known = set(session.scalars(sa.select(Disposition.code).where(Disposition.code.in_(wanted))))
    if wanted - known:
        _refuse("dispositions", f"No such outcome: {', '.join(sorted(wanted - known))}.")


def _count_open(session: Session, queue_id: str) -> int:
    waiting = sa.select(sa.func.count()).where(
        WorkItem.queue_id == queue_id, WorkItem.state.in_(("waiting", "offered", "accepted"))
    )
    return session.scalar(waiting) or 0


def _refuse(field: str, message: str) -> None:
    raise Invalid("invalid", message, **{field: [message]})
