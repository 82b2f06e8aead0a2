"""Eight at once, some of whom die: every lead is given once, and the shares stay exact."""

import random
import threading
from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core.db import read, transaction
from contactcenter.routing import rotations
from contactcenter.routing.leads import distribution, jobs, service, sla
from contactcenter.routing.leads.models import Lead, LeadAssignment, LeadEvent
from contactcenter.routing.leads.people import Person
from contactcenter.routing.leads.policies import DEFAULT_ID
from tests.routing.leads.office import count, desk, moment, set_policy

LEADS = 90


class Killed(Exception):
    pass


def bring(number: int) -> list[str]:
    with transaction() as session:
        nobody = [Person(None, f"+8490{n:07d}", f"Khách {n}") for n in range(number)]
        leads = [service.open_lead(session, {"source": "x"}, actor_id=None, person=one) for one in nobody]
        session.info.pop("pending_events", None)  # the workers are to find them
        return [lead.id for lead in leads]


def at_once(work: object, number: int = 8) -> None:
    crew = [threading.Thread(target=work) for _ in range(number)]  # type: ignore[arg-type]
    for one in crew:
        one.start()
    for one in crew:
        one.join()


def test_eight_workers_that_die_give_each_lead_once_by_weight(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    boss = desk(app, "Nam", role="supervisor")
    weights = {desk(app, name).user_id: weight for name, weight in (("Lan", 3), ("Minh", 2), ("Huong", 1))}
    set_policy(boss, has_own_pool=True, members=[{"agent_id": i, "weight": w} for i, w in weights.items()])
    bring(LEADS)
    monkeypatch.setattr(distribution, "BATCH", 7)
    keep, chance = rotations.keep, random.Random(3)

    def dying(*told: object) -> None:
        keep(*told)  # type: ignore[arg-type]
        if chance.random() < 0.3:
            raise Killed

    monkeypatch.setattr(rotations, "keep", dying)

    def work() -> None:
        while count(Lead, Lead.routing == "waiting"):
            with read() as session:
                ids = [row[1] for row in distribution.list_waiting(session, None, 7)]
            try:
                jobs.distribute_these(ids)
            except (Killed, sa.exc.OperationalError):  # the clock tries again, whatever it was
                continue

    at_once(work)
    with read() as session:
        given = session.execute(sa.select(LeadAssignment.lead_id, LeadAssignment.agent_id)).all()
        assert sum(rotations.owed(session, DEFAULT_ID).values()) == 0
    assert Counter(Counter(row.lead_id for row in given).values()) == {1: LEADS}
    got = Counter(row.agent_id for row in given)
    assert all(abs(got[i] - LEADS * weight / 6) <= 1 for i, weight in weights.items()), got


def test_two_clocks_warn_once_and_recall_once(app: Flask) -> None:
    desk(app, "Lan")
    ids = bring(30)
    jobs.distribute_these(ids)
    with transaction() as session:
        session.execute(sa.update(Lead).values(timer_at=moment()))
    at_once(jobs.watch_lead_deadlines, 4)
    assert count(LeadEvent, LeadEvent.kind == "warned") == 30
    with transaction() as session:
        session.execute(sa.update(Lead).values(timer_at=moment(), due_at=moment()))
    at_once(jobs.watch_lead_deadlines, 4)
    assert count(LeadEvent, LeadEvent.kind == "unseen") == 30
    assert count(LeadAssignment) == 30
    with read() as session:
        assert sla.list_due(session, moment()) == []
