"""What shifts and leave come to: pure functions over rows (or anything of their shape)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from contactcenter.agents.worktime.clock_face import Span, Stretch, days_from, stretch

OFF_SHIFT = "off_shift"
ON_LEAVE = "on_leave"
ON_HOLIDAY = "holiday"


class ShiftLike(Protocol):
    """See models.Shift; a Row of the same columns will do."""

    @property
    def weekday(self) -> int | None: ...
    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date | None: ...
    @property
    def starts_minute(self) -> int: ...
    @property
    def ends_minute(self) -> int: ...
    @property
    def skipped(self) -> Collection[str]: ...
    @property
    def works_holidays(self) -> bool: ...


@dataclass(frozen=True)
class DayPlan:
    """Somebody's day and the night before it: shifts, shifts that a holiday cancels, and leave."""

    is_rostered: bool
    shifts: tuple[Stretch, ...] = ()
    rested: tuple[Stretch, ...] = ()
    leaves: tuple[Stretch, ...] = ()


def reason_off(plan: DayPlan, moment: datetime) -> str | None:
    """Why somebody does not work at this moment: on_leave, holiday or off_shift; None while they do.

    Leave counts for everybody. Without any shift of theirs (`is_rostered` False) people are always in shift.
    """
    if _covers(plan.leaves, moment):
        return ON_LEAVE
    if not plan.is_rostered or _covers(plan.shifts, moment):
        return None
    return ON_HOLIDAY if _covers(plan.rested, moment) else OFF_SHIFT


def plan_day(
    shifts: Iterable[ShiftLike],
    leaves: Iterable[Stretch],
    *,
    day: date,
    zone: ZoneInfo,
    holidays: Collection[date],
    is_rostered: bool,
) -> DayPlan:
    """The plan of one person for one day of the zone."""
    works: list[Stretch] = []
    rests: list[Stretch] = []
    for shift in shifts:
        for on in (day - timedelta(days=1), day):
            if occurs_on(shift, on):
                kept = rests if rests_on(shift, on, holidays) else works
                kept.append(stretch(on, span_of(shift), zone))
    return DayPlan(is_rostered, tuple(works), tuple(rests), tuple(leaves))


def occurs_on(shift: ShiftLike, day: date) -> bool:
    """Whether an occurrence of the shift starts on this day; holidays apart."""
    if day < shift.first_day or (shift.last_day is not None and day > shift.last_day):
        return False
    return shift.weekday is None or (shift.weekday == day.weekday() and day.isoformat() not in shift.skipped)


def rests_on(shift: ShiftLike, day: date, holidays: Collection[date]) -> bool:
    """Whether a holiday cancels the occurrence: of weekly shifts only, a single day was meant as it stands."""
    return shift.weekday is not None and not shift.works_holidays and day in holidays


def span_of(shift: ShiftLike) -> Span:
    return Span(shift.starts_minute, shift.ends_minute)


def days_of(shift: ShiftLike, first: date, last: date) -> list[date]:
    """The days from first to last on which the shift occurs; holidays apart."""
    return [day for day in days_from(first, last) if occurs_on(shift, day)]


def find_clash(shift: ShiftLike, others: Sequence[ShiftLike]) -> tuple[ShiftLike, date] | None:
    """The first of the others that shares time with this one, and the day of this one on which it does.

    By the wall clock, so that the night the clocks change makes no clash of its own. Past midnight counts,
    Sunday into Monday too.
    """
    for other in others:
        day = _clash_day(shift, other)
        if day is not None:
            return other, day
    return None


def _clash_day(shift: ShiftLike, other: ShiftLike) -> date | None:
    span = span_of(shift)
    for days in (-1, 0, 1):
        if span.meets(span_of(other).moved(days)):
            day = _first_common_day(shift, other, days)
            if day is not None:
                return day
    return None


def _first_common_day(shift: ShiftLike, other: ShiftLike, days: int) -> date | None:
    """The first day of `shift` with an occurrence of `other` that many days later."""
    apart = timedelta(days=days)
    first = max(shift.first_day, other.first_day - apart)
    ends = [end for end in (shift.last_day, other.last_day and other.last_day - apart) if end is not None]
    weeks = len(shift.skipped) + len(other.skipped) + 2  # past the last skipped day every week is like the next
    last = min([*ends, first + timedelta(weeks=weeks)])
    for day in days_from(first, last):
        if occurs_on(shift, day) and occurs_on(other, day + apart):
            return day
    return None


def _covers(stretches: tuple[Stretch, ...], moment: datetime) -> bool:
    return any(one.start <= moment < one.end for one in stretches)
