"""Hooks where a caller waits for our answer: arrival, menu, line, rating, voicemail, softphone.

Keys carry the step, because Twilio asks the same address again for the next step and once
more for a lost reply: the first must be new, the second a repeat. Steps come from our own
query (`attempt`, `offer`, `leg`), which is part of the signed URL.
"""

import hashlib
import re
from typing import NamedTuple

from contactcenter.providers.base import UnreadablePayload
from contactcenter.providers.events import (
    CallArrived,
    CallFacts,
    CallStatus,
    FallbackAsked,
    MachineDetected,
    MenuAnswered,
    PlacedCallAnswered,
    ProviderEvent,
    QueueConnecting,
    QueueLeft,
    RatingGiven,
    SoftphoneDialed,
    Unhandled,
    VoicemailLeft,
    WaitPolled,
)
from contactcenter.providers.twilio.fields import Fields, is_sid

MAX_SPEECH_CHARS = 500
MAX_NAME_CHARS = 200
MAX_QUEUE_SIZE = 1_000_000
MAX_IDENTITY_CHARS = 121

STATUSES = {
    "queued": CallStatus.QUEUED,
    "initiated": CallStatus.INITIATED,
    "ringing": CallStatus.RINGING,
    "in-progress": CallStatus.IN_PROGRESS,
    "completed": CallStatus.COMPLETED,
    "busy": CallStatus.BUSY,
    "no-answer": CallStatus.NO_ANSWER,
    "failed": CallStatus.FAILED,
    "canceled": CallStatus.CANCELED,
}
_RECORDING_AT_END = re.compile(r"/(RE[0-9a-fA-F]{32})(?:\.[a-z0-9]+)?$")
_WALK = re.compile(r"[A-Za-z0-9_\-]{1,40}\.[A-Za-z0-9_\-]{1,40}\.[1-9][0-9]?")
_OFFER_ID = re.compile(r"[A-Za-z0-9_\-]{1,40}")


class Origin(NamedTuple):
    """Which of our carriers, and which account there, a request came from."""

    provider: str
    account: str


def call_facts(fields: Fields) -> CallFacts:
    """The call a TwiML request or callback is about. A withheld number stays as it was sent."""
    direction = fields.text("Direction")
    return CallFacts(
        provider_call_id=fields.sid("CallSid", "CA"),
        direction="outbound" if direction.startswith("outbound") else "inbound",
        from_number=_caller(fields),
        to_number=fields.address("To"),
        status=STATUSES.get(fields.text("CallStatus"), CallStatus.UNKNOWN),
        caller_name=fields.words("CallerName", MAX_NAME_CHARS) or None,
        verification=fields.text("StirVerstat") or None,
        forwarded_from=fields.address("ForwardedFrom") or None,
        placement_id=placement_id(fields),
    )


def _caller(fields: Fields) -> str:
    """Some carriers pass a withheld number on as nothing at all: From is there, and blank."""
    return fields.address("From") or ("anonymous" if fields.has("From") else "")


def placement_id(fields: Fields) -> str | None:
    """Our own `placement` from the query of the address we gave."""
    value = fields.request.query_value("placement")
    return value if _OFFER_ID.fullmatch(value) else None


def placed_answered(origin: Origin, fields: Fields) -> ProviderEvent:
    call = call_facts(fields)
    return PlacedCallAnswered(*origin, f"{call.provider_call_id}:c2c", call)


def machine_detected(origin: Origin, fields: Fields) -> ProviderEvent:
    call = fields.sid("CallSid", "CA")
    word = fields.need("AnsweredBy", 40)
    answered_by = "machine" if word.startswith("machine") else word
    key = f"{call}:amd:{word}"
    if answered_by not in ("human", "machine", "fax", "unknown"):
        return Unhandled(*origin, key, "unknown kind of answer")
    return MachineDetected(*origin, key, call, answered_by)


def arrived(origin: Origin, fields: Fields) -> ProviderEvent:
    call = call_facts(fields)
    if not (fields.has("From") and fields.has("To")):
        raise UnreadablePayload("From or To is missing")
    if call.from_number.startswith("client:"):
        # A number's address used as the softphone's: Direction says inbound all the same.
        return softphone_dialed(origin, fields)
    return CallArrived(*origin, f"{call.provider_call_id}:inbound", call)


