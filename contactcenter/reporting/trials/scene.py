"""What a trial starts from: the work of a period as it came, the people as they were there, the rules in force.

Plain values only: the model needs no database. Moments are seconds since the start of the period.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from contactcenter.routing.strategies import Slots

Span = tuple[float, float]
"""From, until."""


DEFAULT_CAPACITY = Slots()


class Answer(NamedTuple):
    """What somebody did when it rang, after so many seconds: accepted | declined | timed_out | unanswered (so far)."""

    outcome: str
    seconds: float


class Handling(NamedTuple):
    """How long one piece of work took: served, then written up; `was_cut` when the timer ended the writing."""

    serve_seconds: float
    wrap_seconds: float = 0.0
    was_cut: bool = False


@dataclass(frozen=True)
class Arrival:
    """One piece of work and what became of it.

    `result`: answered | left (by themselves) | gave_up (sent to voicemail, or still there at the end) | asked_back
    (wanted to be called back, which is no loss). `is_callback`: that call back, for which nobody holds the line.
    `waited`: seconds until that. `party`: whose own agent counts; `owner_id`: who that was before the period.
    `asked`: (agent, what they did) in order. `bridge_seconds`: from the accept to the first word.
    """

    id: str
    queue_id: str
    at: float
    waited: float
    result: str
    channel: str = "call"
    agent_id: str | None = None
    priority: int = 0
    needs: tuple[dict[str, Any], ...] = ()
    party: str | None = None
    owner_id: str | None = None
    handling: Handling | None = None
    bridge_seconds: float = 0.0
    is_callback: bool = False
    asked: tuple[tuple[str, Answer], ...] = ()


@dataclass(frozen=True, eq=False)  # each its own: policies are remembered by them
class Rules:
    """A queue's settings while a version of them stood: the columns of its row that decide anything here."""

    id: str
    version: int = 1
    strategy: str = "longest_idle"
    priority: int = 0
    ring_seconds: int = 20
    wrap_up_mode: str = "timed"
    wrap_up_seconds: int = 30
    max_wait_seconds: int = 180
    target_seconds: int = 20
    sticky_seconds: int = 0
    call_blocks_chats: bool = True
    required_skills: tuple[dict[str, Any], ...] = ()
    relaxation: tuple[dict[str, Any], ...] = ()
    overflow_queue_id: str | None = None
    overflow_after_seconds: int | None = None


@dataclass(frozen=True)
class Person:
    """Somebody who takes work. `serves`: queue → (weight, place from the top). `ready`: when they could be offered
    work; `elsewhere`: when a call of another sort kept them. `answers`, `pauses`: what they did when it rang, and
    how long they were away after letting it ring out."""

    agent_id: str
    name: str
    serves: Mapping[str, tuple[int, int]]
    ready: tuple[Span, ...] = ()
    elsewhere: tuple[Span, ...] = ()
    capacity: Slots = DEFAULT_CAPACITY
    skills: Mapping[str, int] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    pauses: tuple[float, ...] = ()


@dataclass(frozen=True)
class Scene:
    """`rules`: queue → [(from, its rules)], the first from the start. `start` is aware UTC."""

    start: datetime
    seconds: float
    zone: ZoneInfo
    arrivals: tuple[Arrival, ...]
    people: Mapping[str, Person]
    rules: Mapping[str, Sequence[tuple[float, Rules]]]


@dataclass(frozen=True)
class Outcome:
    """What became of a piece of work, recorded or in the model.

    `busy`: (agent, from, until) of ringing and handling.
    """

    arrival: Arrival
    result: str
    waited: float
    agent_id: str | None
    busy: tuple[tuple[str, float, float], ...] = ()
