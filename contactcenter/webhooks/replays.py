"""Many deliveries run again in the background: those of a filter, oldest first, with progress and a way to stop."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core import jobs
from contactcenter.core.clock import isoformat, now
from contactcenter.core.db import transaction
from contactcenter.core.errors import Conflict, DomainError, Invalid, NotFound
from contactcenter.webhooks.models import Delivery, DeliveryReplay
from contactcenter.webhooks.queries import matching
from contactcenter.webhooks.replay import replay

JOB = "replay_deliveries"
TOGETHER = 20
UNDONE = ("failed", "pending", "ignored")


def start(session: Session, filters: dict[str, Any], *, actor_id: str | None) -> DeliveryReplay:
    """Plan to run again what the filters select and is not done. Raises Invalid when that is nothing."""
    until = now()
    kept = {**filters, "to": min(filters["to"] or until, until)}
    total = session.scalar(sa.select(sa.func.count()).select_from(_selected(kept).subquery())) or 0
    if not total:
        raise Invalid("nothing_to_replay", "Nothing that matches can be run again: it is all done.")
    if session.scalar(sa.select(DeliveryReplay.id).where(DeliveryReplay.state.in_(("waiting", "running"))).limit(1)):
        raise Conflict("replaying", "Deliveries are being run again already.")
    row = DeliveryReplay(filters=_as_json(kept), total=total, created_by=actor_id)
    session.add(row)
    session.flush()
    jobs.enqueue(session, JOB, row.id, key=f"replay-{row.id}")
    return row


def get(session: Session, replay_id: str, *, for_update: bool = False) -> DeliveryReplay:
    """Raises NotFound."""
    row = session.get(DeliveryReplay, replay_id, with_for_update=for_update, populate_existing=for_update)
    if row is None:
        raise NotFound("replay_not_found", "There is no such replay.")
    return row


def list_recent(session: Session) -> list[DeliveryReplay]:
    return list(session.scalars(sa.select(DeliveryReplay).order_by(DeliveryReplay.created_at.desc()).limit(20)))


def cancel(session: Session, replay_id: str) -> DeliveryReplay:
    """Stop after the few that are under way; one that is over is left alone."""
    row = get(session, replay_id, for_update=True)
    if row.state in ("waiting", "running"):
        row.state, row.ended_at = "canceled", now()
    return row


def run(replay_id: str) -> None:
    """Go on where it stood, a few at a time."""
    while ids := _next(replay_id):
        outcomes = [_once(delivery_id) for delivery_id, _at in ids]
        last_id, last_at = ids[-1]
        with transaction() as session:
            row = get(session, replay_id, for_update=True)
            row.done += sum(outcomes)
            row.failed += len(outcomes) - sum(outcomes)
            row.after_at, row.after_id = last_at, last_id


def _next(replay_id: str) -> list[tuple[str, datetime]]:
    with transaction() as session:
        row = get(session, replay_id, for_update=True)
        if row.state not in ("waiting", "running"):
            return []
        row.state, row.started_at = "running", row.started_at or now()
        order = (Delivery.received_at, Delivery.id)
        statement = _selected(_from_json(row.filters)).with_only_columns(Delivery.id, Delivery.received_at)
        if row.after_at is not None:
            edge = sa.tuple_(sa.literal(row.after_at, Delivery.received_at.type), sa.literal(row.after_id))
            statement = statement.where(sa.tuple_(*order) > edge)
        found = session.execute(statement.order_by(*order).limit(TOGETHER)).all()
        if not found:
            row.state, row.ended_at = "done", now()
        return [(one.id, one.received_at) for one in found]


def _once(delivery_id: str) -> bool:
    try:
        return replay(delivery_id) != "failed"
    except DomainError:  # gone meanwhile, or its content is
        return False


def _selected(filters: dict[str, Any]) -> sa.Select[Any]:
    with_state = matching(sa.select(Delivery.id), filters)
    return with_state.where(Delivery.state.in_(UNDONE), Delivery.forgotten_at.is_(None))


def _as_json(filters: dict[str, Any]) -> dict[str, Any]:
    return {name: isoformat(value) if isinstance(value, datetime) else value for name, value in filters.items()}


def _from_json(filters: dict[str, Any]) -> dict[str, Any]:
    moments = {name: datetime.fromisoformat(filters[name]) for name in ("from_", "to") if filters.get(name)}
    return {**filters, **moments}
