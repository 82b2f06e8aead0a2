"""Housekeeping of the wire log."""

from contactcenter.core import jobs
from contactcenter.core.db import transaction
from contactcenter.realtime import log


@jobs.every(600, "purge_wire_log")
def purge_wire_log() -> None:
    """Forget wire events older than 24 hours."""
    with transaction() as session:
        log.purge(session)
