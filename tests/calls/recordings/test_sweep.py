"""The sweep: lost jobs are planned anew, missing audio is noticed, files and rows are compared."""

import os
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from contactcenter.calls.models import Call, Recording
from contactcenter.calls.recordings import jobs, metrics, sweep
from contactcenter.calls.recordings.events import RecordingFailed, RecordingReady
from contactcenter.core import clock, db, storage
from contactcenter.core.settings import Settings
from tests.calls.recordings.conftest import Desk
from tests.calls.recordings.media_server import MediaServer, sends, tone

AUDIO = tone(1.0)


@pytest.fixture
def fetched(desk: Desk, media: MediaServer) -> Recording:
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    desk.complete(recording)
    desk.work()
    return desk.read(recording)


def file_of(settings: Settings, recording: Recording) -> Path:
    return Path(settings.recordings_url.removeprefix("file:")) / (recording.storage_key or "")


def change(row: Recording | Call, **columns: Any) -> None:
    with db.transaction() as session:
        for name, value in columns.items():
            setattr(session.get_one(type(row), row.id), name, value)


@pytest.mark.parametrize("state", ["expected", "fetching"])
def test_a_recording_whose_job_was_lost_is_fetched_after_all(desk: Desk, media: MediaServer, state: str) -> None:
    recording = desk.add(state=state, next_attempt_at=clock.now() - timedelta(minutes=6))
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    assert sweep.plan_stuck() == 1
    desk.work()
    assert desk.read(recording).state == "verified"


@pytest.mark.parametrize(("state", "minutes"), [("expected", -2), ("fetching", 8), ("expected", None), ("failed", -60)])
def test_what_is_on_its_way_running_or_given_up_is_left_alone(desk: Desk, state: str, minutes: int | None) -> None:
    planned = None if minutes is None else clock.now() + timedelta(minutes=minutes)
    desk.add(state=state, next_attempt_at=planned)
    assert sweep.plan_stuck() == 0


def test_two_clocks_plan_one_job(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.add(next_attempt_at=clock.now() - timedelta(minutes=6))
    listed = sweep.queries.list_stuck

    def list_while_the_other_sweeps(*args: Any) -> Any:
        rows = listed(*args)
        monkeypatch.setattr(sweep.queries, "list_stuck", listed)
        assert sweep.plan_stuck() == 1
        return rows

    monkeypatch.setattr(sweep.queries, "list_stuck", list_while_the_other_sweeps)
    assert sweep.plan_stuck() == 0
    assert len(desk.queue.waiting) == 1


def test_a_job_that_waited_in_a_long_queue_still_works_after_the_sweep(desk: Desk, media: MediaServer) -> None:
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    desk.complete(recording)
    change(recording, next_attempt_at=clock.now() - timedelta(minutes=6))
    sweep.plan_stuck()
    first, _second = desk.queue.waiting
    desk.queue.waiting = [first]
    desk.work()
    assert desk.read(recording).state == "verified"


def test_an_answered_call_without_audio_raises_one_alarm(
    desk: Desk, fetched: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = desk.add()
    warned: list[str] = []
    monkeypatch.setattr(sweep, "_log", SimpleNamespace(warning=lambda _text, call_id: warned.append(call_id)))
    sweep._reported.clear()
    assert sweep.alarm_missing() == [missing.call_id]
    assert sweep.alarm_missing() == [missing.call_id]
    assert warned == [missing.call_id]
    assert metrics.MISSING._value.get() == 1


@pytest.mark.parametrize(
    "difference",
    [
        {"answered_at": None},
        {"ended_at": None},
        {"ended_at": timedelta(minutes=20)},
        {"started_at": timedelta(days=5)},
    ],
)
def test_other_calls_raise_none(desk: Desk, difference: dict[str, Any]) -> None:
    """A length of time means so long before now."""
    recording = desk.add()
    difference = {name: ago and clock.now() - ago for name, ago in difference.items()}
    with db.read() as session:
        call = session.get_one(Call, recording.call_id)
    change(call, **difference)
    assert sweep.alarm_missing() == []


def test_a_call_the_carrier_has_nothing_of_raises_none(desk: Desk) -> None:
    desk.add(state="absent")
    assert sweep.alarm_missing() == []


def test_a_lost_file_is_shown_and_can_be_fetched_again(
    desk: Desk, media: MediaServer, settings: Settings, fetched: Recording, told: list[Any]
) -> None:
    file_of(settings, fetched).unlink()
    sweep.compare_files()
    assert (desk.read(fetched).state, desk.read(fetched).error) == ("failed", "file_missing")
    assert told[1:] == [RecordingFailed(fetched.id, fetched.call_id, "file_missing")]
    with db.transaction() as session:
        jobs.retry(session, session.get_one(Recording, fetched.id))
    desk.work()
    assert desk.read(fetched).state == "verified"
    assert file_of(settings, fetched).read_bytes() == AUDIO


def test_a_file_that_comes_back_unchanged_is_playable_again(
    desk: Desk, settings: Settings, fetched: Recording, told: list[Any]
) -> None:
    file, away = file_of(settings, fetched), settings.instance_path / "away"
    file.rename(away)
    sweep.compare_files()
    away.rename(file)
    sweep.compare_files()
    assert (desk.read(fetched).state, desk.read(fetched).error) == ("verified", None)
    assert [type(event) for event in told] == [RecordingReady, RecordingFailed, RecordingReady]


def test_a_file_that_comes_back_changed_is_not_played(desk: Desk, settings: Settings, fetched: Recording) -> None:
    file = file_of(settings, fetched)
    file.unlink()
    sweep.compare_files()
    file.write_bytes(b"something else")
    sweep.compare_files()
    assert desk.read(fetched).state == "failed"


def test_audio_without_a_row_is_reported_after_a_day_and_kept(settings: Settings, fetched: Recording) -> None:
    orphan = file_of(settings, fetched).with_name("rec_nobody.wav")
    orphan.write_bytes(AUDIO)
    assert sweep.compare_files() == []
    two_days_ago = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(orphan, (two_days_ago, two_days_ago))
    assert [key.rpartition("/")[2] for key in sweep.compare_files()] == ["rec_nobody.wav"]
    assert metrics.ORPHANS._value.get() == 1
    assert orphan.exists()


def test_each_older_day_is_looked_at_in_turn() -> None:
    now = clock.now()
    looked_at = {day for hour in range(sweep.OLDER_DAYS) for day in sweep._days(now + timedelta(hours=hour))}
    assert {(now - timedelta(days=age)).date() for age in range(380)} <= looked_at


def test_left_over_downloads_are_removed_when_old(settings: Settings) -> None:
    workspace = storage.current_store().workspace
    old, new = workspace / "rec_1.aa.part", workspace / "rec_2.bb.part"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    os.utime(old, (0, 0))
    sweep.compare_files()
    assert [path.name for path in workspace.iterdir()] == [new.name]
