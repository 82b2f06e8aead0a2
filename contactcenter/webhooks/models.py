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
    no timestamp. Keys are kept 35 days; `body` and `headers`, which are people's data, 30.
    `call_ref` is the provider's id of the call it is about, `happened_at` the provider's own time of it.
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
    call_ref: Mapped[str | None] = mapped_column(sa.String(80))
    happened_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]

    __table_args__ = (
        sa.UniqueConstraint("provider", "account", "event_key"),
        sa.Index("ix_deliveries_log", "received_at", "id"),
        sa.Index("ix_deliveries_state", "state", "received_at"),
        sa.Index("ix_deliveries_call_ref", "call_ref", "received_at"),
    )


class Refusal(Base):
    """How many requests of an hour were turned away unread, by hook. All that is kept of them."""

    __tablename__ = "webhook_refusals"

    provider: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    hook: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    outcome: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]


class DeliveryReplay(Base):
    """Many deliveries run again in the background. `state`: waiting | running | done | canceled.

    `after_at` and `after_id` are the last delivery that was dealt with: a restart goes on from there.
    """

    __tablename__ = "delivery_replays"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "rpl"))
    filters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(sa.String(10), default="waiting")
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    after_at: Mapped[datetime | None]
    after_id: Mapped[str | None] = mapped_column(sa.String(40))
    created_by: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
