"""When an agent's part of a call is over, or its length becomes known."""

from sqlalchemy.orm import Session

from contactcenter.calls.agent_time import service
from contactcenter.calls.events import CallAnswered, CallEnded, ConversationEnded, LegEnded, WrapUpEnded
from contactcenter.calls.models import Call
from contactcenter.core.events import at_end, within


@within(CallEnded, ConversationEnded, LegEnded, WrapUpEnded)
def keep_segments(session: Session, event: CallEnded | ConversationEnded | LegEnded | WrapUpEnded) -> None:
    at_end(session, f"segments:{event.call_id}", lambda s: service.keep(s, s.get_one(Call, event.call_id)))


@within(CallAnswered)
def keep_those_before(session: Session, event: CallAnswered) -> None:
    """Somebody else has the call now: it is in the log of whoever had it first while it still goes on."""
    if session.get_one(Call, event.call_id).turns:
        at_end(session, f"segments:{event.call_id}", lambda s: service.keep(s, s.get_one(Call, event.call_id)))
