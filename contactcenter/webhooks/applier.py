"""Effects of notifications, a moment after their acknowledgement.

Storing a delivery costs one insert; acting on it costs ten times that. So a process may run
an applier: notifications are then acknowledged as soon as their row is durable, and one
thread acts on the rows in order of arrival: on SQLite many in one transaction, because
commits cost too; on PostgreSQL only those of one call, because a transaction over several
could wait crosswise with an interactive hook's, and a caller would hear an apology. Most of
such a transaction is waiting for the server, so those of several calls run side by side.
When one fails, each delivery is run by itself, and the failed one goes the way of every
failed delivery.
Rows outlive the process: whatever is pending at the next start is taken up.

Without an applier (tests, small tools) everything happens within the request.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
AT_A_TIME = 3
"""Transactions that run side by side on PostgreSQL while there is no flood."""
IDLE_SECONDS = 0.5
"""How often to look for rows that another process has left."""


Map = Callable[[Callable[[list[str]], int], list[list[str]]], Iterable[int]]


class _Applier:
    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.news = threading.Event()
        self.thread = threading.Thread(target=self._run, name="applier", daemon=True)
        self.helpers = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="applier")

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
        while not self.stopping.is_set() and apply_pending(map if _is_flood() else self.helpers.map):
            took = time.monotonic() - started
            if _is_flood():
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
        applier.helpers.shutdown()


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


def _is_flood() -> bool:
    return len(_waiting) >= FLOOD


def wake() -> None:
    """There is something new."""
    if _running:
        _running[0].news.set()


def apply_pending(each: Map = map) -> int:
    """Act on the oldest pending deliveries, by `each` group; how many were looked at, 0 when there are none."""
    oldest = sa.select(Delivery.id, Delivery.event_key).where(Delivery.state == "pending")
    with read() as session:
        rows = session.execute(oldest.order_by(Delivery.received_at, Delivery.id).limit(TOGETHER)).all()
    end = time.monotonic() + TOGETHER_SECONDS
    return sum(each(lambda ids: _apply_group(ids, end), _groups(rows)))


def _groups(rows: Sequence[Any]) -> list[list[str]]:
    """Ids that share a transaction: all on SQLite; on PostgreSQL what is said of the same thing of one call."""
    if engine().dialect.name != "postgresql":
        return [[row.id for row in rows]] if rows else []
    groups: dict[str, list[str]] = {}
    for row in rows:  # keys begin with the provider's id of a call, leg, recording or transcription
        groups.setdefault(row.event_key.partition(":")[0], []).append(row.id)
    return list(groups.values())


def _apply_group(ids: list[str], end: float) -> int:
    """Begun before `end`, a moment of the monotonic clock: later ones come with the next batch, and are looked at."""
    from contactcenter.webhooks import failures
    from contactcenter.webhooks.replay import replay

    if time.monotonic() > end:
        return len(ids)
    try:
        return _apply_together(ids, end)
    except Exception as error:  # noqa: BLE001 - as at the webhook edge; each is then tried for itself
        if failures.is_passing(error):
            return len(ids)  # still pending, and next in turn
        _log.warning("a batch of deliveries failed", reason=type(error).__name__, count=len(ids))
    for delivery_id in ids:
        replay(delivery_id)
    return len(ids)


def _apply_together(ids: list[str], end: float) -> int:
    from contactcenter.webhooks import storage
    from contactcenter.webhooks.replay import act

    pending = sa.select(Delivery).where(Delivery.id.in_(ids), Delivery.state == "pending")
    settled = []
    with transaction() as session:
        for row in session.scalars(
            pending.order_by(Delivery.received_at, Delivery.id).with_for_update(skip_locked=True)
        ).all():
            reach("intake.before_effect")
            settled.append(act(session, row))
            reach("intake.after_effect")
            if time.monotonic() > end:
                break
        storage.settle_all(session.connection(), settled)
    return len(ids)
