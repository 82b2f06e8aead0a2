"""What leads do when calls, customers and people change. Same transaction, a few lines each."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.account_events import UserDeactivated
from contactcenter.calls.events import CallEnded
from contactcenter.calls.models import Call
from contactcenter.core.events import emit, within
from contactcenter.crm.events import IdentityAdded
from contactcenter.crm.matching import find_match
from contactcenter.routing.leads import owning, service
from contactcenter.routing.leads.calling import lead_of_call
from contactcenter.routing.leads.events import LeadCreated
from contactcenter.routing.leads.models import Lead


@within(CallEnded)
def caller_may_want_something(session: Session, event: CallEnded) -> None:
    lead_of_call(session, session.get_one(Call, event.call_id))


@within(IdentityAdded)
def person_became_known(session: Session, event: IdentityAdded) -> None:
    """Leads of a number that nobody knew are of whoever is saved with it, if that is the only one it finds."""
    mine = sa.select(Lead).where(Lead.party == event.value, Lead.customer_id.is_(None))
    leads = [lead for lead in session.scalars(mine.with_for_update()) if not lead.candidates]
    if leads and find_match(session, event.channel, event.value).customer_id == event.customer_id:
        for lead in leads:
            service.attach_person(session, lead, event.customer_id, actor_id=None)


@within(UserDeactivated)
def leads_of_a_leaver(session: Session, event: UserDeactivated) -> None:
    """Whoever may no longer sign in keeps no open lead."""
    theirs = sa.select(Lead).where(Lead.owner_id == event.user_id, Lead.state == "open").order_by(Lead.id)
    for lead in session.scalars(theirs.with_for_update()).all():
        owning.let_go(session, lead, routing="waiting", reason="owner_left")
        emit(session, LeadCreated(lead.id))
