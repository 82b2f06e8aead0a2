"""The clock of those who asked to be called back and did not answer."""

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.routing.queue_callbacks import service


@jobs.every(2, "retry_queue_callbacks")
def retry_queue_callbacks() -> None:
    """Put those whose pause is over back in line, each once."""
    moment = now()
    with read() as session:
        due = service.list_due(session, moment)
    for callback_id in due:
        with transaction() as session:
            service.line_up_again(session, callback_id, moment)
