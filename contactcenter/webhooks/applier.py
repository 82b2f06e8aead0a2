"""Effects of notifications, a moment after their acknowledgement.

Storing a delivery costs one insert; acting on it costs ten times that. So a process may run
an applier: notifications are then acknowledged as soon as their row is durable, and one
thread acts on the rows in order of arrival: on SQLite many in one transaction, because
commits cost too; on PostgreSQL only those of one call, because a transaction over several
could wait crosswise with an interactive hook's, and a caller would hear an apology. When one
of them fails, each is run by itself, and the failed one goes the way of every failed delivery.
Rows outlive the process: whatever is pending at the next start is taken up.

Without an applier (tests, small tools) everything happens within the request.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
import structlog

from contactcenter.core.crash_points import reach
from contactcenter.core.db import engine, read, transaction
from contactcenter.webhooks.models import Delivery

_log = structlog.get_logger(__name__)

TOGETHER = 100
TOGETHER_SECONDS = 0.05
"""A batch holds the write lock of SQLite: an interactive hook must not wait for it long."""
FLOOD = 4
"""That many requests waiting for their acknowledgement at once are a flood."""
WAY_GIVEN = 4
LONGEST_PAUSE_SECONDS = 0.2
"""In a flood a batch is followed by a pause of four times its length: acknowledging goes first, since a
provider repeats what is not acknowledged in time, and effects catch up right after."""
IDLE_SECONDS = 0.5
"""How often to look for rows that another process has left."""


class _Applier:
    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.news = threading.Event()
        self.thread = threading.Thread(target=self._run, name="applier", daemon=True)

    def _run(self) -> None:
        while not self.stopping.is_set():
            self.news.wait(IDLE_SECONDS)
            self.news.clear()
            try:
                self._apply_all()
            except Exception as error:  # noqa: BLE001 - the edge's own loop: the next round may go well
                _log.error("applier stumbled", reason=type(error).__name__)
                time.sleep(IDLE_SECONDS)

    def _apply_all(self) -> None:
        """Batch after batch until nothing is pending; in a flood, with time for those who wait."""
        started = time.monotonic()
        while not self.stopping.is_set() and apply_pending():
            took = time.monotonic() - started
            if len(_waiting) >= FLOOD:
                self.stopping.wait(min(took * WAY_GIVEN, LONGEST_PAUSE_SECONDS))
            started = time.monotonic()


_running: list[_Applier] = []
_waiting: set[object] = set()
"""The requests that this process is about to acknowledge."""


def start() -> None:
    """Run an applier in this process; from now on its notifications take effect after the answer."""
    if not _running:
        _running.append(_Applier())
        _running[0].thread.start()


def stop() -> None:
    """Finish the batch at hand and stop; what is pending stays for the next start."""
    while _running:
        applier = _running.pop()
        applier.stopping.set()
        applier.news.set()
        applier.thread.join(timeout=10)


def is_running() -> bool:
    return bool(_running)


@contextmanager
def awaiting() -> Iterator[None]:
    """Around a request: somebody waits for an acknowledgement."""
    me = object()
    _waiting.add(me)
    try:
        yield
    finally:
        _waiting.discard(me)


def wake() -> None:
    """There is something new."""
    if _running:
        _running[0].news.set()


def apply_pending() -> int:
    """Act on the oldest pending deliveries; how many were looked at, 0 when there are none."""
    oldest = sa.select(Delivery.id, Delivery.event_key).where(Delivery.state == "pending")
    with read() as session:
        rows = session.execute(oldest.order_by(Delivery.received_at, Delivery.id).limit(TOGETHER)).all()
    started = time.monotonic()
    count = 0
    for ids in _groups(rows):
        count += _apply_group(ids)
        if time.monotonic() - started > TOGETHER_SECONDS:
            break
    return count


def _groups(rows: Sequence[Any]) -> list[list[str]]:
    """Ids that share a transaction: all on SQLite; on PostgreSQL what is said of the same thing of one call."""
    if engine().dialect.name != "postgresql":
        return [[row.id for row in rows]] if rows else []
    groups: dict[str, list[str]] = {}
    for row in rows:  # keys begin with the provider's id of a call, leg, recording or transcription
        groups.setdefault(row.event_key.partition(":")[0], []).append(row.id)
    return list(groups.values())


def _apply_group(ids: list[str]) -> int:
    from contactcenter.webhooks.replay import replay

    try:
        return _apply_together(ids)
    except Exception as error:  # noqa: BLE001 - as at the webhook edge; each is then tried for itself
        _log.warning("a batch of deliveries failed", reason=type(error).__name__, count=len(ids))
    for delivery_id in ids:
        replay(delivery_id)
    return len(ids)


def _apply_together(ids: list[str]) -> int:
    from contactcenter.webhooks.replay import apply

    pending = sa.select(Delivery).where(Delivery.id.in_(ids), Delivery.state == "pending")
    started = time.monotonic()
    count = 0
    with transaction() as session:
        rows = session.scalars(
            pending.order_by(Delivery.received_at, Delivery.id).with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            reach("intake.before_effect")
            apply(session, row)
            reach("intake.after_effect")
            count += 1
            if time.monotonic() - started > TOGETHER_SECONDS:
                break
    return count
