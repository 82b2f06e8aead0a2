"""Sending a caller to somebody outside the company."""

from contactcenter.calls.models import Call
from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import current
from contactcenter.providers.instructions import ConnectNumber, Instruction
from contactcenter.routing.flows import places, speak
from contactcenter.routing.flows.walk import Document, Turn


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
