"""A floor of agents and work for tests of the engine: parcels are a kind of work that only takes slots."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.models import Presence, User
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.routing import engine, kinds, queues
from contactcenter.routing.models import Decision, Offer, Queue, QueueMember, WorkItem
from contactcenter.routing.offers import lock_work_at

accepted: list[tuple[str, str]] = []
"""(reference, agent) of every parcel that its kind was told of."""
owners: dict[str, str] = {}
"""Reference → the person's own agent."""


def register(*, holds_slot: bool = True, rings: bool = False) -> None:
    accepted.clear()
    owners.clear()

    def shown(_session: Session, refs: Sequence[str]) -> Mapping[str, kinds.Shown]:
        return {ref: kinds.Shown(f"Parcel {ref}", "") for ref in refs}

    kinds.register(
        kinds.Kind(
            name="parcel",
            lock=lambda _s, _ref: None,
            accepted=lambda _s, item: accepted.append((item.ref_id, item.agent_id or "")),
            pop=lambda _s, offer: {"offer_id": offer.id},
            shown=shown,
            sticky=lambda _s, item: owners.get(item.ref_id),
            holds_slot=holds_slot,
            rings=rings,
        )
    )


def hire(*names: str, queue: str | None = None, **member: Any) -> list[str]:
    """Agents who are signed in, Available and idle, the first for the longest. Ids are their names."""
    with transaction() as session:
        queue_id = queue or queues.ensure_default_queue(session).id
        for n, name in enumerate(names):
            if session.get(User, name) is None:
                _add_user(session, name, idle_minutes=len(names) - n)
            session.add(QueueMember(queue_id=queue_id, user_id=name, **member))
    return list(names)


def _add_user(session: Session, name: str, idle_minutes: int) -> None:
    session.add(
        User(id=name, email=f"{name}@x.vn", name=name.title(), role="agent", password_hash="!", voice_identity=name)
    )
    session.flush()
    moment = now()
    session.add(
        Presence(
            user_id=name,
            status="available",
            activity="idle",
            idle_since=moment - timedelta(minutes=idle_minutes),
            is_reachable=True,
            lease_until=moment + timedelta(hours=1),
        )
    )


def set_queue(queue_id: str | None = None, **values: Any) -> str:
    """Change a queue (the default one) as an admin would; returns its id."""
    with transaction() as session:
        queue = session.get_one(Queue, queue_id) if queue_id else queues.ensure_default_queue(session)
        for name, value in values.items():
            setattr(queue, name, value)
        return queue.id


def new_queue(name: str, **values: Any) -> str:
    with transaction() as session:
        queue = Queue(name=name, **values)
        session.add(queue)
        session.flush()
        return queue.id


def enter(ref: str, *, queue: str | None = None, channel: str = "chat", **values: Any) -> str:
    """A parcel comes in; returns the work item's id."""
    with transaction() as session:
        into = session.get_one(Queue, queue) if queue else queues.ensure_default_queue(session)
        return engine.enter(session, kind="parcel", ref_id=ref, queue=into, channel=channel, **values).id


def item(ref: str) -> WorkItem:
    with read() as session:
        found = engine.find_item(session, ref, kind="parcel")
        assert found is not None
        return found


def offers(ref: str, state: str | None = "pending") -> list[Offer]:
    with read() as session:
        found = sa.select(Offer).where(Offer.ref_id == ref).order_by(Offer.created_at, Offer.agent_id)
        return [offer for offer in session.scalars(found) if state in (None, offer.state)]


def offered_to(ref: str) -> list[str]:
    return [offer.agent_id for offer in offers(ref)]


def answer(ref: str, verb: Callable[..., Any], agent_id: str | None = None, *more: Any) -> Offer:
    """Accept or decline what is on offer."""
    offer = next(o for o in offers(ref) if agent_id in (None, o.agent_id))
    with transaction() as session:
        return verb(session, offer.id, offer.agent_id, *more)  # type: ignore[no-any-return]


def accept(ref: str, agent_id: str | None = None) -> Offer:
    return answer(ref, engine.accept, agent_id)


def decline(ref: str, agent_id: str | None = None) -> Offer:
    return answer(ref, engine.decline, agent_id, None)


def finish(ref: str) -> None:
    with transaction() as session:
        found = engine.find_item(session, ref, kind="parcel", for_update=True)
        assert found is not None
        engine.finish(session, found)


def ring_out(ref: str) -> None:
    for offer in offers(ref):
        with transaction() as session:
            engine.expire_offer(session, offer.id)


def set_status(agent_id: str, status: str) -> None:
    with transaction() as session:
        lock_work_at(session, agent_id)
        presence.set_status(session, agent_id, status, actor_id=agent_id, cause="picked")


def status_of(agent_id: str) -> tuple[str, str]:
    with read() as session:
        row = session.get_one(Presence, agent_id)
        return row.status, row.activity


def age(ref: str, seconds: float) -> None:
    """Let an item, and what happened to it, have been so long ago."""
    by = timedelta(seconds=seconds)
    with transaction() as session:
        found = engine.find_item(session, ref, kind="parcel", for_update=True)
        assert found is not None
        found.entered_at -= by
        found.rank -= int(seconds * 1000)
        for offer in session.scalars(sa.select(Offer).where(Offer.work_item_id == found.id)):
            offer.created_at, offer.expires_at = offer.created_at - by, offer.expires_at - by
            offer.closed_at = offer.closed_at - by if offer.closed_at else None


def decisions_of(ref: str) -> list[Decision]:
    with read() as session:
        return list(
            session.scalars(
                sa.select(Decision).join(WorkItem, WorkItem.id == Decision.work_item_id)
                .where(WorkItem.ref_id == ref).order_by(Decision.at, Decision.id)
            )
        )  # fmt: skip
