"""Hands go down with the call they were raised for."""

from sqlalchemy.orm import Session

from contactcenter.calls.events import CallEnded, ConversationEnded
from contactcenter.calls.hands import service
from contactcenter.core.events import within


@within(ConversationEnded, CallEnded)
def lower_with_call(session: Session, event: ConversationEnded | CallEnded) -> None:
    service.end_for_call(session, event.call_id, "call_ended")
