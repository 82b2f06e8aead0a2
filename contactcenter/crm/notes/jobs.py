"""What the clock does about notes."""

from contactcenter.core import jobs
from contactcenter.core.db import transaction
from contactcenter.crm.notes import service


@jobs.every(3600, "forget_deleted_notes")
def forget_deleted_notes() -> None:
    """Delete for good the notes that were deleted over 30 days ago."""
    while True:
        with transaction() as session:
            if not service.forget_deleted(session):
                return
