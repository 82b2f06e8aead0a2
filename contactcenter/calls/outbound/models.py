"""What somebody wished to call, durably, before the carrier is asked."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Placement(Base):
    """One click. `state`: wanted → asked → placed; unknown (the answer was lost), failed, canceled.

    From `asked` on it is never asked again: after a lost answer the carrier's list tells. `address` is where the
    agent is rung (`client:…` or a number); the call has a stand-in for the carrier's id until that is known.
    """

    __tablename__ = "placements"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "plc"))
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), unique=True)
    provider: Mapped[str] = mapped_column(sa.String(20))
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    via: Mapped[str] = mapped_column(sa.String(10))
    address: Mapped[str] = mapped_column(sa.String(254))
    purpose: Mapped[str] = mapped_column(sa.String(20))
    state: Mapped[str] = mapped_column(sa.String(10), default="wanted")
    error: Mapped[str | None] = mapped_column(sa.String(60))
    created_at: Mapped[datetime] = mapped_column(default=now)
    asked_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_placements_state", "state", "asked_at"),)
