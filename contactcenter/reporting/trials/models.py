"""Trials that were asked for, how far they have got, and what they found."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

WORKING = ("waiting", "running")


class PolicyTrial(Base):
    """`variants`: [{name, rules, people, capacity}] (see changes.py). `queue_id` null: all queues.

    waiting → running → done | failed | canceled. `progress` is of 0–1. `result`: see running.py. The same `seed`
    over the same record finds the same.
    """

    __tablename__ = "policy_trials"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "trl"))
    title: Mapped[str] = mapped_column(sa.String(120), default="")
    queue_id: Mapped[str | None] = mapped_column(sa.String(40))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    variants: Mapped[list[Any]] = mapped_column(default=list)
    seed: Mapped[int] = mapped_column(default=1)
    runs: Mapped[int] = mapped_column(default=3)
    state: Mapped[str] = mapped_column(sa.String(10), default="waiting")
    progress: Mapped[float] = mapped_column(default=0.0)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(sa.String(60))
    result: Mapped[dict[str, Any] | None]
    created_by: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    touched_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index("ix_policy_trials_page", "created_at", "id"),
        sa.Index("ix_policy_trials_state", "state"),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'canceled')", name="state"),
    )
