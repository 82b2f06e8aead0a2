"""The run: rows of the file into the database, batch by batch, each batch whole or not at all.

A batch's transaction first claims the import: it goes on only while the import still runs
and stands at the row where this run believes it does. So a killed run resumes after the
last committed row, a pause takes effect between two batches, and of two runs at once one
stops. Running again what is done does nothing.
"""

import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import Reach, reach_of_author
from contactcenter.core import crash_points
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import current
from contactcenter.core.storage import NotStored
from contactcenter.crm.imports import keeping
from contactcenter.crm.imports.files.opening import read_rows
from contactcenter.crm.imports.files.problems import FileProblem
from contactcenter.crm.imports.files.row import Row
from contactcenter.crm.imports.kind import Item, Kind
from contactcenter.crm.imports.kinds import KINDS
from contactcenter.crm.imports.models import Import
from contactcenter.crm.imports.pacing import Pace, wait_for_database
from contactcenter.crm.imports.states import ImportState, advance


@dataclass(frozen=True)
class Hand:
    """What a run works with: how its kind is written, its rows are read, and how far its importer sees."""

    kind: Kind
    reader: Any
    reach: Reach


def run(import_id: str) -> None:
    """Bring a running import to its end, or until it is paused or canceled. Idempotent: see above."""
    with read() as session:
        job = session.get(Import, import_id)
        if job is None or job.state != ImportState.RUNNING:
            return
        kind = KINDS[job.kind]
        reader = kind.new_reader(session, job.mapping, job.options, current().default_region)
        hand = Hand(kind, reader, reach_of_author(session, job.created_by))
    try:
        with keeping.fetched(job.file_key or "") as path:
            if job.total_rows is None:
                _note_total(
                    import_id,
                    sum(1 for _ in data_rows(path, job)),
                )
            _run_rows(job, hand, path)
    except FileProblem as problem:
        _fail(import_id, {"code": problem.code, **problem.details})
    except NotStored:
        _fail(import_id, {"code": "file_gone"})


def _run_rows(job: Import, hand: Hand, path: Path) -> None:
    items = _items(job, hand, path)
    waiting: deque[Item] = deque()
    counts: Counter[str] = Counter(job.counts)
    done, pace = job.rows_done, Pace()
    while True:
        _fill(waiting, items, pace.size)
        if not waiting:
            break
        began = time.thread_time()
        batch = list(waiting)
        reached = _write_patiently(job.id, hand, batch, done, counts)
        if reached is None:
            return
        while waiting and waiting[0].number <= reached:
            waiting.popleft()
        done = reached
        crash_points.reach("import.after_batch")
        pace.rest(time.thread_time() - began)
    _finish(job.id, done)


def _fill(waiting: deque[Item], items: Iterator[Item], rows: int) -> None:
    """Up to so many rows are to wait, and at least one item."""
    held = sum(item.rows for item in waiting)
    while held < rows and (item := next(items, None)) is not None:
        waiting.append(item)
        held += item.rows


def _items(job: Import, hand: Hand, path: Path) -> Iterator[Item]:
    """From the first that is not done. Those before are read too: what a row is may depend on them."""
    for item in hand.kind.gather(data_rows(path, job), hand.reader):
        if item.number > job.rows_done:
            yield item


def data_rows(path: Path, job: Import) -> Iterator[Row]:
    """The rows below the header; all of them in a file whose columns have no names."""
    rows = read_rows(path, job.file_format)
    if any(column["header"] for column in job.columns):
        next(rows, None)
    return rows


def _write_patiently(import_id: str, hand: Hand, batch: list[Item], done: int, counts: Counter[str]) -> int | None:
    """A busy database, and somebody who wrote the same at the same time, are gone at the next try."""
    tries = 0
    while True:
        try:
            return _write(import_id, hand, batch, done, counts)
        except (OperationalError, IntegrityError) as error:
            tries += 1
            wait_for_database(tries, error)


def _write(import_id: str, hand: Hand, batch: list[Item], done: int, counts: Counter[str]) -> int | None:
    """One batch; the number of its last row that is now done, or None when the import is no longer ours to run."""
    with transaction() as session:
        if not _claim(session, import_id, done):
            return None
        job = session.get_one(Import, import_id)
        drafts = [item for item in batch if item.draft is not None]
        written = hand.kind.write(session, job, [item.draft for item in drafts], hand.reader, hand.reach)
        reached = batch[-1].number if written.drafts == len(drafts) else drafts[written.drafts - 1].number
        job.rows_done, job.counts, job.attempts = reached, dict(counts + written.outcomes), 0
    counts.update(written.outcomes)
    return reached


def _claim(session: Session, import_id: str, done: int) -> bool:
    """Lock the import, if it still runs and stands where we do."""
    is_ours = (Import.id == import_id, Import.state == ImportState.RUNNING, Import.rows_done == done)
    result: Any = session.execute(sa.update(Import).where(*is_ours).values(touched_at=now()))
    return bool(result.rowcount)


def _note_total(import_id: str, total: int) -> None:
    with transaction() as session:
        session.execute(sa.update(Import).where(Import.id == import_id).values(total_rows=max(0, total)))


def _finish(import_id: str, done: int) -> None:
    with transaction() as session:
        if _claim(session, import_id, done):
            job = session.get_one(Import, import_id)
            job.state, job.ended_at = advance(job.state, "finish"), now()
            job.version += 1


def _fail(import_id: str, error: dict[str, Any]) -> None:
    """Stop with a reason; what was written stands, and the import can go on or be undone."""
    with transaction() as session:
        job = session.get(Import, import_id, with_for_update=True)
        if job is not None and job.state == ImportState.RUNNING:
            job.state, job.error, job.ended_at = advance(job.state, "fail"), error, now()
            job.version += 1
