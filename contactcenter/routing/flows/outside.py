"""Sending a caller to somebody outside the company."""

from dataclasses import replace

from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import current
from contactcenter.privacy import gate
from contactcenter.providers.instructions import ConnectNumber, Instruction
from contactcenter.routing.flows import places, speak
from contactcenter.routing.flows.caller import Caller
from contactcenter.routing.flows.walk import Document, Left, Turn, walk

MOST_REFUSED = 10


def walk_past_refused(session: Session, flow: Document, turn: Turn, caller: Caller) -> Turn:
    """Past numbers that may no longer be dialled, as if nobody answered; they could be when the flow was published."""
    for _ in range(MOST_REFUSED):
        if turn.stop != "outside" or _may_dial(session, flow, turn):
            return turn
        turn = walk(flow, turn.place, Left("unanswered"), caller)
    return replace(turn, stop="voicemail")


def _may_dial(session: Session, flow: Document, turn: Turn) -> bool:
    number = flow.steps[turn.place.step]["number"]
    return gate.may_contact(session, None, number, gate.VOICE, gate.SERVICE, now()).is_allowed


def dial(call: Call, flow: Document, turn: Turn, language: str) -> Instruction:
    """Say what the step says, then ring its number; noted on the call, so that whoever answers there answers it."""
    step = flow.steps[turn.place.step]
    phone = parse_phone(step["number"], current().default_region)
    call.forwarded_to = phone.e164 if phone else step["number"]
    dial = ConnectNumber(
        transfer_id=None,
        phone=call.forwarded_to,
        caller_id=call.to_number,
        ring_seconds=step["ring_seconds"],
        is_recorded=step["is_recorded"],
        walk=places.outside(flow, turn.place),
    )
    return speak.said_then(speak.sounds(flow, turn.asked, language), dial)
