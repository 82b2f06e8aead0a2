"""How a long job leaves room for the console: short transactions, and a rest after each.

SQLite has one writer and Python one interpreter lock: a job that never rests would make
every click wait. Work is counted in this thread's own processor time, not by the clock: on
a busy machine the clock also counts others' work, and batches that shrink for it cost
everybody more.
"""

import time

import structlog
from sqlalchemy.exc import DBAPIError

_log = structlog.get_logger(__name__)

FIRST_ROWS = 100
LEAST_ROWS = 50
MOST_ROWS = 200
MOST_WORK_SECONDS = 0.04
REST_SHARE = 0.2
TRIES = 5


class Pace:
    """`size` is how many rows the next transaction should hold."""

    def __init__(self) -> None:
        self.size = FIRST_ROWS

    def rest(self, worked_seconds: float) -> None:
        """After a transaction that took so much processor time: sleep, and choose the next size."""
        if worked_seconds > MOST_WORK_SECONDS:
            self.size = max(LEAST_ROWS, int(self.size * 0.8))
        elif worked_seconds < MOST_WORK_SECONDS * 0.7:
            self.size = min(MOST_ROWS, self.size + 20)
        time.sleep(min(0.05, max(0.001, worked_seconds * REST_SHARE)))


def wait_for_database(tries: int, error: DBAPIError) -> None:
    """Sleep before trying a batch again; raises the error when it was the last time."""
    if tries >= TRIES:
        raise error
    _log.warning("the database is busy, trying the batch again", tries=tries)
    time.sleep(0.5 * tries)
