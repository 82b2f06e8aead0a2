"""Routing: assignments a second with a large team and a long line, one decision's time, how late timers are.

An assignment is what follows when an agent becomes free: the oldest item that they may take is found, everybody of the
team is considered, the decision is kept, the agent is locked and rings; one transaction each, four workers. They are
processes on PostgreSQL and threads of one process on SQLite, as the product runs there. The floor claims the oldest
item and a free agent with bare SQL and keeps one row, as durably, by the same workers.

Timers: every agent's phone rings and the rings run out evenly. Two clocks tick as they do in production, and one of
them is killed and started anew again and again; a ring that is ended twice fails the row.
"""

import gc
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.process import BaseProcess
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench.line import Line, agent_id, analyze, fill
from bench.row import Row, from_rounds, percentile
from bench.stage import Options
from contactcenter import factory
from contactcenter.agents import presence
from contactcenter.agents.models import PresenceChange
from contactcenter.core import db
from contactcenter.core import jobs as job_queue
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import Settings
from contactcenter.routing import jobs, kinds
from contactcenter.routing.models import Offer

WORKERS = 4
TICK_SECONDS = 0.5
AGENTS_A_QUEUE = 10
TIMER_SECONDS = 60.0
KILL_SECONDS = 4.0
START_SECONDS = 120

_bare = sa.MetaData()
_lines = sa.Table(
    "bare_items",
    _bare,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("rank", sa.Integer),
    sa.Column("state", sa.Text),
    sa.Index("ix_bare_items", "state", "rank"),
)
_people = sa.Table("bare_agents", _bare, sa.Column("id", sa.Text, primary_key=True), sa.Column("state", sa.Text))
_made = sa.Table(
    "bare_offers",
    _bare,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("item", sa.Integer),
    sa.Column("agent", sa.Text),
)


def measure(line: Line, options: Options) -> list[Row]:
    _know_kind()
    _bare.create_all(db.writer())
    rates, seconds, burnt = [], [], []
    with _workers(line) as workers:
        for _ in range(options.rounds):
            _fill_bare(options.team, options.line)
            bare_rate, _times = _hand_out(workers, _claim, options.team)
            fill(agents=options.team, waiting=options.line)
            rate, times = _hand_out(workers, _assign, options.team)
            rates.append({"ours": rate, "floor": bare_rate})
            seconds += [one for one, _ in times]
            burnt += [cpu for _, cpu in times]
    told = {"p50": percentile(seconds, 0.5) * 1000, "p99": percentile(seconds, 0.99) * 1000, "samples": len(seconds)}
    size = f"{options.team:,} agents, {options.line:,} waiting"
    is_postgres = line.database == "postgresql"
    return [
        from_rounds(
            f"routing: assignments, {size}", line.database, "1/s", rates, target="ours >= 200" if is_postgres else "",
            facts={"worker_cpu_ms": percentile(burnt, 0.5) * 1000},
        ),
        Row(f"routing: one assignment alone, p99, {size}", line.database, "ms", ours=_alone(options),
            target="ours <= 50" if is_postgres else "", facts={"side_by_side": told}),
        _timers(line, options),
    ]  # fmt: skip


@contextmanager
def _workers(line: Line) -> Iterator[Executor]:
    """Four, ready to work."""
    if line.database != "postgresql":
        with ThreadPoolExecutor(WORKERS) as threads:
            yield threads
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, spawn, initializer=_bind, initargs=(line.settings,)) as processes:
        list(processes.map(time.sleep, [1.0] * WORKERS))  # each has started before anything is measured
        yield processes


def _bind(settings: Settings) -> None:
    factory.create_app(settings)
    gc.freeze()  # as app.py does
    job_queue.use(job_queue.MemoryQueue())
    _know_kind()


def _know_kind() -> None:
    kinds.register(replace(kinds.get("call"), name="work", lock=_nothing, accepted=_nothing, sticky=_nothing, pop=_pop))


def _alone(options: Options) -> float:
    """p99 of one after another, in ms: what a caller waits for the decision itself."""
    fill(agents=options.team, waiting=options.line)
    times = [_timed(_assign, agent_id(n))[0] for n in range(min(options.team, 300))]
    return percentile(times, 0.99) * 1000


def _hand_out(workers: Executor, give: Callable[[str], None], agents: int) -> tuple[float, list[tuple[float, float]]]:
    """Everybody gets one: (a second, the seconds of each and its processor time in the worker)."""
    people = [agent_id(n) for n in range(agents)]
    began = time.perf_counter()
    times = list(workers.map(_timed, [give] * agents, people))
    return agents / (time.perf_counter() - began), times


