"""The log of what supervisors did."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.paging import Page, page
from contactcenter.crm.queries import user_names
from contactcenter.routing.floor.models import FloorAct
from contactcenter.routing.models import Queue, WorkItem


def keep(
    session: Session,
    actor_id: str,
    action: str,
    *,
    item: WorkItem | None = None,
    queue_id: str | None = None,
    agent_id: str | None = None,
    detail: dict[str, Any] | None = None,
) -> FloorAct:
    """Note an act, in its own transaction."""
    act = FloorAct(
        actor_id=actor_id,
        action=action,
        work_item_id=item.id if item else None,
        queue_id=queue_id or (item.queue_id if item else None),
        agent_id=agent_id,
        detail=detail or {},
    )
    session.add(act)
    session.flush()
    return act


def list_acts(session: Session, reach: Reach = EVERYTHING, *, limit: int, cursor: str | None) -> Page:
    """The newest first, of the shape of `ActSchema`: by colleagues or about them, and what befell whole queues."""
    wanted = sa.select(FloorAct)
    if reach:
        people, about_all = sorted(reach.colleagues or ()), FloorAct.agent_id.is_(None)
        is_near = sa.or_(FloorAct.actor_id.in_(people), FloorAct.agent_id.in_(people))
        wanted = wanted.where(sa.or_(is_near, sa.and_(about_all, FloorAct.action != "note")))
    found = page(session, wanted, (FloorAct.at, FloorAct.id), limit=limit, cursor=cursor)
    names = user_names(session, {one for act in found.items for one in (act.actor_id, act.agent_id)})
    queues = {row.id: row.name for row in session.execute(sa.select(Queue.id, Queue.name))}
    shown = [
        {
            "id": act.id,
            "at": act.at,
            "action": act.action,
            "actor_name": names.get(act.actor_id),
            "agent_name": names.get(act.agent_id or ""),
            "queue_name": queues.get(act.queue_id or ""),
            "work_item_id": act.work_item_id,
            "detail": _readable(act.detail, queues),
        }
        for act in found.items
    ]
    return Page(shown, found.next_cursor)


def _readable(detail: dict[str, Any], queues: dict[str, str]) -> dict[str, Any]:
    return {name: queues.get(value, value) if isinstance(value, str) else value for name, value in detail.items()}
