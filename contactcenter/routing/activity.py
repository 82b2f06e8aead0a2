"""What an agent is seen doing because of their work. Only work that rings (calls) makes anybody busy:
chats and leads take slots, and an agent with two chats may still be idle on the phone."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.models import Presence
from contactcenter.core.events import emit
from contactcenter.routing import kinds
from contactcenter.routing.events import SlotFreed
from contactcenter.routing.kinds import Kind
from contactcenter.routing.models import Offer, WorkItem

_CALLS = sa.select(WorkItem.state).where(
    WorkItem.agent_id == sa.bindparam("agent_id"),
    WorkItem.channel == "call",
    WorkItem.state.in_(("accepted", "wrapping")),
    WorkItem.is_parked.is_(False),
)
_RINGS = sa.select(Offer.state).where(
    Offer.agent_id == sa.bindparam("agent_id"),
    Offer.state == "pending",
    Offer.kind.in_(sa.bindparam("kinds", expanding=True)),
)
_LEFT = _CALLS.union_all(_RINGS)


def ring(session: Session, row: Presence, kind: Kind) -> None:
    """An offer takes a slot. `row` is locked; its version rises, so that other deciders see they are late."""
    if kind.rings:
        presence.set_activity(session, row.user_id, "ringing", "offer")
    else:
        row.version += 1


def release(session: Session, agent_id: str, kind: Kind, cause: str) -> None:
    """Work left this agent's hands: they do what is left to do, and whoever waits is tried."""
    if kind.rings:
        presence.set_activity(session, agent_id, _what_is_left(session, agent_id), cause)
    emit(session, SlotFreed(agent_id))


def _what_is_left(session: Session, agent_id: str) -> str:
    session.flush()
    values = {"agent_id": agent_id, "kinds": kinds.ringing()}
    states = set(session.connection().execute(_LEFT, values).scalars())
    if "accepted" in states:
        now_doing = presence.get_presence(session, agent_id).activity
        return now_doing if now_doing in ("talking", "hold") else "ringing"
    if "pending" in states:
        return "ringing"
    return "wrap_up" if states else "idle"
