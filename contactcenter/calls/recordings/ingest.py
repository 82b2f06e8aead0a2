"""Fetching one recording, step by step: claim, download, look, store, read back, mark.

Between the steps the process may die; each can be repeated. The file is stored under our
id once: the same bytes again change nothing. Should the provider send other bytes on the
second try, or stored ones be damaged, they are kept beside under a name with their hash,
never written over what is there; the sweep reports the one that nothing refers to.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call, Recording
from contactcenter.calls.outbound import placed
from contactcenter.calls.recordings import metrics, rules
from contactcenter.calls.recordings.audio import AudioFacts
from contactcenter.calls.recordings.download import Download, FetchFailed, download, measured
from contactcenter.calls.recordings.events import RecordingFailed, RecordingReady
from contactcenter.calls.recordings.queries import lock
from contactcenter.calls.recordings.schedule import clock_text, plan_next_try
from contactcenter.calls.recordings.states import LEASE, MAX_ATTEMPTS, RecordingState, retry_delay
from contactcenter.core import clock, crash_points, db, events, storage
from contactcenter.core.errors import DomainError
from contactcenter.providers import registry

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Claim:
    """What this try needs to know of the row; no transaction is open while it works."""

    recording_id: str
    provider: str
    provider_recording_id: str
    kind: str
    channels: int | None
    created_at: datetime
    attempt: int
    is_placed: bool


@dataclass(frozen=True)
class Kept:
    """Audio that is in the store and reads back as it was received."""

    key: str
    download: Download
    facts: AudioFacts
    channel_map: list[str]


def fetch(recording_id: str, planned_for: str = "") -> None:
    """One try. A failure plans the next one or gives up visibly; nothing is raised for it."""
    claim = _claim(recording_id, planned_for)
    if claim is None:
        return
    crash_points.reach("recording.after_claim")
    try:
        kept = _fetch_and_keep(claim)
    except FetchFailed as failure:
        _note_failure(claim, failure.code, is_retryable=failure.is_retryable)
    except DomainError as error:  # a provider or a store; refusals of a store can be mended in its settings
        _note_failure(claim, error.code, is_retryable=getattr(error, "is_retryable", True))
    except Exception as error:  # noqa: BLE001 - the job loop: a bug must leave a visible, retryable row
        _log.exception("fetching a recording failed", recording_id=recording_id, error=type(error).__name__)
        _note_failure(claim, "internal_error", is_retryable=True)
    else:
        _mark_verified(claim, kept)


def _claim(recording_id: str, planned_for: str) -> Claim | None:
    """Take the recording, or None: done, given up, gone, or planned anew since.

    Found in `fetching` it is taken again, as a restarted job does after a crash; should the
    first one live after all, both store the same bytes.
    """
    with db.transaction() as session:
        recording = lock(session, recording_id)
        if recording is None or not _is_due(recording, planned_for):
            return None
        if recording.attempts >= MAX_ATTEMPTS:
            _give_up(session, recording, recording.error or "keeps_crashing")
            return None
        recording.state = RecordingState.FETCHING
        recording.attempts += 1
        recording.next_attempt_at = clock.now() + LEASE
        return Claim(
            recording_id=recording.id,
            provider=recording.provider,
            provider_recording_id=recording.provider_recording_id,
            kind=recording.kind,
            channels=recording.channels,
            created_at=recording.created_at,
            attempt=recording.attempts,
            is_placed=placed.has_agent_first(session.get_one(Call, recording.call_id), recording.started_at),
        )


def _is_due(recording: Recording, planned_for: str) -> bool:
    """Whether this job, or a later plan whose time has come, is the one to work now."""
    if recording.state == RecordingState.FETCHING:
        return True
    if recording.state != RecordingState.EXPECTED or recording.next_attempt_at is None:
        return False
    return planned_for == clock_text(recording.next_attempt_at) or recording.next_attempt_at <= clock.now()


def _fetch_and_keep(claim: Claim) -> Kept:
    with _temporary_file(claim.recording_id) as path:
        provider = registry.get(claim.provider)
        with provider.open_recording(claim.provider_recording_id, claim.channels) as stream:
            got = download(stream, path, rules.current())
        facts = measured(path)
        crash_points.reach("recording.after_download")
        key = _store(claim, got)
    crash_points.reach("recording.after_store")
    _read_back(key, got)
    crash_points.reach("recording.after_verify")
    # An account may have its own layout (the simulated carrier does), else the setting for all holds.
    stereo = getattr(provider, "channel_map", None) or rules.current().stereo
    if claim.is_placed:  # there the agent is the parent, whom the setting calls the customer
        stereo = tuple(reversed(stereo))
    return Kept(key, got, facts, rules.channel_map(facts.channels, claim.kind, stereo))


@contextmanager
def _temporary_file(recording_id: str) -> Iterator[Path]:
    path = storage.current_store().workspace / f"{recording_id}.{secrets.token_hex(4)}.part"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _store(claim: Claim, got: Download) -> str:
    """Put the file under its name, or beside it when the name holds other bytes. Returns the key."""
    store = storage.current_store()
    stem = f"{claim.created_at:%Y/%m/%d}/{claim.recording_id}"
    extension, content_type = got.audio_type.extension, got.audio_type.content_type
    for key in (f"{stem}.{extension}", f"{stem}-{got.sha256[:12]}.{extension}"):
        try:
            store.put_once(key, got.path, sha256=got.sha256, content_type=content_type)
        except storage.KeyTaken:
            _log.warning("other audio stands under this name", recording_id=claim.recording_id)
            continue
        return key
    raise FetchFailed("key_taken", is_retryable=False)


def _read_back(key: str, got: Download) -> None:
    store = storage.current_store()
    if store.size(key) != got.size_bytes or store.digest(key) != got.sha256:
        store.delete(key)  # not verified by anyone yet: it must not stand in the way of the next try
        raise FetchFailed("not_as_sent")


def _mark_verified(claim: Claim, kept: Kept) -> None:
    with db.transaction() as session:
        recording = lock(session, claim.recording_id)
        is_gone = recording is None
        if recording is not None and recording.state != RecordingState.VERIFIED:
            recording.state = RecordingState.VERIFIED
            recording.storage_key = kept.key
            recording.content_type = kept.download.audio_type.content_type
            recording.size_bytes = kept.download.size_bytes
            recording.sha256 = kept.download.sha256
            recording.channels = kept.facts.channels
            recording.channel_map = kept.channel_map
            recording.duration_seconds = recording.duration_seconds or round(kept.facts.duration_seconds)
            recording.peaks = kept.facts.peaks
            recording.verified_at = clock.now()
            recording.next_attempt_at = None
            recording.error = None
            events.emit(session, RecordingReady(recording.id, recording.call_id))
    if is_gone:  # erased while we fetched: nothing of it may stay
        storage.current_store().delete(kept.key)
        return
    metrics.FETCHES.labels(result="verified").inc()
    metrics.BYTES.inc(kept.download.size_bytes)


def _note_failure(claim: Claim, code: str, *, is_retryable: bool) -> None:
    delay = retry_delay(code, claim.attempt, is_retryable=is_retryable)
    with db.transaction() as session:
        recording = lock(session, claim.recording_id)
        if recording is None or recording.state != RecordingState.FETCHING:
            return
        recording.error = code
        if delay is None:
            _give_up(session, recording, code)
        else:
            plan_next_try(session, recording, delay)
    _log.warning(
        "recording not fetched",
        recording_id=claim.recording_id,
        error=code,
        attempt=claim.attempt,
        next_try_in=delay,
    )
    metrics.FETCHES.labels(result="failed" if delay is None else "retried").inc()


def _give_up(session: Session, recording: Recording, code: str) -> None:
    recording.state = RecordingState.FAILED
    recording.error = code
    recording.next_attempt_at = None
    events.emit(session, RecordingFailed(recording.id, recording.call_id, code))
