"""Verbs on shifts and leave: add, change, take away, copy a week. Days and minutes are the company's own."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.queries import get_user
from contactcenter.agents.worktime.clock_face import DAY_MINUTES, clock_text, days_from, start_of
from contactcenter.agents.worktime.events import LeaveCanceled, LeaveEntered, RosterChanged
from contactcenter.agents.worktime.models import LEAVE_KINDS, Leave, Shift
from contactcenter.agents.worktime.plans import company_zone, touch_stamp
from contactcenter.agents.worktime.roster import ShiftLike, find_clash, occurs_on
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.events import emit

LONGEST_LEAVE = timedelta(days=400)


def add_shift(
    session: Session,
    *,
    user_id: str,
    first_day: date,
    starts_minute: int,
    ends_minute: int,
    actor_id: str | None,
    weekday: int | None = None,
    last_day: date | None = None,
    works_holidays: bool = False,
    note: str = "",
) -> Shift:
    """A shift on `first_day`, or weekly from then on. Raises Invalid, NotFound, Conflict (shift_overlap)."""
    _lock_person(session, user_id)
    row = Shift(
        user_id=user_id,
        weekday=weekday,
        first_day=first_day,
        last_day=first_day if weekday is None else last_day,
        starts_minute=starts_minute,
        ends_minute=ends_minute,
        skipped=[],
        works_holidays=works_holidays or weekday is None,
        note=note,
        entered_by=actor_id,
    )
    _check_shift(row)
    _refuse_clash(session, row)
    session.add(row)
    _roster_changed(session, user_id)
    return row


def change_shift(session: Session, shift_id: str, changes: dict[str, Any], *, version: int | None = None) -> Shift:
    """Move or lengthen a shift, all its days alike. Raises NotFound, Stale, Invalid, Conflict (shift_overlap)."""
    row = get_shift(session, shift_id, version=version)
    before = row.user_id
    _lock_person(session, changes.get("user_id", before))
    if row.weekday is None and "first_day" in changes:
        changes = {**changes, "last_day": changes["first_day"]}
    with session.no_autoflush:  # nothing wrong may reach the database before it was looked at
        for name, value in changes.items():
            setattr(row, name, value)
        row.version += 1
        _check_shift(row)
        _refuse_clash(session, row)
    _roster_changed(session, *{before, row.user_id})
    return row


def skip_day(session: Session, shift_id: str, day: date, *, version: int | None = None) -> Shift:
    """Let a weekly shift not take place on one day. Repeating changes nothing. Raises NotFound, Stale, Invalid."""
    row = get_shift(session, shift_id, version=version)
    if day.isoformat() in row.skipped:
        return row
    if row.weekday is None or not occurs_on(row, day):
        raise Invalid("no_shift_that_day", "That shift does not take place on that day.", day=["No shift then."])
    row.skipped = sorted([*row.skipped, day.isoformat()])
    row.version += 1
    _roster_changed(session, row.user_id)
    return row


def move_day(session: Session, shift_id: str, day: date, to: dict[str, Any], *, actor_id: str | None) -> Shift:
    """One day of a shift becomes a single shift elsewhere: `to` has user_id, first_day, starts_minute, ends_minute.

    A weekly shift skips that day; a single one is moved. Raises what `skip_day` and `add_shift` raise, and then
    nothing has changed.
    """
    row = get_shift(session, shift_id)
    if row.weekday is None:
        note = row.note
        remove_shift(session, shift_id)
    else:
        note = skip_day(session, shift_id, day).note
    return add_shift(session, actor_id=actor_id, note=note, **to)


def end_shift(session: Session, shift_id: str, day: date) -> Shift | None:
    """A weekly shift's last day is the one before `day`; None when nothing of it is left. Raises NotFound, Invalid."""
    row = get_shift(session, shift_id)
    if row.weekday is None or day <= row.first_day:
        remove_shift(session, shift_id)
        return None
    row.last_day = day - timedelta(days=1)
    row.version += 1
    _roster_changed(session, row.user_id)
    return row


