"""Calls: facts gathered from deliveries in any order, and what follows from them.

A call row holds facts (earliest answer, provider's end, the menu key, voicemail) that
only ever grow; `states.derive` turns them into the state shown. Legs, recordings and
transcript lines hang below, unique by the provider's ids, so that repeats change nothing.
"""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Call(Base):
    """One call with a customer, in or out. Numbers are E.164 where they can be.

    `handler_id` is the agent who accepted it, before anybody has spoken; `agent_id` the one
    who spoke last. `between_at`: answered once, and in line again since. `walked`: where in its number's flow it
    stands in line (routing.flows.places); null in the built-in one. `room_state`: None | moving | open | over,
    of the conference room that a call gets when something needs one.

    `callback_number` is where a caller in line wants to be called instead of waiting, `callback_step` what they were
    asked about it last (routing.queue_callbacks; `offered`: not yet; `kept`: their place is), `callback_turn`
    how often they were.

    `forwarded_to`: the number outside to which its flow has sent the caller; whoever answers there answers the call.

    `placed_via` is how we placed it (softphone, phone), or `log`: written down by hand. Of a call that
    we placed the provider's id is the agent's own leg; the customer's is below it, until it is turned round
    (`turned_at`, outbound.placed).
    """

    __tablename__ = "calls"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "cal"))
    version: Mapped[int] = mapped_column(default=1)
    provider: Mapped[str] = mapped_column(sa.String(20))
    account: Mapped[str] = mapped_column(sa.String(80))
    provider_call_id: Mapped[str] = mapped_column(sa.String(80))
    direction: Mapped[str] = mapped_column(sa.String(10), default="inbound")
    from_number: Mapped[str] = mapped_column(sa.String(254), default="")
    to_number: Mapped[str] = mapped_column(sa.String(254), default="")
    party: Mapped[str | None] = mapped_column(sa.String(254), index=True)
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    caller_name: Mapped[str | None] = mapped_column(sa.String(200))
    verification: Mapped[str | None] = mapped_column(sa.String(60))
    forwarded_from: Mapped[str | None] = mapped_column(sa.String(254))

    state: Mapped[str] = mapped_column(sa.String(20), default="ringing", index=True)
    end_reason: Mapped[str | None] = mapped_column(sa.String(20))
    provider_status: Mapped[str | None] = mapped_column(sa.String(30))
    provider_code: Mapped[str | None] = mapped_column(sa.String(30))

    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="SET NULL"))
    agent_id: Mapped[str | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    handler_id: Mapped[str | None] = mapped_column(sa.String(40))
    queue_id: Mapped[str | None] = mapped_column(sa.String(40))
    menu_key: Mapped[str | None] = mapped_column(sa.String(20))
    walked: Mapped[str | None] = mapped_column(sa.String(120))

    started_at: Mapped[datetime] = mapped_column(default=now)
    queued_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    wait_seconds: Mapped[int | None]
    talk_seconds: Mapped[int | None]
    duration_seconds: Mapped[int | None]

    voicemail_at: Mapped[datetime | None]
    has_voicemail: Mapped[bool] = mapped_column(default=False)
    has_dial_ended: Mapped[bool] = mapped_column(default=False)
    agent_hung_up: Mapped[bool | None]

    wrap_up_started_at: Mapped[datetime | None]
    wrap_up_due_at: Mapped[datetime | None] = mapped_column(index=True)
    wrap_up_ended_at: Mapped[datetime | None]
    is_auto_closed: Mapped[bool] = mapped_column(default=False)
    disposition: Mapped[str | None] = mapped_column(sa.String(40))
    next_step: Mapped[dict[str, Any] | None]
    notes: Mapped[str] = mapped_column(sa.Text, default="")

    callback_step: Mapped[str | None] = mapped_column(sa.String(10))
    callback_number: Mapped[str | None] = mapped_column(sa.String(40))
    callback_turn: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    placed_via: Mapped[str | None] = mapped_column(sa.String(10))
    turned_at: Mapped[datetime | None]
    forwarded_to: Mapped[str | None] = mapped_column(sa.String(40))
    answered_by: Mapped[str | None] = mapped_column(sa.String(10))
    held_at: Mapped[datetime | None]
    hold_seconds: Mapped[int | None]
    wants_hold: Mapped[bool] = mapped_column(default=False, server_default=sa.text("false"))
    between_at: Mapped[datetime | None]
    turns: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    room_state: Mapped[str | None] = mapped_column(sa.String(10), index=True)
    room_name: Mapped[str | None] = mapped_column(sa.String(80))
    provider_room_id: Mapped[str | None] = mapped_column(sa.String(80))
    room_opened_at: Mapped[datetime | None]
    room_seen_at: Mapped[datetime | None]
    rooms_made: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    is_leg_recorded: Mapped[bool] = mapped_column(default=False, server_default=sa.text("false"))
    transcription_state: Mapped[str] = mapped_column(sa.String(20), default="none")
    created_at: Mapped[datetime] = mapped_column(default=now)

    legs: Mapped[list["Leg"]] = relationship(back_populates="call", order_by="Leg.created_at")
    recordings: Mapped[list["Recording"]] = relationship(back_populates="call", order_by="Recording.created_at")
    transcript: Mapped[list["TranscriptLine"]] = relationship(
        order_by="TranscriptLine.spoken_at, TranscriptLine.start_seconds, TranscriptLine.sequence"
    )

    __table_args__ = (
        sa.UniqueConstraint("provider", "provider_call_id"),
        sa.Index("ix_calls_log", "started_at", "id"),
        sa.Index("ix_calls_customer_log", "customer_id", "started_at"),
        sa.Index("ix_calls_agent_log", "agent_id", "started_at"),
    )


class Leg(Base):
    """One endpoint's media path, below its call. Times are the provider's own.

    `role`: agent | colleague (asked, not in charge) | outside | supervisor. `moved_at`: taken into a room.
    `is_dialer`: it had dialled the customer before its call was turned round.
    """

    __tablename__ = "legs"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "leg"))
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(sa.String(20))
    provider_leg_id: Mapped[str] = mapped_column(sa.String(80))
    endpoint: Mapped[str] = mapped_column(sa.String(254), default="")
    agent_id: Mapped[str | None] = mapped_column(sa.String(40))
    status: Mapped[str] = mapped_column(sa.String(20), default="initiated")
    max_sequence: Mapped[int] = mapped_column(default=-1)
    ringing_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    duration_seconds: Mapped[int | None]
    is_answer_guessed: Mapped[bool] = mapped_column(default=False, server_default=sa.text("false"))
    is_bridged: Mapped[bool | None]
    role: Mapped[str] = mapped_column(sa.String(20), default="agent", server_default="agent")
    moved_at: Mapped[datetime | None]
    is_dialer: Mapped[bool] = mapped_column(default=False, server_default=sa.text("false"))
    provider_code: Mapped[str | None] = mapped_column(sa.String(30))
    created_at: Mapped[datetime] = mapped_column(default=now)

    call: Mapped[Call] = relationship(back_populates="legs")

    __table_args__ = (sa.UniqueConstraint("provider", "provider_leg_id"),)


