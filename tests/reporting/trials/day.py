"""A morning of the real engine, by a clock that the test moves: what a trial is then measured against.

Parcels that ring like calls come at random, agents pick up after a while or let it ring out, callers leave.
"""

import heapq
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from contactcenter.agents.models import Presence, PresenceChange
from contactcenter.core import clock
from contactcenter.core.db import read, transaction
from contactcenter.routing import engine
from tests.routing import floor

START = datetime(2031, 3, 3, 1, tzinfo=UTC)
"""Later than the queues of a fresh install were made."""


class Clock(datetime):
    """What `core.clock` takes for datetime."""

    at = START

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return cls.at


class Day:
    """`after(seconds, act, …)` plans; `run` plays it."""

    def __init__(self, monkeypatch: Any, *, seed: int) -> None:
        monkeypatch.setattr(clock, "datetime", Clock)
        Clock.at = START
        self.rng = random.Random(seed)
        self.plan: list[tuple[datetime, int, Callable[..., None], tuple[Any, ...]]] = []
        self.rung: set[str] = set()
        self.planned = 0

    def staff(self, *names: str) -> None:
        floor.hire(*names)
        with transaction() as session:
            for name in names:
                session.get_one(Presence, name).lease_until = START + timedelta(days=1)
                session.add(
                    PresenceChange(
                        user_id=name, at=START, status="available", activity="idle", is_reachable=True,
                        cause="picked", version=1,
                    )
                )  # fmt: skip

    def after(self, seconds: float, act: Callable[..., None], *values: Any) -> None:
        heapq.heappush(
            self.plan, (Clock.at + timedelta(seconds=seconds), len(self.plan) + self.rng.getrandbits(40), act, values)
        )

    def run(self, parcels: int, seconds: float) -> None:
        for n in range(parcels):
            self.after(self.rng.uniform(0, seconds), self._come, f"p{n:03}")
        while self.plan:
            Clock.at, _, act, values = heapq.heappop(self.plan)
            act(*values)
            self._hear()

    def _come(self, ref: str) -> None:
        floor.enter(ref, channel="call", party=f"+8490{ref[1:]}")
        self.after(self.rng.expovariate(1 / 200), self._leave, ref)

    def _leave(self, ref: str) -> None:
        if floor.item(ref).state in ("waiting", "offered"):
            with transaction() as session:
                engine.cancel(session, ref, "caller_left", kind="parcel")

    def _hear(self) -> None:
        """Whatever rings now is picked up after a while, or never."""
        with read() as session:
            pending = [(o.id, o.ref_id, o.agent_id) for o in session.query(floor.Offer).filter_by(state="pending")]
        for offer_id, ref, agent in pending:
            if offer_id not in self.rung:
                self.rung.add(offer_id)
                if self.rng.random() < 0.08:
                    self.after(20, self._ring_out, offer_id, agent)
                else:
                    self.after(self.rng.uniform(2, 9), self._accept, offer_id, ref, agent)

    def _accept(self, offer_id: str, ref: str, agent: str) -> None:
        if any(one.id == offer_id for one in floor.offers(ref)):
            floor.accept(ref, agent)
            self.after(self.rng.expovariate(1 / 110) + 20, floor.finish, ref)

    def _ring_out(self, offer_id: str, agent: str) -> None:
        with transaction() as session:
            if session.get_one(floor.Offer, offer_id).state != "pending":
                return
            engine.expire_offer(session, offer_id)
        self.after(45, floor.set_status, agent, "available")
