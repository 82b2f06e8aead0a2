"""The data audit's background work."""

from contactcenter.core import jobs
from contactcenter.crm.audit import measuring, running
from contactcenter.crm.stats import nightly


@jobs.job("apply_bulk_fix")
def apply_bulk_fix(fix_id: str) -> None:
    """Mend many customers; goes on from its cursor, so that running again repeats nothing."""
    running.apply(fix_id)


@jobs.job("undo_bulk_fix")
def undo_bulk_fix(fix_id: str) -> None:
    """Take a bulk fix back; goes on from its cursor, so that running again repeats nothing."""
    running.restore(fix_id)


@jobs.job("measure_data_quality")
def measure_data_quality() -> None:
    """Count every field's quality now; replaces today's counts, so that running again does no harm."""
    measuring.measure()


@jobs.every(600, "measure_data_quality_nightly")
def measure_data_quality_nightly() -> None:
    """Once a night, keep how good every field's data is."""
    if nightly.claim("data_quality"):
        measuring.measure()
