"""Shifts, leave and holidays add up to who works, on both databases; overlaps are refused."""

import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from contactcenter.agents import accounts
from contactcenter.agents.worktime import calendars, get_calendar, is_open, is_working, plans, service
from contactcenter.agents.worktime.calendar import Calendar
from contactcenter.agents.worktime.clock_face import clock_text
from contactcenter.agents.worktime.models import Shift
from contactcenter.agents.worktime.roster import find_clash
from contactcenter.core import db
from contactcenter.core import settings as settings_module
from contactcenter.core.errors import Conflict, DomainError, Invalid, Stale

MONDAY = date(2026, 11, 23)


def at(wall: str, zone: str = "Asia/Ho_Chi_Minh") -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.fixture
def people(app) -> list[str]:
    with db.transaction() as s:
        return [
            accounts.create_user(
                s, email=f"{name}@example.com", name=name, role="agent", password="nhaxanh-demo", is_demo=True
            ).id
            for name in ("lan", "minh", "thu")
        ]


def hours(text: str) -> dict[str, int]:
    start, end = ((int(part[:2]) * 60 + int(part[3:])) for part in text.split("-"))
    return {"starts_minute": start, "ends_minute": end if end > start else end + 1440}


def shift(user_id: str, text: str, first_day: date = MONDAY, **more) -> Shift:
    with db.transaction() as s:
        return service.add_shift(s, user_id=user_id, first_day=first_day, actor_id="usr_boss", **hours(text), **more)


def reasons(user_ids: list[str], wall: str, zone: str = "Asia/Ho_Chi_Minh") -> list[str | None]:
    with db.read() as s:
        found = is_working(s, user_ids, at(wall, zone))
    return [found[user_id] for user_id in user_ids]


def test_whoever_has_no_shifts_is_always_in_shift_and_others_in_theirs(people) -> None:
    lan, minh, _ = people
    shift(lan, "08:00-17:00", weekday=0)
    shift(minh, "22:00-06:00", weekday=0)
    table = [
        ("2026-11-23 07:59:59", ["off_shift", "off_shift", None]),
        ("2026-11-23 08:00", [None, "off_shift", None]),
        ("2026-11-23 17:00", ["off_shift", "off_shift", None]),
        ("2026-11-23 23:00", ["off_shift", None, None]),
        ("2026-11-24 05:59:59", ["off_shift", None, None]),  # past midnight
        ("2026-11-24 06:00", ["off_shift", "off_shift", None]),
        ("2026-11-30 09:00", [None, "off_shift", None]),
    ]
    for wall, expected in table:
        assert reasons(people, wall) == expected, wall


def test_leave_counts_in_shift_and_for_people_without_shifts_and_until_it_is_taken_back(people) -> None:
    lan, minh, _ = people
    shift(lan, "08:00-17:00", weekday=0)
    with db.transaction() as s:
        first, last = service.whole_days(MONDAY, MONDAY)
        day_off = service.enter_leave(
            s, user_id=lan, kind="annual", starts_at=first, ends_at=last, is_whole_days=True, actor_id="usr_boss"
        )
        service.enter_leave(
            s, user_id=minh, kind="sick", starts_at=at("2026-11-23 13:00"), ends_at=at("2026-11-23 15:00"),
            is_whole_days=False, actor_id=minh,
        )  # fmt: skip
    assert day_off.entered_by == "usr_boss"
    assert reasons(people, "2026-11-23 09:00") == ["on_leave", None, None]
    assert reasons(people, "2026-11-23 14:00") == ["on_leave", "on_leave", None]
    assert reasons(people, "2026-11-23 15:00") == ["on_leave", None, None]
    assert reasons(people, "2026-11-24 00:00") == ["off_shift", None, None]
    with db.transaction() as s:
        service.cancel_leave(s, day_off.id, actor_id="usr_boss")
        service.cancel_leave(s, day_off.id, actor_id="usr_boss")
    assert reasons(people, "2026-11-23 14:00") == [None, "on_leave", None]


