"""The run: rows of the file into the database, batch by batch, each batch whole or not at all.

A batch's transaction first claims the import: it goes on only while the import still runs
and stands at the row where this run believes it does. So a killed run resumes after the
last committed row, a pause takes effect between two batches, and of two runs at once one
stops. Running again what is done does nothing.
"""

import time
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from contactcenter.core import crash_points
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import current
from contactcenter.core.storage import NotStored
from contactcenter.crm.imports import keeping
from contactcenter.crm.imports.drafts import Draft, Reader, new_reader
from contactcenter.crm.imports.files.opening import read_rows
from contactcenter.crm.imports.files.problems import FileProblem
from contactcenter.crm.imports.files.row import Row
from contactcenter.crm.imports.models import Import
from contactcenter.crm.imports.pacing import Pace, wait_for_database
from contactcenter.crm.imports.planning import find_people, plan_rows
from contactcenter.crm.imports.states import ImportState, advance
from contactcenter.crm.imports.writing import write_plans

Item = tuple[int, Draft | None]
"""A row's number and its draft; None for a row with nothing in it."""


def run(import_id: str) -> None:
    """Bring a running import to its end, or until it is paused or canceled. Idempotent: see above."""
    with read() as session:
        job = session.get(Import, import_id)
        if job is None or job.state != ImportState.RUNNING:
            return
        reader = new_reader(session, job.mapping, job.options, current().default_region)
    try:
        with keeping.fetched(job.file_key or "") as path:
            if job.total_rows is None:
                _note_total(import_id, sum(1 for _ in read_rows(path, job.file_format)) - 1)
            _run_rows(job, reader, path)
    except FileProblem as problem:
        _fail(import_id, {"code": problem.code, **problem.details})
    except NotStored:
        _fail(import_id, {"code": "file_gone"})


def _run_rows(job: Import, reader: Reader, path: Path) -> None:
    items = _items(job, reader, path)
    waiting: deque[Item] = deque()
    counts: Counter[str] = Counter(job.counts)
    done, pace = job.rows_done, Pace()
    while True:
        waiting.extend(islice(items, max(0, pace.size - len(waiting))))
        if not waiting:
            break
        began = time.thread_time()
        batch = list(islice(waiting, pace.size))
        reached = _write_patiently(job.id, reader, batch, done, counts)
        if reached is None:
            return
        while waiting and waiting[0][0] <= reached:
            waiting.popleft()
        done = reached
        crash_points.reach("import.after_batch")
        pace.rest(time.thread_time() - began)
    _finish(job.id, done)


def _items(job: Import, reader: Reader, path: Path) -> Iterator[Item]:
    for row in data_rows(path, job.file_format):
        if row.number > job.rows_done:
            yield row.number, reader.read(row)


def data_rows(path: Path, file_format: str) -> Iterator[Row]:
    """The rows below the header."""
    rows = read_rows(path, file_format)
    next(rows, None)
    return rows


def _write_patiently(import_id: str, reader: Reader, batch: list[Item], done: int, counts: Counter[str]) -> int | None:
    tries = 0
    while True:
        try:
            return _write(import_id, reader, batch, done, counts)
        except OperationalError as error:
            tries += 1
            wait_for_database(tries, error)


def _write(import_id: str, reader: Reader, batch: list[Item], done: int, counts: Counter[str]) -> int | None:
    """One batch; the number of its last row that is now done, or None when the import is no longer ours to run."""
    with transaction() as session:
        if not _claim(session, import_id, done):
            return None
        job = session.get_one(Import, import_id)
        drafts = [draft for _, draft in batch if draft is not None]
        lock_lines(session, drafts)
        plans = plan_rows(drafts, find_people(session, drafts), reader, job.options)
        outcomes = write_plans(session, job, plans, reader)
        outcomes["repaired"] = sum(plan.draft.is_repaired for plan in plans)
        reached = batch[-1][0] if len(plans) == len(drafts) else plans[-1].draft.number
        job.rows_done, job.counts, job.attempts = reached, dict(counts + outcomes), 0
    counts.update(outcomes)
    return reached


def _claim(session: Session, import_id: str, done: int) -> bool:
    """Lock the import, if it still runs and stands where we do."""
    is_ours = (Import.id == import_id, Import.state == ImportState.RUNNING, Import.rows_done == done)
    result: Any = session.execute(sa.update(Import).where(*is_ours).values(touched_at=now()))
    return bool(result.rowcount)


_LOCK = sa.text(
    "SELECT pg_advisory_xact_lock(hashtextextended(line, 0)) FROM (SELECT unnest(:lines) AS line ORDER BY 1) AS sorted"
).bindparams(sa.bindparam("lines", type_=ARRAY(sa.String)))


def lock_lines(session: Session, drafts: list[Draft]) -> None:
    """As crm.identities.lock_lines, for a whole batch in one statement."""
    lines = sorted({f"{channel}:{value}" for draft in drafts for channel, value in draft.lines})
    if lines and session.connection().dialect.name == "postgresql":
        session.execute(_LOCK, {"lines": lines})


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
