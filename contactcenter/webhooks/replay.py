"""Running a stored delivery again: by the job after a failure, by a person at any time.

Idempotent: what was done is left alone, and an effect and its row change together.
"""

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.core.db import transaction
from contactcenter.core.errors import Conflict, NotFound
from contactcenter.providers import registry
from contactcenter.webhooks import failures, inbox, storage
from contactcenter.webhooks.models import Delivery

_log = structlog.get_logger(__name__)


def replay(delivery_id: str) -> str:
    """Parse and act on a delivery again unless it is done; its state afterwards.

    A failure is noted on the row, which stays failed, with the next automatic attempt
    queued while any is left. Raises NotFound, and Conflict when its content has been forgotten.
    """
    try:
        with transaction() as session:
            delivery = _get_locked(session, delivery_id)
            if delivery.state == "done":
                return "done"
            settled = act(session, delivery)
            storage.settle_all(session.connection(), [settled])
            return settled.state
    except (NotFound, Conflict) as error:
        if error.code in ("delivery_not_found", "content_forgotten"):
            raise
        failure: Exception = error
    except Exception as error:
        if failures.is_database_gone(error):
            raise
        failure = error
    return _note_failure(delivery_id, failures.describe(failure))


def act(session: Session, delivery: Delivery) -> storage.Settled:
    """Act on a locked delivery that is not done, as part of this transaction; what is to be noted on its row."""
    if delivery.forgotten_at is not None:
        raise Conflict("content_forgotten", "Its content was deleted after 30 days.")
    provider = registry.get(delivery.provider)
    event = provider.parse(storage.request_of(delivery))
    reply = inbox.answer(session, provider, event, is_interactive=provider.is_interactive(delivery.hook))
    return storage.Settled(delivery.id, inbox.final_state(event), delivery.attempts + 1, reply)


def _note_failure(delivery_id: str, reason: str) -> str:
    _log.error("replay failed", delivery_id=delivery_id, reason=reason)
    with transaction() as session:
        delivery = _get_locked(session, delivery_id)
        if delivery.state == "done":
            return "done"
        attempts = delivery.attempts + 1
        storage.settle(session.connection(), delivery_id, state="failed", attempts=attempts, error=reason)
        inbox.enqueue_replay(session, delivery_id, attempts)
    return "failed"


def _get_locked(session: Session, delivery_id: str) -> Delivery:
    delivery = session.scalars(sa.select(Delivery).where(Delivery.id == delivery_id).with_for_update()).one_or_none()
    if delivery is None:
        raise NotFound("delivery_not_found", "There is no such delivery.")
    return delivery
