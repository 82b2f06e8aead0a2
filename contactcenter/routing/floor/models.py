"""The acts of those who lead."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

ACTIONS = (
    "give", "take_back", "priority", "move", "close_queue", "open_queue", "note", "note_withdrawn", "screen_made",
    "screen_revoked", "end_wrap_up", "call_off", "put_back",
)  # fmt: skip


class FloorAct(Base):
    """Who did what, when, to which work, queue or agent. Rows are only added.

    `detail`: priority {from, to}, move {from, to} (queue ids), close_queue {message, sends_on}, note {text, to},
    end_wrap_up {call_id}, call_off and put_back {callback_id}.
    Forced statuses are in the presence ledger, listening in is with the call.
    """

    __tablename__ = "floor_acts"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "act"))
    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[str] = mapped_column(sa.String(40))
    action: Mapped[str] = mapped_column(sa.String(20))
    work_item_id: Mapped[str | None] = mapped_column(sa.String(40))
    queue_id: Mapped[str | None] = mapped_column(sa.String(40))
    agent_id: Mapped[str | None] = mapped_column(sa.String(40))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (sa.Index("ix_floor_acts_log", "at", "id"),)
