"""What tasks show on the timeline and in notifications."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.notifications.queries import contribute_texts
from contactcenter.crm.present import contribute_blanks, contribute_details
from contactcenter.crm.tasks.models import Task
from contactcenter.crm.tasks.queries import present, without_outside_companies
from contactcenter.crm.tasks.schemas import TaskSchema

_schema = TaskSchema()


def task_details(session: Session, ref_ids: list[str]) -> dict[str, dict[str, Any]]:
    """The task behind each item, as the API shows it."""
    tasks = session.scalars(sa.select(Task).where(Task.id.in_(ref_ids))).all()
    return {row["id"]: _schema.dump(row) for row in present(session, tasks)}


def task_lines(session: Session, ref_ids: list[str]) -> dict[str, str]:
    """What a notification about a task says."""
    rows = session.execute(sa.select(Task.id, Task.title).where(Task.id.in_(ref_ids)))
    return {row.id: row.title for row in rows}


def register() -> None:
    contribute_details("task", task_details)
    contribute_blanks("task", without_outside_companies)
    contribute_texts("task_due", task_lines)
    contribute_texts("task_assigned", task_lines)
