"""A recording is there in the end, once and whole, or its failure is visible and can be retried."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactcenter.calls.models import Call, Recording
from contactcenter.calls.recordings import ingest, jobs, rules, states
from contactcenter.calls.recordings.events import RecordingFailed, RecordingReady
from contactcenter.core import db, storage
from contactcenter.core import settings as settings_module
from contactcenter.core.errors import Conflict
from contactcenter.core.settings import Settings
from tests.calls.recordings.conftest import Desk
from tests.calls.recordings.media_server import (
    MediaServer,
    cut_off,
    drips,
    ends_early,
    fails,
    html,
    redirects,
    sends,
    tone,
    wav,
)

AUDIO = tone(2.0)


def answers(media: MediaServer, desk: Desk, *turns: Any, **columns: Any) -> Recording:
    """Fetch a recording for which the carrier answers so, turn by turn."""
    recording = desk.add(**columns)
    media.answers[recording.provider_recording_id] = list(turns)
    desk.complete(recording)
    desk.work()
    return desk.read(recording)


def stored(recording: Recording) -> bytes:
    return b"".join(storage.current_store().open_range(recording.storage_key or ""))


def test_a_complete_recording_is_fetched_verified_and_described(
    desk: Desk, media: MediaServer, told: list[Any], audio_files: Callable[[], list[str]]
) -> None:
    recording = answers(media, desk, sends(AUDIO), channels=2)
    assert (recording.state, recording.error, recording.attempts) == ("verified", None, 1)
    assert recording.storage_key == f"{recording.created_at:%Y/%m/%d}/{recording.id}.wav"
    assert recording.sha256 == hashlib.sha256(AUDIO).hexdigest()
    assert (recording.size_bytes, recording.content_type) == (len(AUDIO), "audio/wav")
    assert (recording.channels, recording.duration_seconds) == (2, 2)
    assert recording.channel_map == ["customer", "agent"]
    assert recording.peaks is not None
    assert [max(channel) for channel in recording.peaks] == [50, 25]
    assert recording.verified_at is not None
    assert recording.next_attempt_at is None
    assert stored(recording) == AUDIO
    assert audio_files() == [recording.storage_key]
    assert told == [RecordingReady(recording.id, recording.call_id)]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (fails(404), "recording_not_ready"),
        (fails(500), "provider_refused"),
        (fails(503), "provider_refused"),
        (cut_off(AUDIO, 20_000), "download_broken"),
        (cut_off(AUDIO, 0), "download_broken"),
        (ends_early(AUDIO, 20_000), "cut_off"),
        (ends_early(AUDIO, 5), "too_short"),
        (sends(b""), "too_short"),
        (sends(wav(b"")), "too_short"),
        (sends(wav(b"\0\0\0\0" * 100)), "too_short"),
        (html(), "wrong_type"),
        (sends(b"RIFF\xff\xff\xff\xffWAVEnothing that can be played"), "unreadable_audio"),
    ],
)
def test_a_fault_is_named_and_the_next_try_succeeds(
    desk: Desk, media: MediaServer, audio_files: Callable[[], list[str]], fault: Any, code: str
) -> None:
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [fault, sends(AUDIO)]
    desk.complete(recording)
    desk.queue.drain(rounds=1)
    after = desk.read(recording)
    assert (after.state, after.error, after.attempts) == ("expected", code, 1)
    assert after.next_attempt_at is not None
    assert audio_files() == []
    desk.work()
    after = desk.read(recording)
    assert (after.state, after.error, stored(after)) == ("verified", None, AUDIO)
    assert len(audio_files()) == 1


def test_a_slow_carrier_is_waited_for(desk: Desk, media: MediaServer) -> None:
    recording = answers(media, desk, drips(AUDIO, pieces=10, pause_seconds=0.05))
    assert (recording.state, recording.attempts) == ("verified", 1)


def test_a_carrier_that_drips_for_ever_is_cut_and_tried_again(
    desk: Desk, media: MediaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "DOWNLOAD_SECONDS", 0.2)
    recording = answers(media, desk, drips(tone(20), pieces=100, pause_seconds=0.05), sends(AUDIO))
    assert (recording.state, recording.attempts) == ("verified", 2)


def test_ten_megabytes_of_silence_are_a_recording(desk: Desk, media: MediaServer) -> None:
    silence = wav(bytes(10_000_000))
    recording = answers(media, desk, sends(silence))
    assert (recording.state, recording.size_bytes) == ("verified", len(silence))
    assert recording.peaks == [[0] * len(recording.peaks[0])] * 2  # type: ignore[index]
    assert recording.duration_seconds == 312


def test_what_is_too_large_is_given_up_at_once(
    desk: Desk, media: MediaServer, audio_files: Callable[[], list[str]], settings: Settings
) -> None:
    settings_module.use(replace(settings, max_recording_bytes=10_000))
    for turn in (sends(AUDIO), ends_early(AUDIO, len(AUDIO))):
        recording = answers(media, desk, turn)
        assert (recording.state, recording.error, recording.attempts) == ("failed", "too_large", 1)
    assert audio_files() == []


def test_a_page_instead_of_audio_is_given_up_after_a_few_tries(desk: Desk, media: MediaServer, told: list[Any]) -> None:
    recording = answers(media, desk, html())
    assert (recording.state, recording.error) == ("failed", "wrong_type")
    assert media.requests[recording.provider_recording_id] == states.BAD_FILE_ATTEMPTS
    assert told == [RecordingFailed(recording.id, recording.call_id, "wrong_type")]


def test_a_carrier_that_stays_down_is_tried_for_most_of_a_day(desk: Desk, media: MediaServer) -> None:
    recording = answers(media, desk, fails(500))
    assert (recording.state, recording.attempts) == ("failed", 12)
    assert desk.delays == list(states.DELAYS_SECONDS)
    assert 20 * 3600 < sum(desk.delays) < 24 * 3600


def test_a_redirect_to_an_inner_address_is_not_followed(desk: Desk, media: MediaServer) -> None:
    elsewhere = MediaServer()
    recording = answers(media, desk, redirects(f"{elsewhere.url}/secret.wav"))
    elsewhere.close()
    assert (recording.state, recording.error) == ("failed", "redirect_refused")
    assert elsewhere.requests == {}


def test_a_failed_recording_can_be_retried(desk: Desk, media: MediaServer) -> None:
    for _ in range(2):  # twice, since what was queued before must not stand in the way
        recording = answers(media, desk, html())
        for succeeds in (False, True):
            media.answers[recording.provider_recording_id] = [sends(AUDIO) if succeeds else html()]
            with db.transaction() as session:
                jobs.retry(session, session.get_one(Recording, recording.id))
            desk.work()
            assert desk.read(recording).state == ("verified" if succeeds else "failed")


@pytest.mark.parametrize(("state", "code"), [("verified", "recording_ready"), ("absent", "recording_absent")])
def test_there_is_nothing_to_retry_when_it_is_there_or_absent(desk: Desk, state: str, code: str) -> None:
    recording = desk.add(state=state)
    with pytest.raises(Conflict) as refused, db.transaction() as session:
        jobs.retry(session, session.get_one(Recording, recording.id))
    assert refused.value.code == code


def test_a_recording_that_still_runs_cannot_be_fetched(desk: Desk) -> None:
    recording = desk.add()
    with pytest.raises(Conflict, match="still being recorded"), db.transaction() as session:
        jobs.retry(session, session.get_one(Recording, recording.id))


def test_a_retry_in_waiting_takes_the_place_of_the_planned_try(desk: Desk, media: MediaServer) -> None:
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [fails(404), sends(AUDIO)]
    desk.complete(recording)
    desk.queue.drain(rounds=1)
    with db.transaction() as session:
        jobs.retry(session, session.get_one(Recording, recording.id))
    desk.work()
    assert desk.read(recording).state == "verified"
    assert media.requests[recording.provider_recording_id] == 2


def test_any_number_of_announcements_and_jobs_download_once(
    desk: Desk, media: MediaServer, told: list[Any], audio_files: Callable[[], list[str]]
) -> None:
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    for _ in range(3):
        desk.complete(recording)
    desk.work()
    desk.complete(recording)
    desk.work()
    jobs.fetch_recording(recording.id)
    assert media.requests[recording.provider_recording_id] == 1
    assert len(audio_files()) == 1
    assert [type(event) for event in told] == [RecordingReady]


def test_other_bytes_after_a_crash_are_kept_beside_the_first(
    desk: Desk, media: MediaServer, audio_files: Callable[[], list[str]]
) -> None:
    recording = desk.add()
    key = f"{recording.created_at:%Y/%m/%d}/{recording.id}.wav"
    first = storage.current_store().workspace / "first.part"
    first.write_bytes(tone(1.0))
    storage.current_store().put_once(key, first, sha256="", content_type="audio/wav")
    first.unlink()
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    desk.complete(recording)
    desk.work()
    after = desk.read(recording)
    assert after.state == "verified"
    assert after.storage_key == key.replace(".wav", f"-{hashlib.sha256(AUDIO).hexdigest()[:12]}.wav")
    assert audio_files() == sorted([key, after.storage_key])
    assert stored(after) == AUDIO


def test_what_does_not_read_back_is_removed_and_fetched_again(
    desk: Desk, media: MediaServer, monkeypatch: pytest.MonkeyPatch, audio_files: Callable[[], list[str]]
) -> None:
    store = storage.current_store()
    is_right = iter([False, True])
    real = store.digest
    monkeypatch.setattr(store, "digest", lambda key: real(key) if next(is_right) else "0" * 64)
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    desk.complete(recording)
    desk.queue.drain(rounds=1)
    assert desk.read(recording).error == "not_as_sent"
    assert audio_files() == []
    desk.work()
    assert desk.read(recording).state == "verified"


def test_a_store_that_is_down_is_tried_again(desk: Desk, media: MediaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_parts: Any, **_more: Any) -> bool:
        raise storage.StoreUnavailable("disk_full", "the recordings folder failed")

    recording = desk.add()
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    desk.complete(recording)
    with monkeypatch.context() as patched:
        patched.setattr(storage.current_store(), "put_once", refuse)
        desk.queue.drain(rounds=1)
    assert desk.read(recording).error == "disk_full"
    desk.work()
    assert desk.read(recording).state == "verified"


def test_a_bug_leaves_a_visible_row_that_is_tried_again(
    desk: Desk, media: MediaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    desk.complete(recording)
    with monkeypatch.context() as patched:
        patched.setattr(ingest, "download", lambda *_: 1 / 0)
        desk.queue.drain(rounds=1)
    assert desk.read(recording).error == "internal_error"
    desk.work()
    assert desk.read(recording).state == "verified"


def test_a_file_that_kills_the_process_each_time_is_given_up(desk: Desk, told: list[Any]) -> None:
    recording = desk.add(state="fetching", attempts=states.MAX_ATTEMPTS)
    jobs.fetch_recording(recording.id)
    assert (desk.read(recording).state, desk.read(recording).error) == ("failed", "keeps_crashing")
    assert [type(event) for event in told] == [RecordingFailed]


def test_a_call_erased_meanwhile_leaves_no_audio(
    desk: Desk, media: MediaServer, audio_files: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    desk.complete(recording)
    measured = ingest.measured

    def erase_then_measure(path: Path) -> Any:
        with db.transaction() as session:
            session.delete(session.get_one(Recording, recording.id))
            session.delete(session.get_one(Call, recording.call_id))
        return measured(path)

    monkeypatch.setattr(ingest, "measured", erase_then_measure)
    desk.work()
    assert audio_files() == []


@pytest.mark.parametrize(
    ("channels", "kind", "expected"),
    [
        (2, "call", ["customer", "agent"]),
        (1, "call", ["mixed"]),
        (1, "voicemail", ["customer"]),
    ],
)
def test_the_channel_map_says_who_is_where(
    desk: Desk, media: MediaServer, channels: int, kind: str, expected: list[str]
) -> None:
    recording = answers(media, desk, sends(tone(channels=channels)), kind=kind)
    assert recording.channel_map == expected


def test_the_channel_order_is_a_setting(settings: Settings) -> None:
    settings_module.use(replace(settings, recording_channel_order="agent_first"))
    assert rules.channel_map(2, "call", rules.current().stereo) == ["agent", "customer"]


def test_an_unknown_carrier_is_no_crash(desk: Desk) -> None:
    recording = desk.add(state="fetching")
    with db.transaction() as session:
        session.get_one(Recording, recording.id).provider = "gone"
    jobs.fetch_recording(recording.id)
    assert desk.read(recording).error == "provider_not_found"
