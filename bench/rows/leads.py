"""Leads given out by eight workers at once, of which one is killed again and again.

In the end each lead has been given exactly once, everybody's count is within one of their share by weight, and the
credits add up to nought; else the row fails. The floor writes the same owners and assignments by hand, a hundred a
transaction, in one process, without choosing anybody or telling anyone.
"""

import multiprocessing
import random
import time
from collections import Counter
from contextlib import suppress
from multiprocessing.process import BaseProcess
from typing import Any

import sqlalchemy as sa

from bench.line import Line, agent_id, analyze, fill
from bench.row import Row, from_rounds
from bench.stage import Options
from contactcenter import factory
from contactcenter.agents.models import Presence
from contactcenter.core import db, jobs
from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.core.ids import new_id
from contactcenter.core.settings import Settings
from contactcenter.routing.leads import jobs as lead_jobs
from contactcenter.routing.leads import policies
from contactcenter.routing.leads.models import Lead, LeadAssignment
from contactcenter.routing.leads.policies import DEFAULT_ID
from contactcenter.routing.leads.setup import ensure_lead_setup
from contactcenter.routing.models import RotationCredit

WORKERS = 8
PEOPLE = 20
KILL_SECONDS = 1.5
GIVE_UP_SECONDS = 300
_LEADS: Any = Lead.__table__
_GIVEN: Any = LeadAssignment.__table__


def measure(line: Line, options: Options) -> list[Row]:
    fill(agents=PEOPLE, waiting=0)
    weights = {agent_id(n): 1 + n % 4 for n in range(PEOPLE)}
    _staff(weights)
    rounds = []
    for _ in range(max(1, options.rounds // 2)):
        _clear()
        floor = options.leads / _by_hand(options.leads, list(weights))
        _clear()
        _bring(options.leads)
        seconds, killed = _let_work(line.settings)
        _check(options.leads, weights)
        rounds.append({"ours": options.leads / seconds, "floor": floor, "killed": killed})
    _clear()
    name = f"leads given out by {WORKERS} workers with kills, {options.leads:,} leads"
    target = "ours >= 200" if line.database == "postgresql" else ""
    return [from_rounds(name, line.database, "leads/s", rounds, target=target)]


def _staff(weights: dict[str, int]) -> None:
    with transaction() as session:
        ensure_lead_setup(session)
        session.execute(
            sa.update(Presence)
            .where(Presence.user_id.in_(weights))
            .values(status="available", is_status_ready=True, is_reachable=True, lease_until=None)
        )
        members = [{"agent_id": i, "weight": weight} for i, weight in weights.items()]
        policies.change_policy(session, DEFAULT_ID, {"has_own_pool": True, "members": members}, version=None)


def _clear() -> None:
    with db.writer().begin() as connection:
        connection.execute(sa.delete(_LEADS))
        connection.execute(sa.delete(RotationCredit))


def _rows(count: int) -> list[dict[str, Any]]:
    moment = now()
    return [
        {
            "id": new_id("lea"), "source": "bench", "stage_id": "new", "contact_name": f"Khách {n}", "interest": "x",
            "created_at": moment, "updated_at": moment, "stage_since": moment, "routing": "waiting",
        }
        for n in range(count)
    ]  # fmt: skip


def _bring(count: int) -> None:
    with db.writer().begin() as connection:
        connection.execute(sa.insert(_LEADS), _rows(count))
    analyze()


def _by_hand(count: int, people: list[str]) -> float:
    rows = _rows(count)
    with db.writer().begin() as connection:
        connection.execute(sa.insert(_LEADS), rows)
    analyze()
    began = time.perf_counter()
    give = (
        sa.update(_LEADS)
        .where(_LEADS.c.id == sa.bindparam("lead"))
        .values(owner_id=sa.bindparam("who"), routing="assigned")
    )
    for start in range(0, count, 100):
        chosen = [(row["id"], people[(start + n) % len(people)]) for n, row in enumerate(rows[start : start + 100])]
        with db.writer().begin() as connection:
            connection.execute(give, [{"lead": lead, "who": who} for lead, who in chosen])
            connection.execute(
                sa.insert(_GIVEN),
                [{"id": new_id("las"), "lead_id": lead, "agent_id": who, "cause": "x", "decision": {}, "at": now()}
                 for lead, who in chosen],
            )  # fmt: skip
    return time.perf_counter() - began


def _let_work(settings: Settings) -> tuple[float, int]:
    """Seconds from when all are ready until nothing waits, and how many died on the way. A dead one is replaced."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(
        [__name__]
    )  # who replaces the dead need not import the product anew beside the others
    ready, go = server.Semaphore(0), server.Event()
    crew: list[BaseProcess] = [_hire(server, settings, ready, go) for _ in range(WORKERS)]
    for _ in range(WORKERS):
        assert ready.acquire(timeout=GIVE_UP_SECONDS), "the workers do not start"
    chance, killed, began = random.Random(1), 0, time.perf_counter()
    go.set()
    next_kill = began + KILL_SECONDS
    while _count_waiting():
        assert time.perf_counter() - began < GIVE_UP_SECONDS, "leads still wait"
        time.sleep(0.02)
        if time.perf_counter() > next_kill:
            place = chance.randrange(WORKERS)
            crew[place].kill()
            crew[place] = _hire(server, settings, ready, go)
            killed += 1
            next_kill = time.perf_counter() + KILL_SECONDS
    seconds = time.perf_counter() - began
    for one in crew:
        one.kill()
        one.join()
    return seconds, killed


def _hire(server: Any, settings: Settings, ready: Any, go: Any) -> BaseProcess:
    worker: BaseProcess = server.Process(target=_work, args=(settings, ready, go), daemon=True)
    worker.start()
    return worker


def _work(settings: Settings, ready: Any, go: Any) -> None:
    factory.create_app(settings)
    jobs.use(jobs.MemoryQueue())
    ready.release()
    go.wait()
    while _count_waiting():
        with suppress(sa.exc.OperationalError):  # waited too long for its turn: the clock tries again
            lead_jobs.distribute_all()


def _count_waiting() -> int:
    with db.engine().connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).where(_LEADS.c.routing == "waiting")) or 0


def _check(count: int, weights: dict[str, int]) -> None:
    with db.engine().connect() as connection:
        given = connection.execute(sa.select(_GIVEN.c.lead_id, _GIVEN.c.agent_id)).all()
        owed = connection.scalar(sa.select(RotationCredit.credits).where(RotationCredit.pool == DEFAULT_ID)) or {}
    times = Counter(row.lead_id for row in given)
    assert len(times) == count, f"{count - len(times)} leads without an owner"
    assert set(times.values()) == {1}, "a lead was given twice"
    assert sum(owed.values()) == 0, f"credits add up to {sum(owed.values())}"
    got, total = Counter(row.agent_id for row in given), sum(weights.values())
    worst = max(abs(got[i] - count * weight / total) for i, weight in weights.items())
    assert worst <= 1, f"somebody is {worst:.2f} away from their share"
