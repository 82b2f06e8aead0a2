"""Tasks: give, change, tick off, take back, remind.

A reminder is said once: the clock claims it by clearing `remind_next_at` where it is still due. Changing when to
remind, or opening a task again before its time, sets the clock anew.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.models import User
from contactcenter.agents.policies import can
from contactcenter.core.clock import now
from contactcenter.core.errors import Forbidden, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.crm import service as crm
from contactcenter.crm.companies.models import Company
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.notifications import service as notifications
from contactcenter.crm.reach import contribute_dealings
from contactcenter.crm.tasks.events import TaskChanged
from contactcenter.crm.tasks.models import Task
from contactcenter.crm.timeline import service as timeline

timeline.declare_kind("task", "crm")

_audiences: dict[str, Callable[[Session, Task], list[str]]] = {}
_calls: list[Callable[[Session, str], bool]] = []


def contribute_calls(is_call: Callable[[Session, str], bool]) -> None:
    """Let the package that keeps calls say which ids are one's."""
    if is_call not in _calls:
        _calls.append(is_call)


def list_tasked(user_id: str) -> sa.Select[Any]:
    """Customers for whom somebody has something to do, or has asked for it."""
    is_theirs = sa.or_(Task.assignee_id == user_id, Task.created_by == user_id)
    return sa.select(Task.customer_id).where(is_theirs, Task.customer_id.is_not(None))


contribute_dealings(list_tasked)

_PLAIN = ("title", "details", "kind", "priority", "due_at", "call_id", "until_at", "party", "queue_id")


def create_task(session: Session, values: dict[str, Any], *, actor_id: str | None) -> Task:
    """Give somebody a task. Without `reminder_at` the reminder is at `due_at`; None in it means no reminder.

    `values`: title, and any of details, kind, priority, due_at, reminder_at, assignee_id, customer_id, company_id,
    call_id, origin. Raises Invalid for people and companies that are none, NotFound for the customer.
    """
    task = Task(created_by=actor_id, origin=values.get("origin"))
    _fill(session, task, values)
    task.reminder_at = values.get("reminder_at", task.due_at)
    task.remind_next_at = _still_to_say(task)
    task.hand_on_at = _to_hand_on(task)
    session.add(task)
    session.flush()
    _tell_assignee(session, task, actor_id)
    _announce(session, task)
    return task


def update_task(session: Session, task_id: str, changes: dict[str, Any], *, version: int | None, actor: Actor) -> Task:
    """Change what was asked, for whom, till when, or its state. Raises Stale, Forbidden, Invalid, NotFound.

    A changed `due_at` moves a reminder that was at the old one.
    """
    task = get_task(session, task_id, for_update=True)
    demand_changing(task, actor)
    if version is not None and version != task.version:
        raise Stale("version_conflict", "Somebody changed this task meanwhile.", version=task.version)
    return correct_task(session, task, changes, actor_id=actor.id)


def correct_task(
    session: Session, task: Task, changes: dict[str, Any], *, actor_id: str | None, tells: bool = True
) -> Task:
    """The same for a task that is locked and may be changed. Without `tells` its new assignee hears of it otherwise."""
    before = {column.key: getattr(task, column.key) for column in sa.inspect(Task).column_attrs}
    _fill(session, task, changes)
    _set_reminder(task, changes, before["due_at"])
    if "state" in changes:
        _set_state(task, changes["state"], actor_id)
    if all(getattr(task, name) == value for name, value in before.items()):
        return task
    if any(getattr(task, name) != before[name] for name in ("due_at", "assignee_id", "state")):
        task.hand_on_at = _to_hand_on(task)
    task.version += 1
    task.updated_at = now()
    if tells and task.assignee_id != before["assignee_id"]:
        _tell_assignee(session, task, actor_id)
    _announce(session, task, before)
    return task


def get_task(session: Session, task_id: str, *, for_update: bool = False) -> Task:
    """Raises NotFound."""
    task = session.get(Task, task_id, with_for_update=for_update)
    if task is None:
        raise NotFound("task_not_found", "There is no such task.")
    return task


def demand_changing(task: Task, actor: Actor) -> None:
    """Whose it is, who gave it, anybody while it is nobody's; supervisors always. Raises Forbidden."""
    is_free = task.assignee_id is None
    if not (is_free or actor.id in (task.assignee_id, task.created_by) or can(actor, "calls.handle_all")):
        raise Forbidden("not_your_task", "This task is a colleague's.")


def remind(session: Session, task_id: str, moment: datetime) -> bool:
    """Say that a task is due, if that is still to be said; a second caller finds it said. True when said."""
    due = (Task.id == task_id, Task.state == "open", Task.remind_next_at <= moment)
    claimed = session.execute(sa.update(Task).where(*due).values(remind_next_at=None))
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return False
    task = session.get_one(Task, task_id, populate_existing=True)
    for user_id in _audience(session, task):
        notifications.notify(
            session,
            user_id,
            "task_due",
            ref_id=task.id,
            occasion=f"due:{task.id}:{moment.isoformat()}:{user_id}",
            customer_id=task.customer_id,
        )
    return True


