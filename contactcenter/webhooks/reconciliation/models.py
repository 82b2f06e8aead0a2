"""How far each list has been compared, and what each run found."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class ReconcilePoint(Base):
    """Up to `good_until` everything of one list is known here; it only moves forward.

    `lease_until` is held by the run that is comparing this account now (on the row of resource `*`).
    """

    __tablename__ = "reconcile_points"

    provider: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    account: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    resource: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    good_until: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    lease_run_id: Mapped[str | None] = mapped_column(sa.String(40))
    lease_until: Mapped[datetime | None]


class ReconcileRun(Base):
    """One comparison. `state`: waiting | running | done | stopped | canceled | broken_off.

    `seen` counts rows by resource, `filled` by kind of finding; `findings` holds the first of
    them, as {kind, provider_id, call_id, at}. `error` is a code; `retry_at` when the carrier asked us to wait.
    """

    __tablename__ = "reconcile_runs"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "rcn"))
    provider: Mapped[str] = mapped_column(sa.String(20))
    account: Mapped[str] = mapped_column(sa.String(80))
    cause: Mapped[str] = mapped_column(sa.String(10), default="schedule")
    actor_id: Mapped[str | None] = mapped_column(sa.String(40))
    is_dry_run: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(sa.String(12), default="waiting")
    wanted_since: Mapped[datetime | None]
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]
    good_until: Mapped[datetime | None]
    pages: Mapped[int] = mapped_column(default=0)
    seen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    filled: Mapped[dict[str, Any]] = mapped_column(default=dict)
    findings: Mapped[list[Any]] = mapped_column(default=list)
    failed: Mapped[int] = mapped_column(default=0)
    unreadable: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(sa.String(80))
    retry_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    alive_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_reconcile_runs_log", "created_at", "id"),)
