"""Exports: what was asked for, how far it has got, and where the file lies until it expires."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Export(Base):
    """`selection`: {filters: {…}} or {ids: […]}; `columns`: names of columns.py, in order.

    `role` is that of whoever asked: masking goes by it. A row outlives its file, so that who
    took which list can still be told.
    """

    __tablename__ = "exports"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "exp"))
    state: Mapped[str] = mapped_column(sa.String(10), default="waiting")
    file_format: Mapped[str] = mapped_column(sa.String(4))
    locale: Mapped[str] = mapped_column(sa.String(5))
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    selection: Mapped[dict[str, Any]] = mapped_column(default=dict)
    columns: Mapped[list[Any]] = mapped_column(default=list)
    role: Mapped[str] = mapped_column(sa.String(20))
    file_key: Mapped[str | None] = mapped_column(sa.String(200))
    size_bytes: Mapped[int | None] = mapped_column(sa.BigInteger)
    total_rows: Mapped[int | None]
    rows_done: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(sa.String(60))
    attempts: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    touched_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.Index("ix_exports_page", "created_by", "created_at", "id"),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'canceled', 'expired')", name="state"),
    )


class ExportDownload(Base):
    """Who took the file, and when."""

    __tablename__ = "export_downloads"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "dwn"))
    export_id: Mapped[str] = mapped_column(sa.ForeignKey("exports.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[datetime] = mapped_column(default=now)
    ip: Mapped[str | None] = mapped_column(sa.String(45))
