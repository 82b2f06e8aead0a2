"""Who had this person before: an open lead of theirs, an earlier one, the customer's owner, the household."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.companies.models import HouseholdMember
from contactcenter.crm.models import Customer
from contactcenter.routing.leads.models import Lead, LeadAssignment


@dataclass(frozen=True)
class Owner:
    """`is_still_theirs`: they have an open lead of the same person right now."""

    agent_id: str
    why: str
    is_still_theirs: bool = False


def last_owners(session: Session, leads: Sequence[Lead]) -> dict[str, Owner]:
    """By lead id. Somebody known by another channel (a Zalo account, say) is the same customer, and found so."""
    found = {}
    for lead in leads:  # an index step or two each: a lead's own person, seldom more than a few rows
        owner = _of_leads(session, lead) or _of_customer(session, lead) or _of_household(session, lead)
        if owner is not None:
            found[lead.id] = owner
    return found


def _of_leads(session: Session, lead: Lead) -> Owner | None:
    same = _same_person(lead)
    if same is None:
        return None
    row = session.execute(
        sa.select(LeadAssignment.agent_id, Lead.state, Lead.owner_id)
        .join(Lead, Lead.id == LeadAssignment.lead_id)
        .where(same, Lead.id != lead.id, LeadAssignment.agent_id.not_in(lead.excluded))
        .order_by(sa.case((sa.and_(Lead.state == "open", Lead.owner_id.is_not(None)), 0), else_=1))
        .order_by(LeadAssignment.at.desc(), LeadAssignment.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    is_open = row.state == "open" and row.owner_id == row.agent_id
    return Owner(row.agent_id, "open_lead" if is_open else "last_owner", is_open)


def _same_person(lead: Lead) -> sa.ColumnElement[bool] | None:
    if lead.customer_id:
        return Lead.customer_id == lead.customer_id
    return Lead.party == lead.party if lead.party else None


def _of_customer(session: Session, lead: Lead) -> Owner | None:
    if not lead.customer_id:
        return None
    owner_id = session.scalar(sa.select(Customer.owner_id).where(Customer.id == lead.customer_id))
    return Owner(owner_id, "customer_owner") if owner_id else None


def _of_household(session: Session, lead: Lead) -> Owner | None:
    """The owner of the last lead of somebody they live with, else of that person."""
    if not lead.customer_id:
        return None
    own, mate = sa.orm.aliased(HouseholdMember), sa.orm.aliased(HouseholdMember)
    mates = session.scalars(
        sa.select(mate.customer_id)
        .join(own, own.household_id == mate.household_id)
        .where(own.customer_id == lead.customer_id, mate.customer_id != lead.customer_id)
    ).all()
    if not mates:
        return None
    agent_id = session.scalar(
        sa.select(LeadAssignment.agent_id)
        .join(Lead, Lead.id == LeadAssignment.lead_id)
        .where(Lead.customer_id.in_(mates))
        .order_by(LeadAssignment.at.desc())
        .limit(1)
    ) or session.scalar(sa.select(Customer.owner_id).where(Customer.id.in_(mates), Customer.owner_id.is_not(None)))
    return Owner(agent_id, "household") if agent_id else None
