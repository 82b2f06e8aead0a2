"""From a room's marks to who is in it and who was held when. Pure: any order of deliveries ends the same.

The provider numbers what it tells, in whole seconds; what we see in its answers has our clock. So marks are put
in order by time, then by number, and each says a whole state: the same said twice changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

Span = tuple[datetime, datetime | None]
"""From, and until when; None: still."""


class Mark(Protocol):
    """The part of a mark that counts."""

    kind: str
    label: str
    provider_leg_id: str | None
    sequence: int | None
    is_muted: bool | None
    is_held: bool | None
    is_coaching: bool | None
    at: datetime


@dataclass
class Seat:
    """What is known of one participant."""

    provider_leg_id: str | None = None
    joined_at: datetime | None = None
    left_at: datetime | None = None
    is_muted: bool = False
    is_held: bool = False
    is_coaching: bool = False
    holds: list[Span] = field(default_factory=list)

    @property
    def is_in(self) -> bool:
        return self.joined_at is not None and self.left_at is None


@dataclass
class RoomFacts:
    seats: dict[str, Seat] = field(default_factory=dict)
    ended_at: datetime | None = None


def fold(marks: Iterable[Mark]) -> RoomFacts:
    """Everything that the marks of one room say."""
    facts = RoomFacts()
    labels: dict[str, str] = {}
    for mark in sorted(marks, key=_order):
        label = mark.label or labels.get(mark.provider_leg_id or "", "")
        if mark.kind == "end":
            _end(facts, mark.at)
        elif label:
            seat = facts.seats.setdefault(label, Seat())
            labels[mark.provider_leg_id or ""] = label
            _take(seat, mark)
    return facts


def hold_seconds(spans: Iterable[Span], until: datetime | None) -> float:
    """All the time on hold; a hold that still runs counts up to `until`, if that is given."""
    total = 0.0
    for start, end in spans:
        last = end or until
        total += max(0.0, (last - start).total_seconds()) if last else 0.0
    return total


def _order(mark: Mark) -> tuple[datetime, int]:
    return mark.at, mark.sequence if mark.sequence is not None else 1_000_000_000


def _take(seat: Seat, mark: Mark) -> None:
    seat.provider_leg_id = mark.provider_leg_id or seat.provider_leg_id
    if mark.kind == "leave":
        seat.left_at = seat.left_at or mark.at
        _hold(seat, is_held=False, at=mark.at)
        return
    if seat.left_at is not None and mark.kind != "join":
        return
    if seat.joined_at is None:  # whatever is said of somebody says that they are there
        seat.joined_at = mark.at
    seat.is_muted = seat.is_muted if mark.is_muted is None else mark.is_muted
    seat.is_coaching = seat.is_coaching if mark.is_coaching is None else mark.is_coaching
    if mark.is_held is not None:
        _hold(seat, is_held=mark.is_held, at=mark.at)


def _hold(seat: Seat, *, is_held: bool, at: datetime) -> None:
    if is_held and not seat.is_held:
        seat.holds.append((at, None))
    if not is_held and seat.is_held:
        seat.holds[-1] = (seat.holds[-1][0], at)
    seat.is_held = is_held


def _end(facts: RoomFacts, at: datetime) -> None:
    facts.ended_at = at
    for seat in facts.seats.values():
        seat.left_at = seat.left_at or at
        _hold(seat, is_held=False, at=at)
