"""What calls do when customers change."""

from sqlalchemy.orm import Session

from contactcenter.calls.attribution import adopt_calls
from contactcenter.core.events import within
from contactcenter.crm.events import IdentityAdded


@within(IdentityAdded)
def adopt_calls_of_number(session: Session, event: IdentityAdded) -> None:
    if event.channel == "phone":
        adopt_calls(session, event.value, event.customer_id)
