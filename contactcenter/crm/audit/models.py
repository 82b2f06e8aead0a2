"""What the data looked like, day by day, and the changes made to many at once."""

from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class FieldQuality(Base):
    """One field on one day (the company's own calendar): counts out of `customers`."""

    __tablename__ = "field_quality"

    day: Mapped[date] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    customers: Mapped[int]
    filled: Mapped[int]
    invalid: Mapped[int] = mapped_column(default=0)
    stale: Mapped[int] = mapped_column(default=0)
    conflicting: Mapped[int] = mapped_column(default=0)
    duplicated: Mapped[int] = mapped_column(default=0)
    measured_at: Mapped[datetime] = mapped_column(default=now)


class BulkFix(Base):
    """A change to many customers: what, to whom, how far it is. Its id is the `batch_id` of the history it wrote.

    `cursor` is the last customer looked at, so that a killed run goes on where it was.
    """

    __tablename__ = "bulk_fixes"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "bfx"))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(sa.String(12), default="running", index=True)
    action: Mapped[str] = mapped_column(sa.String(20))
    field: Mapped[str] = mapped_column(sa.String(60))
    value: Mapped[str | None] = mapped_column(sa.Text)
    target: Mapped[dict[str, Any]] = mapped_column(default=dict)
    total: Mapped[int] = mapped_column(default=0)
    seen: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    restored: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    cursor: Mapped[str | None] = mapped_column(sa.String(40))
    created_by: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        sa.CheckConstraint("state IN ('running', 'done', 'canceled', 'undoing', 'undone')", name="state"),
    )
