"""Which leads somebody with a limited reach sees, and that a lead of theirs lets them see its customer.

A lead is seen that is a colleague's or nobody's, unless its customer is another team's; so the floating pool holds
for a limited role what its team may take. Who had a lead goes on seeing the customer.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.paths import guard_path, guard_person, guard_where
from contactcenter.agents.teams.reach import Reach, colleagues_only
from contactcenter.crm.reach import concerns, contribute_dealings, knows_line
from contactcenter.routing.leads.models import Lead, LeadAssignment, LeadHandover


def register() -> None:
    contribute_dealings(_customers_of_leads)
    contribute_dealings(_customers_of_former_leads)
    guard_where("/leads/<lead_id>", Lead.id, leads_within)
    guard_path("/handovers/<handover_id>", _sees_handover)
    guard_person("/lead-agents/<user_id>")


def leads_within(reach: Reach) -> sa.ColumnElement[bool]:
    """Whether a row of `leads` is within somebody's reach: a colleague's or nobody's, and so is its customer."""
    is_known = Lead.customer_id.is_not(None)
    person = sa.and_(concerns(reach, Lead.customer_id), sa.or_(is_known, knows_line(reach, Lead.party)))
    return sa.and_(colleagues_only(reach, Lead.owner_id), sa.or_(person, _is_own_unsettled(reach)))


def _is_own_unsettled(reach: Reach) -> sa.ColumnElement[bool]:
    """Theirs, and it is not known whose of those who share the number."""
    return sa.and_(Lead.owner_id == reach.user_id, Lead.customer_id.is_(None))


def _sees_handover(session: Session, reach: Reach, handover_id: str) -> bool:
    row = session.get(LeadHandover, handover_id)
    return row is None or reach.covers(row.from_agent_id)


def _customers_of_leads(user_id: Any) -> sa.Select[Any]:
    return sa.select(Lead.customer_id).where(Lead.owner_id == user_id)


def _customers_of_former_leads(user_id: Any) -> sa.Select[Any]:
    had = sa.select(Lead.customer_id).join(LeadAssignment, LeadAssignment.lead_id == Lead.id)
    return had.where(LeadAssignment.agent_id == user_id)
