"""The clock of promised calls."""

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.routing.callbacks import service


@jobs.every(1, "hand_on_callbacks")
def hand_on_callbacks() -> None:
    """Pass due calls on, once, whose promisers are not there."""
    moment = now()
    with read() as session:
        due = service.list_to_hand_on(session, moment)
    for task_id in due:
        with transaction() as session:
            service.hand_on(session, task_id, moment)
