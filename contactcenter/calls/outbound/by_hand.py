"""A call made elsewhere, written down by hand: the same row, with the person's word for it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.calls import wrapup
from contactcenter.calls.announcing import announce
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid
from contactcenter.core.ids import new_id
from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import current
from contactcenter.crm import matching
from contactcenter.crm import service as crm

PROVIDER = "manual"
LONGEST_AGO = timedelta(days=366)
OUTCOMES = {"answered": "completed", "no_answer": "no_answer", "busy": "busy", "failed": "failed"}


def log_call(
    session: Session,
    *,
    agent_id: str | None,
    direction: str,
    number: str,
    customer_id: str | None,
    started_at: datetime,
    talk_seconds: int,
    outcome: str,
    disposition: str | None,
    notes: str,
    next_step: dict[str, Any] | None = None,
) -> Call:
    """Raises Invalid for a number that is none, or times that cannot be."""
    phone = parse_phone(number, current().default_region)
    if phone is None:
        raise Invalid("invalid_phone", "That is not a phone number.", number=["Not a number."])
    if not now() - LONGEST_AGO < started_at <= now() + timedelta(minutes=1):
        raise Invalid("bad_time", "Choose a time within the last year.", started_at=["Not within the last year."])
    is_talk = outcome == "answered"
    if is_talk and started_at + timedelta(seconds=talk_seconds) > now() + timedelta(minutes=1):
        raise Invalid("bad_talk", "It cannot have lasted until later than now.", talk_seconds=["Ends in the future."])
    ours = current().twilio.phone_number or current().simulator.phone_number
    call = Call(
        provider=PROVIDER,
        account="",
        provider_call_id=new_id("man"),
        direction=direction,
        from_number=ours if direction == "outbound" else phone.e164,
        to_number=phone.e164 if direction == "outbound" else ours,
        party=phone.e164,
        customer_id=customer_id and crm.get_customer(session, customer_id).id,
        agent_id=agent_id,
        handler_id=agent_id,
        placed_via="log",
        started_at=started_at,
        answered_at=started_at if is_talk else None,
        ended_at=started_at + timedelta(seconds=talk_seconds if is_talk else 0),
        talk_seconds=talk_seconds if is_talk else None,
        duration_seconds=talk_seconds if is_talk else 0,
        provider_status=OUTCOMES[outcome],
        state=_state(direction, outcome),
        notes=notes,
    )
    call.customer_id = call.customer_id or matching.find_match(session, "phone", phone.e164).customer_id
    session.add(call)
    session.flush()
    if disposition:
        wrapup.save(session, call, agent_id=agent_id, disposition=disposition, notes=notes, next_step=next_step)
    announce(session, call)
    return call


def _state(direction: str, outcome: str) -> str:
    if outcome == "answered":
        return "completed"
    return "missed" if direction == "inbound" else outcome
