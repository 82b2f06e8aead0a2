"""Effects of notifications, a moment after their acknowledgement.

Storing a delivery costs one insert; acting on it costs ten times that. So a process may run
an applier: notifications are then acknowledged as soon as their row is durable, and one
thread acts on the rows in order of arrival, many in one transaction: they share its commit,
its reads and what is told about them.

On PostgreSQL such a transaction locks its calls first, all in one order, but might still wait
crosswise with an interactive hook's for an agent's row, and a caller would hear an apology. So it
waits for no lock longer than a moment, far less than the server takes to look for a deadlock: it
is always the batch that gives in. Each delivery is then run by itself, as after any other failure
of a batch, and one that fails goes the way of every failed delivery.
Rows outlive the process: whatever is pending at the next start is taken up.

Without an applier (tests, small tools) everything happens within the request.
"""

import threading
import time

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.calls.locking import lock_several
from contactcenter.core.crash_points import reach
from contactcenter.core.db import read, transaction, wait_at_most
from contactcenter.core.urgency import count_urgent, let_pass
from contactcenter.webhooks.models import Delivery

_log = structlog.get_logger(__name__)

_PENDING = Delivery.state == "pending"
_ANY = sa.select(Delivery.id).where(_PENDING).limit(1)

TOGETHER = 100
TOGETHER_SECONDS = 0.05
"""A batch holds the write lock of SQLite: an interactive hook must not wait for it long."""
FLOOD = 4
"""That many requests waiting for their acknowledgement at once are a flood."""
WAY_GIVEN = 4
LONGEST_PAUSE_SECONDS = 0.2
"""In a flood a batch is followed by a pause of four times its length: acknowledging goes first, since a
provider repeats what is not acknowledged in time, and effects catch up right after."""
GATHER_SECONDS = 0.04
"""While they keep coming, that long is waited for others to share a transaction with; the first one waits for none."""
LOCK_WAIT_SECONDS = 0.2
IDLE_SECONDS = 0.5
"""How often to look for rows that another process has left."""


_OLDEST = (
    sa.select(Delivery)
    .where(_PENDING)
    .order_by(Delivery.received_at, Delivery.id)
    .limit(TOGETHER)
    .with_for_update(skip_locked=True)
)


class _Applier:
    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.news = threading.Event()
        self.thread = threading.Thread(target=self._run, name="applier", daemon=True)

    def _run(self) -> None:
        ended = 0.0
        while not self.stopping.is_set():
            is_told = self.news.wait(IDLE_SECONDS)
            if is_told and time.monotonic() - ended < IDLE_SECONDS:
                self.stopping.wait(GATHER_SECONDS)
            self.news.clear()
            try:
                if is_told or _has_pending():
                    self._apply_all()
                    ended = time.monotonic()
            except Exception as error:  # noqa: BLE001 - the edge's own loop: the next round may go well
                _log.error("applier stumbled", reason=type(error).__name__)
                self.stopping.wait(IDLE_SECONDS)

    def _apply_all(self) -> None:
        """Batch after batch until nothing is left; in a flood, with time for those who wait."""
        while not self.stopping.is_set():
            let_pass()
            started = time.monotonic()
            count = apply_pending()
            took = time.monotonic() - started
            if count_urgent() >= FLOOD:
                self.stopping.wait(min(took * WAY_GIVEN, LONGEST_PAUSE_SECONDS))
            if count < TOGETHER and took < TOGETHER_SECONDS:  # all there was; of what comes there is news
                return


_running: list[_Applier] = []


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


def wake() -> None:
    """There is something new."""
    if _running:
        _running[0].news.set()


def apply_pending() -> int:
    """Act on the oldest pending deliveries; how many were looked at, 0 when there are none."""
    from contactcenter.webhooks import failures
    from contactcenter.webhooks.replay import replay

    looked_at: list[str] = []
    try:
        _apply_together(looked_at)
    except Exception as error:
        if not looked_at:
            raise
        if failures.is_passing(error):
            return len(looked_at)  # still pending, and next in turn
        _log.warning("a batch of deliveries failed", reason=type(error).__name__, count=len(looked_at))
        for delivery_id in looked_at:  # each by itself
            replay(delivery_id)
    return len(looked_at)


def _apply_together(looked_at: list[str]) -> None:
    """Names the deliveries it takes before it acts on them; those for which time runs out stay pending."""
    from contactcenter.webhooks import storage
    from contactcenter.webhooks.replay import act

    settled = []
    with transaction() as session:
        rows = session.scalars(_OLDEST).all()
        looked_at += [row.id for row in rows]
        end = time.monotonic() + TOGETHER_SECONDS
        _lock_calls(session, {(row.provider, row.call_ref) for row in rows if row.call_ref})
        for row in rows:
            reach("intake.before_effect")
            settled.append(act(session, row))
            reach("intake.after_effect")
            if time.monotonic() > end:
                break
        storage.settle_all(session.connection(), settled)


def _lock_calls(session: Session, names: set[tuple[str, str]]) -> None:
    if len(names) > 1:  # one call alone is locked as everywhere, and waits as everywhere
        wait_at_most(session, LOCK_WAIT_SECONDS)
        lock_several(session, names)


def _has_pending() -> bool:
    with read() as session:
        return session.scalar(_ANY) is not None
