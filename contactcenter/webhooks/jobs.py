"""The inbox's jobs: running failed deliveries again, and forgetting old ones."""

from datetime import timedelta

import sqlalchemy as sa

from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.core.jobs import every, job
from contactcenter.webhooks import inbox
from contactcenter.webhooks.models import Delivery
from contactcenter.webhooks.replay import replay

KEPT_FOR = timedelta(days=35)
"""Longer than any provider repeats a delivery."""
OVERDUE = timedelta(seconds=sum(inbox.BACKOFF_SECONDS) + 60)
FORGOTTEN = timedelta(minutes=1)
SWEPT = 100


@job(inbox.REPLAY_JOB)
def replay_delivery(delivery_id: str) -> None:
    """Run a failed delivery again. Idempotent: one that is done is left alone."""
    replay(delivery_id)


@every(300, "sweep_failed_deliveries")
def sweep_failed_deliveries() -> None:
    """Run what should have been run long ago: its job met a database that was gone, its process never came back."""
    with transaction() as session:
        failed = sa.and_(
            Delivery.state == "failed",
            Delivery.attempts <= len(inbox.BACKOFF_SECONDS),
            Delivery.received_at < now() - OVERDUE,
        )
        forgotten = sa.and_(Delivery.state == "pending", Delivery.received_at < now() - FORGOTTEN)
        overdue = sa.select(Delivery.id).where(sa.or_(failed, forgotten))
        ids = list(session.scalars(overdue.order_by(Delivery.received_at).limit(SWEPT)))
    for delivery_id in ids:
        replay(delivery_id)


@every(6 * 3600, "forget_old_deliveries")
def forget_old_deliveries() -> None:
    """Delete deliveries after 35 days; their keys protect from repeats no longer."""
    with transaction() as session:
        session.execute(sa.delete(Delivery).where(Delivery.received_at < now() - KEPT_FOR))