def remove_shift(session: Session, shift_id: str) -> None:
    """Take a shift away with all its days. Raises NotFound."""
    row = get_shift(session, shift_id)
    session.delete(row)
    _roster_changed(session, row.user_id)


def copy_week(
    session: Session, source: date, target: date, *, user_ids: list[str] | None, actor_id: str | None
) -> tuple[list[Shift], int]:
    """Repeat one week's single shifts in another; what would overlap stays out. Mondays; weekly shifts go on anyway.

    Returns the new shifts and how many were left out. Repeating adds nothing. Raises Invalid.
    """
    if source.weekday() or target.weekday() or source == target:
        raise Invalid("invalid", "Weeks are named by their Mondays, and must differ.", target=["Another Monday."])
    wanted = sa.select(Shift).join(User, User.id == Shift.user_id)
    wanted = wanted.where(Shift.weekday.is_(None), User.is_active.is_(True))
    wanted = wanted.where(Shift.first_day.between(source, source + timedelta(days=6)))
    if user_ids is not None:
        wanted = wanted.where(Shift.user_id.in_(user_ids))
    copied, left_out = [], 0
    for row in session.scalars(wanted.order_by(Shift.user_id, Shift.first_day, Shift.starts_minute)).all():
        try:
            copied.append(
                add_shift(
                    session,
                    user_id=row.user_id,
                    first_day=row.first_day + (target - source),
                    starts_minute=row.starts_minute,
                    ends_minute=row.ends_minute,
                    note=row.note,
                    actor_id=actor_id,
                )
            )
        except Conflict:
            left_out += 1
    return copied, left_out


def enter_leave(
    session: Session,
    *,
    user_id: str,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    is_whole_days: bool,
    actor_id: str | None,
    note: str = "",
) -> Leave:
    """Somebody will be away from `starts_at` up to `ends_at`. Raises Invalid, NotFound, Conflict (leave_overlap)."""
    _lock_person(session, user_id)
    row = Leave(
        user_id=user_id,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        is_whole_days=is_whole_days,
        note=note,
        entered_by=actor_id,
    )
    _check_leave(session, row)
    session.add(row)
    session.flush()
    touch_stamp(session)
    emit(session, LeaveEntered(row.id, user_id))
    return row


