"""A talk keeps the promises that were due."""

from sqlalchemy.orm import Session

from contactcenter.calls.events import CallChanged
from contactcenter.calls.models import Call
from contactcenter.core.events import within
from contactcenter.routing.callbacks import service
from contactcenter.routing.missed.recovery import is_contact


@within(CallChanged)
def keep_promises(session: Session, event: CallChanged) -> None:
    """Told again for every late fact; what is kept stays so."""
    call = session.get_one(Call, event.call_id)
    if call.provider_status is not None and is_contact(call):
        service.keep_promises(session, call.party, call.customer_id, call.ended_at or call.started_at, by=call.agent_id)
