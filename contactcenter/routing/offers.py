"""The rows of offers: made, found, locked, claimed. What an offer's end means is the engine's.

A claim is a single statement (`UPDATE … WHERE state = 'pending'`), so of several tabs, agents or timers exactly one
wins. Before an agent's presence is locked, so is the work they are being offered (lock order: see engine.py).
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from contactcenter.core.clock import now
from contactcenter.core.errors import NotFound
from contactcenter.core.ids import new_id
from contactcenter.core.writes import insert_soon
from contactcenter.routing.models import Offer, WorkItem

_OFFERS: Any = Offer.__table__

# Asked for every offer: built once.
_NEXT_DUE = (
    sa.select(Offer)
    .join(WorkItem, WorkItem.id == Offer.work_item_id)
    .where(Offer.state == "pending", Offer.expires_at <= sa.bindparam("moment", type_=Offer.expires_at.type))
    .where(Offer.agent_id.not_in(sa.bindparam("passed", expanding=True)))
    .order_by(Offer.expires_at)
    .limit(1)
    .with_for_update(of=WorkItem, skip_locked=True)
    .execution_options(populate_existing=True)
)
_OFFERED_FREE = (
    sa.select(WorkItem.id)
    .join(Offer, Offer.work_item_id == WorkItem.id)
    .where(Offer.agent_id == sa.bindparam("agent_id"), Offer.state == "pending")
    .with_for_update(of=WorkItem, skip_locked=True)
)
_COUNT_OFFERED = sa.select(sa.func.count()).where(
    _OFFERS.c.agent_id == sa.bindparam("agent_id"), _OFFERS.c.state == "pending"
)
_CLAIM = (
    sa.update(_OFFERS)
    .where(_OFFERS.c.id == sa.bindparam("offer_id"), _OFFERS.c.state == "pending")
    .values({name: sa.bindparam(name) for name in ("state", "closed_at", "decline_reason")})
)
_PENDING = (
    sa.select(Offer)
    .where(Offer.work_item_id == sa.bindparam("item_id"), Offer.state == "pending")
    .order_by(Offer.agent_id)
)
_IS_PENDING = (
    sa.select(_OFFERS.c.id)
    .where(_OFFERS.c.work_item_id == sa.bindparam("item_id"), _OFFERS.c.state == "pending")
    .limit(1)
)


def add(session: Session, item: WorkItem, agent_id: str, moment: datetime, until: datetime, decision_id: str) -> Offer:
    """A pending offer, in the session as if it had been read: its row is written with the decision's."""
    values = {
        "id": new_id("off"),
        "work_item_id": item.id,
        "kind": item.kind,
        "ref_id": item.ref_id,
        "agent_id": agent_id,
        "state": "pending",
        "created_at": moment,
        "expires_at": until,
        "closed_at": None,
        "connect_sent_at": None,
        "decline_reason": None,
        "decision_id": decision_id,
    }
    insert_soon(session, _OFFERS, values)
    offer = Offer(**values)
    make_transient_to_detached(offer)
    session.add(offer)
    return offer


def get(session: Session, offer_id: str, agent_id: str | None) -> Offer:
    """The offer, if it is (or was) this agent's. Raises NotFound."""
    offer = session.get(Offer, offer_id)
    if offer is None or (agent_id is not None and offer.agent_id != agent_id):
        raise NotFound("offer_not_found", "There is no such offer.")
    return offer


def pending_for(session: Session, item_id: str) -> list[Offer]:
    """Where an item rings now."""
    return list(session.scalars(_PENDING, {"item_id": item_id}))


def is_pending_for(session: Session, item_id: str) -> bool:
    """Whether an item rings anywhere, as the database has it."""
    return session.connection().scalar(_IS_PENDING, {"item_id": item_id}) is not None


def pending_at(session: Session, agent_id: str) -> list[Offer]:
    """What an agent is being offered, the longest first."""
    pending = sa.select(Offer).where(Offer.agent_id == agent_id, Offer.state == "pending")
    return list(session.scalars(pending.order_by(Offer.created_at)))


def due(moment: datetime) -> sa.Select[Any]:
    """Ids of offers that have rung out."""
    return sa.select(Offer.id).where(Offer.state == "pending", Offer.expires_at <= moment).order_by(Offer.expires_at)


def next_due(session: Session, moment: datetime, passed: Collection[str]) -> Offer | None:
    """What rang out first, its item locked, at anybody but `passed`. What somebody else is at is theirs: several clocks
    share the work."""
    session.flush()
    offer: Offer | None = session.scalars(_NEXT_DUE, {"moment": moment, "passed": list(passed)}).one_or_none()
    return offer


def lock_work_at(session: Session, agent_id: str) -> None:
    """Lock what this agent is being offered, before their presence is locked (see lock order)."""
    session.scalars(
        sa.select(WorkItem.id)
        .join(Offer, Offer.work_item_id == WorkItem.id)
        .where(Offer.agent_id == agent_id, Offer.state == "pending")
        .order_by(WorkItem.id)
        .with_for_update(of=WorkItem)
    ).all()


def try_lock_work_at(session: Session, agent_id: str) -> bool:
    """The same without waiting; False when somebody else is at some of it.

    Who lets one pass loses them all: two clocks with one each would wait crosswise.
    """
    offered = session.connection().scalar(_COUNT_OFFERED, {"agent_id": agent_id})
    return len(session.connection().execute(_OFFERED_FREE, {"agent_id": agent_id}).all()) == offered


def claim(session: Session, offer: Offer, state: str, reason: str | None = None) -> bool:
    """Close a pending offer in one atomic statement; False when it was closed already."""
    session.flush()
    values = {"state": state, "closed_at": now(), "decline_reason": reason}
    if not session.connection().execute(_CLAIM, {"offer_id": offer.id, **values}).rowcount:
        session.refresh(offer)
        return False
    for name, value in values.items():
        set_committed_value(offer, name, value)
    return True
