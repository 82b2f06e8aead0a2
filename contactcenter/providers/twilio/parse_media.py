"""Recordings and transcripts. No URL of a payload is carried on: media are found by their id."""

import json
from typing import Any

from contactcenter.providers.base import ProviderRequest, UnreadablePayload
from contactcenter.providers.events import (
    LineTranscribed,
    ProviderEvent,
    RecordingChanged,
    TranscriptionChanged,
    TranscriptReady,
    Unhandled,
    VoicemailTranscribed,
)
from contactcenter.providers.twilio.fields import Fields, clean, is_sid
from contactcenter.providers.twilio.parse_calls import Origin

MAX_LINE_CHARS = 4000
MAX_SEQUENCE = 10_000_000

KINDS = {"RecordVerb": "voicemail", "Conference": "conference", "StartConferenceRecordingAPI": "conference"}
_STATES = {"in-progress": "in_progress", "completed": "completed", "absent": "absent", "failed": "failed"}
# Inbound is what Twilio receives on the customer's leg, where the transcription runs.
_SPEAKERS = {"inbound_track": "customer", "outbound_track": "agent"}
_PLACED_SPEAKERS = {"inbound_track": "agent", "outbound_track": "customer"}
_CHANGES = {
    "transcription-started": "started",
    "transcription-stopped": "stopped",
    "transcription-error": "failed",
}


def recording_changed(origin: Origin, fields: Fields) -> ProviderEvent:
    """`CallSid` is the parent of a dial's recording; a conference's has none."""
    recording = fields.sid("RecordingSid", "RE")
    status_word = fields.need("RecordingStatus", 30)
    key = f"{recording}:{status_word}"
    call = fields.find_sid("CallSid", "CA")
    if call is None and fields.find_sid("ConferenceSid", "CF") is None:
        raise UnreadablePayload("CallSid is missing")
    if status_word not in _STATES:
        return Unhandled(*origin, key, "unknown state of a recording")
    return RecordingChanged(
        *origin,
        key,
        provider_recording_id=recording,
        provider_call_id=call,
        kind=KINDS.get(fields.text("RecordingSource"), "call"),
        state=_STATES[status_word],
        duration_seconds=fields.number("RecordingDuration"),
        channels=fields.number("RecordingChannels", 2) or None,
        started_at=fields.moment("RecordingStartTime"),
    )


def voicemail_transcribed(origin: Origin, fields: Fields) -> ProviderEvent:
    """`<Record transcribe>`'s callback (English only); its shape is from memory: read loosely."""
    transcription = fields.sid("TranscriptionSid", "TR", "GT")
    if fields.text("TranscriptionStatus") not in ("completed", ""):
        return Unhandled(*origin, transcription, "a voicemail that could not be transcribed")
    return VoicemailTranscribed(
        *origin,
        transcription,
        provider_call_id=fields.sid("CallSid", "CA"),
        provider_recording_id=fields.find_sid("RecordingSid", "RE"),
        transcription_id=transcription,
        text=fields.words("TranscriptionText", MAX_LINE_CHARS),
    )


def transcription_event(origin: Origin, fields: Fields) -> ProviderEvent:
    """Real-time transcription. SequenceId grows per session; arrival is ordered per track only."""
    transcription = fields.sid("TranscriptionSid", "GT", "TR")
    call = fields.sid("CallSid", "CA")
    sequence = fields.number("SequenceId", MAX_SEQUENCE)
    if sequence is None:
        raise UnreadablePayload("SequenceId is missing")
    key = f"{transcription}:{sequence}"
    event = fields.need("TranscriptionEvent", 60)
    if event == "transcription-content":
        return _line(origin, fields, key, call, transcription, sequence)
    if event not in _CHANGES:
        return Unhandled(*origin, key, "unknown transcription event")
    error = None
    if event == "transcription-error":  # the names of these two fields are not confirmed
        error = f"{fields.text('TranscriptionErrorCode')} {fields.words('TranscriptionError', 200)}".strip()
    return TranscriptionChanged(
        *origin, key, call, transcription, sequence, _CHANGES[event], fields.moment("Timestamp"), error
    )


def _line(origin: Origin, fields: Fields, key: str, call: str, transcription: str, sequence: int) -> ProviderEvent:
    data = read_json_object(fields.words("TranscriptionData", 20 * MAX_LINE_CHARS))
    spoken = data.get("transcript")
    if not isinstance(spoken, str):
        raise UnreadablePayload("TranscriptionData has no transcript")
    text = clean(spoken, MAX_LINE_CHARS)
    # On a call that we placed the transcription runs on the agent's leg.
    speakers = _PLACED_SPEAKERS if fields.request.query_value("placement") else _SPEAKERS
    speaker = speakers.get(fields.text("Track"))
    if speaker is None or not text:
        return Unhandled(*origin, key, "a line without words" if speaker else "a line of an unknown track")
    return LineTranscribed(
        *origin,
        key,
        provider_call_id=call,
        transcription_id=transcription,
        sequence=sequence,
        speaker=speaker,
        text=text,
        confidence=_confidence(data.get("confidence")),
        is_final=fields.flag("Final") is not False,
        at=fields.moment("Timestamp"),
    )


def transcript_ready(origin: Origin, request: ProviderRequest) -> ProviderEvent:
    """Voice Intelligence: JSON, for some accounts a form. `customer_key` is ours: the call's id."""
    values = intelligence_values(request)
    transcript = values.get("transcript_sid")
    if not isinstance(transcript, str) or not is_sid(transcript, "GT"):
        raise UnreadablePayload("transcript_sid is missing")
    if values.get("event_type") != "voice_intelligence_transcript_available":
        return Unhandled(*origin, transcript, "unknown intelligence event")
    customer_key = values.get("customer_key")
    is_call = isinstance(customer_key, str) and is_sid(customer_key, "CA")
    return TranscriptReady(*origin, transcript, transcript, customer_key if is_call else None)


def intelligence_values(request: ProviderRequest) -> dict[str, Any]:
    """The members of the JSON or form body. Raises UnreadablePayload."""
    if not request.content_type.lower().startswith("application/json"):
        fields = Fields(request)
        names = ("account_sid", "transcript_sid", "event_type", "customer_key")
        return {name: fields.text(name, 100) for name in names}
    if b"\0" in request.body:
        raise UnreadablePayload("a NUL character")
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadablePayload("the text is not UTF-8") from error
    return read_json_object(text)


def read_json_object(text: str) -> dict[str, Any]:
    """A JSON object without repeated names. Raises UnreadablePayload."""
    try:
        value = json.loads(text, object_pairs_hook=_unrepeated)
    except (ValueError, RecursionError) as error:  # thousands of brackets exhaust the parser
        raise UnreadablePayload("not JSON") from error
    if not isinstance(value, dict):
        raise UnreadablePayload("not a JSON object")
    return value


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name is given twice")
    return members


def _confidence(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        return None
    return float(value)
