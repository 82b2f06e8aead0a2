"""When the company is open, and when its people work."""

from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

EVERYWHERE = "all"
"""The scope of a holiday of every calendar that observes holidays."""

LEAVE_KINDS = ("annual", "sick", "unpaid", "training", "other")


class BusinessCalendar(Base):
    """A named week of opening hours.

    `weekly` is seven lists, Monday first, of `[start_minute, end_minute]` by the wall clock of `timezone`
    (None: the company's). One calendar is the default.
    """

    __tablename__ = "calendars"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "clr"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(sa.String(80))
    timezone: Mapped[str | None] = mapped_column(sa.String(60))
    weekly: Mapped[list[Any]]
    observes_holidays: Mapped[bool] = mapped_column(default=True)
    is_default: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Holiday(Base):
    """A day that differs: closed, or open for `spans` only.

    `scope` is `all` or a calendar's id; a calendar's own day overrules the common one. Days of `source` "law"
    are shipped and put in once: a removed one is marked so that it stays away. `is_expected`: the Government has
    not yet announced that year's days.
    """

    __tablename__ = "holidays"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "hol"))
    scope: Mapped[str] = mapped_column(sa.String(40), default=EVERYWHERE)
    day: Mapped[date]
    name_vi: Mapped[str] = mapped_column(sa.String(80))
    name_en: Mapped[str] = mapped_column(sa.String(80))
    spans: Mapped[list[Any]] = mapped_column(default=list)
    source: Mapped[str] = mapped_column(sa.String(10), default="own")
    is_expected: Mapped[bool] = mapped_column(default=False)
    is_removed: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.UniqueConstraint("scope", "day"),)


class Shift(Base):
    """When somebody works, by the wall clock of the company's zone: on one day, or weekly.

    One day: `weekday` is None and `first_day` = `last_day`. Weekly: each `weekday` (0 = Monday) from `first_day`
    to `last_day` (None: until further notice), but for `skipped` days (ISO dates). `ends_minute` over 1440 is past
    midnight. Weekly shifts rest on company holidays unless `works_holidays`.
    """

    __tablename__ = "shifts"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "shf"))
    version: Mapped[int] = mapped_column(default=1)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    weekday: Mapped[int | None]
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    starts_minute: Mapped[int]
    ends_minute: Mapped[int]
    skipped: Mapped[list[Any]] = mapped_column(default=list)
    works_holidays: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    entered_by: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.Index("ix_shifts_user_last", "user_id", "last_day"),
        sa.CheckConstraint("starts_minute >= 0 AND starts_minute < 1440", name="starts_in_its_day"),
        sa.CheckConstraint("ends_minute > starts_minute AND ends_minute <= starts_minute + 1440", name="a_day_at_most"),
    )


class Leave(Base):
    """Time off, for whole days of the company's zone or for hours; taken back by a time, never deleted."""

    __tablename__ = "leaves"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "lev"))
    version: Mapped[int] = mapped_column(default=1)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(sa.String(20))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    is_whole_days: Mapped[bool]
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    entered_by: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    canceled_at: Mapped[datetime | None]
    canceled_by: Mapped[str | None] = mapped_column(sa.String(40))

    __table_args__ = (
        sa.Index("ix_leaves_user_ends", "user_id", "ends_at"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
    )


class WorktimeStamp(Base):
    """One row whose `token` changes with every change here: what a process remembers is good while it stands."""

    __tablename__ = "worktime_stamps"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(sa.String(40))
