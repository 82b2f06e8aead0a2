"""What calls do when customers change."""

from sqlalchemy.orm import Session

from contactcenter.calls import texts
from contactcenter.calls.attribution import adopt_calls
from contactcenter.calls.events import CallEnded
from contactcenter.calls.models import Call
from contactcenter.core.events import within
from contactcenter.crm.events import IdentityAdded
from contactcenter.crm.stats import service as stats


@within(IdentityAdded)
def adopt_calls_of_number(session: Session, event: IdentityAdded) -> None:
    if event.channel == "phone":
        adopt_calls(session, event.value, event.customer_id)
        texts.adopt(session, event.value, event.customer_id)


@within(CallEnded)
def count_call(session: Session, event: CallEnded) -> None:
    """Told again when a late fact arrives: counting again is harmless."""
    call = session.get_one(Call, event.call_id)
    if call.customer_id:
        stats.touch_contacts(session, call.customer_id)
