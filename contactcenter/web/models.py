"""Answers kept so that a repeated POST with the same Idempotency-Key does nothing twice."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base


class KeptAnswer(Base):
    """`key_hash` is over the actor and their key; `fingerprint` over what was asked with it."""

    __tablename__ = "kept_answers"

    key_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[int | None]
    body: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
