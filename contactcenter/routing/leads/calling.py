"""The rule that makes a lead of a new caller's call, where the company wants it."""

from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.routing.leads import people, service
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.setup import get_settings
from contactcenter.routing.leads.touching import touched_by_call


def lead_of_call(session: Session, call: Call) -> Lead | None:
    """A lead for an inbound call of somebody who is no customer yet and has no open lead; once a call.

    Whoever spoke with them has it; a call that nobody took is distributed.
    """
    if call.direction != "inbound" or not call.party or call.is_anonymous:
        return None
    if not get_settings(session).opens_from_calls:
        return None
    person = people.find(session, call.party, call.caller_name or "")
    if person.customer_id is not None or service.find_open_of(session, None, call.party) is not None:
        return None
    values = {"source": "call", "owner_id": call.agent_id}
    lead = service.open_lead(session, values, actor_id=call.agent_id, person=person, origin=f"call:{call.id}")
    touched_by_call(session, call)
    return lead
