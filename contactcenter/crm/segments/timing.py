"""How long one statement may take: counting while somebody types must never hold the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

_STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's machine: about a millisecond


@contextmanager
def allow_seconds(session: Session, seconds: float) -> Iterator[None]:
    """Within the block a statement that runs longer fails with OperationalError."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"SET LOCAL statement_timeout = {int(seconds * 1000)}"))
        yield
        return
    driver: Any = connection.connection.driver_connection
    deadline = monotonic() + seconds
    driver.set_progress_handler(lambda: int(monotonic() > deadline), _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)
