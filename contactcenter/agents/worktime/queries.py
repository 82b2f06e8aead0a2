"""Named reads: the schedule of some days, leave, calendars as they stand."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.worktime import calendars, plans
from contactcenter.agents.worktime.calendar import is_open, next_closing, next_opening
from contactcenter.agents.worktime.clock_face import Stretch, day_of, start_of, stretch
from contactcenter.agents.worktime.models import EVERYWHERE, Leave, Shift
from contactcenter.agents.worktime.roster import days_of, rests_on, span_of


def show_schedule(session: Session, first: date, last: date, *, user_id: str | None = None) -> dict[str, Any]:
    """Shifts by day, leave and holidays of these days; of everybody active, or of one person."""
    zone, default = plans.company_zone(), plans.get_calendar(session)
    people = _people(session, user_id)
    ids = [person.id for person in people]
    leaves = list_leaves(session, first, last, user_ids=ids)
    return {
        "first": first,
        "last": last,
        "timezone": zone.key,
        "people": _with_roster(session, people, first),
        "occurrences": _occurrences(session, ids, first, last, plans.closed_days(default), leaves),
        "leaves": present_leaves(session, leaves),
        "holidays": calendars.list_holidays(session, first, last, scope=EVERYWHERE),
    }


def show_duty(session: Session, user_id: str, moment: datetime) -> dict[str, Any]:
    """Whether somebody is in shift now, and when their next shift begins; of the shape of `DutySchema`."""
    reason = plans.is_working(session, [user_id], moment)[user_id]
    if reason is None:
        return {"off_duty": None, "next_shift_at": None}
    today = day_of(moment, plans.company_zone())
    ahead = show_schedule(session, today, today + timedelta(days=8), user_id=user_id)["occurrences"]
    starts = [one["starts_at"] for one in ahead if one["starts_at"] > moment and not (one["rests"] or one["on_leave"])]
    return {"off_duty": reason, "next_shift_at": min(starts, default=None)}


def list_leaves(
    session: Session,
    first: date | None,
    last: date | None,
    *,
    user_ids: Sequence[str] | None = None,
    with_canceled: bool = False,
) -> list[Leave]:
    """Leave that touches these days, the earliest first."""
    zone, statement = plans.company_zone(), sa.select(Leave)
    if first is not None:
        statement = statement.where(Leave.ends_at > start_of(first, zone))
    if last is not None:
        statement = statement.where(Leave.starts_at < start_of(last + timedelta(days=1), zone))
    if user_ids is not None:
        statement = statement.where(Leave.user_id.in_(user_ids))
    if not with_canceled:
        statement = statement.where(Leave.canceled_at.is_(None))
    return list(session.scalars(statement.order_by(Leave.starts_at, Leave.id).limit(1000)))


def present_leaves(session: Session, leaves: Sequence[Leave]) -> list[dict[str, Any]]:
    """With names, and the days of the company's zone they lie on; of the shape of `LeaveSchema`."""
    zone = plans.company_zone()
    ids = {one.user_id for one in leaves} | {one.entered_by for one in leaves if one.entered_by}
    names = {row.id: row.name for row in session.execute(sa.select(User.id, User.name).where(User.id.in_(ids)))}
    columns = [column.key for column in Leave.__table__.columns]
    return [
        {
            **{name: getattr(one, name) for name in columns},
            "user_name": names.get(one.user_id, ""),
            "entered_by_name": names.get(one.entered_by or ""),
            "first_day": day_of(one.starts_at, zone),
            "last_day": day_of(one.ends_at - timedelta(microseconds=1), zone),
        }
        for one in leaves
    ]


def present_calendars(session: Session, moment: datetime) -> list[dict[str, Any]]:
    """Each with whether it is open at the moment and when that changes; of the shape of `CalendarSchema`."""
    return [present_calendar(session, row, moment) for row in calendars.list_calendars(session)]


def present_calendar(session: Session, row: Any, moment: datetime) -> dict[str, Any]:
    rules = plans.get_calendar(session, row.id)
    opened = is_open(rules, moment)
    shown = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return {
        **shown,
        "is_open": opened,
        "next_change_at": (next_closing if opened else next_opening)(rules, moment),
    }


def _people(session: Session, user_id: str | None) -> list[User]:
    statement = sa.select(User).where(User.is_active.is_(True))
    if user_id is not None:
        statement = statement.where(User.id == user_id)
    roles = sa.case({"agent": 0, "supervisor": 1}, value=User.role, else_=2)
    return list(session.scalars(statement.order_by(roles, User.name)))


def _with_roster(session: Session, people: Sequence[User], day: date) -> list[dict[str, Any]]:
    plan = plans.load_plans(session, [person.id for person in people], day)
    return [
        {"id": one.id, "name": one.name, "role": one.role, "is_rostered": plan[one.id].is_rostered} for one in people
    ]


def _occurrences(
    session: Session, user_ids: list[str], first: date, last: date, holidays: frozenset[date], leaves: Sequence[Leave]
) -> list[dict[str, Any]]:
    zone = plans.company_zone()
    around = sa.select(Shift).where(Shift.user_id.in_(user_ids), Shift.first_day <= last)
    around = around.where(sa.or_(Shift.last_day.is_(None), Shift.last_day >= first))
    found = []
    for shift in session.scalars(around):
        for day in days_of(shift, first, last):
            when = stretch(day, span_of(shift), zone)
            found.append(
                {
                    "shift": shift,
                    "user_id": shift.user_id,
                    "day": day,
                    "starts_at": when.start,
                    "ends_at": when.end,
                    "rests": rests_on(shift, day, holidays),
                    "on_leave": any(one.user_id == shift.user_id and _meets(one, when) for one in leaves),
                }
            )
    return sorted(found, key=lambda one: (one["starts_at"], one["user_id"]))


def _meets(leave: Leave, when: Stretch) -> bool:
    return leave.starts_at < when.end and leave.ends_at > when.start
