"""Whose a lead is: given, let go, acknowledged, touched. Every way to an owner ends here.

The lead's row is locked. Lock order: the turn of distribution (lead_settings), then leads.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.events import emit
from contactcenter.crm.notifications import service as notifications
from contactcenter.routing.leads import timers
from contactcenter.routing.leads.events import LeadAssigned
from contactcenter.routing.leads.ledger import announce, note
from contactcenter.routing.leads.models import Lead, LeadAssignment
from contactcenter.routing.leads.setup_models import LeadPolicy, LeadSettings

TOLD_BY_BELL = frozenset({"manual", "rebalanced"})
"""What a person did to somebody who may not look; distribution is told live, and stands in their list.
A handover rings one bell for all it gives."""


def give(
    session: Session,
    lead: Lead,
    agent_id: str,
    *,
    cause: str,
    settings: LeadSettings,
    actor_id: str | None = None,
    policy: LeadPolicy | None = None,
    decision: dict[str, Any] | None = None,
    is_acknowledged: bool = False,
) -> LeadAssignment:
    """Make somebody the owner and start their clock. Whoever takes a lead themselves has acknowledged it."""
    was_owner_id, moment = lead.owner_id, now()
    if was_owner_id is not None:
        _end_assignment(session, lead, "given_on", moment)
    lead.owner_id, lead.routing, lead.assigned_at, lead.limbo_reason = agent_id, "assigned", moment, None
    lead.acknowledged_at = moment if is_acknowledged else None
    if policy is not None:
        lead.policy_id = policy.id
    lead.decision = decision or {"chosen": agent_id, "reason": cause}
    assignment = LeadAssignment(
        lead_id=lead.id, agent_id=agent_id, at=moment, cause=cause, actor_id=actor_id, decision=lead.decision,
        policy_id=policy.id if policy else None, policy_version=policy.version if policy else None,
    )  # fmt: skip
    session.add(assignment)
    timers.start(session, lead, settings)
    note(session, lead, "assigned", actor_id, agent_id=agent_id, cause=cause, reason=lead.decision.get("reason"))
    announce(session, lead, was_owner_id=was_owner_id)
    emit(session, LeadAssigned(lead.id, agent_id, cause))
    if cause in TOLD_BY_BELL and actor_id != agent_id:
        session.flush()
        ring_bell(session, lead, agent_id, "lead_assigned", assignment.id, actor_id=actor_id)
    return assignment


def let_go(session: Session, lead: Lead, *, routing: str, reason: str, actor_id: str | None = None) -> None:
    """Take a lead from its owner, to wait for another or to float. `reason` ends their assignment."""
    was_owner_id = lead.owner_id
    _end_assignment(session, lead, reason, now())
    lead.owner_id, lead.routing, lead.assigned_at, lead.acknowledged_at = None, routing, None, None
    lead.limbo_reason = reason if routing == "floating" else "new_round"
    timers.stop(lead)
    note(session, lead, reason, actor_id, agent_id=was_owner_id, routing=routing)
    announce(session, lead, was_owner_id=was_owner_id)


def exclude(lead: Lead, agent_id: str | None) -> None:
    """Remember that it was taken from this person."""
    if agent_id and agent_id not in lead.excluded:
        lead.excluded = [*lead.excluded, agent_id]


def acknowledge(session: Session, lead: Lead, settings: LeadSettings, actor_id: str) -> None:
    """The owner has seen it; from now on the clock waits for the first touch. Repeating changes nothing."""
    if lead.acknowledged_at is not None or lead.owner_id is None:
        return
    lead.acknowledged_at = now()
    timers.start(session, lead, settings)
    note(session, lead, "acknowledged", actor_id)
    announce(session, lead)


def touch(session: Session, lead: Lead, kind: str, at: datetime, agent_id: str | None) -> bool:
    """Somebody reached the customer: a connected call, or a message sent. The first one counts; True when it did."""
    if lead.first_touch_at is not None or at < lead.created_at:
        return False
    lead.first_touch_at, lead.first_touch_kind, lead.first_touch_by = at, kind, agent_id
    if lead.owner_id is not None and lead.acknowledged_at is None:
        lead.acknowledged_at = at
    timers.stop(lead)
    note(session, lead, "touched", agent_id, way=kind, at=at.isoformat())
    announce(session, lead)
    return True


def ring_bell(
    session: Session, lead: Lead, user_id: str, kind: str, occasion: str, *, actor_id: str | None = None
) -> None:
    notifications.notify(
        session, user_id, kind, ref_id=lead.id, occasion=f"{kind}:{lead.id}:{occasion}",
        customer_id=lead.customer_id, actor_id=actor_id,
    )  # fmt: skip


def _end_assignment(session: Session, lead: Lead, reason: str, moment: datetime) -> None:
    session.flush()
    session.execute(
        sa.update(LeadAssignment)
        .where(LeadAssignment.lead_id == lead.id, LeadAssignment.ended_at.is_(None))
        .values(ended_at=moment, end_reason=reason)
    )
