"""The clock's own runs, and the job behind "compare now"."""

from datetime import timedelta

import sqlalchemy as sa

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Conflict
from contactcenter.core.jobs import every, job
from contactcenter.webhooks.reconciliation import running, service
from contactcenter.webhooks.reconciliation.models import ReconcilePoint, ReconcileRun

EVERY_SECONDS = 300
KEPT_FOR = timedelta(days=90)


@job(service.JOB)
def reconcile(run_id: str) -> None:
    """Compare a carrier's lists with ours and fill in what never arrived. Idempotent: what is known is left alone."""
    running.run(run_id)


@every(EVERY_SECONDS, "reconcile_providers")
def reconcile_providers() -> None:
    """Compare each carrier's lists with ours, unless it asked us to wait or a run is under way."""
    for provider in service.list_providers():
        with read() as session:
            point = session.get(ReconcilePoint, (provider.name, provider.account, service.WHOLE))
        if point is not None and point.not_before is not None and point.not_before > now():
            continue
        try:
            with transaction() as session:
                run = service.ask_for_run(session, provider.name, cause="schedule")
        except Conflict:
            continue
        running.run(run.id)


@every(24 * 3600, "forget_old_reconciliations")
def forget_old_reconciliations() -> None:
    """Delete the records of runs after 90 days."""
    with transaction() as session:
        session.execute(sa.delete(ReconcileRun).where(ReconcileRun.created_at < now() - KEPT_FOR))
