"""The inbox's jobs: running failed deliveries again, and forgetting old ones."""

from datetime import timedelta

import sqlalchemy as sa

from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.core.jobs import every, job
from contactcenter.webhooks import inbox, refusals, replays
from contactcenter.webhooks.models import Delivery
from contactcenter.webhooks.replay import replay

KEPT_FOR = timedelta(days=35)
"""Longer than any provider repeats a delivery."""
CONTENT_KEPT_FOR = timedelta(days=30)
OVERDUE = timedelta(seconds=sum(inbox.BACKOFF_SECONDS) + 60)
FORGOTTEN = timedelta(minutes=1)
SWEPT = 100


@job(inbox.REPLAY_JOB)
def replay_delivery(delivery_id: str) -> None:
    """Run a failed delivery again. Idempotent: one that is done is left alone."""
    replay(delivery_id)


@job(replays.JOB)
def replay_deliveries(replay_id: str) -> None:
    """Run the deliveries of a selection again. Idempotent: the row says how far it has come."""
    replays.run(replay_id)


@every(300, "sweep_failed_deliveries")
def sweep_failed_deliveries() -> None:
    """Run what should have been run long ago: its job met a database that was gone, its process never came back."""
    with transaction() as session:
        failed = sa.and_(
            Delivery.state == "failed",
            Delivery.forgotten_at.is_(None),
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
    """Forget what deliveries held after 30 days, and that they came after 35: their keys protect no longer."""
    with transaction() as session:
        session.execute(sa.delete(Delivery).where(Delivery.received_at < now() - KEPT_FOR))
        old = sa.and_(Delivery.received_at < now() - CONTENT_KEPT_FOR, Delivery.forgotten_at.is_(None))
        bare = sa.literal("/webhooks/") + Delivery.provider + "/" + Delivery.hook
        path = sa.case((Delivery.method == "GET", bare), else_=Delivery.path)
        session.execute(
            sa.update(Delivery)
            .where(old)
            .values(body=b"", headers={}, path=path, forgotten_at=now())
            .execution_options(synchronize_session=False)
        )
        refusals.forget(session, now() - CONTENT_KEPT_FOR)


@every(10, "keep_refusals")
def keep_refusals() -> None:
    """Write down how many requests were turned away, by hook."""
    refusals.keep()
