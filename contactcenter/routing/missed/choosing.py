"""Whose a missed caller becomes, and by when somebody should have called."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.worktime.calendar import add_business_seconds
from contactcenter.agents.worktime.plans import get_calendar
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.crm.models import Customer
from contactcenter.routing import queues
from contactcenter.routing.missed.models import MissedCaller, MissedPolicy
from contactcenter.routing.models import Queue, QueueMember

REMEMBERED = timedelta(days=60)
"""After so long the agent who spoke with somebody is a stranger again."""


def policy_of(session: Session, queue_id: str | None) -> MissedPolicy:
    """The queue's own, else the usual one (not stored)."""
    found = session.get(MissedPolicy, queue_id) if queue_id else None
    return found or MissedPolicy(queue_id=queue_id or "", call_back_minutes=30, owner_rule="last_agent")


def choose_due(session: Session, policy: MissedPolicy, moment: datetime) -> datetime:
    """When the promise is broken: the minutes run only while the queue is open, or the company if it has no queue."""
    seconds = policy.call_back_minutes * 60
    queue = session.get(Queue, policy.queue_id) if policy.queue_id else None
    due = add_business_seconds(get_calendar(session, queue.calendar_id if queue else None), moment, seconds)
    return due if due is not None else moment + timedelta(seconds=seconds)


def choose_owner(session: Session, policy: MissedPolicy, call: Call) -> str | None:
    """By the queue's rule; None: whoever of the queue comes first. Only people who may sign in."""
    if policy.owner_rule == "nobody":
        return None
    if policy.owner_rule == "last_agent":
        return _last_agent(session, call)
    return _fewest_open(session, call.queue_id or queues.ensure_default_queue(session).id)


def _last_agent(session: Session, call: Call) -> str | None:
    """Who spoke with them last; else whose customer they are."""
    theirs = Call.customer_id == call.customer_id if call.customer_id else Call.party == call.party
    spoke = (
        sa.select(Call.agent_id)
        .join(User, User.id == Call.agent_id)
        .where(theirs, Call.talk_seconds.is_not(None), Call.started_at > now() - REMEMBERED, User.is_active.is_(True))
        .order_by(Call.started_at.desc(), Call.id.desc())
        .limit(1)
    )
    owner = (
        sa.select(User.id)
        .join(Customer, Customer.owner_id == User.id)
        .where(Customer.id == call.customer_id, User.is_active.is_(True))
    )
    return session.scalar(spoke) or (session.scalar(owner) if call.customer_id else None)


def _fewest_open(session: Session, queue_id: str) -> str | None:
    held = sa.and_(MissedCaller.owner_id == User.id, MissedCaller.state == "open")
    members = (
        sa.select(User.id)
        .join(QueueMember, QueueMember.user_id == User.id)
        .outerjoin(MissedCaller, held)
        .where(QueueMember.queue_id == queue_id, User.is_active.is_(True))
        .group_by(User.id)
        .order_by(sa.func.count(MissedCaller.id), User.id)
        .limit(1)
    )
    return session.scalar(members)
