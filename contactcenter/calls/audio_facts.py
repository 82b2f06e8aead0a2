"""What providers say about recordings and transcripts, noted below their call."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls import service
from contactcenter.calls.announcing import announce
from contactcenter.calls.events import LineHeard
from contactcenter.calls.models import Call, Recording, TranscriptLine
from contactcenter.calls.opening import open_call, stub_call
from contactcenter.calls.recordings import jobs as recording_jobs
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.providers.events import (
    LineTranscribed,
    RecordingChanged,
    TranscriptionChanged,
    VoicemailLeft,
    VoicemailTranscribed,
)

MAX_LINE_CHARS = 4000
CHARACTERS_PER_SECOND = 17
"""Ordinary speech, Vietnamese and English alike, as our recorded dialogues measure."""

_STARTS = "starts of recordings"

# Run for every line of live transcript: built once, and not flushing what else the transaction has changed.
_FIRST_START = (
    sa.select(sa.func.min(Recording.started_at))
    .where(Recording.call_id == sa.bindparam("call_id"), Recording.started_at.is_not(None), Recording.kind == "call")
    .execution_options(autoflush=False)
)


def recording_changed(session: Session, event: RecordingChanged) -> Call | None:
    """A recording began, is ready to fetch, or does not exist. Completed and absent win."""
    if event.provider_call_id is None:
        return None  # a conference's recording: conferences come with transfers
    call = stub_call(session, event, event.provider_call_id)
    recording = _open_recording(session, call, event.provider_recording_id, event.kind)
    recording.started_at = event.started_at or recording.started_at
    session.info.pop(_STARTS, None)
    if recording.state != "verified":  # afterwards the file's own facts stand
        recording.channels = event.channels or recording.channels
        if event.duration_seconds is not None:
            recording.duration_seconds = event.duration_seconds
    if event.state == "completed" and recording.state == "expected":
        recording_jobs.enqueue_fetch(session, recording)
    elif event.state in ("absent", "failed") and recording.state == "expected":
        recording.state, recording.error = event.state, f"provider_{event.state}"
    if event.kind == "voicemail" and event.state == "completed":
        call.has_voicemail = True
        call.voicemail_at = call.voicemail_at or event.started_at or now()
        service.settle(session, call)
    announce(session, call)
    return call


def voicemail_left(session: Session, event: VoicemailLeft) -> Call:
    """The caller finished their message; its file follows by the recording callback."""
    call = open_call(session, event, event.call)
    call.voicemail_at = call.voicemail_at or now()
    if event.provider_recording_id and (event.duration_seconds or 0) > 0:
        call.has_voicemail = True
        recording = _open_recording(session, call, event.provider_recording_id, "voicemail")
        recording.kind = "voicemail"
        recording.duration_seconds = recording.duration_seconds or event.duration_seconds
    service.settle(session, call)
    return call


def transcription_changed(session: Session, event: TranscriptionChanged) -> Call:
    call = stub_call(session, event, event.provider_call_id)
    rank = {"none": 0, "live": 1, "failed": 2, "done": 3}
    new = {"started": "live", "failed": "failed", "stopped": "done"}[event.state]
    if rank[new] > rank.get(call.transcription_state, 0):
        call.transcription_state = new
        call.version += 1
    announce(session, call)
    return call


def line_transcribed(session: Session, event: LineTranscribed) -> Call:
    """Keep a final utterance, and pass it on to whoever is watching; a partial one only that.

    Each line is told by itself: the call is told again only with its first line, or with one
    that comes when it is over, since its card then shows all of them.
    """
    call = stub_call(session, event, event.provider_call_id)
    moment = event.at or now()
    if event.is_final:
        _keep_line(
            session,
            call,
            event.transcription_id,
            event.sequence,
            event.speaker,
            event.text,
            moment,
            event.confidence,
        )
        is_first = call.transcription_state in ("none", "unavailable")
        if is_first:
            call.transcription_state = "live"
        if is_first or service.is_over(call):
            announce(session, call)
    spoken_for = len(event.text) / CHARACTERS_PER_SECOND  # a line is told when it is finished
    start = max(0.0, round(offset_seconds(conversation_start(session, call), moment) - spoken_for, 2))
    emit(session, LineHeard(call.id, call.agent_id, event.speaker, event.text, start, event.is_final))
    return call


def voicemail_transcribed(session: Session, event: VoicemailTranscribed) -> Call:
    call = stub_call(session, event, event.provider_call_id)
    if event.text:
        _keep_line(session, call, event.transcription_id, 0, "customer", event.text, None, None)
        call.transcription_state = "done"
        call.version += 1
    announce(session, call)
    return call


def _keep_line(
    session: Session,
    call: Call,
    source_id: str,
    sequence: int,
    speaker: str,
    text: str,
    moment: datetime | None,
    confidence: float | None,
) -> None:
    values = {
        "id": new_id("txl"),
        "call_id": call.id,
        "source_id": source_id,
        "sequence": sequence,
        "speaker": speaker,
        "spoken_at": moment,
        "text": text[:MAX_LINE_CHARS],
        "confidence": confidence,
    }
    insert_once(session, TranscriptLine, values, key=["source_id", "sequence"])


def conversation_start(session: Session, call: Call) -> datetime | None:
    """The zero of the player's clock: when the recording began, else the answer, else the start."""
    starts: dict[str, datetime | None] = session.info.setdefault(_STARTS, {})
    if call.id not in starts:  # many lines of one call come in one transaction
        starts[call.id] = session.scalar(_FIRST_START, {"call_id": call.id})
    return starts[call.id] or call.answered_at or call.started_at


def offset_seconds(start: datetime | None, moment: datetime | None) -> float:
    """Seconds into the conversation, never negative."""
    if start is None or moment is None:
        return 0.0
    return max(0.0, round((moment - start).total_seconds(), 2))


def _open_recording(session: Session, call: Call, provider_recording_id: str, kind: str) -> Recording:
    values = {
        "id": new_id("rec"),
        "call_id": call.id,
        "provider": call.provider,
        "account": call.account,
        "provider_recording_id": provider_recording_id,
        "kind": kind,
    }
    insert_once(session, Recording, values, key=["provider", "provider_recording_id"])
    return session.scalars(
        sa.select(Recording).filter_by(provider=call.provider, provider_recording_id=provider_recording_id)
    ).one()
