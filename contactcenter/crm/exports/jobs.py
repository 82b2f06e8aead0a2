"""The job and the ticks of exports."""

import structlog

from contactcenter.core import jobs
from contactcenter.core.db import read, transaction
from contactcenter.core.storage import StoreUnavailable
from contactcenter.crm.exports import running, service
from contactcenter.crm.imports import keeping

_log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 4


@jobs.job(service.JOB)
def export_customers(export_id: str) -> None:
    """Write the file of an export. Idempotent: another run begins anew."""
    running.run(export_id)


@jobs.every(30, "resume_stalled_exports")
def resume_stalled_exports() -> None:
    """Give exports whose job died or failed another one."""
    with read() as session:
        stalled = service.list_stalled(session)
    for export_id in stalled:
        with transaction() as session:
            service.enqueue_again(session, export_id, most_attempts=MOST_ATTEMPTS)


@jobs.every(600, "delete_expired_exports")
def delete_expired_exports() -> None:
    """Delete exported files a day after they were made."""
    with read() as session:
        expired = service.list_expired(session)
    for export_id, key in expired:
        try:
            keeping.forget(key)
        except StoreUnavailable:
            _log.warning("exported files could not be deleted", count=len(expired))
            return
        with transaction() as session:
            service.forget_file(session, export_id)
