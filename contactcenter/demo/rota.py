"""The demo company's working time: opening hours, shifts, leave next week, and reasons of its own.

Whoever signs in as Lan must be able to take a call at any hour: she has no shifts, and so is always in shift.
The line is open around the clock; the shops have hours of their own.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.statuses import service as statuses
from contactcenter.agents.statuses.models import AgentStatus
from contactcenter.agents.worktime import calendars, company_zone, service
from contactcenter.agents.worktime.clock_face import day_of
from contactcenter.agents.worktime.models import BusinessCalendar, Leave, Shift
from contactcenter.core.db import read, transaction
from contactcenter.demo.company import SHIFTS

OFFICE = [[[480, 720], [780, 1050]]] * 5 + [[[480, 720]], []]
SHOP = [[[480, 1260]]] * 7

NIGHT = (22 * 60, 30 * 60)


def add_rota(now: datetime) -> bool:
    """Everything up to and after `now` (aware), once; nothing where anybody has shifts or leave. Whether it did."""
    with read() as session:
        if any(session.scalar(sa.select(table.id).limit(1)) for table in (Shift, Leave)):
            return False
        people = {user.email: user.id for user in session.scalars(sa.select(User).where(User.is_demo.is_(True)))}
    if not {"minh@demo.vn", "huong@demo.vn", "nam@demo.vn", "bich@demo.vn"} <= set(people):
        return False
    with transaction() as session:
        _add_hours(session)
        _add_shifts(session, people, now)
        _add_leave(session, people, now)
        _add_reasons(session)
    return True


def _add_hours(session: Session) -> None:
    names = set(session.scalars(sa.select(BusinessCalendar.name)))
    for name, weekly in (("Giờ hành chính", OFFICE), ("Cửa hàng", SHOP)):
        if name not in names:
            calendars.create_calendar(session, name=name, weekly=weekly)


def _add_shifts(session: Session, people: dict[str, str], now: datetime) -> None:
    """Minh in the morning, Hương late; Nam keeps office hours and takes a night now and then."""
    today = day_of(now, company_zone())
    monday = today - timedelta(days=today.weekday())
    since = monday - timedelta(weeks=4)
    weekly = (
        *((email, days, hours) for email, (days, hours) in SHIFTS.items()),
        ("nam@demo.vn", range(5), (8 * 60, 17 * 60)),
    )
    for email, days, (start, end) in weekly:
        for weekday in days:
            service.add_shift(
                session,
                user_id=people[email],
                first_day=since,
                starts_minute=start,
                ends_minute=end,
                weekday=weekday,
                works_holidays=email == "huong@demo.vn",
                actor_id=people["nam@demo.vn"],
            )
    start, end = NIGHT
    service.add_shift(
        session,
        user_id=people["nam@demo.vn"],
        first_day=monday + timedelta(days=5),
        starts_minute=start,
        ends_minute=end,
        note="Trực đêm cuối tuần",
        actor_id=people["bich@demo.vn"],
    )


def _add_leave(session: Session, people: dict[str, str], now: datetime) -> None:
    today = day_of(now, company_zone())
    next_monday = today + timedelta(days=7 - today.weekday())
    first, last = service.whole_days(next_monday + timedelta(days=1), next_monday + timedelta(days=2))
    service.enter_leave(
        session, user_id=people["huong@demo.vn"], kind="annual", starts_at=first, ends_at=last, is_whole_days=True,
        note="Đám cưới em gái ở Cần Thơ", actor_id=people["nam@demo.vn"],
    )  # fmt: skip
    noon = service.whole_days(next_monday + timedelta(days=4), next_monday + timedelta(days=4))[0] + timedelta(hours=7)
    service.enter_leave(
        session, user_id=people["minh@demo.vn"], kind="sick", starts_at=noon, ends_at=noon + timedelta(hours=3),
        is_whole_days=False, note="Khám răng", actor_id=people["nam@demo.vn"],
    )  # fmt: skip


def _add_reasons(session: Session) -> None:
    statuses.ensure_statuses(session)
    if session.get(AgentStatus, "team_meeting") is None:
        values = {"label_vi": "Họp nhóm", "label_en": "Team meeting", "colour": "violet", "icon": "users"}
        statuses.create_status(session, {**values, "is_ready": False, "is_paid": True, "is_break": False})
    statuses.change_status(session, "break", {"max_minutes": 15})
