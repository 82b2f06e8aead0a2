"""Agents as a supervisor sees them: state, current call, today's work."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import Presence
from contactcenter.agents.presence import is_ready, list_states
from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.agents.worktime import is_working
from contactcenter.calls.agent_time.models import AgentSegment
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.phone import format_national
from contactcenter.crm.models import Customer
from contactcenter.quality.models import Rating
from contactcenter.routing import skills
from contactcenter.routing.models import Offer, WorkItem


def list_agents(session: Session, since: datetime, reach: Reach = EVERYTHING) -> list[dict[str, Any]]:
    """Colleagues who take work, by name, with figures since a moment."""
    handled, missed, rated, current = (
        _handled(session, since), _missed(session, since), _rated(session, since), _current(session)
    )  # fmt: skip
    people = [(user, state) for user, state in list_states(session) if reach.covers(user.id)]
    ids = [user.id for user, _state in people]
    capacity, known = skills.capacities(session, ids), skills.skills_of(session, ids)
    off = is_working(session, ids, now())
    return [
        {
            "id": user.id,
            "name": user.name,
            "role": user.role,
            "status": state.status,
            "status_since": state.status_since,
            "activity": state.activity,
            "activity_since": state.activity_since,
            "is_reachable": state.is_reachable,
            "reachable": state.is_reachable,
            "next_status": state.next_status,
            "off_duty": off[user.id],
            "version": state.version,
            "capacity": skills.capacity_shown(capacity.get(user.id)),
            "skills": known.get(user.id, []),
            "call": current.get(user.id),
            "today": {
                "handled": handled.get(user.id, (0, 0))[0],
                "talk_seconds": handled.get(user.id, (0, 0))[1],
                "missed_offers": missed.get(user.id, 0),
                "average_rating": rated.get(user.id),
            },
        }
        for user, state in people
    ]


FLOOR_STATES = ("free", "ringing", "talking", "wrap_up", "away", "offline")


def floor_state(state: Presence) -> str:
    """In one word, for counting: what they do, else whether they could take something."""
    if state.status == "offline":
        return "offline"
    if state.activity != "idle":
        return "talking" if state.activity == "hold" else state.activity
    return "free" if is_ready(state) else "away"


def average_rating(session: Session, since: datetime, agent_id: str) -> tuple[float | None, int]:
    """One agent's, and how many customers gave it."""
    theirs = (Rating.created_at >= since, Rating.kind == "csat", Rating.agent_id == agent_id)
    average, count = session.execute(sa.select(sa.func.avg(Rating.score), sa.func.count()).where(*theirs)).one()
    return (round(float(average), 2) if count else None), count


def _handled(session: Session, since: datetime) -> dict[str, tuple[int, int]]:
    """Agent → calls they spoke on, and their own talk seconds: of a call that was passed on, each their part.

    Calls without segments (written down by hand, or from before there were any) are their agent's, whole.
    """
    parts = sa.select(AgentSegment.agent_id, AgentSegment.call_id, AgentSegment.talk_seconds).where(
        AgentSegment.started_at >= since
    )
    whole = sa.select(Call.agent_id, Call.id, sa.func.coalesce(Call.talk_seconds, 0)).where(
        Call.started_at >= since,
        Call.answered_at.is_not(None),
        Call.agent_id.is_not(None),
        ~sa.exists().where(AgentSegment.call_id == Call.id),
    )
    spoken = sa.union_all(parts, whole).subquery()
    agent_id, call_id, talk = spoken.c
    rows = session.execute(
        sa.select(agent_id, sa.func.count(sa.distinct(call_id)), sa.func.sum(talk)).group_by(agent_id)
    )
    return {row[0]: (row[1], int(row[2] or 0)) for row in rows if row[0]}


def _missed(session: Session, since: datetime) -> dict[str, int]:
    rows = session.execute(
        sa.select(Offer.agent_id, sa.func.count())
        .where(Offer.created_at >= since, Offer.state == "timed_out")
        .group_by(Offer.agent_id)
    )
    return {row[0]: row[1] for row in rows}


def _rated(session: Session, since: datetime) -> dict[str, float]:
    rows = session.execute(
        sa.select(Rating.agent_id, sa.func.avg(Rating.score))
        .where(Rating.created_at >= since, Rating.kind == "csat", Rating.agent_id.is_not(None))
        .group_by(Rating.agent_id)
    )
    return {row[0]: round(float(row[1]), 2) for row in rows if row[0]}


def _current(session: Session) -> dict[str, dict[str, Any]]:
    rows = session.execute(
        sa.select(WorkItem.agent_id, Call, Customer.display_name)
        .join(Call, Call.id == WorkItem.ref_id)
        .outerjoin(Customer, Customer.id == Call.customer_id)
        .where(WorkItem.state == "accepted", WorkItem.agent_id.is_not(None))
    )
    return {
        agent_id: {
            "id": call.id,
            "customer_name": name,
            "number": "" if call.is_anonymous else format_national(call.party or ""),
            "started_at": call.answered_at or call.started_at,
        }
        for agent_id, call, name in rows
        if agent_id
    }
