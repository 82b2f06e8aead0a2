"""What an agent does about a lead they were given, or could have: acknowledge, give back, take from the pool."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.models import User
from contactcenter.agents.policies import can
from contactcenter.core.errors import Conflict, Forbidden
from contactcenter.core.events import emit
from contactcenter.routing.leads import owning
from contactcenter.routing.leads.events import LeadCreated
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.policies import DEFAULT_ID, get_policy
from contactcenter.routing.leads.service import get_lead
from contactcenter.routing.leads.setup import get_settings
from contactcenter.routing.leads.setup_models import LeadPolicy, LeadPoolMember


def acknowledge(session: Session, lead_id: str, user_id: str) -> Lead:
    """ "I have seen it". Raises Conflict `lead_gone` when it is no longer theirs."""
    lead = _own(session, lead_id, user_id)
    owning.acknowledge(session, lead, get_settings(session), user_id)
    return lead


def decline(session: Session, lead_id: str, user_id: str, reason: str) -> Lead:
    """Give it back: the next one gets it, and it does not come back to this person by itself."""
    lead = _own(session, lead_id, user_id)
    owning.exclude(lead, user_id)
    owning.let_go(session, lead, routing="waiting", reason="declined", actor_id=user_id)
    if reason:
        lead.limbo_reason = "declined"
    emit(session, LeadCreated(lead.id))
    return lead


def take(session: Session, lead_id: str, actor: Actor) -> Lead:
    """Take a floating lead, or one that waits. Of two who want it the second gets Conflict `lead_gone`."""
    lead = get_lead(session, lead_id, for_update=True)
    user_id = actor.user_id
    if user_id is None:
        raise Forbidden("person_only", "An API key is no person.")
    if lead.owner_id == user_id:
        return lead
    if lead.routing == "assigned" or lead.state != "open":
        raise Conflict("lead_gone", "Somebody has this lead.")
    settings = get_settings(session)
    if settings.floats_to == "team" and not can(actor, "leads.assign") and not _is_in_pool(session, lead, user_id):
        raise Forbidden("not_in_pool", "Only those who get such leads may take this one.")
    owning.give(session, lead, user_id, cause="taken", settings=settings, actor_id=user_id, is_acknowledged=True)
    return lead


def _own(session: Session, lead_id: str, user_id: str) -> Lead:
    lead = get_lead(session, lead_id, for_update=True)
    if lead.owner_id != user_id:
        raise Conflict("lead_gone", "This lead is not yours any more.")
    return lead


def _is_in_pool(session: Session, lead: Lead, user_id: str) -> bool:
    policy: LeadPolicy = get_policy(session, lead.policy_id or DEFAULT_ID)
    if policy.has_own_pool:
        return session.get(LeadPoolMember, (policy.id, user_id)) is not None
    return session.scalar(sa.select(User.role).where(User.id == user_id)) == "agent"
