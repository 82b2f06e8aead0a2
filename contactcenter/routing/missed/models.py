"""Who is still to be called back, the calls that say so, and each queue's promise."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

OWNER_RULES = ("last_agent", "fewest_open", "nobody")
REASONS = ("called_back", "no_answer", "wrong_number", "not_needed", "spam", "other")
"""Why a person may close an item; the product's own are `reached`, `answered` and `joined`."""


class MissedCaller(Base):
    """One person's missed calls since somebody last reached them.

    `open_key` is the customer's id, or the number of a caller nobody knows, while the item is open: unique, so that
    two calls that end at once make one item. `remind_next_at` is when the clock has to say something next: that the
    promise is broken, or that a snooze is over. `previous_id` is the item before, of the same person.
    """

    __tablename__ = "missed_callers"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "mis"))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(sa.String(10), default="open")
    open_key: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    party: Mapped[str] = mapped_column(sa.String(254), index=True)
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    queue_id: Mapped[str | None] = mapped_column(sa.String(40))
    owner_id: Mapped[str | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    call_count: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    snoozed_until: Mapped[datetime | None]
    remind_next_at: Mapped[datetime | None] = mapped_column(index=True)
    previous_id: Mapped[str | None] = mapped_column(sa.String(40))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(sa.String(40))
    close_reason: Mapped[str | None] = mapped_column(sa.String(20))
    close_note: Mapped[str] = mapped_column(sa.Text, default="")
    closed_call_id: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.CheckConstraint("state IN ('open', 'closed')", name="state"),
        sa.Index("ix_missed_callers_state_due", "state", "due_at"),
        sa.Index("ix_missed_callers_state_closed", "state", "closed_at"),
        sa.Index("ix_missed_callers_owner", "owner_id", "state"),
    )


class MissedCall(Base):
    """That a call counts for an item: each once, however often its end is told."""

    __tablename__ = "missed_calls"

    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[str] = mapped_column(sa.ForeignKey("missed_callers.id", ondelete="CASCADE"), index=True)
    ended_at: Mapped[datetime]


class MissedPolicy(Base):
    """How soon a queue calls back, counted while the company is open, and whose a missed caller becomes."""

    __tablename__ = "missed_policies"

    queue_id: Mapped[str] = mapped_column(sa.ForeignKey("work_queues.id", ondelete="CASCADE"), primary_key=True)
    call_back_minutes: Mapped[int] = mapped_column(default=30)
    owner_rule: Mapped[str] = mapped_column(sa.String(20), default="last_agent")
