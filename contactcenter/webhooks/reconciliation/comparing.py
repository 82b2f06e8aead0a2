"""What a page of a carrier's list tells that we do not know. Reads only; a row that is known costs no transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call, Leg, Recording
from contactcenter.calls.states import LEG_TERMINAL
from contactcenter.core.clock import now
from contactcenter.providers.events import CallProgressed, CallStatus, LegProgressed, RecordingChanged
from contactcenter.providers.listing import Listed
from contactcenter.webhooks.models import Delivery

SAME = timedelta(seconds=2)
"""Carriers give whole seconds, and one event's time differs between their callback and their list."""


UNDER_WAY = timedelta(seconds=30)
"""A call's own webhooks, or the answer to our placing it, may still be on their way."""


@dataclass(frozen=True)
class Finding:
    """`kind` names what was missing; `call_id` is None until the call is here."""

    kind: str
    row: Listed
    call_id: str | None = None


def compare(session: Session, provider: str, rows: Iterable[Listed]) -> list[Finding]:
    """The rows that tell something new, callers before their legs and recordings."""
    rows = list(rows)
    ids = [row.provider_id for row in rows]
    known: dict[str, dict[str, Any]] = {
        "calls": _by_id(session, Call, Call.provider_call_id, provider, ids),
        "legs": _by_id(session, Leg, Leg.provider_leg_id, provider, ids),
        "recordings": _by_id(session, Recording, Recording.provider_recording_id, provider, ids),
    }
    kept = _kept(session, provider, rows)
    found = [finding for row in rows if (finding := _finding(known, kept, row)) is not None]
    return sorted(found, key=lambda finding: (finding.row.parent_id is not None, finding.row.at))


def _finding(known: dict[str, dict[str, Any]], kept: set[str], row: Listed) -> Finding | None:
    for event in row.events:
        if row.request is not None:
            return None if event.event_key in kept else Finding("message_missing", row)
        if isinstance(event, CallProgressed):
            call = known["calls"].get(row.provider_id)
            if call is None and (row.provider_id in known["legs"] or row.at > now() - UNDER_WAY):
                # Rung for a room it has no parent there; and what is this young may be about to be told.
                return None
            return _as_finding(_call_lacks(call, event), row, call and call.id)
        if isinstance(event, LegProgressed):
            leg, turned = known["legs"].get(row.provider_id), known["calls"].get(row.provider_id)
            lacks = _leg_lacks(leg, event) if turned is None else _turned_lacks(turned, event)
            return _as_finding(lacks, row, (leg and leg.call_id) or (turned and turned.id))
        if isinstance(event, RecordingChanged):
            recording = known["recordings"].get(row.provider_id)
            return _as_finding(_recording_lacks(recording, event), row, recording and recording.call_id)
    return None


def _as_finding(kind: str | None, row: Listed, call_id: str | None) -> Finding | None:
    return Finding(kind, row, call_id) if kind else None


def _call_lacks(call: Call | None, told: CallProgressed) -> str | None:
    if call is None:
        return "call_missing"
    if not call.from_number and told.call.from_number:
        return "call_parties"
    if not told.call.status.is_terminal:
        return None
    if call.provider_status is None:
        return "call_end"
    if call.placed_via is None and told.duration_seconds is not None and not _near(call.ended_at, told.at):
        return "call_times"
    return None


def _turned_lacks(call: Call, told: LegProgressed) -> str | None:
    """Of a call that was turned round: what was the customer's leg is the call, and only its end can be missing."""
    return "call_end" if told.status.is_terminal and call.provider_status is None else None


def _leg_lacks(leg: Leg | None, told: LegProgressed) -> str | None:
    if leg is None:
        return "leg_missing"
    if leg.status not in LEG_TERMINAL:
        if told.status.is_terminal:
            return "leg_end"
        is_news = told.status is CallStatus.IN_PROGRESS and leg.answered_at is None
        return "leg_answer" if is_news else None
    if not told.status.is_terminal:
        return None
    if leg.ended_at is None or not leg.endpoint:
        return "leg_end"
    is_talk = told.status is CallStatus.COMPLETED and bool(told.duration_seconds)
    return "leg_answer" if is_talk and (leg.answered_at is None or leg.duration_seconds is None) else None


def _recording_lacks(recording: Recording | None, told: RecordingChanged) -> str | None:
    if told.provider_call_id is None:
        return None  # a conference's own: it has no call of ours
    if recording is None:
        return "recording_missing"
    if told.state == "in_progress" or recording.state != "expected" or recording.next_attempt_at is not None:
        return None
    return "recording_end"


def _near(known: datetime | None, told: datetime | None) -> bool:
    return known is not None and told is not None and abs(known - told) <= SAME


def _by_id(session: Session, table: Any, column: Any, provider: str, ids: list[str]) -> dict[str, Any]:
    rows = session.scalars(sa.select(table).where(table.provider == provider, column.in_(ids)))
    return {getattr(row, column.key): row for row in rows}


def _kept(session: Session, provider: str, rows: list[Listed]) -> set[str]:
    """Keys of the listed webhooks that did arrive."""
    keys = [event.event_key for row in rows if row.request for event in row.events if event.event_key]
    if not keys:
        return set()
    arrived = sa.select(Delivery.event_key).where(Delivery.provider == provider, Delivery.event_key.in_(keys))
    return set(session.scalars(arrived))
