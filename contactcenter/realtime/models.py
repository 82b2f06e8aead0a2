"""What each person has been told: a gap-free sequence per recipient, kept 24 hours."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base


class WireHead(Base):
    """The last sequence number given to a recipient; its row lock orders their events."""

    __tablename__ = "wire_heads"

    recipient_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger, default=0)


class WireEvent(Base):
    __tablename__ = "wire_events"

    recipient_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    type: Mapped[str] = mapped_column(sa.String(40))
    data: Mapped[dict[str, Any]]
