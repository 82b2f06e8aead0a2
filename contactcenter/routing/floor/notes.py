"""A word from a supervisor to an agent, to a queue's people, or to everybody at work."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import Presence, User
from contactcenter.core.errors import Conflict, NotFound
from contactcenter.crm.notifications.queries import contribute_texts
from contactcenter.crm.notifications.service import notify, withdraw
from contactcenter.routing.floor import acts
from contactcenter.routing.floor.models import FloorAct
from contactcenter.routing.models import QueueMember

KIND = "floor_note"


def send(
    session: Session, text: str, actor_id: str, *, agent_id: str | None = None, queue_id: str | None = None
) -> FloorAct:
    """To one agent, else to a queue's people, else to all; only to who is at work, but one agent gets it anyway.

    Raises Conflict `nobody_there` when nobody would read it.
    """
    readers = [agent_id] if agent_id and session.get(User, agent_id) else _at_work(session, queue_id)
    readers = [user_id for user_id in readers if user_id != actor_id]
    if not readers or (agent_id and agent_id not in readers):
        raise Conflict("nobody_there", "Nobody is there to read it.")
    act = acts.keep(
        session, actor_id, "note", agent_id=agent_id, queue_id=queue_id, detail={"text": text, "to": len(readers)}
    )
    for user_id in readers:
        notify(session, user_id, KIND, ref_id=act.id, occasion=f"note:{act.id}:{user_id}", actor_id=actor_id)
    return act


def take_back(session: Session, note_id: str, actor_id: str) -> None:
    """Out of everybody's list again; who read it has read it. Raises NotFound."""
    act = session.get(FloorAct, note_id)
    if act is None or act.action != "note":
        raise NotFound("note_not_found", "There is no such note.")
    withdraw(session, act.id)
    acts.keep(session, actor_id, "note_withdrawn", agent_id=act.agent_id, queue_id=act.queue_id)


def _at_work(session: Session, queue_id: str | None) -> Sequence[str]:
    found = sa.select(User.id).join(Presence, Presence.user_id == User.id)
    found = found.where(User.is_active.is_(True), Presence.status != "offline")
    if queue_id is not None:
        found = found.join(QueueMember, QueueMember.user_id == User.id).where(QueueMember.queue_id == queue_id)
    return session.scalars(found.order_by(User.id)).all()


def _texts(session: Session, note_ids: list[str]) -> dict[str, str]:
    rows = session.scalars(sa.select(FloorAct).where(FloorAct.id.in_(note_ids)))
    return {act.id: str(act.detail.get("text", "")) for act in rows}


def register() -> None:
    contribute_texts(KIND, _texts)
