"""What is kept and told of a change of a lead: its history, its card on the timeline, the live event."""

from typing import Any

from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.events import at_end, emit
from contactcenter.crm.timeline import service as timeline
from contactcenter.routing.leads.events import LeadChanged
from contactcenter.routing.leads.models import Lead, LeadEvent

KIND = "lead"

timeline.declare_kind(KIND, "routing")


def note(session: Session, lead: Lead, kind: str, actor_id: str | None, **data: Any) -> None:
    """A line of the lead's history. The words are the front end's; `data` holds ids, codes and times."""
    session.add(LeadEvent(lead_id=lead.id, kind=kind, actor_id=actor_id, data=data))


def announce(session: Session, lead: Lead, *, was_owner_id: str | None = None) -> None:
    """Count the change, and tell it once when the transaction ends."""
    lead.version += 1
    lead.updated_at = now()
    people: dict[str, None] = session.info.setdefault("lead_people", {}).setdefault(lead.id, {})
    people.update({i: None for i in (was_owner_id, lead.owner_id) if i})
    at_end(session, f"lead:{lead.id}", lambda s: _tell(s, lead))


def put_on_timeline(session: Session, lead: Lead) -> None:
    """The lead's card, for whoever it is about, known or not yet."""
    timeline.record(
        session,
        kind=KIND,
        ref_id=lead.id,
        channel="internal",
        occurred_at=lead.created_at,
        summary=lead.interest or lead.source,
        customer_id=lead.customer_id,
        party=lead.party,
        agent_id=lead.owner_id,
    )


def _tell(session: Session, lead: Lead) -> None:
    people = session.info.get("lead_people", {}).pop(lead.id, {})
    put_on_timeline(session, lead)
    emit(session, LeadChanged(lead.id, tuple(people), lead.customer_id))
