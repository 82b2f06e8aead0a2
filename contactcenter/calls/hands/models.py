"""Raised hands, open and over."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Hand(Base):
    """An agent asks for help, in a call or outside one. Up until `lowered_at`.

    `up_key` is the agent's id while it is up: unique, so that an agent has at most one.
    `coming_id`: the supervisor who said that they are coming. `lowered_reason`: agent | supervisor (by whom), or
    call_ended | passed_on | left | helped | forgotten, which end it by themselves.
    """

    __tablename__ = "raised_hands"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "hnd"))
    version: Mapped[int] = mapped_column(default=1)
    agent_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    up_key: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    call_id: Mapped[str | None] = mapped_column(sa.ForeignKey("calls.id", ondelete="SET NULL"), index=True)
    raised_at: Mapped[datetime] = mapped_column(default=now)
    coming_id: Mapped[str | None] = mapped_column(sa.String(40))
    coming_at: Mapped[datetime | None]
    lowered_at: Mapped[datetime | None]
    lowered_by: Mapped[str | None] = mapped_column(sa.String(40))
    lowered_reason: Mapped[str | None] = mapped_column(sa.String(20))

    __table_args__ = (sa.Index("ix_raised_hands_log", "raised_at", "id"),)
