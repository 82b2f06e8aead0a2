"""What was done with a lead, as a screen tells it: names instead of ids, and hidden where the company says so."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.policies import can
from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.crm.models import Customer
from contactcenter.crm.queries import user_names
from contactcenter.crm.reach import concerns
from contactcenter.crm.tasks.models import Task
from contactcenter.routing.leads.models import Lead, LeadAssignment, LeadEvent, LeadHandover
from contactcenter.routing.leads.present import decision
from contactcenter.routing.leads.setup import get_settings

_PEOPLE = ("agent_id",)


def is_hidden(session: Session, lead: Lead, actor: Actor) -> bool:
    """A floating lead may come to a new person without what others made of it."""
    return lead.routing == "floating" and not can(actor, "leads.assign") and get_settings(session).hides_history


def describe(session: Session, events: Sequence[LeadEvent]) -> list[dict[str, Any]]:
    """Of the shape of `LeadEventSchema`; `names` are those of the people in `data`."""
    ids = {event.actor_id for event in events} | {event.data.get(key) for event in events for key in _PEOPLE}
    names = user_names(session, ids)
    return [
        {
            "id": event.id,
            "at": event.at,
            "kind": event.kind,
            "actor_id": event.actor_id,
            "actor_name": names.get(event.actor_id or ""),
            "data": event.data,
            "names": {i: names[i] for key in _PEOPLE if (i := event.data.get(key)) in names},
        }
        for event in events
    ]


def describe_assignments(session: Session, rows: Sequence[LeadAssignment]) -> list[dict[str, Any]]:
    """Of the shape of `LeadAssignmentSchema`."""
    names = user_names(session, {i for row in rows for i in (row.agent_id, row.actor_id)})
    return [
        {
            **{name: getattr(row, name) for name in ("id", "agent_id", "at", "cause", "ended_at", "end_reason")},
            "agent_name": names.get(row.agent_id),
            "actor_name": names.get(row.actor_id or ""),
            "decision": decision(session, row.decision),
        }
        for row in rows
    ]


def describe_moves(
    session: Session, moves: Sequence[dict[str, Any]], reach: Reach = EVERYTHING
) -> list[dict[str, Any]]:
    """Of the shape of `ShownLeadMoveSchema`, or of `ShownLeadRebalancingMoveSchema`.

    A colleague's work for another team's customer has no `text`.
    """
    names = user_names(session, {i for move in moves for i in (move["to"], move.get("from")) if i})
    texts = _lead_texts(session, [move["id"] for move in moves if move["kind"] == "lead"], reach)
    wanted = [move["id"] for move in moves if move["kind"] == "task"]
    tasks = sa.select(Task.id, Task.title).where(Task.id.in_(wanted), concerns(reach, Task.customer_id))
    texts |= {row.id: row.title for row in session.execute(tasks)}
    return [
        {
            **move,
            "from_name": names.get(move.get("from", "")),
            "to_name": names.get(move["to"]),
            "text": texts.get(move["id"], ""),
        }
        for move in moves
    ]


def describe_handovers(session: Session, rows: Sequence[LeadHandover]) -> list[dict[str, Any]]:
    """Of the shape of `LeadHandoverSchema`."""
    names = user_names(session, {row.from_agent_id for row in rows})
    return [
        {
            **{name: getattr(row, name) for name in ("id", "from_agent_id", "created_at", "undone_at")},
            "from_agent_name": names.get(row.from_agent_id),
            "moved": len(row.moves),
        }
        for row in rows
    ]


def _lead_texts(session: Session, ids: list[str], reach: Reach) -> dict[str, str]:
    rows = session.execute(
        sa.select(Lead.id, Lead.interest, Lead.source, Lead.contact_name, Customer.display_name)
        .outerjoin(Customer, Customer.id == Lead.customer_id)
        .where(Lead.id.in_(ids), concerns(reach, Lead.customer_id))
    )
    return {
        row.id: " · ".join(filter(None, (row.display_name or row.contact_name, row.interest or row.source)))
        for row in rows
    }
