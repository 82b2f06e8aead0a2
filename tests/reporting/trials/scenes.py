"""Periods made up for tests of the model."""

import random
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from contactcenter.reporting.trials.scene import Answer, Arrival, Handling, Person, Rules, Scene

START = datetime(2026, 1, 5, 1, tzinfo=UTC)
AT_ONCE = (Answer("accepted", 0.0),)


def person(name: str, *, until: float = 1e9, queue: str = "q", **values: Any) -> Person:
    given: dict[str, Any] = {"serves": {queue: (1, 0)}, "ready": ((0.0, until),), "answers": AT_ONCE}
    return Person(name, name.title(), **{**given, **values})


def scene(arrivals: list[Arrival], people: list[Person], seconds: float = 3600.0, **rules: Any) -> Scene:
    stood = {"q": [(0.0, Rules("q", **{"wrap_up_mode": "none", **rules}))]}
    return Scene(
        START, seconds, ZoneInfo("Asia/Ho_Chi_Minh"), tuple(arrivals), {one.agent_id: one for one in people}, stood
    )


def call(n: int, at: float, serve: float = 100.0, **values: Any) -> Arrival:
    """One that was answered at once, so that nothing is known of the caller's patience."""
    given = {"waited": 0.0, "result": "answered", "handling": Handling(serve)}
    return Arrival(f"c{n:06}", "q", at, **{**given, **values})


def poisson(agents: int, *, calls: int, per_second: float, handle_seconds: float, seed: int = 1) -> Scene:
    """Calls as Erlang had them: random arrivals and lengths, endless patience, nobody declines."""
    rng, at, came = random.Random(seed), 0.0, []
    for n in range(calls):
        at += rng.expovariate(per_second)
        came.append(call(n, at, rng.expovariate(1 / handle_seconds)))
    people = [person(f"a{n}", until=at + 9_000) for n in range(agents)]
    return scene(came, people, at + 1, max_wait_seconds=10_000_000)
