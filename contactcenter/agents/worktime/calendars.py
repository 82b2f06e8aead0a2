"""Verbs on business calendars and holidays."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.worktime.clock_face import DAY_MINUTES, Span, clock_text
from contactcenter.agents.worktime.events import CalendarsChanged
from contactcenter.agents.worktime.models import EVERYWHERE, BusinessCalendar, Holiday
from contactcenter.agents.worktime.plans import touch_stamp
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id

MAX_SPANS = 6
_SHIPPED = Path(__file__).with_name("vietnam.json")


def ensure_calendars(session: Session) -> None:
    """What a fresh install has: one calendar, open around the clock, and Vietnam's holidays.

    Holidays that are there, or were removed, are left as they are; later versions add later years.
    """
    changed = False
    if session.scalar(sa.select(BusinessCalendar.id).where(BusinessCalendar.is_default.is_(True))) is None:
        session.add(
            BusinessCalendar(
                name="Giờ mở cửa", weekly=[[[0, DAY_MINUTES]]] * 7, observes_holidays=False, is_default=True
            )
        )
        changed = True
    known = set(session.scalars(sa.select(Holiday.day).where(Holiday.scope == EVERYWHERE)))
    for values in shipped_holidays():
        if values["day"] not in known:
            row = {"id": new_id("hol"), "scope": EVERYWHERE, "spans": [], "is_removed": False, **values}
            changed = insert_once(session, Holiday, row, key=["scope", "day"]) or changed
    if changed:
        touch_stamp(session)


@cache
def shipped_holidays() -> tuple[dict[str, Any], ...]:
    """Vietnam's public holidays, from vietnam.json: day, name_vi, name_en, source, is_expected."""
    shipped = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    announced = date.fromisoformat(shipped["announced_through"])
    return tuple(
        {
            "day": (day := date.fromisoformat(one["date"])),
            "name_vi": shipped["names"][one["kind"]]["vi"],
            "name_en": shipped["names"][one["kind"]]["en"],
            "source": "law",
            "is_expected": day > announced and one["kind"] in ("tet", "national"),
        }
        for one in shipped["days"]
    )


