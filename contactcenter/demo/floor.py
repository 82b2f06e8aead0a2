"""The floor of the month behind: who was there, whom a caller rang and who answered. Pure.

Who is asked is routing's own answer (`strategies.choose`), so that "why did this go to …" tells of these calls what the
engine would have told. People keep the hours of their shifts (rota.py), eat at noon, and let it ring out now and then.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from contactcenter.demo.company import AGENTS, LUNCH, SHIFTS
from contactcenter.routing.leaving import HOPELESS_WAIT
from contactcenter.routing.strategies import Candidate, Decision, Policy, Slots, back_off_seconds, choose

POLICY = Policy()
RING_SECONDS = 20
RINGS_OUT = 0.03
"""So often somebody who is free does not hear it."""
POLL_SECONDS = 10
BRIDGE_SECONDS = 1
STICKY = timedelta(days=30)
SUNDAY = 6
_LONG_AGO = timedelta(hours=1)


@dataclass(frozen=True)
class Asked:
    """A decision about a caller, and how long whom it rang. Agents are indices; in the decision they are text.

    `away_seconds`: for how long whoever let it ring out was then taken for not responding.
    """

    at: datetime
    decision: Decision
    agent: int | None = None
    seconds: int = 0
    outcome: Literal["accepted", "timed_out", "canceled", ""] = ""
    away_seconds: int = 0


@dataclass(frozen=True)
class Met:
    """What became of a caller: `reached` is when somebody answered, they left, or they were sent to the voicemail."""

    result: Literal["answered", "left", "gave_up"]
    reached: datetime
    agent: int | None
    asked: tuple[Asked, ...]


@dataclass
class _Seat:
    """One agent: what they do until when, and until when they are taken for not responding."""

    number: int
    spans: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    away: tuple[datetime, datetime] | None = None
    handled: dict[date, int] = field(default_factory=dict)

    def activity(self, at: datetime) -> tuple[str, datetime]:
        """(what they do at that moment, until when they are busy). Rung later by somebody who came earlier is busy."""
        ahead = [(start, end, name) for name, start, end in self.spans[-12:] if end > at]
        here = next((name for start, _, name in ahead if start <= at), "ringing" if ahead else "idle")
        return here, max((end for _, end, _ in ahead), default=at)

    def idle_since(self, at: datetime) -> datetime:
        back = [end for _, _, end in self.spans[-6:] if end <= at]
        if self.away and self.away[1] <= at:
            back.append(self.away[1])
        return max([opening(self.number, at), *back])

    def status(self, at: datetime) -> str:
        if self.away and self.away[0] <= at < self.away[1]:
            return "not_responding"
        return status_by_clock(self.number, at)


def opening(number: int, at: datetime) -> datetime:
    """When their day began; with no shift that day, an hour ago."""
    hours = hours_of(number, at.date())
    return _minute(at, hours[0]) if hours and _minute(at, hours[0]) <= at else at - _LONG_AGO


def status_by_clock(number: int, at: datetime) -> str:
    """What their day has planned for them then."""
    minute = at.hour * 60 + at.minute
    hours = hours_of(number, at.date())
    is_there = hours[0] <= minute < hours[1] if hours else AGENTS[number].email not in SHIFTS
    noon = lunch_of(number, at.date())
    if not is_there:
        return "offline"
    return "lunch" if noon and noon[0] <= minute < noon[1] else "available"


def hours_of(number: int, day: date) -> tuple[int, int] | None:
    """Their shift of that day, in minutes; None without one."""
    days, hours = SHIFTS.get(AGENTS[number].email, ((), (0, 0)))
    return hours if day.weekday() in days else None


def lunch_of(number: int, day: date) -> tuple[int, int] | None:
    """When they eat, in minutes; not on Sundays."""
    return LUNCH.get(AGENTS[number].email) if day.weekday() < SUNDAY else None


def _minute(at: datetime, minute: int) -> datetime:
    return at.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)


@dataclass
class Floor:
    """Callers are to come in order; each is seen through before the next."""

    rng: random.Random
    seats: list[_Seat] = field(default_factory=lambda: [_Seat(n) for n in range(len(AGENTS))])
    owners: dict[str, tuple[datetime, int]] = field(default_factory=dict)

    def meet(self, key: str, queued_at: datetime, *, patience: int | None, is_heard: bool) -> Met:
        """Hand a caller out. `patience`: seconds until they hang up; `is_heard`: whether anybody picks up at all."""
        leaves = None if patience is None else queued_at + timedelta(seconds=patience)
        at, asked = queued_at, list[Asked]()
        failures: dict[int, tuple[int, datetime]] = {}
        while True:
            decision = self._decide(key, at, queued_at, failures)
            if decision.chosen is None:
                asked.append(Asked(at, decision))
                change = self._next_change(at, failures)
                given_up = at + HOPELESS_WAIT + timedelta(seconds=self.rng.randrange(POLL_SECONDS))
                until = change or given_up
                if leaves and leaves <= until:
                    return Met("left", leaves, None, tuple(asked))
                if change is None:
                    return Met("gave_up", given_up, None, tuple(asked))
                at = change
                continue
            one = self._ring(at, decision, leaves, is_heard=is_heard)
            asked.append(one)
            ends = at + timedelta(seconds=one.seconds)
            if one.outcome == "accepted":
                return Met("answered", ends + timedelta(seconds=BRIDGE_SECONDS), one.agent, tuple(asked))
            if one.outcome == "canceled":
                return Met("left", ends, None, tuple(asked))
            count = failures.get(one.agent or 0, (0, ends))[0] + 1
            failures[one.agent or 0] = (count, ends + timedelta(seconds=back_off_seconds(count)))
            at = ends

    def talk(self, key: str, agent: int, answered_at: datetime, talk_seconds: int, wrap_up_seconds: int) -> None:
        """They speak now, and write down afterwards."""
        over = answered_at + timedelta(seconds=talk_seconds)
        seat = self.seats[agent]
        seat.spans += [("talking", answered_at, over), ("wrap_up", over, over + timedelta(seconds=wrap_up_seconds))]
        seat.handled[answered_at.date()] = seat.handled.get(answered_at.date(), 0) + 1
        self.owners[key] = (answered_at, agent)

    def _ring(self, at: datetime, decision: Decision, leaves: datetime | None, *, is_heard: bool) -> Asked:
        seat = self.seats[int(decision.chosen or 0)]
        seconds, outcome = RING_SECONDS, "timed_out"
        if is_heard and self.rng.random() >= RINGS_OUT:
            seconds, outcome = min(17, 2 + int(self.rng.expovariate(1 / 5))), "accepted"
        if leaves and leaves < at + timedelta(seconds=seconds):
            seconds, outcome = max(0, int((leaves - at).total_seconds())), "canceled"
        ends = at + timedelta(seconds=seconds)
        seat.spans.append(("ringing", at, ends + timedelta(seconds=BRIDGE_SECONDS if outcome == "accepted" else 0)))
        away_seconds = self.rng.randrange(45, 240) if outcome == "timed_out" else 0
        if away_seconds:
            seat.away = (ends, ends + timedelta(seconds=away_seconds))
        return Asked(at, decision, seat.number, seconds, outcome, away_seconds)  # type: ignore[arg-type]

    def _decide(self, key: str, at: datetime, entered: datetime, failures: dict[int, tuple[int, datetime]]) -> Decision:
        known = self.owners.get(key)
        owner = str(known[1]) if known and known[0] > at - STICKY else None
        age = (at - entered).total_seconds()
        return choose(self._candidates(at, failures), POLICY, moment=at, age_seconds=age, sticky_agent_id=owner)

    def _candidates(self, at: datetime, failures: dict[int, tuple[int, datetime]]) -> Iterator[Candidate]:
        for seat in self.seats:
            status, (activity, _) = seat.status(at), seat.activity(at)
            is_there = status != "offline"
            yield Candidate(
                str(seat.number),
                status=status,
                activity=activity,
                is_reachable=is_there,
                idle_since=seat.idle_since(at),
                used=Slots(0 if activity == "idle" else 1, 0, 0, 0),
                handled_today=seat.handled.get(at.date(), 0),
                spared_until=failures[seat.number][1] if seat.number in failures else None,
                bars=() if is_there else ("off_shift",),
            )

    def _next_change(self, at: datetime, failures: dict[int, tuple[int, datetime]]) -> datetime | None:
        """When somebody who is there is free again; None: nobody is, and waiting is hopeless."""
        there = [seat for seat in self.seats if seat.status(at) == "available"]
        busy = [seat.activity(at)[1] for seat in there if seat.activity(at)[0] != "idle"]
        spared = [failures[seat.number][1] for seat in there if seat.number in failures]
        return min((moment for moment in [*busy, *spared] if moment > at), default=None)
