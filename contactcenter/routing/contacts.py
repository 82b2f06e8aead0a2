"""Whether somebody has been reached, decided in one place, on whatever channel.

| what happened                                   | reached |
|-------------------------------------------------|---------|
| a call, in or out, of ten seconds or more       | yes     |
| a shorter one, a voicemail, one nobody answered | no      |
| a message or mail that we sent                  | yes     |
| one that they sent: they wait for an answer     | no      |
| a note, a task, a file, an order                | no      |

Who is reached has had their lead's first touch, is off the list of missed callers, has been called back as promised,
and needs the place in line no more that was kept for them. Told again, nothing changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contactcenter.calls.contact import LEAST_TALK, is_contact
from contactcenter.calls.events import CallAnswered, CallChanged
from contactcenter.calls.models import Call
from contactcenter.core import jobs
from contactcenter.core.events import within
from contactcenter.crm.events import MessageRecorded
from contactcenter.routing.callbacks import service as callbacks
from contactcenter.routing.leads import touching
from contactcenter.routing.missed import recovery
from contactcenter.routing.queue_callbacks import service as queue_callbacks

JOB = "note_reached"


@dataclass(frozen=True)
class Contact:
    """Somebody of ours (`by`) and the person, from `at` `until`. `party`: the number or address they have."""

    kind: str
    customer_id: str | None
    party: str | None
    at: datetime
    until: datetime
    by: str | None
    call_id: str | None = None


def reached(session: Session, contact: Contact) -> None:
    """Everything that waited for this person to be reached is settled."""
    person = {"party": contact.party, "customer_id": contact.customer_id}
    touching.reached(session, **person, kind=contact.kind, at=contact.at, until=contact.until, by=contact.by)
    recovery.reached(session, **person, at=contact.until, by=contact.by, call_id=contact.call_id)
    callbacks.keep_promises(session, **person, at=contact.until, by=contact.by)
    queue_callbacks.reached(session, **person, at=contact.until)


@within(CallAnswered)
def call_goes_on(session: Session, event: CallAnswered) -> None:
    """Colleagues need not wait for the end of a long talk to see that somebody is off the list of missed callers."""
    if recovery.awaits(session, session.get_one(Call, event.call_id)):
        jobs.enqueue(session, JOB, event.call_id, key=f"reached-{event.call_id}", delay_seconds=LEAST_TALK)


def reached_while_talking(session: Session, call: Call, moment: datetime) -> None:
    """They have talked for long enough, and still do. The end of the call says it again."""
    is_talking = call.provider_status is None and call.between_at is None and not call.is_anonymous
    if is_talking and call.answered_at is not None and moment - call.answered_at >= timedelta(seconds=LEAST_TALK):
        reached(session, _contact_of(call, call.answered_at, moment))


@within(CallChanged)
def call_was_made(session: Session, event: CallChanged) -> None:
    """Told again for every late fact."""
    call = session.get_one(Call, event.call_id)
    if call.provider_status is None or not is_contact(call) or call.is_anonymous:
        return
    at = call.answered_at or call.started_at
    reached(session, _contact_of(call, at, call.ended_at or at))


@within(MessageRecorded)
def message_was_sent(session: Session, event: MessageRecorded) -> None:
    if event.direction == "outbound":
        person = {"customer_id": event.customer_id, "party": event.party}
        reached(session, Contact("message", **person, at=event.at, until=event.at, by=event.by))


def _contact_of(call: Call, at: datetime, until: datetime) -> Contact:
    person = {"customer_id": call.customer_id, "party": call.party}
    return Contact("call", **person, at=at, until=until, by=call.agent_id, call_id=call.id)
