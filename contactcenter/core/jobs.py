"""Durable jobs and the clock. The only module that knows DBOS and APScheduler.

`enqueue` writes the job in the caller's transaction: it exists if and only if the work
that asked for it was committed, and it survives `kill -9`. A job function may run more
than once (after a crash) and must be idempotent; it opens its own transactions.

`every` registers a tick: a function called each n seconds in whichever process runs the
clock. Ticks claim their work atomically in the database, so two clocks do no harm.

Arguments are ids and plain values, never objects: they outlive the code that queued them.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.urgency import let_pass

_log = structlog.get_logger(__name__)

QUEUE = "jobs"
LONGEST_REST_SECONDS = 5
APART = 0.618
"""Multiples of it fall evenly into one, however many there are."""
APPLICATION_VERSION = "1"
"""Pinned: DBOS only resumes jobs of the same version, and ours stay compatible."""


@dataclass(frozen=True)
class Job:
    name: str
    run: Callable[..., None]
    summary: str


@dataclass(frozen=True)
class Tick:
    """`share` is the most of the time that it may be at work."""

    name: str
    seconds: float
    run: Callable[[], None]
    share: float = 1.0


_jobs: dict[str, Job] = {}
_ticks: dict[str, Tick] = {}


def job(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register `fn(*plain_values)` as the job called `name`; its first docstring line is shown."""

    def register(fn: Callable[..., None]) -> Callable[..., None]:
        _jobs[name] = Job(name, fn, (fn.__doc__ or "").strip().split("\n")[0])
        return fn

    return register


def every(seconds: float, name: str, *, share: float = 1.0) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register `fn()` to be called each `seconds` by the clock.

    With a `share` it rests after a long turn, so that work which can wait leaves that much of the time to
    work which cannot; never longer than LONGEST_REST_SECONDS.
    """

    def register(fn: Callable[[], None]) -> Callable[[], None]:
        _ticks[name] = Tick(name, seconds, fn, share)
        return fn

    return register


def list_jobs() -> list[Job]:
    return sorted(_jobs.values(), key=lambda j: j.name)


def list_ticks() -> list[Tick]:
    return sorted(_ticks.values(), key=lambda t: t.name)


class DbosQueue:
    """The durable queue, kept in our own database."""

    def __init__(self, database_url: str) -> None:
        self._client = DBOSClient(
            system_database_url=_dbos_url(database_url), serializer=DBOSPortableJSONSerializer(), lazy=True
        )

    def put(self, session: Session, name: str, args: tuple[Any, ...], key: str, delay_seconds: float) -> None:
        options: dict[str, Any] = {"queue_name": QUEUE, "workflow_name": name, "workflow_id": key}
        options["app_version"] = APPLICATION_VERSION
        if delay_seconds > 0:
            options["delay_seconds"] = delay_seconds
        self._client.enqueue_in_transaction(session, options, *args)  # type: ignore[arg-type]


class MemoryQueue:
    """A queue for tests: holds committed jobs until `drain` runs them in this thread."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, tuple[Any, ...], str, float]] = []
        self._seen: set[str] = set()

    def put(self, session: Session, name: str, args: tuple[Any, ...], key: str, delay_seconds: float) -> None:
        from sqlalchemy import event

        def keep(_session: Session) -> None:
            if key not in self._seen:
                self._seen.add(key)
                self.waiting.append((name, args, key, delay_seconds))

        event.listen(session, "after_commit", keep, once=True)

    def drain(self, *, with_delayed: bool = True, rounds: int = 50) -> None:
        """Run what waits, and what that enqueues, until nothing is left."""
        for _ in range(rounds):
            ready = [w for w in self.waiting if with_delayed or w[3] <= 0]
            if not ready:
                return
            self.waiting = [w for w in self.waiting if w not in ready]
            for name, args, _key, _delay in ready:
                _jobs[name].run(*args)


_state: dict[str, Any] = {"queue": None, "scheduler": None, "is_running": False, "started_at": None}
_lock = threading.Lock()


def use(queue: DbosQueue | MemoryQueue) -> None:
    """Choose where `enqueue` writes."""
    _state["queue"] = queue


def enqueue(session: Session, name: str, *args: Any, key: str, delay_seconds: float = 0) -> None:
    """Queue job `name` in this transaction under the natural `key`; a repeated key is one job."""
    if name not in _jobs:
        raise LookupError(f"no job is called {name}")
    _state["queue"].put(session, name, args, key, delay_seconds)


def migrate(database_url: str) -> None:
    """Create or upgrade the queue's own tables."""
    DBOS.migrate(_dbos_url(database_url))


def start(database_url: str, *, executor_id: str = "embedded") -> None:
    """Run the worker and the clock inside this process, resuming what a crash left undone."""
    with _lock:
        if _state["is_running"]:
            return
        _configure_dbos(database_url, executor_id)
        for item in _jobs.values():
            DBOS.workflow(name=item.name)(_logged(item))
        DBOS.launch()
        DBOS.register_queue(QUEUE, polling_interval_sec=0.25, worker_concurrency=4)
        scheduler = BackgroundScheduler(timezone="UTC")
        for tick, start in _starts(now()):
            scheduler.add_job(
                _guarded(tick), "interval", seconds=tick.seconds, start_date=start, id=tick.name,
                max_instances=1, coalesce=True, misfire_grace_time=None,
            )  # fmt: skip
        scheduler.start()
        _state.update(scheduler=scheduler, is_running=True, started_at=now())


def stop() -> None:
    """Finish the running ticks and stop the worker; unfinished jobs resume at the next start."""
    with _lock:
        if not _state["is_running"]:
            return
        _state["scheduler"].shutdown(wait=True)
        DBOS.destroy(workflow_completion_timeout_sec=3)
        _state.update(scheduler=None, is_running=False, started_at=None)


def started_at() -> datetime | None:
    """Since when this process runs the clock; None while it does not."""
    moment: datetime | None = _state["started_at"]
    return moment


def is_running() -> bool:
    return bool(_state["is_running"])


def _starts(moment: datetime) -> list[tuple[Tick, datetime]]:
    """When each tick runs first: after its interval, and not all of them in the same instant of each second."""
    return [
        (tick, moment + timedelta(seconds=tick.seconds + n * APART % 1 * min(tick.seconds, 1)))
        for n, tick in enumerate(_ticks.values())
    ]


def _logged(item: Job) -> Callable[..., None]:
    def run(*args: Any) -> None:
        try:
            item.run(*args)
        except Exception:
            _log.exception("job failed", job=item.name)
            raise

    run.__name__ = run.__qualname__ = item.name
    return run


def _guarded(tick: Tick) -> Callable[[], None]:
    rests_until = 0.0

    def run() -> None:
        nonlocal rests_until
        let_pass()
        began = time.monotonic()
        if began < rests_until:
            return
        try:
            tick.run()
        except Exception:  # noqa: BLE001 - the job loop: the clock goes on
            _log.exception("tick failed", tick=tick.name)
        ended = time.monotonic()
        rests_until = ended + min((ended - began) * (1 / tick.share - 1), LONGEST_REST_SECONDS)

    return run


def _configure_dbos(database_url: str, executor_id: str) -> None:
    DBOS(
        config={
            "name": "contactcenter",
            "system_database_url": _dbos_url(database_url),
            "application_version": APPLICATION_VERSION,
            "executor_id": executor_id,
            "run_migrations": True,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "ERROR",
            "console_log_level": "ERROR",
        }
    )


def _dbos_url(database_url: str) -> str:
    return database_url.replace("postgresql+psycopg://", "postgresql://")
