"""Several workers at once, on both databases: one winner, no capacity exceeded, an exact rotation."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Conflict
from contactcenter.routing import engine, jobs
from contactcenter.routing.models import Offer, QueueMember, RotationCredit
from tests.routing import floor

pytestmark = pytest.mark.usefixtures("parcels")
WORKERS = 8


def at_once(work: Any, things: Any) -> list[Any]:
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, things))


def test_of_all_who_accept_at_once_exactly_one_wins() -> None:
    floor.set_queue(strategy="ring_all")
    names = floor.hire(*"abcdefgh")
    floor.enter("p1")
    asked = {offer.agent_id: offer.id for offer in floor.offers("p1")}
    assert sorted(asked) == names

    def take(agent: str) -> str:
        try:
            with transaction() as session:
                return engine.accept(session, asked[agent], agent).state
        except Conflict as refused:
            return str(refused.details["state"])

    assert Counter(at_once(take, names)) == {"accepted": 1, "rescinded": WORKERS - 1}
    assert len(floor.accepted) == 1


def test_work_that_comes_in_at_once_never_exceeds_anybodys_capacity() -> None:
    floor.hire(*"abc")
    at_once(floor.enter, [f"p{n}" for n in range(24)])
    jobs.offer_waiting()
    with read() as session:
        held = Counter(session.scalars(sa.select(Offer.agent_id).where(Offer.state == "pending")))
    assert held == {"a": 4, "b": 4, "c": 4}
    assert sum(floor.item(f"p{n}").state == "waiting" for n in range(24)) == 12


def test_a_rotation_turned_by_several_workers_stays_exact() -> None:
    floor.register(holds_slot=False)
    queue = floor.set_queue(strategy="weighted_round_robin")
    floor.hire(*"abc")
    with transaction() as session:
        session.execute(sa.update(QueueMember).where(QueueMember.user_id == "a").values(weight=3))

    def give(ref: str) -> None:
        floor.enter(ref, channel="lead")

    at_once(give, [f"p{n}" for n in range(40)])
    jobs.offer_waiting()
    with read() as session:
        given = Counter(session.scalars(sa.select(Offer.agent_id)))
        owed = session.get_one(RotationCredit, queue).credits
    assert given.total() == 40
    assert all(abs(given[name] - 40 * share / 5) <= 1 for name, share in (("a", 3), ("b", 1), ("c", 1)))
    assert sum(owed.values()) == 0


def test_ticks_of_two_clocks_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "NOBODY_LOOKED", timedelta(minutes=5))  # the clock ran all the while
    floor.hire(*"ab")
    for n in range(8):
        floor.enter(f"p{n}")
        floor.age(f"p{n}", 60)
    at_once(lambda _n: jobs.expire_offers(), range(4))
    jobs.expire_offers()  # half a second later: what two clocks were at crosswise, both have left alone
    with read() as session:
        states = Counter(session.scalars(sa.select(Offer.state)))
    assert states == {"timed_out": 2, "canceled": 6}, "whoever let one ring out is asked for nothing else"
