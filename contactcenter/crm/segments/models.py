"""Segments, who is in them, who came and went, and how large they were each day."""

from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Segment(Base):
    """A group by rules (`rules` says who) or a list kept by hand (`kind` static).

    `rules` is the tree of rules.py. "me" in it is `owner_id`. A segment that drives a field
    gives its members `drives_value` there; of several the lowest `position` wins. While
    `is_active` is false the rules rest: nobody enters, leaves or is changed by them.
    `size` is kept with the members. `refresh_*` tells how far a refresh of everybody is.
    """

    __tablename__ = "segments"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "seg"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(sa.String(120))
    name_folded: Mapped[str] = mapped_column(sa.String(240), default="")
    description: Mapped[str] = mapped_column(sa.String(500), default="")
    kind: Mapped[str] = mapped_column(sa.String(10))
    rules: Mapped[dict[str, Any] | None]
    is_timed: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    drives_field: Mapped[str | None] = mapped_column(sa.String(20))
    drives_value: Mapped[str | None] = mapped_column(sa.String(20))
    position: Mapped[int] = mapped_column(default=100)
    is_active: Mapped[bool] = mapped_column(default=True)
    owner_id: Mapped[str | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    size: Mapped[int] = mapped_column(default=0)
    refreshed_at: Mapped[datetime | None]
    refresh_state: Mapped[str] = mapped_column(sa.String(10), default="fresh")
    refresh_done: Mapped[int] = mapped_column(default=0)
    refresh_total: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.CheckConstraint("kind IN ('rules', 'static')", name="kind"),
        sa.CheckConstraint("refresh_state IN ('fresh', 'waiting', 'running', 'failed')", name="refresh_state"),
    )

    @property
    def is_builtin(self) -> bool:
        return self.code is not None


class SegmentMember(Base):
    __tablename__ = "segment_members"

    segment_id: Mapped[str] = mapped_column(sa.ForeignKey("segments.id", ondelete="CASCADE"), primary_key=True)
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    entered_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.Index("ix_segment_members_customer", "customer_id"),
        sa.Index("ix_segment_members_page", "segment_id", "entered_at", "customer_id"),
    )


class SegmentLog(Base):
    """Somebody entered or left. `cause`: customer (they changed), time, rules (those changed), manual, undo."""

    __tablename__ = "segment_log"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "sgl"))
    segment_id: Mapped[str] = mapped_column(sa.ForeignKey("segments.id", ondelete="CASCADE"))
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    is_entry: Mapped[bool]
    cause: Mapped[str] = mapped_column(sa.String(10))
    actor_id: Mapped[str | None] = mapped_column(sa.String(40))
    batch_id: Mapped[str | None] = mapped_column(sa.String(40), index=True)

    __table_args__ = (sa.Index("ix_segment_log_page", "segment_id", "at", "id"),)


class SegmentDay(Base):
    """How large a segment was when the day (the company's, not UTC's) ended, or is now."""

    __tablename__ = "segment_days"

    segment_id: Mapped[str] = mapped_column(sa.ForeignKey("segments.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    size: Mapped[int]
    entered: Mapped[int] = mapped_column(default=0)
    exited: Mapped[int] = mapped_column(default=0)


class SegmentMark(Base):
    """Something about this customer changed: look which segments they belong to.

    Appended in the transaction that changed it, so that nothing is forgotten; many marks of one
    customer are looked at once. Appending, unlike an upsert, makes no writer wait for another.
    """

    __tablename__ = "segment_marks"
    __table_args__ = ({"info": {"stays_on_merge": True}},)

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True)
