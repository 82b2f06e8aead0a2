"""What happens to a room when its call ends. Same transaction."""

from sqlalchemy.orm import Session

from contactcenter.calls import service as calls
from contactcenter.calls.events import CallEnded, LegEnded
from contactcenter.calls.rooms import service
from contactcenter.core.events import within


@within(LegEnded)
def leave_with_leg(session: Session, event: LegEnded) -> None:
    service.leg_ended(session, calls.get_call(session, event.call_id), event.provider_leg_id)


@within(CallEnded)
def empty_room(session: Session, event: CallEnded) -> None:
    service.close_room(session, calls.get_call(session, event.call_id))
