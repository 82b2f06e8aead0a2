"""What transfers do when rooms, offers and calls change. Same transaction."""

from sqlalchemy.orm import Session

from contactcenter.calls import service as calls
from contactcenter.calls.events import CallAnswered, CallEnded, ConversationEnded
from contactcenter.calls.rooms.events import ParticipantChanged
from contactcenter.core.events import at_end, within
from contactcenter.routing.events import OfferClosed
from contactcenter.routing.transfers import queries, service
from contactcenter.routing.transfers.models import Transfer


@within(ParticipantChanged)
def guest_came_or_left(session: Session, event: ParticipantChanged) -> None:
    if event.kind not in ("colleague", "outside"):
        return
    row = queries.by_participant(session, event.participant_id)
    if row is not None:
        service.guest_changed(session, calls.get_call(session, event.call_id), row, event.state)


@within(OfferClosed)
def colleague_said_no(session: Session, event: OfferClosed) -> None:
    """One colleague was meant, and did not take it: whoever asked is told at once."""
    if event.kind == service.CONSULT and event.state in ("declined", "timed_out"):
        at_end(session, f"consult:{event.ref_id}", lambda s: _give_up(s, event.ref_id, event.state))


@within(CallAnswered)
def passed_on_call_answered(session: Session, event: CallAnswered) -> None:
    service.answered(session, calls.get_call(session, event.call_id), event.agent_id)


@within(CallEnded, ConversationEnded)
def call_is_over(session: Session, event: CallEnded | ConversationEnded) -> None:
    service.call_over(session, calls.get_call(session, event.call_id))


def _give_up(session: Session, transfer_id: str, reason: str) -> None:
    row = session.get(Transfer, transfer_id)
    if row is not None and row.to_agent_id:
        service.failed(session, calls.get_call(session, row.call_id), row, reason)