def whole_days(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first day's midnight to the last day's end, in UTC; both days of the company's zone."""
    zone = company_zone()
    return start_of(first, zone), start_of(last + timedelta(days=1), zone)


def change_leave(session: Session, leave_id: str, changes: dict[str, Any], *, version: int | None = None) -> Leave:
    """Another time, kind or note. Raises NotFound, Stale, Invalid, Conflict (leave_overlap, leave_canceled)."""
    row = get_leave(session, leave_id, version=version)
    if row.canceled_at is not None:
        raise Conflict("leave_canceled", "That leave was taken back.")
    with session.no_autoflush:
        for name, value in changes.items():
            setattr(row, name, value)
        row.version += 1
        _check_leave(session, row)
    session.flush()
    touch_stamp(session)
    emit(session, LeaveEntered(row.id, row.user_id))
    return row


def cancel_leave(session: Session, leave_id: str, *, actor_id: str | None) -> Leave:
    """Take leave back. Repeating changes nothing. Raises NotFound."""
    row = get_leave(session, leave_id)
    if row.canceled_at is None:
        row.canceled_at, row.canceled_by = now(), actor_id
        row.version += 1
        session.flush()
        touch_stamp(session)
        emit(session, LeaveCanceled(row.id, row.user_id))
    return row


def get_shift(session: Session, shift_id: str, *, version: int | None = None) -> Shift:
    """Locked for a change. Raises NotFound, Stale."""
    row = session.get(Shift, shift_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("shift_not_found", "There is no such shift.")
    _refuse_stale(row.version, version)
    return row


def get_leave(session: Session, leave_id: str, *, version: int | None = None) -> Leave:
    """Locked for a change. Raises NotFound, Stale."""
    row = session.get(Leave, leave_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("leave_not_found", "There is no such leave.")
    _refuse_stale(row.version, version)
    return row


def _refuse_stale(is_now: int, expected: int | None) -> None:
    if expected is not None and is_now != expected:
        raise Stale("version_conflict", "Somebody changed it meanwhile.", version=is_now)


def _lock_person(session: Session, user_id: str) -> None:
    """One change of a roster at a time, so that two shifts added at once cannot overlap."""
    get_user(session, user_id, for_update=True)


def _roster_changed(session: Session, *user_ids: str) -> None:
    session.flush()
    touch_stamp(session)
    emit(session, RosterChanged(user_ids))


def _check_shift(row: Shift) -> None:
    length = row.ends_minute - row.starts_minute
    if not 0 <= row.starts_minute < DAY_MINUTES or not 0 < length <= DAY_MINUTES:
        raise Invalid(
            "invalid", "A shift ends after it starts, within 24 hours.", ends_minute=["Ends before it starts."]
        )
    if row.last_day is not None and row.last_day < row.first_day:
        raise Invalid("invalid", "The last day lies before the first.", last_day=["Before the first day."])
    if row.weekday is not None and row.last_day is not None and not _has_day(row):
        raise Invalid("invalid", "That weekday does not come between these days.", last_day=["Too early."])


def _has_day(row: Shift) -> bool:
    end = min(row.last_day or date.max, row.first_day + timedelta(days=6))
    return any(day.weekday() == row.weekday for day in days_from(row.first_day, end))


def _refuse_clash(session: Session, row: Shift) -> None:
    """Raises Conflict (shift_overlap) naming the shift that is in the way and the day."""
    near = sa.select(Shift).where(Shift.user_id == row.user_id)
    near = near.where(sa.or_(Shift.last_day.is_(None), Shift.last_day >= row.first_day - timedelta(days=1)))
    if row.last_day is not None:
        near = near.where(Shift.first_day <= row.last_day + timedelta(days=1))
    others: list[ShiftLike] = [one for one in session.scalars(near) if one is not row]
    found = find_clash(row, others)
    if found is None:
        return
    other, day = found
    hours = f"{clock_text(other.starts_minute)}-{clock_text(other.ends_minute)}"
    raise Conflict(
        "shift_overlap",
        f"This overlaps the shift {hours}, first on {day.isoformat()}.",
        shift_id=getattr(other, "id", None),
        hours=hours,
        day=day.isoformat(),
    )


def _check_leave(session: Session, row: Leave) -> None:
    if row.kind not in LEAVE_KINDS:
        raise Invalid("invalid", "No such kind of leave.", kind=[f"One of {', '.join(LEAVE_KINDS)}."])
    if not 2000 <= row.starts_at.year <= 2100:
        raise Invalid("invalid", "Leave lies between 2000 and 2100.", starts_at=["Out of reach."])
    if not row.starts_at < row.ends_at:
        raise Invalid("invalid", "Leave must end after it starts.", ends_at=["Not after the start."])
    if row.ends_at - row.starts_at > LONGEST_LEAVE:
        raise Invalid("invalid", "That is too long for one leave.", ends_at=["At most 400 days."])
    meets = sa.select(Leave).where(Leave.user_id == row.user_id, Leave.canceled_at.is_(None))
    meets = meets.where(Leave.starts_at < row.ends_at, Leave.ends_at > row.starts_at)
    for other in session.scalars(meets):
        if other is not row:
            raise Conflict(
                "leave_overlap",
                "They are already away then.",
                leave_id=other.id,
                starts_at=other.starts_at.isoformat(),
                ends_at=other.ends_at.isoformat(),
            )
