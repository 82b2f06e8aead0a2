"""Hands go down with the call they were raised for, and when whoever was coming has taken a call over."""

from sqlalchemy.orm import Session

from contactcenter.calls import legs
from contactcenter.calls.events import CallAnswered, CallEnded, ConversationEnded
from contactcenter.calls.hands import service
from contactcenter.calls.models import Call
from contactcenter.core.events import within


@within(ConversationEnded, CallEnded)
def lower_with_call(session: Session, event: ConversationEnded | CallEnded) -> None:
    service.end_for_call(session, event.call_id, "call_ended")


@within(CallAnswered)
def lower_when_taken_over(session: Session, event: CallAnswered) -> None:
    call = session.get_one(Call, event.call_id)
    if call.turns and event.agent_id:
        had = {leg.agent_id for leg in legs.list_spoken(session, call) if leg.agent_id}
        service.helped(session, had - {event.agent_id}, event.agent_id)
