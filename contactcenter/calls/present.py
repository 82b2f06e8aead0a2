"""Calls as screens and the API show them, with what hangs below, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from contactcenter.agents.models import User
from contactcenter.calls import service
from contactcenter.calls.agent_time.parts import Part, part_at, parts_of
from contactcenter.calls.audio_facts import conversation_start
from contactcenter.calls.models import Call, Recording, TranscriptLine
from contactcenter.calls.recordings.queries import choose_main
from contactcenter.calls.rooms.present import rooms_of
from contactcenter.calls.transcript import place_lines
from contactcenter.core.phone import format_national
from contactcenter.crm.models import Customer

# Run whenever a call is shown, and each of its changes is: built once.
_CUSTOMERS = sa.select(Customer.id, Customer.display_name, Customer.owner_id).where(
    Customer.id.in_(sa.bindparam("ids", expanding=True))
)
_AGENTS = sa.select(User.id, User.name).where(User.id.in_(sa.bindparam("ids", expanding=True)))
_RECORDINGS = (
    sa.select(Recording)
    .where(Recording.call_id.in_(sa.bindparam("ids", expanding=True)))
    .options(defer(Recording.peaks))
)
_LINES = (
    sa.select(TranscriptLine)
    .where(TranscriptLine.call_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(TranscriptLine.spoken_at, TranscriptLine.start_seconds, TranscriptLine.sequence)
)

BLURRED = timedelta(seconds=2)
"""Carriers tell ends of legs and of recordings by whole seconds, each rounded its own way."""

RatingRows = dict[str, list[dict[str, Any]]]
_extra: dict[str, Any] = {}


def contribute(name: str, fn: Any) -> None:
    """Let a package above add a field: `fn(session, calls) -> {call_id: value}`."""
    _extra[name] = fn


def present(session: Session, calls: Sequence[Call], *, with_transcript: bool = True) -> list[dict[str, Any]]:
    """One dict per call, in order, of the shape of `CallSchema`."""
    if not calls:
        return []
    ids = [call.id for call in calls]
    customers = _customers(session, {c.customer_id for c in calls})
    parts = parts_of(session, calls)
    agents = _agent_names(session, calls, parts)
    recordings = _recordings(session, ids)
    lines = _lines(session, calls, recordings, parts, agents) if with_transcript else {}
    rooms = rooms_of(session, calls)
    extra = {name: fn(session, calls) for name, fn in _extra.items()}
    return [
        {
            **_own(call),
            "customer": customers.get(call.customer_id),
            "agent_name": agents.get(call.agent_id or ""),
            "parts": [_part(one, recordings.get(call.id, ()), agents) for one in parts.get(call.id, ())],
            "room": rooms.get(call.id),
            "recording": _recording(call, choose_main(recordings.get(call.id, ()))),
            "recordings": _stretches(call, recordings.get(call.id, ()), parts.get(call.id, ()), agents),
            "transcript": lines.get(call.id, []),
            **{name: values.get(call.id) for name, values in extra.items()},
        }
        for call in calls
    ]


def present_one(session: Session, call: Call, *, with_transcript: bool = True) -> dict[str, Any]:
    return present(session, [call], with_transcript=with_transcript)[0]


def transcript_items(session: Session, call: Call) -> list[dict[str, Any]]:
    parts = parts_of(session, [call])
    agents = _agent_names(session, [call], parts)
    return _lines(session, [call], _recordings(session, [call.id]), parts, agents).get(call.id, [])


def speaker_now(session: Session, call: Call) -> dict[str, Any]:
    """Who of our side is heard at this moment, as its lines tell it."""
    parts = parts_of(session, [call])
    last = next(reversed(parts.get(call.id, [])), None)
    if last is None or last.agent_id == call.agent_id:
        return {"agent_id": call.agent_id}
    return _speaker(last, _agent_names(session, [call], parts))


def _own(call: Call) -> dict[str, Any]:
    customer_side = call.from_number if call.direction == "inbound" else call.to_number
    is_over = service.is_over(call)
    is_talking = not is_over and call.answered_at is not None and call.between_at is None
    return {
        "id": call.id,
        "version": call.version,
        "provider": call.provider,
        "provider_call_id": call.provider_call_id,
        "direction": call.direction,
        "from": call.from_number,
        "to": call.to_number,
        "number_national": "" if call.is_anonymous else format_national(call.party or customer_side),
        "state": call.state,
        "customer_id": call.customer_id,
        "caller_name": call.caller_name,
        "is_anonymous": call.is_anonymous,
        "agent_id": call.agent_id,
        "queue_id": call.queue_id,
        "menu_key": call.menu_key,
        "started_at": call.started_at,
        "queued_at": call.queued_at,
        "answered_at": call.answered_at,
        "ended_at": call.ended_at,
        "talk_seconds": call.talk_seconds,
        "wait_seconds": call.wait_seconds,
        "duration_seconds": call.duration_seconds,
        "end_reason": call.end_reason,
        "is_missed": is_over and _is_missed(call),
        "disposition": call.disposition,
        "next_step": call.next_step,
        "notes": call.notes,
        "wrap_up": _wrap_up(call),
        "held_at": call.held_at,
        "hold_seconds": call.hold_seconds,
        "handler_id": call.handler_id,
        "is_between": call.between_at is not None and not is_over,
        "placed_via": call.placed_via,
        "forwarded_to": call.forwarded_to,
        "answered_by": call.answered_by,
        "can": {
            "hold": is_talking and not call.forwarded_to,
            "transfer": is_talking and not call.forwarded_to,
            "mute": not is_over,
            "hang_up": not is_over,
        },
        "transcript_state": call.transcription_state,
    }


def _is_missed(call: Call) -> bool:
    """Nobody answered, and they did not choose to be called back instead."""
    return call.direction == "inbound" and call.answered_at is None and call.end_reason != "callback"


def _wrap_up(call: Call) -> dict[str, Any] | None:
    if call.wrap_up_started_at is None:
        return None
    return {
        "started_at": call.wrap_up_started_at,
        "due_at": call.wrap_up_due_at,
        "ended_at": call.wrap_up_ended_at,
        "is_auto_closed": call.is_auto_closed,
    }


def _customers(session: Session, ids: set[str | None]) -> dict[str | None, dict[str, Any]]:
    wanted = [i for i in ids if i]
    rows = session.execute(_CUSTOMERS, {"ids": wanted}) if wanted else ()
    return {row.id: row._asdict() for row in rows}


def _recording(call: Call, row: Recording | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "id": row.id,
        "kind": row.kind,
        "state": row.state,
        "duration_seconds": row.duration_seconds,
        "channels": row.channels,
        "channel_map": row.channel_map,
        "sha256": row.sha256,
        "error": row.error,
        "url": f"/api/v1/calls/{call.id}/recording",
    }


def _part(part: Part, recordings: Sequence[Recording], agents: dict[str, str]) -> dict[str, Any]:
    return {
        "agent_id": part.agent_id,
        "agent_name": agents.get(part.agent_id or ""),
        "number": part.number,
        "started_at": part.started_at,
        "ended_at": part.ended_at,
        "talk_seconds": part.talk_seconds,
        "is_recorded": any(_is_of(row, part) for row in recordings),
    }


def _is_of(row: Recording, part: Part) -> bool:
    """Whether some of that part is on the recording; its length is told when it is over."""
    if row.kind != "call" or row.started_at is None or row.state in ("absent", "failed"):
        return False
    is_before = part.ended_at is None or row.started_at <= part.ended_at
    if row.duration_seconds is None:
        return is_before
    return is_before and row.started_at + timedelta(seconds=row.duration_seconds) > part.started_at + BLURRED


def _speaker(part: Part | None, agents: dict[str, str]) -> dict[str, Any]:
    if part is None:
        return {"agent_id": None, "speaker_name": None}
    name = agents.get(part.agent_id) if part.agent_id else format_national(part.number or "") or None
    return {"agent_id": part.agent_id, "speaker_name": name}


def _stretches(
    call: Call, rows: Sequence[Recording], parts: Sequence[Part], agents: dict[str, str]
) -> list[dict[str, Any]]:
    """The recordings of the conversation one after the other: a call that was held or passed on has several.

    `offset_seconds`: where each begins on the transcript's clock, whose zero is the first one's beginning.
    """
    told = sorted((r.started_at, r.id, r) for r in rows if r.kind == "call" and r.started_at and r.state != "absent")
    return [
        {
            **(_recording(call, row) or {}),
            "offset_seconds": round((began - told[0][0]).total_seconds(), 2),
            "speaker_name": _speaker(part_at(parts, began), agents)["speaker_name"],
        }
        for began, _, row in told
    ]


def _recordings(session: Session, ids: list[str]) -> dict[str, list[Recording]]:
    """Of each call; which of them is shown is `choose_main`'s to say."""
    grouped: dict[str, list[Recording]] = defaultdict(list)
    for row in session.scalars(_RECORDINGS, {"ids": ids}):
        grouped[row.call_id].append(row)
    return grouped