def _timed(give: Callable[[str], None], agent: str) -> tuple[float, float]:
    began, burnt = time.perf_counter(), time.thread_time()
    give(agent)
    return time.perf_counter() - began, time.thread_time() - burnt


def _assign(agent: str) -> None:
    with transaction() as session:
        presence.set_activity(session, agent, "idle", "bench")  # which gives them the oldest item


def _claim(agent: str) -> None:
    with db.writer().begin() as connection:
        oldest = sa.select(_lines.c.id).where(_lines.c.state == "waiting").order_by(_lines.c.rank).limit(1)
        item = connection.scalar(oldest.with_for_update(skip_locked=True))
        connection.execute(sa.select(_people.c.id).where(_people.c.id == agent).with_for_update())
        connection.execute(sa.update(_lines).where(_lines.c.id == item).values(state="offered"))
        connection.execute(sa.update(_people).where(_people.c.id == agent).values(state="ringing"))
        connection.execute(sa.insert(_made).values(item=item, agent=agent))


def _fill_bare(agents: int, waiting: int) -> None:
    with db.writer().begin() as connection:
        for table in (_made, _lines, _people):
            connection.execute(sa.delete(table))
        connection.execute(sa.insert(_lines), [{"id": n, "rank": n, "state": "waiting"} for n in range(waiting)])
        connection.execute(sa.insert(_people), [{"id": agent_id(n), "state": "idle"} for n in range(agents)])
    analyze()


def _timers(line: Line, options: Options) -> Row:
    """How late rings are ended, p99, while that many run."""
    count = options.timers
    seconds = min(TIMER_SECONDS, max(5.0, TIMER_SECONDS * count / 5_000 / 4)) + 1
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([__name__])  # who replaces the dead need not read the product anew beside the other
    ready, go = server.Semaphore(0), server.Event()
    clocks = [_wind_up(server, line.settings, ready, go) for _ in range(2 if line.database == "postgresql" else 1)]
    for _ in clocks:
        assert ready.acquire(timeout=START_SECONDS), "the clocks do not start"
    fill(agents=count, waiting=0, queues=max(1, count // AGENTS_A_QUEUE), pending_for=TIMER_SECONDS)
    go.set()
    killed = 0
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        time.sleep(min(left, KILL_SECONDS))
        if len(clocks) > 1:  # the other goes on
            clocks[1].kill()
            clocks[1].join()
            clocks[1] = _wind_up(server, line.settings, ready, go)
            killed += 1
    measured_at = now()
    for clock in clocks:
        clock.kill()
        clock.join()
    late, still, twice = _lateness(measured_at)
    assert not twice, f"{twice} rings were ended twice"
    facts = {"fired": len(late), "p50": percentile(late, 0.5), "still_pending": still, "clocks_killed": killed}
    name = f"routing: rings ended late by, p99, {count:,} pending"
    return Row(name, line.database, "s", ours=percentile(late, 0.99), target="ours <= 1", facts=facts)


def _lateness(measured_at: Any) -> tuple[list[float], int, int]:
    """Seconds after its time that each ring was ended, how many still ring, and how many were ended twice.

    Whoever lets a ring run out becomes Not responding; each rang for one item.
    """
    with read() as session:
        due = session.execute(
            sa.select(Offer.expires_at, Offer.closed_at).where(
                Offer.expires_at <= measured_at, Offer.state != "canceled"
            )
        ).all()
        still = session.scalar(sa.select(sa.func.count()).where(Offer.state == "pending")) or 0
        silent = sa.select(PresenceChange.user_id).where(PresenceChange.cause == "no_answer")
        twice = session.execute(silent.group_by(PresenceChange.user_id).having(sa.func.count() > 1)).all()
    late = [((row.closed_at or measured_at) - row.expires_at).total_seconds() for row in due]
    return late, still, len(twice)


def _wind_up(server: Any, settings: Settings, ready: Any, go: Any) -> BaseProcess:
    clock: BaseProcess = server.Process(target=_tick, args=(settings, ready, go), daemon=True)
    clock.start()
    return clock


def _tick(settings: Settings, ready: Any, go: Any) -> None:
    _bind(settings)
    ready.release()
    go.wait()
    while True:
        began = time.monotonic()
        jobs.expire_offers()
        time.sleep(max(0.0, TICK_SECONDS - (time.monotonic() - began)))


def _nothing(_session: Session, *_about: Any) -> None:
    """Work that belongs to nobody and needs nothing done."""


def _pop(_session: Session, offer: Offer) -> dict[str, Any]:
    return {"offer_id": offer.id}