def softphone_dialed(origin: Origin, fields: Fields) -> ProviderEvent:
    """Custom parameters of the browser's connect() are the browser's word: none is read."""
    call = call_facts(fields)
    key = f"{call.provider_call_id}:softphone"
    identity = call.from_number.removeprefix("client:")
    if identity == call.from_number or not 0 < len(identity) <= MAX_IDENTITY_CHARS:
        return Unhandled(*origin, key, "not dialled by a softphone")
    return SoftphoneDialed(*origin, key, call, identity, call.to_number)


def fallback_asked(origin: Origin, fields: Fields) -> ProviderEvent:
    call = call_facts(fields)
    error_code = fields.text("ErrorCode", 20)
    failed_url = hashlib.sha256(fields.text("ErrorUrl", 2000).encode()).hexdigest()[:12]
    key = f"{call.provider_call_id}:fallback:{error_code}:{failed_url}"
    return FallbackAsked(*origin, key, call, error_code)


def menu_answered(origin: Origin, fields: Fields) -> ProviderEvent:
    call = call_facts(fields)
    attempt = _attempt(fields)
    return MenuAnswered(
        *origin,
        f"{call.provider_call_id}:menu:{attempt}",
        call,
        digits=fields.keys("Digits"),
        speech=fields.words("SpeechResult", MAX_SPEECH_CHARS),
        attempt=attempt,
        walk=walk(fields),
    )


def wait_polled(origin: Origin, fields: Fields) -> ProviderEvent:
    """Asked again and again with nothing that tells a repeat from a new poll: not kept."""
    call = call_facts(fields)
    return WaitPolled(
        *origin,
        None,
        call,
        waited_seconds=fields.number("QueueTime") or 0,
        position=fields.number("QueuePosition", MAX_QUEUE_SIZE),
        digits=fields.keys("Digits"),
    )


def queue_left(origin: Origin, fields: Fields) -> ProviderEvent:
    call = call_facts(fields)
    result = fields.need("QueueResult", 40)
    waited = fields.number("QueueTime")
    attempt = _attempt(fields)  # two waits of one call may last equally long
    key = f"{call.provider_call_id}:queue-done:{'' if waited is None else waited}:{result}"
    return QueueLeft(*origin, f"{key}:{attempt}" if attempt > 1 else key, call, result, waited)


def queue_connecting(origin: Origin, fields: Fields) -> ProviderEvent:
    call = call_facts(fields)
    leg = fields.sid("DequeingCallSid", "CA")  # sic: Twilio spells it so
    return QueueConnecting(*origin, f"{call.provider_call_id}:queue-connect:{leg}", call, leg)


def rating_given(origin: Origin, fields: Fields) -> ProviderEvent:
    call = call_facts(fields)
    leg = fields.request.query_value("leg")
    leg = leg if is_sid(leg, "CA") else ""
    key = f"{call.provider_call_id}:csat:{leg}"
    return RatingGiven(*origin, key, call, fields.keys("Digits"), leg or None)


def voicemail_left(origin: Origin, fields: Fields) -> ProviderEvent:
    """RecordingSid is seen in the field, not in the parameter table: else the URL's last part."""
    call = call_facts(fields)
    recording = fields.find_sid("RecordingSid", "RE") or _sid_in_url(fields.text("RecordingUrl", 2000))
    return VoicemailLeft(
        *origin,
        f"{call.provider_call_id}:voicemail:{recording or ''}",
        call,
        recording,
        fields.number("RecordingDuration"),
        fields.keys("Digits"),
    )


def offer_id(fields: Fields) -> str | None:
    """Our own `offer` from the query of the address we gave."""
    value = fields.request.query_value("offer")
    return value if _OFFER_ID.fullmatch(value) else None


def transfer_id(fields: Fields) -> str | None:
    """Our own `transfer` from the query of the address we gave."""
    value = fields.request.query_value("transfer")
    return value if _OFFER_ID.fullmatch(value) else None


def walk(fields: Fields) -> str | None:
    """Our own `walk` from the query of the address we gave."""
    value = fields.request.query_value("walk")
    return value if _WALK.fullmatch(value) else None


def _attempt(fields: Fields) -> int:
    value = fields.request.query_value("attempt")
    return int(value) if re.fullmatch(r"[1-9][0-9]?", value) else 1


def _sid_in_url(url: str) -> str | None:
    match = _RECORDING_AT_END.search(url)
    return match.group(1) if match else None
