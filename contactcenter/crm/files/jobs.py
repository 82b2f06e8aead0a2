"""What the clock does about files."""

import structlog

from contactcenter.core import jobs, storage
from contactcenter.core.db import read, transaction
from contactcenter.crm.files import service

_log = structlog.get_logger(__name__)


@jobs.every(3600, "sweep_files")
def sweep_files() -> None:
    """Delete for good the files that were deleted over 30 days ago, and what never arrived.

    Bytes go before their row and after it can be taken back no more: a crash between leaves a row that the next
    round finds, and never a file without bytes or bytes without a row.
    """
    with read() as session:
        due = service.list_forgettable(session)
    for file_id, key in due:
        with transaction() as session:
            is_claimed = service.begin_forgetting(session, file_id)
        if is_claimed:
            storage.current_store().delete(key)
            with transaction() as session:
                service.forget(session, file_id)
    if due:
        _log.info("files forgotten", count=len(due))