def test_weekly_shifts_rest_on_holidays_unless_they_work_them_and_single_days_stand(people) -> None:
    lan, minh, thu = people
    with db.transaction() as s:
        default = calendars.list_calendars(s)[0]
        calendars.change_calendar(s, default.id, {"observes_holidays": True})
    shift(lan, "08:00-17:00", weekday=0)
    shift(minh, "08:00-17:00", weekday=0, works_holidays=True)
    shift(thu, "08:00-17:00", first_day=date(2027, 2, 8))
    assert reasons(people, "2027-02-08 09:00") == ["holiday", None, None]  # the third of Tết
    with db.transaction() as s:
        tet = calendars.list_holidays(s, date(2027, 2, 8), date(2027, 2, 8))[0]
        calendars.set_holiday_removed(s, tet.id, is_removed=True, actor_id="usr_boss")
    assert reasons(people, "2027-02-08 09:00") == [None, None, None]
    with db.transaction() as s:
        calendars.ensure_calendars(s)  # a restart does not bring it back
    assert reasons([lan], "2027-02-08 09:00") == [None]


def test_shifts_keep_wall_time_over_the_change_of_the_clock(people, settings) -> None:
    lan = people[0]
    settings_module.use(replace(settings, timezone="America/New_York"))
    shift(lan, "22:00-06:00", first_day=date(2026, 10, 31))
    shift(lan, "08:00-17:00", first_day=date(2026, 11, 2))
    table = [("2026-10-31T21:59", "off_shift"), ("2026-11-01T05:59", None), ("2026-11-01T06:00", "off_shift")]
    for wall, expected in table:
        assert reasons([lan], wall, "America/New_York") == [expected], wall
    with db.read() as s:
        assert is_working(s, [lan], at("2026-11-02T08:00", "America/New_York")) == {lan: None}
        assert is_working(s, [lan], at("2026-11-02T12:59", "UTC")) == {lan: "off_shift"}  # 07:59 in winter


def test_a_roster_that_ended_over_a_week_ago_no_longer_keeps_anybody_out(people) -> None:
    lan = people[0]
    shift(lan, "08:00-17:00")
    assert reasons([lan], "2026-11-30 09:00") == ["off_shift"]
    assert reasons([lan], "2026-12-01 09:00") == [None]


ON = date.fromisoformat
ONCE = {"weekday": None, "first_day": MONDAY, "skipped": [], "works_holidays": False}
WEEKLY = {**ONCE, "weekday": 0, "last_day": None}
OVERLAPS = {
    "same day": (ONCE, "08:00-12:00", ONCE, "11:59-13:00", True),
    "touching": (ONCE, "08:00-12:00", ONCE, "12:00-13:00", False),
    "past midnight": (ONCE, "22:00-06:00", {**ONCE, "first_day": ON("2026-11-24")}, "05:00-09:00", True),
    "until it starts": (ONCE, "22:00-06:00", {**ONCE, "first_day": ON("2026-11-24")}, "06:00-09:00", False),
    "the night before": (ONCE, "05:00-09:00", {**ONCE, "first_day": ON("2026-11-22")}, "22:00-06:00", True),
    "weekly and one day": (WEEKLY, "08:00-12:00", {**ONCE, "first_day": ON("2027-03-01")}, "11:00-13:00", True),
    "before it begins": (WEEKLY, "08:00-12:00", {**ONCE, "first_day": ON("2026-11-16")}, "11:00-13:00", False),
    "a skipped day": (
        {**WEEKLY, "skipped": ["2026-11-30"]}, "08:00-12:00",
        {**ONCE, "first_day": ON("2026-11-30")}, "08:00-12:00", False,
    ),
    "Sunday night into Monday": ({**WEEKLY, "weekday": 6}, "22:00-06:00", WEEKLY, "05:00-09:00", True),
    "weekdays apart": (WEEKLY, "22:00-06:00", {**WEEKLY, "weekday": 2}, "05:00-09:00", False),
    "one ended": (
        {**WEEKLY, "last_day": ON("2026-12-07")}, "08:00-12:00",
        {**WEEKLY, "first_day": ON("2026-12-08")}, "08:00-12:00", False,
    ),
    "one ended by a night": (
        {**WEEKLY, "last_day": ON("2026-12-07")}, "22:00-06:00",
        {**WEEKLY, "weekday": 1, "first_day": ON("2026-12-08")}, "05:00-06:30", True,
    ),
    "round the clock": (ONCE, "08:00-08:00", {**ONCE, "first_day": ON("2026-11-24")}, "08:00-08:00", False),
}  # fmt: skip


@pytest.mark.parametrize("case", OVERLAPS)
def test_overlapping_shifts_are_found(case) -> None:
    one, one_hours, other, other_hours, is_clash = OVERLAPS[case]
    a = SimpleNamespace(**{"last_day": one["first_day"], **one, **hours(one_hours)})
    b = SimpleNamespace(**{"last_day": other["first_day"], **other, **hours(other_hours)})
    assert (find_clash(a, [b]) is not None) is is_clash
    assert (find_clash(b, [a]) is not None) is is_clash