def _lines(
    session: Session,
    calls: Sequence[Call],
    recordings: dict[str, list[Recording]],
    parts: dict[str, list[Part]],
    agents: dict[str, str],
) -> dict[str, list[dict[str, Any]]]:
    by_call: dict[str, list[TranscriptLine]] = defaultdict(list)
    for row in session.scalars(_LINES, {"ids": [call.id for call in calls]}):
        by_call[row.call_id].append(row)
    found = {}
    for call in calls:
        if call.id in by_call:
            start = _start(session, call, recordings.get(call.id, ()))
            placed = place_lines(by_call[call.id], start)
            found[call.id] = [_said(line, start, parts.get(call.id, ()), agents) for line in placed]
    return found


def _said(
    line: dict[str, Any], start: datetime | None, parts: Sequence[Part], agents: dict[str, str]
) -> dict[str, Any]:
    """The line with who of our side said it."""
    if line["speaker"] != "agent" or start is None:
        return line
    return {**line, **_speaker(part_at(parts, start + timedelta(seconds=line["start_seconds"])), agents)}


def _start(session: Session, call: Call, recordings: Sequence[Recording]) -> datetime | None:
    """The zero of the transcript's clock: when the first recording of the conversation began."""
    begun = [row.started_at for row in recordings if row.kind == "call" and row.started_at is not None]
    return min(begun, default=None) or conversation_start(session, call)


def _agent_names(session: Session, calls: Sequence[Call], parts: dict[str, list[Part]]) -> dict[str, str]:
    had = {part.agent_id for of_call in parts.values() for part in of_call}
    return _names(session, _AGENTS, had | {call.agent_id for call in calls})


def _names(session: Session, statement: "sa.Select[str, str]", ids: set[str | None]) -> dict[str, str]:
    wanted = [i for i in ids if i]
    if not wanted:
        return {}
    return {row[0]: row[1] for row in session.execute(statement, {"ids": wanted})}
