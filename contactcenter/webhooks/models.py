"""The inbox: one row per delivery, unique by business key, with the reply we gave."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Delivery(Base):
    """A provider's request as it came. `state`: pending | done | failed | ignored.

    The business key, not the signature, protects against replay: Twilio's signature has
    no timestamp. Keys are kept 35 days.
    """

    __tablename__ = "deliveries"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "dlv"))
    provider: Mapped[str] = mapped_column(sa.String(20))
    account: Mapped[str] = mapped_column(sa.String(80))
    hook: Mapped[str] = mapped_column(sa.String(40))
    event_key: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[str] = mapped_column(sa.String(10), default="done")
    attempts: Mapped[int] = mapped_column(default=1)
    error: Mapped[str | None] = mapped_column(sa.String(300))
    method: Mapped[str] = mapped_column(sa.String(8), default="POST")
    path: Mapped[str] = mapped_column(sa.String(2000))
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    body: Mapped[bytes] = mapped_column(sa.LargeBinary, default=b"")
    reply_status: Mapped[int] = mapped_column(default=204)
    reply_type: Mapped[str] = mapped_column(sa.String(40), default="")
    reply_body: Mapped[str] = mapped_column(sa.Text, default="")
    received_at: Mapped[datetime] = mapped_column(default=now)
    handled_at: Mapped[datetime | None]

    __table_args__ = (
        sa.UniqueConstraint("provider", "account", "event_key"),
        sa.Index("ix_deliveries_log", "received_at", "id"),
        sa.Index("ix_deliveries_state", "state", "received_at"),
    )
