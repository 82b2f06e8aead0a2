"""What was promised at the end of a call, as a task of its own."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.phone import format_national
from contactcenter.crm.tasks import service
from contactcenter.crm.tasks.models import Task

_DEFAULT_TITLE = {"callback": "Gọi lại", "task": "Việc sau cuộc gọi"}


def plan(
    session: Session,
    *,
    call_id: str,
    step: dict[str, Any] | None,
    customer_id: str | None,
    party: str | None,
    assignee_id: str | None,
) -> None:
    """Make the one task of a call's next step; saving the outcome again corrects it, none cancels it.

    `step` is as the call keeps it: {kind, due_at (ISO-8601 or None), text}. A task that was ticked off stays so.
    """
    task = session.scalars(sa.select(Task).filter_by(origin=_origin(call_id)).with_for_update()).one_or_none()
    if step is None or step.get("kind") not in ("callback", "task"):
        if task is not None and task.state == "open":
            _cancel(session, task, assignee_id)
        return
    values = _values(step, call_id, customer_id, party, assignee_id)
    if task is None:
        service.create_task(session, {**values, "origin": _origin(call_id)}, actor_id=assignee_id)
    elif task.state != "done":
        service.correct_task(session, task, {**values, "state": "open"}, actor_id=assignee_id)


def attribute(session: Session, call_id: str, customer_id: str | None) -> None:
    """Whose call it was is known now, or known to have been somebody else's: the task goes with it."""
    task = session.scalars(sa.select(Task).filter_by(origin=_origin(call_id)).with_for_update()).one_or_none()
    if task is not None and task.customer_id != customer_id:
        service.correct_task(session, task, {"customer_id": customer_id}, actor_id=None)


def _origin(call_id: str) -> str:
    return f"wrap_up:{call_id}"


def _values(
    step: dict[str, Any], call_id: str, customer_id: str | None, party: str | None, assignee_id: str | None
) -> dict[str, Any]:
    due = step.get("due_at")
    due_at = datetime.fromisoformat(due) if isinstance(due, str) else due
    title = (step.get("text") or "").strip()
    if not title:
        number = format_national(party) if party and customer_id is None else ""
        title = f"{_DEFAULT_TITLE[step['kind']]} {number}".strip()
    return {
        "kind": step["kind"],
        "title": title[:300],
        "due_at": due_at,
        "reminder_at": due_at if due_at is None or due_at > now() else None,
        "customer_id": customer_id,
        "party": party,
        "call_id": call_id,
        "assignee_id": assignee_id,
    }


def _cancel(session: Session, task: Task, actor_id: str | None) -> None:
    service.correct_task(session, task, {"state": "canceled"}, actor_id=actor_id)
