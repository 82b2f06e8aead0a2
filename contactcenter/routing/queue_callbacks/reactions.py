"""What calls mean for kept places."""

from sqlalchemy.orm import Session

from contactcenter.calls.contact import is_contact
from contactcenter.calls.events import CallEnded
from contactcenter.calls.models import Call
from contactcenter.core.events import within
from contactcenter.routing.queue_callbacks import service


@within(CallEnded)
def callback_was_tried(session: Session, event: CallEnded) -> None:
    call = session.get_one(Call, event.call_id)
    if call.direction == "outbound":
        service.call_over(session, call)
    elif not is_contact(call):
        service.call_again_over(session, call)
