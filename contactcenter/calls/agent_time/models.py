"""Who spoke on a call when, and for how long."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.db import Base


class AgentSegment(Base):
    """One agent's stretch of one call: their leg. Seconds are wall clock; `wrap_up_seconds` is the last agent's."""

    __tablename__ = "agent_segments"

    leg_id: Mapped[str] = mapped_column(sa.ForeignKey("legs.id", ondelete="CASCADE"), primary_key=True)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    agent_id: Mapped[str] = mapped_column(sa.String(40))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    talk_seconds: Mapped[int]
    hold_seconds: Mapped[int]
    wrap_up_seconds: Mapped[int]

    __table_args__ = (sa.Index("ix_agent_segments_agent", "agent_id", "started_at"),)
