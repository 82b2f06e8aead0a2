"""What makes a missed caller, and whose they are; what mends one is in routing.contacts."""

from sqlalchemy.orm import Session

from contactcenter.calls.events import CallChanged
from contactcenter.calls.models import Call
from contactcenter.core.events import within
from contactcenter.crm.events import CustomersMerged, CustomersUnmerged, IdentityAdded
from contactcenter.routing.missed import recovery


@within(CallChanged)
def look_at_call(session: Session, event: CallChanged) -> None:
    """Told again for every late fact; looking again is harmless."""
    recovery.look_at(session, session.get_one(Call, event.call_id))


@within(IdentityAdded)
def adopt_missed(session: Session, event: IdentityAdded) -> None:
    if event.channel == "phone":
        recovery.adopt(session, event.value, event.customer_id)


@within(CustomersMerged)
def join_missed(session: Session, event: CustomersMerged) -> None:
    recovery.rekey(session, [event.survivor_id])


@within(CustomersUnmerged)
def part_missed(session: Session, event: CustomersUnmerged) -> None:
    recovery.part(session, [event.survivor_id, *event.restored_ids])
