"""The clock of tasks."""

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.crm.tasks import service


@jobs.every(1, "remind_of_tasks")
def remind_of_tasks() -> None:
    """Say each reminder that has come, once, to whoever has the task."""
    moment = now()
    with read() as session:
        due = service.list_due_reminders(session, moment)
    for task_id in due:
        with transaction() as session:
            service.remind(session, task_id, moment)
