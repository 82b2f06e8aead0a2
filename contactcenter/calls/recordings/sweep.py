"""What keeps recordings honest over time: lost jobs, missing audio, files and rows that differ."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import structlog

from contactcenter.calls.recordings import metrics, queries
from contactcenter.calls.recordings.events import RecordingFailed, RecordingReady
from contactcenter.calls.recordings.queries import StoredRow
from contactcenter.calls.recordings.schedule import plan_anew
from contactcenter.calls.recordings.states import RecordingState
from contactcenter.core import clock, db, events, storage

_log = structlog.get_logger(__name__)

GRACE = timedelta(minutes=5)
BATCH = 200
ALARM_AFTER = timedelta(minutes=30)
ALARM_WINDOW = timedelta(days=2)
TEMPORARY_SECONDS = 3600
ORPHAN_AGE = timedelta(days=1)
RECENT_DAYS = 3
OLDER_DAYS = 400

_reported: set[str] = set()


def plan_stuck() -> int:
    """Plan anew the recordings whose job was lost or whose fetch died. Returns how many."""
    with db.read() as session:
        stuck = queries.list_stuck(session, clock.now() - GRACE, BATCH)
    planned = 0
    for recording_id, planned_for in stuck:
        with db.transaction() as session:
            planned += plan_anew(session, recording_id, planned_for)
    if planned:
        _log.warning("recordings planned anew", count=planned)
    return planned


def alarm_missing() -> list[str]:
    """Report the answered calls that still have no audio; each is logged once. Returns their ids."""
    now = clock.now()
    with db.read() as session:
        missing = list(queries.list_unheard_calls(session, now - ALARM_WINDOW, now - ALARM_AFTER))
        metrics.FAILED.set(queries.count_failed(session))
    metrics.MISSING.set(len(missing))
    for call_id in set(missing) - _reported:
        _log.warning("answered call has no recording", call_id=call_id)
    _reported.clear()
    _reported.update(missing)
    return missing


def compare_files() -> list[str]:
    """Compare store and rows for the last days and one older day, another each hour.

    Orphans (stored over a day ago, no row) are counted and logged, never deleted: deciding that
    is a person's business. Returns their keys.
    """
    _clear_temporary_files()
    orphans = [key for day in _days(clock.now()) for key in _compare_day(day)]
    metrics.ORPHANS.set(len(orphans))
    if orphans:
        _log.warning("stored audio without a row", count=len(orphans), first=orphans[:5])
    return orphans


def _days(now: datetime) -> Iterator[date]:
    for age in range(RECENT_DAYS):
        yield (now - timedelta(days=age)).date()
    newest = (now - timedelta(days=RECENT_DAYS)).date()
    turn = int(now.timestamp() // 3600)
    yield newest - timedelta(days=(newest.toordinal() - turn) % OLDER_DAYS)


def _compare_day(day: date) -> list[str]:
    store, prefix = storage.current_store(), f"{day:%Y/%m/%d}/"
    stored = set(store.list_keys(prefix))
    with db.read() as session:
        rows = queries.list_stored_under(session, prefix)
    for row in rows:
        if row.state == RecordingState.VERIFIED and row.storage_key not in stored:
            _note_lost(row)
        elif row.error == "file_missing" and row.storage_key in stored:
            _note_found(row)
    return [key for key in sorted(stored - {row.storage_key for row in rows}) if _is_old(store, key)]


def _is_old(store: storage.Store, key: str) -> bool:
    try:
        return store.describe(key).stored_at < clock.now() - ORPHAN_AGE
    except storage.NotStored:
        return False


def _note_lost(row: StoredRow) -> None:
    """The audio is gone: show it and let somebody fetch it again."""
    try:
        storage.current_store().describe(row.storage_key)
    except storage.NotStored:
        pass
    else:
        return  # stored between the listing and our reading of the row
    with db.transaction() as session:
        recording = queries.lock(session, row.id)
        if recording is None or recording.state != RecordingState.VERIFIED:
            return
        recording.state = RecordingState.FAILED
        recording.error = "file_missing"
        events.emit(session, RecordingFailed(recording.id, recording.call_id, "file_missing"))
    metrics.LOST.inc()
    _log.error("a verified recording's file is gone", recording_id=row.id)


def _note_found(row: StoredRow) -> None:
    """A file thought lost (a folder that was not mounted) is there again, unchanged."""
    if storage.current_store().digest(row.storage_key) != row.sha256:
        return
    with db.transaction() as session:
        recording = queries.lock(session, row.id)
        if recording is None or recording.error != "file_missing":
            return
        recording.state = RecordingState.VERIFIED
        recording.error = None
        events.emit(session, RecordingReady(recording.id, recording.call_id))


def _clear_temporary_files() -> None:
    """Downloads whose process died. Each host clears its own."""
    oldest = time.time() - TEMPORARY_SECONDS
    cleared = 0
    for path in storage.current_store().workspace.glob("*.part"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            cleared += 1
    if cleared:
        _log.warning("left-over downloads removed", count=cleared)
