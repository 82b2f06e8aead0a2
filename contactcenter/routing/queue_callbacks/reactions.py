"""What calls mean for kept places."""

from sqlalchemy.orm import Session

from contactcenter.calls.events import CallEnded
from contactcenter.calls.models import Call
from contactcenter.core.events import within
from contactcenter.routing.queue_callbacks import service


@within(CallEnded)
def callback_was_tried(session: Session, event: CallEnded) -> None:
    call = session.get_one(Call, event.call_id)
    service.call_over(session, call)
    service.call_again_over(session, call)
