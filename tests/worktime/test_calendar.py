"""Business time, as tables: wall clocks in, moments out."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from contactcenter.agents.worktime import (
    Calendar,
    add_business_seconds,
    always_open,
    business_seconds_between,
    is_open,
    next_closing,
    next_opening,
)
from contactcenter.agents.worktime.clock_face import DAY_MINUTES, Span

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NEW_YORK = ZoneInfo("America/New_York")
WORKDAY = (Span(8 * 60, 12 * 60), Span(13 * 60, 18 * 60))
TET = {date(2027, 2, day): () for day in (5, 6, 7, 8, 9)}
OFFICE = Calendar(HANOI, (WORKDAY,) * 5 + ((Span(8 * 60, 12 * 60),), ()), TET)
NIGHTS = Calendar(HANOI, ((Span(22 * 60, 30 * 60),),) * 7, {date(2026, 11, 24): ()})
ROUND_THE_CLOCK = always_open(HANOI)
NEVER = Calendar(HANOI, ((),) * 7)


def at(wall: str, zone: ZoneInfo = HANOI) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("calendar", "wall", "expected"),
    [
        (OFFICE, "2026-11-23 07:59:59", False),
        (OFFICE, "2026-11-23 08:00:00", True),
        (OFFICE, "2026-11-23 12:00:00", False),  # an end is not part of it
        (OFFICE, "2026-11-23 12:59:59", False),
        (OFFICE, "2026-11-23 17:59:59", True),
        (OFFICE, "2026-11-28 11:00:00", True),  # Saturday morning
        (OFFICE, "2026-11-28 14:00:00", False),
        (OFFICE, "2026-11-29 10:00:00", False),  # Sunday
        (OFFICE, "2027-02-05 10:00:00", False),  # the eve of Tết
        (OFFICE, "2027-02-10 10:00:00", True),
        (NIGHTS, "2026-11-23 23:30:00", True),
        (NIGHTS, "2026-11-24 05:59:59", True),  # of the night that began on the 23rd
        (NIGHTS, "2026-11-24 23:30:00", False),  # that day is closed
        (NIGHTS, "2026-11-25 02:00:00", False),  # and with it the night that would have begun on it
        (NIGHTS, "2026-11-25 22:00:00", True),
        (ROUND_THE_CLOCK, "2026-11-29 03:00:00", True),
        (NEVER, "2026-11-23 10:00:00", False),
    ],
)
def test_a_calendar_is_open_or_not(calendar: Calendar, wall: str, expected: bool) -> None:
    assert is_open(calendar, at(wall)) is expected


@pytest.mark.parametrize(
    ("calendar", "wall", "opens", "closes"),
    [
        (OFFICE, "2026-11-23 10:00", "2026-11-23 10:00", "2026-11-23 12:00"),
        (OFFICE, "2026-11-23 12:30", "2026-11-23 13:00", None),
        (OFFICE, "2026-11-28 12:00", "2026-11-30 08:00", None),
        (OFFICE, "2027-02-04 18:00", "2027-02-10 08:00", None),  # over Tết, and the Sunday in it
        (NIGHTS, "2026-11-24 01:00", "2026-11-24 01:00", "2026-11-24 06:00"),
        (NIGHTS, "2026-11-24 07:00", "2026-11-25 22:00", None),
        (ROUND_THE_CLOCK, "2026-11-24 07:00", "2026-11-24 07:00", None),
        (NEVER, "2026-11-24 07:00", None, None),
    ],
)
def test_the_next_opening_and_closing(calendar: Calendar, wall: str, opens: str | None, closes: str | None) -> None:
    assert next_opening(calendar, at(wall)) == (at(opens) if opens else None)
    assert next_closing(calendar, at(wall)) == (at(closes) if closes else None)


@pytest.mark.parametrize(
    ("calendar", "start", "end", "seconds"),
    [
        (OFFICE, "2026-11-23 11:00", "2026-11-23 14:00", 2 * 3600),  # lunch does not count
        (OFFICE, "2026-11-27 17:58", "2026-11-28 08:03", 5 * 60),
        (OFFICE, "2026-11-28 12:00", "2026-11-30 08:00", 0),
        (OFFICE, "2027-02-04 17:00", "2027-02-10 09:00", 2 * 3600),  # Tết
        (OFFICE, "2026-11-23 00:00", "2026-11-30 00:00", (5 * 9 + 4) * 3600),
        (OFFICE, "2026-11-23 10:00", "2026-11-23 09:00", 0),
        (NIGHTS, "2026-11-23 20:00", "2026-11-24 20:00", 8 * 3600),
        (ROUND_THE_CLOCK, "2026-11-23 20:00", "2026-11-25 20:00", 48 * 3600),
        (NEVER, "2026-11-23 20:00", "2027-11-24 20:00", 0),
    ],
)
def test_business_seconds_between(calendar: Calendar, start: str, end: str, seconds: int) -> None:
    assert business_seconds_between(calendar, at(start), at(end)) == seconds


@pytest.mark.parametrize(
    ("calendar", "start", "seconds", "due"),
    [
        (OFFICE, "2026-11-23 10:00", 300, "2026-11-23 10:05"),
        (OFFICE, "2026-11-23 11:58", 300, "2026-11-23 13:03"),
        (OFFICE, "2026-11-28 11:58", 300, "2026-11-30 08:03"),
        (OFFICE, "2026-11-29 10:00", 0, "2026-11-30 08:00"),
        (OFFICE, "2026-11-23 17:00", 3600, "2026-11-23 18:00"),  # full at closing time: due then, not next morning
        (OFFICE, "2027-02-04 17:58", 300, "2027-02-10 08:03"),
        (NIGHTS, "2026-11-24 05:00", 7200, "2026-11-25 23:00"),
        (ROUND_THE_CLOCK, "2026-11-24 05:00", 86400, "2026-11-25 05:00"),
        (NEVER, "2026-11-24 05:00", 1, None),
        (OFFICE, "2026-11-23 10:00", -5, "2026-11-23 10:00"),
    ],
)
def test_a_promise_runs_on_the_business_clock(calendar: Calendar, start: str, seconds: int, due: str | None) -> None:
    assert add_business_seconds(calendar, at(start), seconds) == (at(due) if due else None)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-07 20:00", "2026-03-08 20:00", 7),  # 22:00-06:00 on the night the clock jumps ahead
        ("2026-10-31 20:00", "2026-11-01 20:00", 9),  # and back
        ("2026-07-01 20:00", "2026-07-02 20:00", 8),
    ],
)
def test_nights_on_which_the_clock_changes_have_their_real_length(start: str, end: str, hours: int) -> None:
    nights = Calendar(NEW_YORK, ((Span(22 * 60, 30 * 60),),) * 7)
    opened, closed = at(start, NEW_YORK), at(end, NEW_YORK)
    assert business_seconds_between(nights, opened, closed) == hours * 3600
    assert add_business_seconds(nights, opened, hours * 3600) == at(end[:10] + " 06:00", NEW_YORK)


def test_hours_that_touch_or_lie_in_the_hour_that_is_skipped_or_comes_twice_do_no_harm() -> None:
    early = Calendar(NEW_YORK, ((Span(0, 90), Span(90, 150), Span(150, DAY_MINUTES)),) * 7)
    for day, hours in (("2026-03-08", 23), ("2026-11-01", 25)):
        start = at(f"{day} 00:00", NEW_YORK)
        end = at(day[:-1] + str(int(day[-1]) + 1) + " 00:00", NEW_YORK)
        assert business_seconds_between(early, start, end) == hours * 3600
        assert next_closing(early, start) is None


def test_adding_and_counting_agree() -> None:
    start = at("2026-11-23 16:20")
    for seconds in (1, 59, 3600, 36_000, 500_000, 3_000_000):
        due = add_business_seconds(OFFICE, start, seconds)
        assert due is not None
        assert business_seconds_between(OFFICE, start, due) == seconds


def test_a_year_of_seconds_does_not_take_a_second() -> None:
    assert add_business_seconds(OFFICE, at("2026-11-23 08:00"), 2000 * 3600) is not None
