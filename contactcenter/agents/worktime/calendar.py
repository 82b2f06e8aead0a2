"""Business time: pure functions of a calendar and a moment. Moments are aware UTC, in and out.

A calendar is a week of opening hours by the wall clock of its zone, and days that differ: holidays
(closed, or open for other hours). Clocks of promises run on it: five business minutes from Friday 17:58
end on Monday 08:03.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from contactcenter.agents.worktime.clock_face import DAY_MINUTES, Span, Stretch, day_of, joined, stretch

HORIZON_DAYS = 400
"""How far ahead an opening is looked for: over any holiday, and not for ever."""

ALL_DAY = (Span(0, DAY_MINUTES),)


@dataclass(frozen=True)
class Calendar:
    """`weekly[0]` is Monday's hours; `days` overrule the week: an empty tuple is a closed day.

    A span past midnight belongs to the day it starts on: closing that day closes all of it.
    """

    zone: ZoneInfo
    weekly: tuple[tuple[Span, ...], ...]
    days: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The hours that start on this day."""
        return self.days.get(day, self.weekly[day.weekday()])


def always_open(zone: ZoneInfo) -> Calendar:
    """Around the clock, every day."""
    return Calendar(zone, (ALL_DAY,) * 7)


def is_open(calendar: Calendar, moment: datetime) -> bool:
    """Whether the calendar is open at this moment."""
    return _open_stretch(calendar, moment) is not None


def next_opening(calendar: Calendar, moment: datetime) -> datetime | None:
    """`moment` itself while open, else when it opens next; None when it does not within 400 days."""
    for one in _stretches_after(calendar, moment):
        return max(one.start, moment)
    return None


def next_closing(calendar: Calendar, moment: datetime) -> datetime | None:
    """When it closes; None while closed, and for what never closes (within 400 days)."""
    end = moment
    for one in _stretches_after(calendar, moment):
        if one.start > end:
            return None if end == moment else end
        end = one.end
        if end - moment > timedelta(days=HORIZON_DAYS):
            return None
    return None if end == moment else end


def business_seconds_between(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Open seconds from start to end, whole; 0 when the end is not later."""
    total = 0.0
    for one in open_stretches(calendar, start, end):
        total += one.seconds
    return round(total)


def add_business_seconds(calendar: Calendar, moment: datetime, seconds: float) -> datetime | None:
    """The moment by which that many open seconds have passed; 0 seconds is the next open moment.

    None when the calendar does not open long enough within 400 days of the last stretch.
    Inverse of `business_seconds_between` but for moments at which it is closed.
    """
    left = timedelta(seconds=max(0.0, seconds))
    for one in _stretches_after(calendar, moment):
        start = max(one.start, moment)
        if left <= one.end - start:
            return start + left
        left -= one.end - start
    return None


def open_stretches(calendar: Calendar, start: datetime, end: datetime) -> list[Stretch]:
    """The open parts of [start, end), joined and in order."""
    if end <= start:
        return []
    first, last = day_of(start, calendar.zone) - timedelta(days=1), day_of(end, calendar.zone)
    found = joined(s for number in range((last - first).days + 1) for s in _on(calendar, first, number))
    return [Stretch(max(s.start, start), min(s.end, end)) for s in found if s.end > start and s.start < end]


def _open_stretch(calendar: Calendar, moment: datetime) -> Stretch | None:
    today = day_of(moment, calendar.zone)
    for number in (-1, 0):
        for one in _on(calendar, today, number):
            if one.start <= moment < one.end:
                return one
    return None


def _stretches_after(calendar: Calendar, moment: datetime) -> Iterator[Stretch]:
    """Open stretches that end after the moment, in order, not overlapping (they may touch).

    Gives up after 400 closed days.
    """
    first, reached, closed_days = day_of(moment, calendar.zone) - timedelta(days=1), moment.astimezone(UTC), 0
    number = 0
    while closed_days <= HORIZON_DAYS:
        closed_days += 1
        try:
            today = joined(_on(calendar, first, number))
        except OverflowError:  # the end of Python's calendar
            return
        for one in today:
            if one.end > reached:
                yield Stretch(max(one.start, reached), one.end)
                reached, closed_days = one.end, 0
        number += 1


def _on(calendar: Calendar, first: date, number: int) -> Iterator[Stretch]:
    day = first + timedelta(days=number)
    for span in calendar.spans_on(day):
        yield stretch(day, span, calendar.zone)
