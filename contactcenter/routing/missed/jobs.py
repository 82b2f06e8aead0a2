"""The clock of missed callers."""

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.routing.missed import service


@jobs.every(1, "remind_of_missed")
def remind_of_missed() -> None:
    """Say, once, that a promise to call back is broken or a snooze is over."""
    moment = now()
    with read() as session:
        due = service.list_due(session, moment)
    for item_id in due:
        with transaction() as session:
            service.remind(session, item_id, moment)
