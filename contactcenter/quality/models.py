"""What customers said about an interaction."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Rating(Base):
    """One answer, kept as first given; agent and queue are those of the moment it was given."""

    __tablename__ = "ratings"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "rat"))
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(sa.String(10), default="csat")
    channel: Mapped[str] = mapped_column(sa.String(20), default="keypad")
    score: Mapped[int]
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    agent_id: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    queue_id: Mapped[str | None] = mapped_column(sa.String(40))
    provider_leg_id: Mapped[str | None] = mapped_column(sa.String(80))
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)

    __table_args__ = (
        sa.UniqueConstraint("call_id", "kind"),
        sa.CheckConstraint("score BETWEEN 0 AND 10", name="score"),
    )
