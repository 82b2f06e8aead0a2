"""Queues, the work that waits in them, and the offers made to agents."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Queue(Base):
    """Where work of one sort waits, and how it is handed out."""

    __tablename__ = "work_queues"  # "queues" is the job queue's own on SQLite

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "que"))
    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    menu_key: Mapped[str | None] = mapped_column(sa.String(5), unique=True)
    is_default: Mapped[bool] = mapped_column(default=False)
    strategy: Mapped[str] = mapped_column(sa.String(30), default="longest_idle")
    ring_seconds: Mapped[int] = mapped_column(default=20)
    wrap_up_seconds: Mapped[int] = mapped_column(default=30)
    max_wait_seconds: Mapped[int] = mapped_column(default=180)
    target_seconds: Mapped[int] = mapped_column(default=20)
    script: Mapped[str] = mapped_column(sa.Text, default="")
    is_active: Mapped[bool] = mapped_column(default=True)


class QueueMember(Base):
    __tablename__ = "queue_members"

    queue_id: Mapped[str] = mapped_column(sa.ForeignKey("work_queues.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)


class WorkItem(Base):
    """Something that waits for an agent: waiting → offered → accepted → wrapping → done | canceled.

    `seen_at`: when the caller was last known to be there, by the waiting music's poll.
    Order of work: entered_ms − 60 000 × priority, lowest first.
    """

    __tablename__ = "work_items"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "wrk"))
    kind: Mapped[str] = mapped_column(sa.String(20), default="call")
    ref_id: Mapped[str] = mapped_column(sa.String(40))
    queue_id: Mapped[str] = mapped_column(sa.ForeignKey("work_queues.id"))
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(sa.String(20), default="waiting")
    priority: Mapped[int] = mapped_column(default=0)
    entered_at: Mapped[datetime] = mapped_column(default=now)
    rank: Mapped[int] = mapped_column(sa.BigInteger)
    agent_id: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    seen_at: Mapped[datetime] = mapped_column(default=now, server_default=sa.func.now())
    no_prospect_since: Mapped[datetime | None]
    limbo_reason: Mapped[str | None] = mapped_column(sa.String(40))
    closed_reason: Mapped[str | None] = mapped_column(sa.String(40))
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        sa.UniqueConstraint("kind", "ref_id"),
        sa.Index("ix_work_items_waiting", "state", "rank"),
    )


class Offer(Base):
    """A reservation of one agent for one item: pending → accepted | declined | timed_out | canceled | rescinded."""

    __tablename__ = "offers"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "off"))
    work_item_id: Mapped[str] = mapped_column(sa.ForeignKey("work_items.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    ref_id: Mapped[str] = mapped_column(sa.String(40))
    agent_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(sa.String(20), default="pending")
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    connect_sent_at: Mapped[datetime | None]
    decline_reason: Mapped[str | None] = mapped_column(sa.String(40))
    decision: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (
        sa.Index("ix_offers_due", "state", "expires_at"),
        sa.Index("ix_offers_agent_state", "agent_id", "state"),
        sa.Index(
            "uq_offers_one_pending_per_item",
            "work_item_id",
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
    )
