"""Routing: assignments a second with a large team and a long line, one decision's time, how late timers are.

An assignment is what follows when an agent becomes free: the oldest item that they may take is found, everybody of the
team is considered, the decision is kept, the agent is locked and rings; one transaction each, four workers. Its floor
claims the oldest item and a free agent with bare SQL and keeps one row, as durably.

Timers: every agent's phone rings and the rings run out evenly; the clock ticks as it does in production.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench.line import Line, agent_id, fill
from bench.row import Row, from_rounds, percentile
from bench.stage import Options
from contactcenter.agents import presence
from contactcenter.core import db
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.routing import jobs, kinds
from contactcenter.routing.models import Offer

WORKERS = 4
TICK_SECONDS = 0.5
AGENTS_A_QUEUE = 10
TIMER_SECONDS = 60.0

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
    kinds.register(replace(kinds.get("call"), name="work", lock=_nothing, accepted=_nothing, sticky=_nothing, pop=_pop))
    _bare.create_all(db.writer())
    rates, seconds = [], []
    for _ in range(options.rounds):
        _fill_bare(options.team, options.line)
        bare_rate, _ = _hand_out(_claim, options.team)
        fill(agents=options.team, waiting=options.line)
        rate, times = _hand_out(_assign, options.team)
        rates.append({"ours": rate, "floor": bare_rate})
        seconds += times
    told = {"p50": percentile(seconds, 0.5) * 1000, "p99": percentile(seconds, 0.99) * 1000, "samples": len(seconds)}
    size = f"{options.team:,} agents, {options.line:,} waiting"
    is_postgres = line.database == "postgresql"
    return [
        from_rounds(
            f"routing: assignments, {size}", line.database, "1/s", rates, target="ours >= 200" if is_postgres else ""
        ),
        Row(f"routing: one assignment alone, p99, {size}", line.database, "ms", ours=_alone(options),
            target="ours <= 50" if is_postgres else "", facts={"side_by_side": told}),
        _timers(line, options),
    ]  # fmt: skip


def _alone(options: Options) -> float:
    """p99 of one after another, in ms: what a caller waits for the decision itself."""
    fill(agents=options.team, waiting=options.line)
    times = [_timed(_assign, agent_id(n)) for n in range(min(options.team, 300))]
    return percentile(times, 0.99) * 1000


def _hand_out(give: Callable[[str], None], agents: int) -> tuple[float, list[float]]:
    """Everybody gets one: (a second, the seconds of each)."""
    began = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        times = list(pool.map(lambda n: _timed(give, agent_id(n)), range(agents)))
    return agents / (time.perf_counter() - began), times


def _timed(give: Callable[[str], None], agent: str) -> float:
    began = time.perf_counter()
    give(agent)
    return time.perf_counter() - began


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


def _timers(line: Line, options: Options) -> Row:
    """How late rings are ended, p99, while that many run."""
    count = options.timers
    span = TIMER_SECONDS * count / 5_000
    fill(agents=count, waiting=0, queues=max(1, count // AGENTS_A_QUEUE), pending_for=TIMER_SECONDS)
    ends = time.monotonic() + min(TIMER_SECONDS, max(5.0, span / 4)) + 1
    while time.monotonic() < ends:
        began = time.monotonic()
        jobs.expire_offers()
        time.sleep(max(0.0, TICK_SECONDS - (time.monotonic() - began)))
    with read() as session:
        due = session.execute(
            sa.select(Offer.expires_at, Offer.closed_at).where(Offer.expires_at <= now(), Offer.state != "canceled")
        ).all()
        still = session.scalar(sa.select(sa.func.count()).where(Offer.state == "pending"))
    late = [((row.closed_at or now()) - row.expires_at).total_seconds() for row in due]
    facts = {"fired": len(late), "p50": percentile(late, 0.5), "still_pending": still}
    name = f"routing: rings ended late by, p99, {count:,} pending"
    return Row(name, line.database, "s", ours=percentile(late, 0.99), target="ours <= 1", facts=facts)


def _nothing(_session: Session, *_about: Any) -> None:
    """Work that belongs to nobody and needs nothing done."""


def _pop(_session: Session, offer: Offer) -> dict[str, Any]:
    return {"offer_id": offer.id}
