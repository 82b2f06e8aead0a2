"""Named reads of promised calls."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.clock import now
from contactcenter.core.paging import Page
from contactcenter.core.phone import format_national
from contactcenter.crm.notifications.queries import contribute_texts
from contactcenter.crm.queries import first_numbers
from contactcenter.crm.tasks import queries as tasks
from contactcenter.crm.tasks.models import Task
from contactcenter.crm.tasks.timeline import task_lines
from contactcenter.routing.callbacks.service import KIND
from contactcenter.routing.models import Queue

_SAME = (
    "id", "version", "state", "customer_id", "customer_name", "call_id", "assignee_id", "assignee_name", "created_by",
    "created_by_name", "created_at", "closed_at", "closed_by", "closed_by_name",
)  # fmt: skip


def list_callbacks(session: Session, filters: dict[str, Any], *, reach: Reach = EVERYTHING) -> Page:
    """As tasks are listed: open ones by their time. `filters`: state, due, assignee (`none`: anyone's), customer."""
    return tasks.list_tasks(session, {**filters, "kind": KIND}, reach=reach)


def present(session: Session, callbacks: Sequence[Task]) -> list[dict[str, Any]]:
    """Of the shape of `CallbackSchema`. The number is the promised one, else the customer's first."""
    rows = tasks.present(session, callbacks)
    firsts = first_numbers(session, {task.customer_id for task in callbacks if task.party is None})
    names = _queue_names(session, {task.queue_id for task in callbacks if task.queue_id})
    moment = now()
    shown = []
    for task, row in zip(callbacks, rows, strict=True):
        number = task.party or firsts.get(task.customer_id or "")
        late_from = task.until_at or task.due_at
        is_late = task.state == "open" and late_from is not None and late_from < moment
        shown.append(
            {
                **{name: row[name] for name in _SAME},
                "note": task.title,
                "number": number,
                "number_national": format_national(number) if number else "",
                "window": {"from_at": task.due_at, "until_at": task.until_at},
                "queue_id": task.queue_id,
                "queue_name": names.get(task.queue_id or ""),
                "is_late": is_late,
            }
        )
    return shown


def _queue_names(session: Session, queue_ids: set[str]) -> dict[str, str]:
    if not queue_ids:
        return {}
    return {row[0]: row[1] for row in session.execute(sa.select(Queue.id, Queue.name).where(Queue.id.in_(queue_ids)))}


def register() -> None:
    contribute_texts("callback_handed_on", task_lines)
    contribute_texts("callback_taken_over", task_lines)