def contribute_audience(kind: str, fn: Callable[[Session, Task], list[str]]) -> None:
    """Let a package above say whom a reminder concerns that is nobody's yet."""
    _audiences[kind] = fn


def _audience(session: Session, task: Task) -> list[str]:
    if task.assignee_id is not None:
        return [task.assignee_id]
    found = _audiences[task.kind](session, task) if task.kind in _audiences else []
    creator = _person(session, task.created_by)
    return found or ([creator] if creator else [])


def list_due_reminders(session: Session, moment: datetime, limit: int = 100) -> list[str]:
    """Ids of the tasks whose reminder is still to be said, the oldest first."""
    due = sa.select(Task.id).where(Task.remind_next_at <= moment, Task.state == "open")
    return list(session.scalars(due.order_by(Task.remind_next_at).limit(limit)))


def _fill(session: Session, task: Task, values: dict[str, Any]) -> None:
    for name in _PLAIN:
        if name in values:
            setattr(task, name, values[name])
    if "assignee_id" in values:
        task.assignee_id = _known_person(session, values["assignee_id"])
    if "customer_id" in values:
        customer_id = values["customer_id"]
        task.customer_id = crm.get_customer(session, customer_id).id if customer_id else None
    if "company_id" in values:
        task.company_id = _known_company(session, values["company_id"])
    if values.get("call_id") is not None and not all(is_call(session, values["call_id"]) for is_call in _calls):
        raise Invalid("unknown_call", "There is no such call.", call_id=["No call has that id."])


def _set_reminder(task: Task, changes: dict[str, Any], old_due_at: datetime | None) -> None:
    if "reminder_at" in changes:
        reminder_at = changes["reminder_at"]
    elif "due_at" in changes and task.reminder_at == old_due_at:
        reminder_at = task.due_at
    else:
        return
    if reminder_at != task.reminder_at:
        task.reminder_at = reminder_at
        task.remind_next_at = _still_to_say(task)


def _set_state(task: Task, state: str, actor_id: str | None) -> None:
    if state == task.state:
        return
    task.state = state
    is_open = state == "open"
    task.closed_at = None if is_open else now()
    task.closed_by = None if is_open else actor_id
    task.remind_next_at = _still_to_say(task)


def _still_to_say(task: Task) -> datetime | None:
    """When the clock will remind: what was due before it was written down is not news."""
    return task.reminder_at if _is_ahead(task.reminder_at) and task.state in (None, "open") else None


def _to_hand_on(task: Task) -> datetime | None:
    """When to look whether who promised a call is there to make it."""
    is_promise = task.kind == "callback" and task.state in (None, "open") and task.assignee_id is not None
    return task.due_at if is_promise and _is_ahead(task.due_at) else None


def _is_ahead(moment: datetime | None) -> bool:
    return moment is not None and moment > now() - timedelta(minutes=1)


def _tell_assignee(session: Session, task: Task, actor_id: str | None) -> None:
    if task.assignee_id is None or task.assignee_id == actor_id:
        return
    notifications.notify(
        session,
        task.assignee_id,
        "task_assigned",
        ref_id=task.id,
        occasion=f"assigned:{task.id}:{task.version}:{task.assignee_id}",
        customer_id=task.customer_id,
        actor_id=actor_id,
    )


def _announce(session: Session, task: Task, before: dict[str, Any] | None = None) -> None:
    """The task's card, and word to whom it concerns."""
    old = before or {}
    if task.customer_id is not None:
        timeline.record(
            session,
            kind="task",
            ref_id=task.id,
            channel="internal",
            occurred_at=task.closed_at or task.created_at,
            summary=task.title,
            customer_id=task.customer_id,
            party=task.party,
            agent_id=task.closed_by or task.created_by,
        )
    elif old.get("customer_id"):
        session.execute(sa.delete(TimelineItem).where(TimelineItem.kind == "task", TimelineItem.ref_id == task.id))
    people = (task.assignee_id, task.created_by, old.get("assignee_id"))
    emit(session, TaskChanged(task.id, tuple(dict.fromkeys(i for i in people if i)), task.customer_id))


def _known_person(session: Session, user_id: str | None) -> str | None:
    if user_id is not None and _person(session, user_id) is None:
        raise Invalid("unknown_assignee", "There is no such colleague.", assignee_id=["Nobody has that id."])
    return user_id


def _person(session: Session, user_id: str | None) -> str | None:
    active = sa.select(User.id).where(User.id == user_id, User.is_active.is_(True))
    return session.scalar(active) if user_id else None


def _known_company(session: Session, company_id: str | None) -> str | None:
    if company_id is not None and session.get(Company, company_id) is None:
        raise Invalid("unknown_company", "There is no such company.", company_id=["No company has that id."])
    return company_id
