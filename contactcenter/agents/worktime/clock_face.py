"""Wall clocks: minutes of a day, days of a zone, and the moments they stand for.

A span is minutes from its own day's midnight, by the clock on the wall: 22:00-06:00 is (1320, 1800).
Where the clock jumps, a start takes the earlier reading and an end the later one, so that nobody is sent
home an hour early; the night of the change is really an hour shorter or longer, and is counted so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60


class Span(NamedTuple):
    """From `start` up to (not including) `end`, in minutes of the wall clock; `end` may lie in the next day."""

    start: int
    end: int

    def moved(self, days: int) -> "Span":
        return Span(self.start + days * DAY_MINUTES, self.end + days * DAY_MINUTES)

    def meets(self, other: "Span") -> bool:
        """Whether they share any minute; touching is not sharing."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Stretch:
    """From one moment up to another, aware UTC."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


@lru_cache(maxsize=4096)
def stretch(day: date, span: Span, zone: ZoneInfo) -> Stretch:
    """What a span of that day is in UTC. Remembered: most of a team works the same hours."""
    ends = (_moment(day, span.end, zone, fold=fold) for fold in (0, 1))
    return Stretch(_moment(day, span.start, zone, fold=0), max(ends))


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The day's first moment there, aware UTC."""
    return _moment(day, 0, zone, fold=0)


def days_from(first: date, last: date) -> Iterator[date]:
    """Each day, both ends included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order, those that overlap or touch made one."""
    result: list[Stretch] = []
    for one in sorted(stretches, key=lambda s: s.start):
        if result and one.start <= result[-1].end:
            result[-1] = Stretch(result[-1].start, max(result[-1].end, one.end))
        elif one.start < one.end:
            result.append(one)
    return result


def clock_text(minute: int) -> str:
    """`1320` → `22:00`, `1800` → `06:00`; the end of a day is `24:00`."""
    shown = minute if minute == DAY_MINUTES else minute % DAY_MINUTES
    return f"{shown // 60:02d}:{shown % 60:02d}"


def _moment(day: date, minute: int, zone: ZoneInfo, *, fold: int) -> datetime:
    days, minute = divmod(minute, DAY_MINUTES)
    wall = datetime.combine(day + timedelta(days=days), time(minute // 60, minute % 60, fold=fold), zone)
    return wall.astimezone(UTC)
