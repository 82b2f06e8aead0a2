"""A policy's pool as it stands: who is in it, how present, how full, what they are owed."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import Presence, User
from contactcenter.agents.worktime import company_zone, is_working
from contactcenter.routing import rotations
from contactcenter.routing.leads.choosing import Member
from contactcenter.routing.leads.models import Lead, LeadAssignment
from contactcenter.routing.leads.setup_models import LeadAgent, LeadPolicy, LeadPoolMember

COUNTED = ("distribution", "taken", "manual")
"""What counts for the caps of an hour and a day; what a colleague on leave handed over does not."""


def read_pool(
    session: Session, policy: LeadPolicy, moment: datetime, *, given: Mapping[str, Member] | None = None
) -> dict[str, Member]:
    """By agent id. `given`: members as another pool of the same run left them, whose counts are newer than the rows."""
    session.flush()
    members = {row.user_id: _member(policy, row) for row in session.execute(_people(policy))}
    for agent_id, credit in rotations.owed(session, policy.id).items():
        if agent_id in members:
            members[agent_id].credit = credit
    for agent_id, reason in is_working(session, members, moment).items():
        members[agent_id].off_reason = reason
    _count(session, members, moment)
    for agent_id, known in (given or {}).items():
        if agent_id in members:
            for name in ("open_leads", "in_hour", "in_day", "last_lead_at"):
                setattr(members[agent_id], name, getattr(known, name))
    return members


def midnight(moment: datetime) -> datetime:
    """When the company's present day began."""
    zone = company_zone()
    return datetime.combine(moment.astimezone(zone).date(), datetime.min.time(), zone).astimezone(UTC)


def _people(policy: LeadPolicy) -> sa.Select[Any]:
    share = sa.and_(LeadPoolMember.agent_id == User.id, LeadPoolMember.policy_id == policy.id)
    columns: tuple[Any, ...] = (
        Presence.user_id, Presence.status, Presence.is_status_ready, Presence.is_reachable, Presence.idle_since,
        LeadPoolMember.weight, LeadAgent.receives_leads,
        LeadAgent.max_open, LeadAgent.max_per_hour, LeadAgent.max_per_day,
    )  # fmt: skip
    statement = (
        sa.select(*columns)
        .join(User, User.id == Presence.user_id)
        .outerjoin(LeadAgent, LeadAgent.user_id == User.id)
        .where(User.is_active.is_(True))
    )
    if policy.has_own_pool:
        return statement.join(LeadPoolMember, share)
    return statement.outerjoin(LeadPoolMember, share).where(User.role == "agent")


def _member(policy: LeadPolicy, row: Any) -> Member:
    return Member(
        agent_id=row.user_id,
        weight=1 if row.weight is None else row.weight,
        status=row.status,
        is_ready=row.is_status_ready,
        is_reachable=row.is_reachable,
        receives_leads=row.receives_leads is not False,
        idle_since=row.idle_since,
        max_open=policy.max_open if row.max_open is None else row.max_open,
        max_per_hour=policy.max_per_hour if row.max_per_hour is None else row.max_per_hour,
        max_per_day=policy.max_per_day if row.max_per_day is None else row.max_per_day,
    )


def _count(session: Session, members: dict[str, Member], moment: datetime) -> None:
    owned = session.execute(
        sa.select(Lead.owner_id, sa.func.count())
        .where(Lead.state == "open", Lead.owner_id.in_(members))
        .group_by(Lead.owner_id)
    )
    for agent_id, count in owned:
        members[str(agent_id)].open_leads = count
    hour, day = moment - timedelta(hours=1), midnight(moment)
    since = sa.select(
        LeadAssignment.agent_id,
        sa.func.count(sa.case((LeadAssignment.at >= hour, 1))),
        sa.func.count(sa.case((LeadAssignment.at >= day, 1))),
        sa.func.max(LeadAssignment.at),
    ).where(
        LeadAssignment.agent_id.in_(members),
        LeadAssignment.at >= min(hour, day),
        LeadAssignment.cause.in_(COUNTED),
    )
    for agent_id, in_hour, in_day, last in session.execute(since.group_by(LeadAssignment.agent_id)):
        member = members[agent_id]
        member.in_hour, member.in_day, member.last_lead_at = in_hour, in_day, last
