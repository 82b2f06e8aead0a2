"""Who is, was or should be in a call's conference room, and every mark that tells so.

A participant's row holds the wish (`wants_…`, state `wanted`) beside what is known (`is_…`, state `in`). What is
known follows from the marks alone, folded in order; wishes are carried out one step at a time (`drive`).
"""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Participant(Base):
    """`kind`: customer | agent | colleague | outside | supervisor; `state`: wanted → asked → in → out, or failed.

    `label` names them at the provider: "customer" for the customer, else this row's id. `mode` is a supervisor's:
    listen, whisper (the coached agent alone hears them) or barge. `ends_room`: their leaving ends the room.
    """

    __tablename__ = "call_participants"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "par"))
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    room_name: Mapped[str] = mapped_column(sa.String(80))
    label: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(20))
    agent_id: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    phone: Mapped[str | None] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    offer_id: Mapped[str | None] = mapped_column(sa.String(40))
    created_by: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)

    state: Mapped[str] = mapped_column(sa.String(10), default="wanted")
    provider_leg_id: Mapped[str | None] = mapped_column(sa.String(80))
    asked_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.String(40))

    is_held: Mapped[bool] = mapped_column(default=False)
    is_muted: Mapped[bool] = mapped_column(default=False)
    is_coaching: Mapped[bool] = mapped_column(default=False)
    ends_room: Mapped[bool] = mapped_column(default=False)
    wants_held: Mapped[bool] = mapped_column(default=False)
    wants_muted: Mapped[bool] = mapped_column(default=False)
    wants_out: Mapped[bool] = mapped_column(default=False)
    wants_ends_room: Mapped[bool] = mapped_column(default=False)
    mode: Mapped[str | None] = mapped_column(sa.String(10))

    __table_args__ = (sa.UniqueConstraint("room_name", "label"),)


class RoomMark(Base):
    """One thing known of a room: told by the provider (numbered within its room) or seen in its answer (not)."""

    __tablename__ = "room_marks"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "rmk"))
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    room_name: Mapped[str] = mapped_column(sa.String(80))
    provider_room_id: Mapped[str] = mapped_column(sa.String(80), default="")
    sequence: Mapped[int | None]
    kind: Mapped[str] = mapped_column(sa.String(10))
    label: Mapped[str] = mapped_column(sa.String(60), default="")
    provider_leg_id: Mapped[str | None] = mapped_column(sa.String(80))
    is_muted: Mapped[bool | None]
    is_held: Mapped[bool | None]
    is_coaching: Mapped[bool | None]
    at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("provider_room_id", "sequence"),)


class MonitorAct(Base):
    """Kept: who listened in on which call, when, and how. `action`: listen | whisper | barge | end."""

    __tablename__ = "monitor_acts"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "mon"))
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[str] = mapped_column(sa.ForeignKey("call_participants.id", ondelete="CASCADE"))
    actor_id: Mapped[str] = mapped_column(sa.String(40))
    action: Mapped[str] = mapped_column(sa.String(10))
    at: Mapped[datetime] = mapped_column(default=now)