def test_an_overlap_is_refused_with_the_hours_and_the_day_in_the_way(people) -> None:
    lan, minh, _ = people
    shift(lan, "22:00-06:00", weekday=0)
    with pytest.raises(Conflict) as refused:
        shift(lan, "05:00-09:00", first_day=date(2026, 12, 1))
    assert refused.value.code == "shift_overlap"
    assert (refused.value.details["hours"], refused.value.details["day"]) == ("22:00-06:00", "2026-12-01")
    shift(minh, "05:00-09:00", first_day=date(2026, 12, 1))
    with db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Shift)) == 2


def test_one_day_of_a_weekly_shift_moves_to_a_colleague_and_the_rest_ends(people) -> None:
    lan, minh, _ = people
    weekly = shift(lan, "08:00-17:00", weekday=0)
    to = {"user_id": minh, "first_day": date(2026, 12, 1), **hours("09:00-18:00")}
    with db.transaction() as s:
        service.move_day(s, weekly.id, date(2026, 11, 30), to, actor_id="usr_boss")
    assert reasons([lan], "2026-11-30 09:00") == ["off_shift"]
    assert reasons([lan, minh], "2026-12-07 09:00") == [None, "off_shift"]
    assert reasons([minh], "2026-12-01 17:30") == [None]
    with db.transaction() as s:
        service.end_shift(s, weekly.id, date(2026, 12, 7))
    assert reasons([lan], "2026-12-07 09:00") == ["off_shift"]
    with db.transaction() as s:
        assert service.end_shift(s, weekly.id, MONDAY) is None
    assert reasons([lan], "2026-11-23 09:00") == [None]  # no shifts left: always


def test_copying_a_week_leaves_out_what_would_overlap_and_repeating_adds_nothing(people) -> None:
    lan, minh, _ = people
    shift(lan, "08:00-12:00")
    shift(lan, "22:00-06:00", first_day=MONDAY + timedelta(6))
    shift(minh, "08:00-12:00", weekday=1)
    shift(lan, "11:00-13:00", first_day=MONDAY + timedelta(7))
    with db.transaction() as s:
        copied, left_out = service.copy_week(s, MONDAY, MONDAY + timedelta(7), user_ids=None, actor_id="usr_boss")
        assert ([c.first_day for c in copied], left_out) == ([MONDAY + timedelta(13)], 1)
    with db.transaction() as s:
        copied, left_out = service.copy_week(s, MONDAY, MONDAY + timedelta(7), user_ids=[lan], actor_id="usr_boss")
        assert (copied, left_out) == ([], 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_minute": -1},
        {"starts_minute": 1440},
        {"ends_minute": 480},
        {"ends_minute": 480 + 1441},
        {"weekday": 0, "last_day": MONDAY - timedelta(1)},
        {"weekday": 6, "last_day": MONDAY + timedelta(1)},
        {"user_id": "usr_nobody"},
    ],
)
def test_a_shift_that_makes_no_sense_leaves_no_row(people, wrong) -> None:
    values = {"user_id": people[0], "first_day": MONDAY, "starts_minute": 480, "ends_minute": 1020, "actor_id": None}
    with pytest.raises(DomainError), db.transaction() as s:
        service.add_shift(s, **{**values, **wrong})
    with db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Shift)) == 0


def test_changing_a_shift_checks_it_again_and_an_old_version_is_refused(people) -> None:
    lan, minh, _ = people
    morning = shift(lan, "08:00-12:00")
    shift(lan, "13:00-17:00")
    for changes in ({"ends_minute": 14 * 60}, {"ends_minute": 60}):
        with pytest.raises((Conflict, Invalid)), db.transaction() as s:
            service.change_shift(s, morning.id, changes, version=1)
    with db.transaction() as s:
        changed = service.change_shift(s, morning.id, {"user_id": minh, "ends_minute": 14 * 60}, version=1)
        assert (changed.version, clock_text(changed.ends_minute)) == (2, "14:00")
    with pytest.raises(Stale), db.transaction() as s:
        service.change_shift(s, morning.id, {"ends_minute": 13 * 60}, version=1)
    assert reasons([lan, minh], "2026-11-23 13:30") == [None, None]
    assert reasons([lan, minh], "2026-11-23 12:30") == ["off_shift", None]


