"""The forms a carrier posts: names and order as in Twilio's requests; blanks are sent, and so signed."""

import base64
import json
import math
from datetime import UTC, datetime
from email.utils import format_datetime

from contactcenter.providers.simulator.state import SimulatedCall, SimulatedRecording

Pairs = list[tuple[str, str]]

API_VERSION = "2010-04-01"

_COUNTRIES = (("+84", "VN"), ("+44", "GB"), ("+1", "US"))
_PLACES = ("City", "State", "Zip")


def rfc2822(moment: datetime) -> str:
    """`Tue, 24 Mar 2026 09:00:10 +0000`."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0))


def call_form(account_sid: str, call: SimulatedCall) -> Pairs:
    """What every TwiML request and call callback carries about a leg."""
    pairs = [
        ("AccountSid", account_sid),
        ("ApiVersion", API_VERSION),
        ("CallSid", call.sid),
        ("CallStatus", call.status),
        ("Called", call.to_number),
        ("Caller", call.from_number),
        ("Direction", call.direction),
        ("From", call.from_number),
        ("To", call.to_number),
        *_geography(("From", "Caller"), call.from_number),
        *_geography(("To", "Called"), call.to_number),
    ]
    if call.parent_sid:
        pairs.append(("ParentCallSid", call.parent_sid))
    return pairs


def arrival_form(account_sid: str, call: SimulatedCall) -> Pairs:
    """The first request of an inbound call. Attestation and caller names exist in North America only."""
    pairs = call_form(account_sid, call)
    if _country(call.from_number) == "US":
        pairs += [("StirVerstat", "TN-Validation-Passed-A"), ("CallToken", _call_token(call.sid))]
    if call.caller_name:
        pairs.append(("CallerName", call.caller_name))
    return pairs


def status_form(account_sid: str, call: SimulatedCall, happened_at: datetime) -> Pairs:
    """A call progress callback; takes the leg's next SequenceNumber."""
    pairs = call_form(account_sid, call)
    progress = [
        ("SequenceNumber", str(call.take_sequence())),
        ("Timestamp", rfc2822(happened_at)),
        ("CallbackSource", "call-progress-events"),
    ]
    parent = pairs.pop() if call.parent_sid else None
    pairs += progress + ([parent] if parent else [])
    if call.is_over:
        seconds = call.billed_seconds
        pairs += [("Duration", str(math.ceil(seconds / 60))), ("CallDuration", str(seconds))]
    code = {"no-answer": "487", "busy": "486", "failed": "404"}.get(call.status)
    if code:
        pairs.append(("SipResponseCode", code))
    return pairs


def recording_form(account_sid: str, recording: SimulatedRecording, api_url: str) -> Pairs:
    pairs = [
        ("AccountSid", account_sid),
        ("CallSid", recording.call_sid),
        ("RecordingSid", recording.sid),
        ("RecordingUrl", recording_url(account_sid, recording, api_url)),
        ("RecordingStatus", recording.status),
        ("RecordingChannels", str(recording.channels)),
        ("RecordingTrack", "both"),
        ("RecordingStartTime", rfc2822(recording.started_at)),
        ("RecordingSource", recording.source),
        ("ErrorCode", "0"),
    ]
    if recording.status == "completed":
        pairs.append(("RecordingDuration", str(recording.duration_seconds)))
    return pairs


def recording_url(account_sid: str, recording: SimulatedRecording, api_url: str) -> str:
    return f"{api_url}/{API_VERSION}/Accounts/{account_sid}/Recordings/{recording.sid}"


def transcription_form(
    account_sid: str, call_sid: str, transcription_sid: str, event: str, sequence: int, language: str
) -> Pairs:
    """The fields that every real-time transcription event has; what follows is the event's own."""
    return [
        ("AccountSid", account_sid),
        ("CallSid", call_sid),
        ("TranscriptionSid", transcription_sid),
        ("TranscriptionEvent", event),
        ("SequenceId", str(sequence)),
        ("Timestamp", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        ("LanguageCode", language),
    ]


def _country(number: str) -> str | None:
    """None: the end has no geography (a browser, a withheld number)."""
    if len(number) < 8 or number.startswith("+266696687"):
        return None
    return next((country for prefix, country in _COUNTRIES if number.startswith(prefix)), None)


def _geography(ends: tuple[str, str], number: str) -> Pairs:
    country = _country(number)
    if country is None:
        return []
    return [pair for end in ends for pair in [*((end + place, "") for place in _PLACES), (f"{end}Country", country)]]


def _call_token(sid: str) -> str:
    """Opaque to the account: three base64 parts, as a real one looks."""
    parts = (json.dumps({"alg": "HS256"}), json.dumps({"callSid": sid}), sid)
    return ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts)
