"""Undo of a whole import, from its last row to its first, batch by batch.

What cannot be undone is kept and listed with the reason. A killed undo goes on where it was:
every row that is dealt with says so.
"""

import time
from collections import Counter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.core.events import emit
from contactcenter.crm.events import ImportUndone
from contactcenter.crm.imports.kinds import KINDS
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.pacing import Pace, wait_for_database
from contactcenter.crm.imports.states import ImportState, advance

WRITTEN = ("created", "updated")


def undo(import_id: str) -> None:
    """Take back what an import did. Idempotent: rows that are dealt with are left alone."""
    pace, tries = Pace(), 0
    while True:
        began = time.thread_time()
        try:
            with transaction() as session:
                if not _undo_batch(session, import_id, pace.size):
                    return
        except OperationalError as error:
            tries += 1
            wait_for_database(tries, error)
            continue
        tries = 0
        pace.rest(time.thread_time() - began)


def _undo_batch(session: Session, import_id: str, size: int) -> bool:
    """Deal with the next rows; False when there is nothing (more) to do."""
    result: Any = session.execute(
        sa.update(Import).where(Import.id == import_id, Import.state == ImportState.UNDOING).values(touched_at=now())
    )
    if not result.rowcount:
        return False
    job = session.get_one(Import, import_id)
    rows = list(session.scalars(_NEXT, {"import_id": import_id, "size": size}))
    if not rows:
        job.state, job.ended_at = advance(job.state, "finish_undo"), now()
        job.version += 1
        emit(session, ImportUndone(job.id))
        return False
    # One customer twice in a batch: a later row first, or the earlier would find it changed.
    taken = {row.made_id: row for row in reversed(rows)}
    rows = [row for row in rows if taken[row.made_id] is row or row.made_id is None]
    KINDS[job.kind].take_back(session, job, rows)
    counts = Counter(job.undo_counts) + Counter(str(row.undo) for row in rows)
    job.undo_counts, job.attempts = dict(counts), 0
    return True


_NEXT = (
    sa.select(ImportRow)
    .where(ImportRow.import_id == sa.bindparam("import_id"), ImportRow.outcome.in_(WRITTEN), ImportRow.undo.is_(None))
    .order_by(ImportRow.number.desc())
    .limit(sa.bindparam("size"))
)
