"""Jobs and ticks of imports: thin, idempotent."""

from datetime import timedelta

import structlog
from sqlalchemy.exc import OperationalError

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.storage import StoreUnavailable
from contactcenter.crm.imports import checking, keeping, queries, running, service, undoing
from contactcenter.crm.imports.models import Import

_log = structlog.get_logger(__name__)

STALLED = timedelta(seconds=60)
MOST_ATTEMPTS = 5


@jobs.job("check_import")
def check_import(import_id: str) -> None:
    """Look at every row of an uploaded file. Idempotent: it writes only what it found."""
    checking.check(import_id)


@jobs.job("run_import")
def run_import(import_id: str) -> None:
    """Write the rows of an import. Idempotent: each batch claims the row it starts from."""
    running.run(import_id)


@jobs.job("undo_import")
def undo_import(import_id: str) -> None:
    """Take back what an import did. Idempotent: rows that are dealt with say so."""
    undoing.undo(import_id)


@jobs.every(30, "resume_stalled_imports")
def resume_stalled_imports() -> None:
    """Give imports whose job died or failed another one."""
    with read() as session:
        stalled = queries.list_stalled(session, now() - STALLED)
    for import_id in stalled:
        try:
            with transaction() as session:
                service.enqueue_again(session, import_id, most_attempts=MOST_ATTEMPTS)
        except OperationalError:
            _log.warning("a stalled import could not be taken up", import_id=import_id)


@jobs.every(3600, "forget_old_uploads")
def forget_old_uploads() -> None:
    """Delete uploaded files a week after they came."""
    with read() as session:
        old = [(job.id, job.file_key) for job in queries.list_old_uploads(session)]
    for import_id, key in old:
        try:
            keeping.forget(key or "")
        except StoreUnavailable:
            return
        with transaction() as session:
            session.get_one(Import, import_id).file_key = None