class NoteDraft(Base):
    """What an agent has typed so far about a call: saved as they type, per (call, agent)."""

    __tablename__ = "note_drafts"

    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime] = mapped_column(default=now)


class Disposition(Base):
    """An outcome an agent may choose, in two levels; `next_step` names one it demands."""

    __tablename__ = "dispositions"

    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(sa.String(40))
    label_vi: Mapped[str] = mapped_column(sa.String(80))
    label_en: Mapped[str] = mapped_column(sa.String(80))
    position: Mapped[int]
    next_step: Mapped[str | None] = mapped_column(sa.String(20))
    is_active: Mapped[bool] = mapped_column(default=True)


class Recording(Base):
    """One audio file. Its name in the store is our id; `storage_key` is set once it is verified.

    `state`: expected → fetching → stored → verified; absent, failed. `peaks` holds, per
    channel, about 800 values 0–100 for drawing; `channel_map` says who is on which.
    """

    __tablename__ = "recordings"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "rec"))
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(sa.String(20))
    account: Mapped[str] = mapped_column(sa.String(80))
    provider_recording_id: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[str] = mapped_column(sa.String(20), default="call")
    state: Mapped[str] = mapped_column(sa.String(20), default="expected", index=True)
    started_at: Mapped[datetime | None]
    duration_seconds: Mapped[int | None]
    channels: Mapped[int | None]
    channel_map: Mapped[list[Any] | None]
    content_type: Mapped[str | None] = mapped_column(sa.String(60))
    size_bytes: Mapped[int | None] = mapped_column(sa.BigInteger)
    sha256: Mapped[str | None] = mapped_column(sa.String(64))
    storage_key: Mapped[str | None] = mapped_column(sa.String(200))
    peaks: Mapped[list[Any] | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(index=True)
    error: Mapped[str | None] = mapped_column(sa.String(300))
    created_at: Mapped[datetime] = mapped_column(default=now)
    verified_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(back_populates="recordings")

    __table_args__ = (sa.UniqueConstraint("provider", "provider_recording_id"),)


class RecordingAccess(Base):
    """Who listened to, sought in or downloaded a recording, and when."""

    __tablename__ = "recording_access"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "acc"))
    recording_id: Mapped[str] = mapped_column(sa.ForeignKey("recordings.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[str] = mapped_column(sa.String(40))
    action: Mapped[str] = mapped_column(sa.String(10))
    from_byte: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    at: Mapped[datetime] = mapped_column(default=now)


class TranscriptLine(Base):
    """One final utterance. Its place: `spoken_at` (live), else `start_seconds` (made from the audio)."""

    __tablename__ = "transcript_lines"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "txl"))
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[str] = mapped_column(sa.String(80))
    sequence: Mapped[int]
    speaker: Mapped[str] = mapped_column(sa.String(10))
    spoken_at: Mapped[datetime | None]
    start_seconds: Mapped[float] = mapped_column(default=0.0)
    text: Mapped[str] = mapped_column(sa.Text)
    confidence: Mapped[float | None]

    __table_args__ = (sa.UniqueConstraint("source_id", "sequence"),)
