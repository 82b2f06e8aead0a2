"""How legs and calls get on: progress callbacks, the end of a dial, the whisper before a bridge.

No order is promised: each callback carries its leg's SequenceNumber and its own time.
"""

from contactcenter.providers.events import (
    CallProgressed,
    CallStatus,
    DialEnded,
    LegProgressed,
    ProviderEvent,
    Unhandled,
    WhisperAsked,
)
from contactcenter.providers.twilio.fields import Fields, is_sid
from contactcenter.providers.twilio.parse_calls import STATUSES, Origin, call_facts, offer_id, transfer_id, walk

MAX_SEQUENCE = 1_000_000
MAX_CODE_CHARS = 30
LEG_ROLES = frozenset({"colleague", "outside", "supervisor"})


def progressed(origin: Origin, fields: Fields) -> ProviderEvent:
    """A leg's progress when it has a parent, the customer-facing call's own otherwise.

    The number's own callback comes once, at the end, with SequenceNumber 0 (seen in the field).
    """
    status_word = fields.need("CallStatus", 30)
    sid = fields.sid("CallSid", "CA")
    parent = fields.find_sid("ParentCallSid", "CA") or _invited_to(fields)
    sequence = fields.number("SequenceNumber", MAX_SEQUENCE) or 0
    key = f"{sid}:{sequence}:{status_word}"
    at = fields.moment("Timestamp")
    duration = fields.number("CallDuration")  # seconds; `Duration` is billed minutes
    code = fields.text("SipResponseCode", MAX_CODE_CHARS) or None
    if parent is None:
        return CallProgressed(*origin, key, call_facts(fields), sequence, at, duration, code)
    return LegProgressed(
        *origin,
        key,
        provider_leg_id=sid,
        provider_call_id=parent,
        endpoint=fields.address("To"),
        customer_number=fields.address("From"),
        line_number="",
        status=STATUSES.get(status_word, CallStatus.UNKNOWN),
        sequence=sequence,
        at=at,
        duration_seconds=duration,
        provider_code=code,
        role=_role(fields),
    )


def _role(fields: Fields) -> str:
    """Our own word for whom the leg was rung; an agent who takes the call otherwise."""
    value = fields.request.query_value("role")
    return value if value in LEG_ROLES else "agent"


def _invited_to(fields: Fields) -> str | None:
    """A leg made over REST has no parent: our own query says whose call it joins."""
    value = fields.request.query_value("call")
    return value if is_sid(value, "CA") else None


def dial_ended(origin: Origin, fields: Fields) -> ProviderEvent:
    """`DialCallSid` is absent when the child was redirected: our offer then tells dials apart."""
    call = call_facts(fields)
    status_word = fields.need("DialCallStatus", 30)
    # `answered` is a conference's way to say that the dialled party was reached.
    status = CallStatus.COMPLETED if status_word == "answered" else STATUSES.get(status_word, CallStatus.UNKNOWN)
    leg = fields.find_sid("DialCallSid", "CA")
    offer = offer_id(fields) or transfer_id(fields)
    step = walk(fields)
    return DialEnded(
        *origin,
        f"{call.provider_call_id}:dial-action:{leg or offer or step or status_word}",
        call,
        provider_leg_id=leg,
        status=status,
        duration_seconds=fields.number("DialCallDuration"),
        is_bridged=fields.flag("DialBridged"),
        offer_id=offer,
        transfer_id=transfer_id(fields),
        walk=step,
    )


def whisper_asked(origin: Origin, fields: Fields) -> ProviderEvent:
    """The agent's leg was answered. With `confirmed`, its key press: an empty document bridges."""
    leg = fields.sid("CallSid", "CA")
    if fields.request.query_value("confirmed"):
        return Unhandled(*origin, f"{leg}:confirmed", "taken on the agent's own phone")
    return WhisperAsked(
        *origin,
        f"{leg}:whisper",
        provider_leg_id=leg,
        provider_call_id=fields.find_sid("ParentCallSid", "CA"),
        endpoint=fields.address("To"),
        customer_number=fields.address("From"),
        offer_id=offer_id(fields),
    )
