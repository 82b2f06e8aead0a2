"""The job and the ticks around recordings. `enqueue_fetch(session, recording)` is where it starts."""

from contactcenter.calls.recordings import ingest, sweep
from contactcenter.calls.recordings.schedule import JOB, enqueue_fetch, retry
from contactcenter.core import jobs

__all__ = ["enqueue_fetch", "retry"]


@jobs.job(JOB)
def fetch_recording(recording_id: str, planned_for: str = "") -> None:
    """Fetch one recording from its provider, verify and keep it. Idempotent: see ingest."""
    ingest.fetch(recording_id, planned_for)


@jobs.every(30, "sweep_recordings")
def sweep_recordings() -> None:
    """Plan anew what lost its job."""
    sweep.plan_stuck()


@jobs.every(300, "alarm_missing_recordings")
def alarm_missing_recordings() -> None:
    """Count and report answered calls without audio."""
    sweep.alarm_missing()


@jobs.every(3600, "sweep_recording_files")
def sweep_recording_files() -> None:
    """Compare the store with the rows, both ways, and clear what crashes left behind."""
    sweep.compare_files()
