"""How much to do at once: as much as fits into the time that others may be kept waiting."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from contactcenter.core import db

SQLITE_SECONDS = 0.04
"""On SQLite everybody else who writes waits."""
POSTGRESQL_SECONDS = 0.3
"""Elsewhere only who writes the same rows."""


@dataclass
class Pace:
    """`size` grows while a piece of work stays below the limit and shrinks above it."""

    size: int = 500
    fewest: int = 50
    most: int = 20_000

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Around one piece of work, from its transaction's begin to its commit."""
        is_sqlite = db.engine().dialect.name == "sqlite"
        # SQLite works in this thread: the wall clock would also count what others do to a busy machine.
        clock, limit = (time.thread_time, SQLITE_SECONDS) if is_sqlite else (time.perf_counter, POSTGRESQL_SECONDS)
        began = clock()
        yield
        seconds = clock() - began
        wanted = self.size / 2 if seconds > limit else self.size * min(2.0, limit / max(seconds, limit / 2))
        self.size = max(self.fewest, min(self.most, int(wanted)))
