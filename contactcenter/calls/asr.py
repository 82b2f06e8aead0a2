"""A transcript made here, when the provider sent none: each channel is one speaker.

It starts a little after the recording is there, since a provider's last lines may still be
on their way. Where no engine is installed, or none fit for the language, the call says so
(`transcription_state` unavailable). One at a time: speech recognition takes a core, and
calls come first.
"""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.calls import service
from contactcenter.calls.announcing import announce
from contactcenter.calls.models import Call, Recording, TranscriptLine
from contactcenter.calls.recordings.events import RecordingReady
from contactcenter.calls.whisper import RATE_HZ, SpeechEngine, Utterance, open_engine
from contactcenter.core import clock, db, jobs, settings, storage
from contactcenter.core.db import insert_once
from contactcenter.core.events import within
from contactcenter.core.ids import new_id
from contactcenter.crm.models import Customer

_log = structlog.get_logger(__name__)

JOB = "transcribe_recording"
WAIT_SECONDS = {"call": 20, "voicemail": 180}
"""A carrier's live lines end with the call; its transcript of a voicemail takes a minute or two."""

BUSY_SECONDS = 30
SPEAKERS = ("agent", "customer")

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Audio:
    """What is to be transcribed."""

    call_id: str
    storage_key: str
    channel_map: list[str]
    language: str


@dataclass(frozen=True)
class Line:
    speaker: str
    said: Utterance


@within(RecordingReady)
def plan_transcript(session: Session, event: RecordingReady) -> None:
    """Once the audio is there, see whether a transcript is missing."""
    kind = session.get_one(Recording, event.recording_id).kind
    wait = WAIT_SECONDS.get(kind, WAIT_SECONDS["call"])
    jobs.enqueue(session, JOB, event.recording_id, key=f"asr-{event.recording_id}", delay_seconds=wait)


@jobs.job(JOB)
def transcribe_recording(recording_id: str) -> None:
    """Write down what was said, unless the provider did. Idempotent: lines are unique per recording."""
    audio = _find_audio(recording_id)
    if audio is None:
        return
    if not _one_at_a_time.acquire(blocking=False):
        _ask_again_later(recording_id)
        return
    try:
        _transcribe(recording_id, audio)
    except Exception as error:  # noqa: BLE001 - the job loop: the card must say that there is no transcript
        _log.exception("transcription failed", recording_id=recording_id, error=type(error).__name__)
        _finish(audio, "failed")
    finally:
        _one_at_a_time.release()


def _transcribe(recording_id: str, audio: Audio) -> None:
    told = settings.current()
    engine = open_engine(told.asr_model_path, told.instance_path / "asr")
    if engine is None or not engine.speaks(audio.language) or not set(audio.channel_map) <= set(SPEAKERS):
        _finish(audio, "unavailable")
        return
    lines = _heard(engine, audio)
    _finish(audio, "done", recording_id, lines)


def _find_audio(recording_id: str) -> Audio | None:
    """None when there is nothing to do: no audio, or a transcript already."""
    with db.read() as session:
        recording = session.get(Recording, recording_id)
        if recording is None or recording.storage_key is None or _has_lines(session, recording.call_id):
            return None
        return Audio(
            recording.call_id, recording.storage_key, recording.channel_map or [], _language(session, recording.call)
        )


def _language(session: Session, call: Call) -> str:
    """The customer's language, else the company's."""
    customer = session.get(Customer, call.customer_id) if call.customer_id else None
    return ((customer.language if customer else None) or settings.current().locale)[:2]


def _has_lines(session: Session, call_id: str) -> bool:
    return bool(session.scalar(sa.select(sa.exists().where(TranscriptLine.call_id == call_id))))


def _heard(engine: SpeechEngine, audio: Audio) -> list[Line]:
    """What each speaker said, in the order it was said."""
    import numpy as np  # these three when they are needed: they would make every start longer
    import soundfile
    import soxr

    with _local_copy(audio.storage_key) as path:
        samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    lines = []
    for channel, speaker in enumerate(audio.channel_map):
        one = soxr.resample(np.ascontiguousarray(samples[:, channel]), rate_hz, RATE_HZ)
        lines += [Line(speaker, said) for said in engine.transcribe(one, audio.language) if said.text]
    return sorted(lines, key=lambda line: line.said.start_seconds)


@contextmanager
def _local_copy(key: str) -> Iterator[Path]:
    store = storage.current_store()
    path = store.workspace / f"asr.{secrets.token_hex(4)}.part"
    try:
        with path.open("xb") as out:
            for chunk in store.open_range(key):
                out.write(chunk)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _finish(audio: Audio, state: str, recording_id: str = "", lines: list[Line] | None = None) -> None:
    """Store lines and state, unless the provider's lines came meanwhile."""
    with db.transaction() as session:
        call = service.get_call(session, audio.call_id, for_update=True)
        is_known = state == "unavailable" and call.transcription_state != "none"
        if is_known or _has_lines(session, call.id):
            return
        for sequence, line in enumerate(lines or []):
            _keep(session, call, recording_id, sequence, line)
        call.transcription_state = state
        call.version += 1
        announce(session, call)


def _keep(session: Session, call: Call, recording_id: str, sequence: int, line: Line) -> None:
    values = {
        "id": new_id("txl"),
        "call_id": call.id,
        "source_id": f"asr-{recording_id}",
        "sequence": sequence,
        "speaker": line.speaker,
        "start_seconds": line.said.start_seconds,
        "text": line.said.text,
        "confidence": line.said.confidence,
    }
    insert_once(session, TranscriptLine, values, key=["source_id", "sequence"])


def _ask_again_later(recording_id: str) -> None:
    key = f"asr-{recording_id}-{clock.now().isoformat()}"
    with db.transaction() as session:
        jobs.enqueue(session, JOB, recording_id, key=key, delay_seconds=BUSY_SECONDS)
