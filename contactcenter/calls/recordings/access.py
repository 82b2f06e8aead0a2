"""Who listened to what: one row per start, jump or download."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import RecordingAccess
from contactcenter.core import clock

SEEK_WINDOW = timedelta(seconds=10)


def note_access(session: Session, recording_id: str, actor_id: str, *, from_byte: int, is_download: bool) -> None:
    """Record a play (from the start), a download, or a seek.

    A player asks for many ranges while it plays: of those not at the start, one in ten seconds
    per person and recording is a seek worth a row.
    """
    action = "download" if is_download else "seek" if from_byte else "play"
    if action == "seek" and _has_recent(session, recording_id, actor_id):
        return
    session.add(RecordingAccess(recording_id=recording_id, actor_id=actor_id, action=action, from_byte=from_byte))


def _has_recent(session: Session, recording_id: str, actor_id: str) -> bool:
    return bool(
        session.scalar(
            sa.select(
                sa.exists().where(
                    RecordingAccess.recording_id == recording_id,
                    RecordingAccess.actor_id == actor_id,
                    RecordingAccess.at > clock.now() - SEEK_WINDOW,
                )
            )
        )
    )