def get_row(session: Session, calendar_id: str, *, version: int | None = None) -> BusinessCalendar:
    """The row, locked for a change. Raises NotFound, Stale."""
    row = session.get(BusinessCalendar, calendar_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("calendar_not_found", "There is no such calendar.")
    if version is not None and row.version != version:
        raise Stale("version_conflict", "Somebody changed it meanwhile.", version=row.version)
    return row


def list_calendars(session: Session) -> list[BusinessCalendar]:
    """The default first, then by name, archived ones last."""
    rows = session.scalars(sa.select(BusinessCalendar))
    return sorted(rows, key=lambda row: (row.is_archived, not row.is_default, row.name.casefold()))


def create_calendar(
    session: Session,
    *,
    name: str,
    weekly: list[list[list[int]]],
    timezone: str | None = None,
    observes_holidays: bool = True,
) -> BusinessCalendar:
    """A new calendar. Raises Invalid for hours that overlap, never open, or a zone nobody knows."""
    row = BusinessCalendar(
        name=name, weekly=_checked_week(weekly), timezone=_checked_zone(timezone), observes_holidays=observes_holidays
    )
    session.add(row)
    session.flush()
    _changed(session, row.id)
    return row


def change_calendar(
    session: Session, calendar_id: str, changes: dict[str, Any], *, version: int | None = None
) -> BusinessCalendar:
    """Apply any of name, weekly, timezone, observes_holidays, is_default (only on), is_archived.

    Raises Invalid, Stale, NotFound; Conflict (default_calendar) when the default would be put away.
    """
    row = get_row(session, calendar_id, version=version)
    if "weekly" in changes:
        changes = {**changes, "weekly": _checked_week(changes["weekly"])}
    if "timezone" in changes:
        changes = {**changes, "timezone": _checked_zone(changes["timezone"])}
    if changes.get("is_archived") and (row.is_default or changes.get("is_default")):
        raise Conflict("default_calendar", "The default calendar cannot be put away. Make another the default first.")
    if changes.get("is_default") and not row.is_default:
        changes = {**changes, "is_archived": False}
        _drop_default(session)
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    session.flush()
    _changed(session, row.id)
    return row


def list_holidays(
    session: Session, first: date, last: date, *, scope: str | None = None, with_removed: bool = False
) -> list[Holiday]:
    """Days that differ, from first to last, by date; of one scope, or of all."""
    statement = sa.select(Holiday).where(Holiday.day.between(first, last)).order_by(Holiday.day, Holiday.scope)
    if scope is not None:
        statement = statement.where(Holiday.scope == scope)
    if not with_removed:
        statement = statement.where(Holiday.is_removed.is_(False))
    return list(session.scalars(statement))


def put_holiday(
    session: Session,
    *,
    day: date,
    name_vi: str,
    name_en: str,
    actor_id: str,
    spans: list[list[int]] | None = None,
    scope: str = EVERYWHERE,
) -> Holiday:
    """Let a day differ: closed, or open for `spans` only. What was said of that day before is replaced.

    Raises Invalid, NotFound (calendar_not_found).
    """
    if scope != EVERYWHERE:
        get_row(session, scope)
    hours = _checked_day(spans or [], "spans")
    row = session.scalars(
        sa.select(Holiday).where(Holiday.scope == scope, Holiday.day == day).with_for_update()
    ).one_or_none()
    if row is None:
        row = Holiday(scope=scope, day=day)
        session.add(row)
    row.name_vi, row.name_en, row.spans = name_vi, name_en or name_vi, hours
    row.is_removed, row.is_expected, row.entered_by = False, False, actor_id
    session.flush()
    _changed(session, None if scope == EVERYWHERE else scope)
    return row


def set_holiday_removed(session: Session, holiday_id: str, *, is_removed: bool, actor_id: str) -> Holiday:
    """Make it an ordinary day, or (undo) a holiday again. Raises NotFound."""
    row = session.get(Holiday, holiday_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("holiday_not_found", "There is no such holiday.")
    row.is_removed, row.entered_by = is_removed, actor_id
    session.flush()
    _changed(session, None if row.scope == EVERYWHERE else row.scope)
    return row


def _changed(session: Session, calendar_id: str | None) -> None:
    touch_stamp(session)
    emit(session, CalendarsChanged(calendar_id))


def _drop_default(session: Session) -> None:
    others = sa.update(BusinessCalendar).where(BusinessCalendar.is_default.is_(True))
    session.execute(others.values(is_default=False, version=BusinessCalendar.version + 1))


def _checked_zone(name: str | None) -> str | None:
    if not name:
        return None
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise Invalid("invalid", "No such time zone.", timezone=["A name such as Asia/Ho_Chi_Minh."]) from error
    return name


def _checked_week(weekly: list[list[list[int]]]) -> list[list[list[int]]]:
    if len(weekly) != 7:
        raise Invalid("invalid", "A week has seven days.", weekly=["Seven lists, Monday first."])
    week = [_checked_day(hours, "weekly") for hours in weekly]
    if not any(week):
        raise Invalid(
            "calendar_never_open", "A calendar must be open at some time of the week.", weekly=["Never open."]
        )
    spans = [Span(*pair).moved(number) for number, hours in enumerate(week) for pair in hours]
    _refuse_overlap([*spans, *(span.moved(-7) for span in spans[-MAX_SPANS:])], "weekly")
    return week


def _checked_day(hours: list[list[int]], field: str) -> list[list[int]]:
    if len(hours) > MAX_SPANS:
        raise Invalid("invalid", "Too many opening hours for one day.", **{field: [f"At most {MAX_SPANS} a day."]})
    for pair in hours:
        if len(pair) != 2 or not 0 <= pair[0] < DAY_MINUTES or not pair[0] < pair[1] <= pair[0] + DAY_MINUTES:
            raise Invalid("invalid", "Opening hours must end after they start.", **{field: ["Ends before it starts."]})
    spans = sorted(Span(*pair) for pair in hours)
    _refuse_overlap(spans, field)
    return [list(span) for span in spans]


def _refuse_overlap(spans: Sequence[Span], field: str) -> None:
    ordered = sorted(spans)
    for one, after in pairwise(ordered):
        if one.meets(after):
            said = [f"{clock_text(s.start)}-{clock_text(s.end)}" for s in (one, after)]
            raise Invalid("hours_overlap", f"The hours {said[0]} and {said[1]} overlap.", **{field: [" / ".join(said)]})
