"""Who works now, for engines that ask often.

Each process remembers the calendars, and the day's plan of everybody it was asked about, for as long as the
one stamp in the database stands: the ordinary question costs one small statement, whatever the number of people.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.worktime.calendar import Calendar, always_open
from contactcenter.agents.worktime.clock_face import Span, Stretch, day_of, start_of
from contactcenter.agents.worktime.models import EVERYWHERE, BusinessCalendar, Holiday, Leave, Shift, WorktimeStamp
from contactcenter.agents.worktime.roster import OFF_SHIFT, DayPlan, ShiftLike, plan_day, reason_off
from contactcenter.core.errors import NotFound
from contactcenter.core.ids import new_id
from contactcenter.core.settings import current

ROSTERED_DAYS = 7
"""Shifts that ended this long ago no longer make anybody "off shift": whoever has none newer is always in shift."""

_KNOWN = "working time as of this transaction"
_STAMP = sa.select(WorktimeStamp.token).where(WorktimeStamp.id == 1)


@dataclass
class _Remembered:
    token: str | None = None
    calendars: dict[str | None, Calendar] = field(default_factory=dict)
    plans: dict[date, dict[str, DayPlan]] = field(default_factory=dict)


_memory = [_Remembered()]

_FREE_DAY = DayPlan(is_rostered=False)
"""Of everybody without shifts and leave: one plan for all, known without looking at the moment."""


def is_working(session: Session, user_ids: Iterable[str], moment: datetime) -> dict[str, str | None]:
    """For each person None when they work at `moment` (aware UTC), else why not.

    Reasons: `on_leave`; `off_shift` (they have shifts, and none covers the moment); `holiday` (a weekly shift
    that the company's holiday cancels). Whoever has no shifts yet, or none that ends later than a week before,
    is always in shift: next week's roster takes nobody off today's floor. Accounts, status and reachability are
    other questions: this is the roster alone.
    One statement for any number of people once their day is known, three more the first time or after a change.
    """
    wanted = list(user_ids)
    return {**dict.fromkeys(wanted), **who_is_off(session, wanted, moment)}


def who_is_off(session: Session, user_ids: Sequence[str], moment: datetime) -> dict[str, str]:
    """Of these people those who do not work at `moment`, and why: see `is_working`."""
    plans = _plans(session, user_ids, day_of(moment, company_zone()))
    rostered = [user_id for user_id in user_ids if plans[user_id] is not _FREE_DAY]
    return {user_id: why for user_id in rostered if (why := reason_off(plans[user_id], moment)) is not None}


def ended_shifts(session: Session, user_ids: Iterable[str], moment: datetime) -> dict[str, datetime]:
    """Of these people, those not in shift now whose last one ended yesterday or today, and when it did."""
    wanted = list(user_ids)
    plans = _plans(session, wanted, day_of(moment, company_zone()))
    ended = {}
    for user_id in wanted:
        ends = [one.end for one in plans[user_id].shifts if one.end <= moment]
        if ends and reason_off(plans[user_id], moment) == OFF_SHIFT:
            ended[user_id] = max(ends)
    return ended


def get_calendar(session: Session, calendar_id: str | None = None) -> Calendar:
    """A business calendar with its holidays, for the functions of `worktime.calendar`; None is the default one.

    Raises NotFound. Before anything was set up the default is open around the clock. Archived calendars are
    found, so that what still names one keeps its hours.
    """
    memory = _current_memory(session)
    if calendar_id not in memory.calendars:
        memory.calendars[calendar_id] = _load_calendar(session, calendar_id)
    return memory.calendars[calendar_id]


def company_zone() -> ZoneInfo:
    """The zone in which shifts, leave and days are meant."""
    return ZoneInfo(current().timezone)


def touch_stamp(session: Session) -> None:
    """Whatever processes remember about working time is no longer true, from this commit on.

    A random token, not a count: one that was rolled back must not come again for something else.
    """
    changed = session.execute(sa.update(WorktimeStamp).where(WorktimeStamp.id == 1).values(token=new_id("wts")))
    if not changed.rowcount:  # type: ignore[attr-defined]
        session.add(WorktimeStamp(id=1, token=new_id("wts")))
    session.flush()
    session.info.pop(_KNOWN, None)


def _current_memory(session: Session) -> _Remembered:
    """What is remembered, if the stamp still stands: asked once a transaction, however much is decided in it."""
    known: _Remembered | None = session.info.get(_KNOWN)
    if known is not None and session.in_transaction():
        return known
    session.flush()
    token = session.connection().scalar(_STAMP)
    memory = _memory[0]
    if token is None or memory.token != token:
        memory = _Remembered(token)
        _memory[0] = memory
    session.info[_KNOWN] = memory
    return memory


def _plans(session: Session, user_ids: Sequence[str], day: date) -> dict[str, DayPlan]:
    """Everybody's plan of that day who was ever asked about, these people among them."""
    memory = _current_memory(session)
    known = memory.plans.get(day, {})
    missing = {user_id for user_id in user_ids if user_id not in known}
    if missing:
        found = {user_id: _shared(plan) for user_id, plan in load_plans(session, missing, day).items()}
        near = {other: plans for other, plans in memory.plans.items() if abs((other - day).days) <= 1}
        known = {**known, **found}
        memory.plans = {**near, day: known}
    return known


def _shared(plan: DayPlan) -> DayPlan:
    return _FREE_DAY if plan == _FREE_DAY else plan


def load_plans(session: Session, user_ids: Collection[str], day: date) -> dict[str, DayPlan]:
    """Everybody's plan of one day, from the tables: three statements and the default calendar's."""
    zone, holidays = company_zone(), closed_days(get_calendar(session))
    shifts: dict[str, list[ShiftLike]] = defaultdict(list)
    for row in session.execute(_shifts_around(user_ids, day)):
        shifts[row.user_id].append(row)
    leaves: dict[str, list[Stretch]] = defaultdict(list)
    for row in session.execute(_leaves_on(user_ids, day, zone)):
        leaves[row.user_id].append(Stretch(row.starts_at, row.ends_at))
    alive = sa.and_(
        Shift.first_day <= day,
        sa.or_(Shift.last_day.is_(None), Shift.last_day >= day - timedelta(days=ROSTERED_DAYS)),
    )
    rostered = set(session.scalars(sa.select(Shift.user_id).where(Shift.user_id.in_(user_ids), alive).distinct()))
    return {
        user_id: plan_day(
            shifts[user_id],
            leaves[user_id],
            day=day,
            zone=zone,
            holidays=holidays,
            is_rostered=user_id in rostered,
        )
        for user_id in user_ids
    }


def closed_days(calendar: Calendar) -> frozenset[date]:
    """The days on which the calendar, against its week, does not open at all."""
    return frozenset(day for day, spans in calendar.days.items() if not spans)


def _shifts_around(user_ids: Collection[str], day: date) -> Any:
    before = day - timedelta(days=1)
    columns = (
        Shift.user_id, Shift.weekday, Shift.first_day, Shift.last_day, Shift.starts_minute, Shift.ends_minute,
        Shift.skipped, Shift.works_holidays,
    )  # fmt: skip
    return sa.select(*columns).where(
        Shift.user_id.in_(user_ids),
        Shift.first_day <= day,
        sa.or_(Shift.last_day.is_(None), Shift.last_day >= before),
        sa.or_(Shift.weekday.is_(None), Shift.weekday.in_((before.weekday(), day.weekday()))),
    )


def _leaves_on(user_ids: Collection[str], day: date, zone: ZoneInfo) -> Any:
    return sa.select(Leave.user_id, Leave.starts_at, Leave.ends_at).where(
        Leave.user_id.in_(user_ids),
        Leave.canceled_at.is_(None),
        Leave.ends_at > start_of(day, zone),
        Leave.starts_at < start_of(day + timedelta(days=1), zone),
    )


def _load_calendar(session: Session, calendar_id: str | None) -> Calendar:
    which = BusinessCalendar.is_default.is_(True) if calendar_id is None else BusinessCalendar.id == calendar_id
    row = session.scalars(sa.select(BusinessCalendar).where(which)).first()
    if row is None and calendar_id is None:
        return always_open(company_zone())
    if row is None:
        raise NotFound("calendar_not_found", "There is no such calendar.")
    zone = ZoneInfo(row.timezone) if row.timezone else company_zone()
    return Calendar(zone, tuple(_spans(hours) for hours in row.weekly), _days(session, row))


def _days(session: Session, row: BusinessCalendar) -> dict[date, tuple[Span, ...]]:
    scopes = [EVERYWHERE, row.id] if row.observes_holidays else [row.id]
    found = session.scalars(sa.select(Holiday).where(Holiday.scope.in_(scopes), Holiday.is_removed.is_(False)))
    common_first = sorted(found, key=lambda holiday: holiday.scope != EVERYWHERE)
    return {holiday.day: _spans(holiday.spans) for holiday in common_first}


def _spans(hours: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in hours)