def test_leave_that_overlaps_or_makes_no_sense_is_refused(people) -> None:
    lan = people[0]
    values = {"user_id": lan, "kind": "annual", "is_whole_days": False, "actor_id": None}
    with db.transaction() as s:
        service.enter_leave(s, starts_at=at("2026-11-23 08:00"), ends_at=at("2026-11-23 12:00"), **values)
    for start, end, more in (
        ("2026-11-23 11:00", "2026-11-23 13:00", {}),
        ("2026-11-24 11:00", "2026-11-24 11:00", {}),
        ("2026-11-24 11:00", "2026-11-23 11:00", {}),
        ("2026-11-24 11:00", "2029-11-24 11:00", {}),
        ("2026-11-24 11:00", "2026-11-24 12:00", {"kind": "siesta"}),
    ):
        with pytest.raises(DomainError), db.transaction() as s:
            service.enter_leave(s, starts_at=at(start), ends_at=at(end), **{**values, **more})
    with db.transaction() as s:
        service.enter_leave(s, starts_at=at("2026-11-23 12:00"), ends_at=at("2026-11-23 13:00"), **values)


def test_calendars_are_checked_and_one_is_always_the_default(app) -> None:
    week = [[[480, 1080]]] * 5 + [[], []]
    with db.transaction() as s:
        first = calendars.list_calendars(s)[0]
        office = calendars.create_calendar(s, name="Hành chính", weekly=week)
    for wrong in ([[[480, 1080], [600, 700]]] + [[]] * 6, [[]] * 7, [[[1320, 1800]], [[300, 700]]] + [[]] * 5,
                  [[[300, 700]], *[[]] * 5, [[1320, 1800]]], [[[480, 400]]] + [[]] * 6, [[[0, 1440]]] * 6):  # fmt: skip
        with pytest.raises(Invalid), db.transaction() as s:
            calendars.create_calendar(s, name="?", weekly=wrong)
    with pytest.raises(Conflict), db.transaction() as s:
        calendars.change_calendar(s, first.id, {"is_archived": True})
    with db.transaction() as s:
        calendars.change_calendar(s, office.id, {"is_default": True})
    with db.read() as s:
        assert [row.is_default for row in calendars.list_calendars(s)] == [True, False]
        assert not is_open(get_calendar(s), at("2026-11-28 10:00"))
        assert is_open(get_calendar(s, first.id), at("2026-11-28 10:00"))


def test_a_calendars_own_day_overrules_the_common_one(app) -> None:
    with db.transaction() as s:
        shop = calendars.create_calendar(s, name="Cửa hàng", weekly=[[[480, 1260]]] * 7)
        calendars.put_holiday(
            s, day=date(2027, 4, 30), name_vi="Mở nửa ngày", name_en="", spans=[[480, 720]], scope=shop.id, actor_id="u"
        )
        calendars.put_holiday(s, day=date(2026, 12, 24), name_vi="Tiệc", name_en="Party", actor_id="u")

    def is_open_at(wall: str) -> bool:
        with db.read() as s:
            found: Calendar = get_calendar(s, shop.id)
        return is_open(found, at(wall))

    assert is_open_at("2027-04-30 09:00")
    assert not is_open_at("2027-04-30 13:00")
    assert not is_open_at("2027-05-01 09:00")
    assert not is_open_at("2026-12-24 09:00")
    with db.transaction() as s:
        calendars.change_calendar(s, shop.id, {"observes_holidays": False})
    assert is_open_at("2026-12-24 09:00")
    assert not is_open_at("2027-04-30 13:00")


def test_what_is_remembered_is_asked_for_with_one_statement_and_never_after_a_change(people) -> None:
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    shift(people[0], "08:00-17:00", weekday=0)
    reasons(people, "2026-11-23 09:00")
    sa.event.listen(db.engine(), "before_cursor_execute", note)
    try:
        assert reasons(people, "2026-11-23 18:00") == ["off_shift", None, None]
        assert len(statements) == 1
        _add_and_take_back(people)
        assert reasons(people, "2026-11-23 18:00") == ["off_shift", None, None]
    finally:
        sa.event.remove(db.engine(), "before_cursor_execute", note)
    assert len(plans._memory[0].plans) <= 9


def _add_and_take_back(people: list[str]) -> None:
    with contextlib.suppress(RuntimeError), db.transaction() as s:
        service.add_shift(s, user_id=people[1], first_day=MONDAY, actor_id=None, **hours("08:00-12:00"))
        assert is_working(s, people, at("2026-11-23 18:00"))[people[1]] == "off_shift"
        raise RuntimeError("taken back")
