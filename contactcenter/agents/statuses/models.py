"""Statuses as rows, so that an admin can add reasons and name them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base


class AgentStatus(Base):
    """`code` is what presence and the ledger keep: a status is archived, never deleted, so that old days stay readable.

    `is_ready` receives work; `is_paid` and `is_break` are for reports of time; after `max_minutes` (None: never)
    the agent and their supervisors are told.
    """

    __tablename__ = "agent_statuses"

    code: Mapped[str] = mapped_column(sa.String(30), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    label_vi: Mapped[str] = mapped_column(sa.String(40))
    label_en: Mapped[str] = mapped_column(sa.String(40))
    colour: Mapped[str] = mapped_column(sa.String(10))
    icon: Mapped[str] = mapped_column(sa.String(30))
    position: Mapped[int]
    is_ready: Mapped[bool] = mapped_column(default=False)
    is_pickable: Mapped[bool] = mapped_column(default=True)
    is_paid: Mapped[bool] = mapped_column(default=True)
    is_break: Mapped[bool] = mapped_column(default=False)
    is_builtin: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
    max_minutes: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
