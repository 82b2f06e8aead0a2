"""A worker killed at any step of a fetch: the next one finishes, and the file is there once."""

import os
import time
from collections.abc import Callable

import pytest

from contactcenter.calls.recordings import jobs, sweep
from contactcenter.core import clock, crash_points, storage
from contactcenter.core.settings import Settings
from tests.calls.recordings.conftest import Desk
from tests.calls.recordings.media_server import MediaServer, sends, tone
from tests.services import warm

AUDIO = tone(1.0)


def run_worker(settings: Settings, recording_id: str, wish: str, crash_at: str = "") -> int:
    folder = settings.recordings_url.removeprefix("file:")
    arguments = [settings.database_url, folder, settings.twilio.api_url, recording_id, wish]
    command = ["-m", "tests.calls.recordings.worker_process", *arguments]
    done = warm.run(command, {**os.environ, "CRASH_AT": crash_at})
    assert done.returncode in (0, crash_points.KILLED), done.stderr[-3000:]
    return done.returncode


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "step",
    ["recording.after_claim", "recording.after_download", "recording.after_store", "recording.after_verify"],
)
def test_killed_at_any_step_the_repeated_job_finishes_and_the_file_is_there_once(
    desk: Desk, media: MediaServer, settings: Settings, audio_files: Callable[[], list[str]], step: str
) -> None:
    recording = desk.add(next_attempt_at=clock.now())
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    assert run_worker(settings, recording.id, "direct", crash_at=step) == crash_points.KILLED
    assert desk.read(recording).state == "fetching"
    jobs.fetch_recording(recording.id)
    after = desk.read(recording)
    assert (after.state, after.attempts) == ("verified", 2)
    assert b"".join(storage.current_store().open_range(after.storage_key or "")) == AUDIO

    for left_over in storage.current_store().workspace.iterdir():
        os.utime(left_over, (0, time.time() - sweep.TEMPORARY_SECONDS - 1))
    assert sweep.compare_files() == []
    assert audio_files() == [after.storage_key]


@pytest.mark.slow
def test_a_restarted_worker_resumes_the_killed_ones_job_by_itself(
    desk: Desk, media: MediaServer, settings: Settings
) -> None:
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    killed = run_worker(settings, recording.id, "enqueue", crash_at="recording.after_store")
    assert killed == crash_points.KILLED
    assert run_worker(settings, recording.id, "resume") == 0
    assert desk.read(recording).state == "verified"
