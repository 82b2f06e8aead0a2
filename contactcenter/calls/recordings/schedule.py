"""When a recording is fetched: in one transaction, the row says when, and a job comes then.

A job carries the time it was planned for. It works if the row still names that time, or one
that has passed: of several jobs for a recording (somebody pressed "retry", the sweep stepped
in) the first works and the others find nothing due. The row alone is enough to go on from:
the sweep plans anew whatever lost its job.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Recording
from contactcenter.calls.recordings.states import RecordingState
from contactcenter.core import clock, jobs
from contactcenter.core.errors import Conflict

JOB = "fetch_recording"


def enqueue_fetch(session: Session, recording: Recording) -> None:
    """Plan the first try, now, for a recording that the provider has completed. Repeats are harmless."""
    if recording.state != RecordingState.EXPECTED or recording.next_attempt_at is not None:
        return
    recording.next_attempt_at = clock.now()
    session.flush()
    _enqueue(session, recording, key=f"rec-{recording.provider}-{recording.provider_recording_id}")


def plan_next_try(session: Session, recording: Recording, delay_seconds: float) -> None:
    """Plan another try after a failure."""
    recording.state = RecordingState.EXPECTED
    recording.next_attempt_at = clock.now() + timedelta(seconds=delay_seconds)
    session.flush()
    _enqueue(session, recording, key=_later_key(recording), delay_seconds=delay_seconds)


def retry(session: Session, recording: Recording) -> None:
    """Somebody asks for another try now, with all attempts; one that is running goes on.

    Raises Conflict: `recording_ready`, `recording_absent`, or `recording_not_ended` before
    the provider has said that there is anything to fetch.
    """
    if recording.state in (RecordingState.VERIFIED, RecordingState.ABSENT):
        code = "recording_ready" if recording.state == RecordingState.VERIFIED else "recording_absent"
        raise Conflict(code, "there is nothing to fetch", state=recording.state)
    if recording.state == RecordingState.EXPECTED and recording.next_attempt_at is None:
        raise Conflict("recording_not_ended", "the call is still being recorded", state=recording.state)
    if recording.state == RecordingState.FETCHING:
        return
    recording.attempts = 0
    recording.error = None
    plan_next_try(session, recording, 0)


def plan_anew(session: Session, recording_id: str, seen_at: datetime | None) -> bool:
    """Replace a plan that nobody carried out. False if another process was quicker.

    The comparison in the UPDATE is the claim: two clocks may sweep at once.
    """
    claimed = session.execute(
        sa.update(Recording)
        .where(Recording.id == recording_id, Recording.next_attempt_at == seen_at)
        .values(state=RecordingState.EXPECTED, next_attempt_at=clock.now())
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return False
    recording = session.get_one(Recording, recording_id)
    _enqueue(session, recording, key=_later_key(recording))
    return True


def _enqueue(session: Session, recording: Recording, *, key: str, delay_seconds: float = 0) -> None:
    planned_for = clock_text(recording.next_attempt_at)
    jobs.enqueue(session, JOB, recording.id, planned_for, key=key, delay_seconds=delay_seconds)


def clock_text(moment: datetime | None) -> str:
    """The planned time as the job carries it: to the microsecond, as the row keeps it."""
    return moment.isoformat() if moment else ""


def _later_key(recording: Recording) -> str:
    """Unique to this plan: `attempts` starts again after a manual retry, time does not."""
    return f"rec-{recording.provider}-{recording.provider_recording_id}-{clock_text(recording.next_attempt_at)}"
