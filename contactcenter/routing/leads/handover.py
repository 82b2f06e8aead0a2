"""One agent's open work given to others at once: seen before, done as seen, taken back as a whole."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.teams.reach import EVERYTHING, Reach, colleagues_only
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid, NotFound
from contactcenter.crm.notifications import service as notifications
from contactcenter.crm.notifications.queries import contribute_texts
from contactcenter.crm.tasks import service as tasks
from contactcenter.crm.tasks.models import Task
from contactcenter.routing.leads import owning
from contactcenter.routing.leads.models import Lead, LeadHandover
from contactcenter.routing.leads.owners import last_owners
from contactcenter.routing.leads.service import get_lead
from contactcenter.routing.leads.setup import get_settings

MAX_MOVES = 2_000
KIND = "handed_over"


def preview(session: Session, from_agent_id: str, to_ids: Sequence[str], *, with_tasks: bool) -> list[dict[str, Any]]:
    """Who would get what: `[{kind, id, to}]`, evenly, each customer's work to one person. Nothing is changed.

    Whoever had a customer before gets them; the rest go to whoever has least of this handover.
    """
    receivers = _receivers(session, from_agent_id, to_ids)
    leads, open_tasks = _open_work(session, from_agent_id, with_tasks=with_tasks)
    loads = dict.fromkeys(receivers, 0)
    known = {i: owner.agent_id for i, owner in last_owners(session, leads).items() if owner.agent_id in loads}
    by_person: dict[str, str] = {}
    moves = []
    work: list[tuple[str, Any]] = [*(("lead", lead) for lead in leads), *(("task", task) for task in open_tasks)]
    for kind, row in work:
        person = row.customer_id or row.id
        to = by_person.get(person) or known.get(row.id) or min(receivers, key=lambda i: (loads[i], i))
        by_person[person] = to
        loads[to] += 1
        moves.append({"kind": kind, "id": row.id, "to": to})
    return moves


def hand_over(
    session: Session, from_agent_id: str, moves: list[dict[str, Any]], *, actor_id: str | None
) -> LeadHandover:
    """Move what was previewed (and perhaps changed by hand). What is no longer that agent's stays where it is;
    when that is all of it (a second click), there is no handover: Conflict."""
    if len(moves) > MAX_MOVES:
        raise Invalid("too_many_moves", "That is too much at once.", limit=MAX_MOVES)
    _receivers(session, from_agent_id, sorted({move["to"] for move in moves}))
    done = [move for move in sorted(moves, key=_order) if _move(session, move, from_agent_id, move["to"], actor_id)]
    if not done:
        raise Conflict("nothing_to_hand_over", "Nothing of this is theirs any more.")
    row = LeadHandover(from_agent_id=from_agent_id, moves=done, created_by=actor_id)
    session.add(row)
    session.flush()
    _tell(session, row, [move["to"] for move in done], "done", actor_id)
    return row


def undo(session: Session, handover_id: str, *, actor_id: str | None) -> LeadHandover:
    """Give back what is still with whom it was given to. Repeating changes nothing. Raises NotFound, Conflict."""
    row = session.get(LeadHandover, handover_id, with_for_update=True)
    if row is None:
        raise NotFound("handover_not_found", "There is no such handover.")
    if row.undone_at is None:
        if not session.scalar(sa.select(User.is_active).where(User.id == row.from_agent_id)):
            raise Conflict("agent_left", "They do not work here any more.")
        back = [one for one in row.moves if _move(session, one, one["to"], row.from_agent_id, actor_id)]
        row.undone_at = now()
        _tell(session, row, [row.from_agent_id] * len(back), "undone", actor_id)
    return row


def list_handovers(session: Session, reach: Reach = EVERYTHING, limit: int = 20) -> list[LeadHandover]:
    """The last ones of colleagues' work, the newest first."""
    theirs = sa.select(LeadHandover).where(colleagues_only(reach, LeadHandover.from_agent_id))
    return list(session.scalars(theirs.order_by(LeadHandover.created_at.desc()).limit(limit)))


def _move(session: Session, move: dict[str, Any], from_id: str, to_id: str, actor_id: str | None) -> bool:
    if move["kind"] == "task":
        task = session.get(Task, move["id"], with_for_update=True)
        if task is None or task.assignee_id != from_id or task.state != "open":
            return False
        tasks.correct_task(session, task, {"assignee_id": to_id}, actor_id=actor_id, tells=False)
        return True
    try:
        lead = get_lead(session, move["id"], for_update=True)
    except NotFound:
        return False
    if lead.owner_id != from_id or lead.state != "open":
        return False
    owning.give(session, lead, to_id, cause="handover", settings=get_settings(session), actor_id=actor_id)
    return True


def _tell(session: Session, row: LeadHandover, receivers: list[str], what: str, actor_id: str | None) -> None:
    """One bell each, with how much it is."""
    for user_id, count in Counter(receivers).items():
        if user_id != actor_id:
            notifications.notify(
                session, user_id, KIND, ref_id=row.id, occasion=f"{KIND}:{row.id}:{what}:{user_id}",
                actor_id=actor_id, data={"count": count},
            )  # fmt: skip


def _lines(session: Session, ref_ids: list[str]) -> dict[str, str]:
    """Whose work it was."""
    found = sa.select(LeadHandover.id, User.name).join(User, User.id == LeadHandover.from_agent_id)
    return {row[0]: row[1] for row in session.execute(found.where(LeadHandover.id.in_(ref_ids)))}


def register() -> None:
    contribute_texts(KIND, _lines)


def _open_work(session: Session, agent_id: str, *, with_tasks: bool) -> tuple[list[Lead], list[Task]]:
    theirs = sa.select(Lead).where(Lead.owner_id == agent_id, Lead.state == "open").order_by(Lead.created_at, Lead.id)
    leads = list(session.scalars(theirs.limit(MAX_MOVES)))
    if not with_tasks:
        return leads, []
    mine = sa.select(Task).where(Task.assignee_id == agent_id, Task.state == "open").order_by(Task.created_at, Task.id)
    return leads, list(session.scalars(mine.limit(max(0, MAX_MOVES - len(leads)))))


def _receivers(session: Session, from_agent_id: str, to_ids: Sequence[str]) -> list[str]:
    if session.get(User, from_agent_id) is None:
        raise NotFound("agent_not_found", "There is no such agent.")
    wanted = [i for i in dict.fromkeys(to_ids) if i != from_agent_id]
    known = set(session.scalars(sa.select(User.id).where(User.id.in_(wanted), User.is_active.is_(True))))
    if not wanted or known != set(wanted):
        raise Invalid("unknown_receivers", "Choose colleagues who work here.", to=["Nobody has that id."])
    return wanted


def _order(move: dict[str, Any]) -> tuple[str, str]:
    return move["kind"], move["id"]
