"""Callers who asked to be called back in their turn, and the calls we made to them."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class QueueCallback(Base):
    """A place in line that is kept for somebody who hung up. `call_id` is the call in which they asked, once.

    `state`: waiting (in line) → calling → done; resting (nobody answered, until `next_at`), closed (`reason`:
    reached | not_reached | refused | called_off). `tries` calls at most, `retry_minutes` apart. `number` is where they
    want to be called, and `open_key` the same while it is open: one place for each. `entered_at`, `rank` and `priority`
    are those of their place.
    """

    __tablename__ = "queue_callbacks"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "qcb"))
    version: Mapped[int] = mapped_column(default=1)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), unique=True)
    queue_id: Mapped[str] = mapped_column(sa.String(40))
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    number: Mapped[str] = mapped_column(sa.String(40), index=True)
    open_key: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    state: Mapped[str] = mapped_column(sa.String(10), default="waiting")
    reason: Mapped[str | None] = mapped_column(sa.String(20))
    tries: Mapped[int]
    retry_minutes: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    entered_at: Mapped[datetime]
    rank: Mapped[int] = mapped_column(sa.BigInteger)
    priority: Mapped[int]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]


class CallbackAttempt(Base):
    """One call made to them: `outcome` reached | not_reached | agent_gone, null while it lasts."""

    __tablename__ = "callback_attempts"

    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    callback_id: Mapped[str] = mapped_column(sa.ForeignKey("queue_callbacks.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[str | None] = mapped_column(sa.String(20))
    created_at: Mapped[datetime] = mapped_column(default=now)
