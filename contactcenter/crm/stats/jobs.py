"""The roll-up's clock."""

from contactcenter.core import jobs
from contactcenter.crm.stats import nightly


@jobs.every(600, "rebuild_customer_stats")
def rebuild_customer_stats() -> None:
    """Once a night, compute every customer's figures and class anew."""
    if nightly.claim("customer_stats"):
        nightly.rebuild_everybody()
