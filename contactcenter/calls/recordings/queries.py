"""Reads about recordings."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call, Recording
from contactcenter.calls.recordings.states import RecordingState
from contactcenter.core.errors import NotFound


class StoredRow(NamedTuple):
    """What a recording's row says of its file."""

    id: str
    storage_key: str
    state: str
    error: str | None
    sha256: str | None


_PLAYABLE_FIRST = {RecordingState.VERIFIED: 0, RecordingState.ABSENT: 2}


def choose_main(recordings: Sequence[Recording]) -> Recording | None:
    """The one to show for a call: what can be played first, then a conversation before a voicemail.

    Of several alike the longest, then the latest.
    """
    return min(
        recordings,
        key=lambda r: (
            _PLAYABLE_FIRST.get(RecordingState(r.state), 1),
            r.kind != "call",
            -(r.duration_seconds or 0),
            -r.created_at.timestamp(),
        ),
        default=None,
    )


def get_for_call(session: Session, call_id: str, recording_id: str | None = None) -> Recording:
    """The named recording of the call, or its main one. Raises NotFound."""
    conditions = [Recording.call_id == call_id]
    if recording_id:
        conditions.append(Recording.id == recording_id)
    recording = choose_main(session.scalars(sa.select(Recording).where(*conditions)).all())
    if recording is None:
        raise NotFound("no_recording", "this call has no recording")
    return recording


def lock(session: Session, recording_id: str) -> Recording | None:
    """The recording as it is now, its call and itself locked, in that order as everywhere; None if erased."""
    call_id = session.scalar(sa.select(Recording.call_id).where(Recording.id == recording_id))
    session.execute(sa.select(Call.id).where(Call.id == call_id).with_for_update())
    return session.get(Recording, recording_id, with_for_update=True, populate_existing=True)


def list_stuck(session: Session, before: datetime, limit: int) -> list[tuple[str, datetime | None]]:
    """(id, next_attempt_at) of those whose planned try, or lease, ended before that moment; oldest first."""
    rows = session.execute(
        sa.select(Recording.id, Recording.next_attempt_at)
        .where(
            Recording.state.in_([RecordingState.EXPECTED, RecordingState.FETCHING]),
            Recording.next_attempt_at < before,
        )
        .order_by(Recording.next_attempt_at)
        .limit(limit)
    )
    return [(row.id, row.next_attempt_at) for row in rows]


def list_unheard_calls(session: Session, started_after: datetime, ended_before: datetime) -> Sequence[str]:
    """Ids of answered calls, over by then, with no verified audio, unless the provider said it has none."""
    settled = sa.exists().where(
        Recording.call_id == Call.id, Recording.state.in_([RecordingState.VERIFIED, RecordingState.ABSENT])
    )
    return session.scalars(
        sa.select(Call.id).where(
            Call.started_at > started_after,
            Call.answered_at.is_not(None),
            Call.ended_at < ended_before,
            ~settled,
        )
    ).all()


def count_failed(session: Session) -> int:
    return (
        session.scalar(
            sa.select(sa.func.count()).select_from(Recording).where(Recording.state == RecordingState.FAILED)
        )
        or 0
    )


def list_stored_under(session: Session, prefix: str) -> list[StoredRow]:
    """Recordings whose audio is, or should be, stored under that beginning of a key."""
    columns = (Recording.id, Recording.storage_key, Recording.state, Recording.error, Recording.sha256)
    rows = session.execute(sa.select(*columns).where(Recording.storage_key.startswith(prefix, autoescape=True)))
    return [StoredRow(row.id, row.storage_key or "", row.state, row.error, row.sha256) for row in rows]
