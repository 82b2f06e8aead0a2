"""What a provider can say: one closed vocabulary, whoever says it.

An adapter turns a verified request into one of these. Ids are the provider's, texts are
the provider's words (hostile until escaped), times are aware UTC or None when the
provider did not say. `CallFacts` rides along wherever a request names its call's parties,
so that any delivery, arriving first, can open a stub that later ones fill.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CallStatus(StrEnum):
    """A leg's or call's progress. Terminal from COMPLETED on; terminal never reopens."""

    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"
    CANCELED = "canceled"
    UNKNOWN = "unknown"

    @property
    def is_terminal(self) -> bool:
        return self in TERMINAL


TERMINAL = frozenset(
    {CallStatus.COMPLETED, CallStatus.BUSY, CallStatus.NO_ANSWER, CallStatus.FAILED, CallStatus.CANCELED}
)


@dataclass(frozen=True)
class CallFacts:
    """The customer-facing call a request is about, as far as the request tells."""

    provider_call_id: str
    direction: str = "inbound"
    from_number: str = ""
    to_number: str = ""
    status: CallStatus = CallStatus.UNKNOWN
    caller_name: str | None = None
    verification: str | None = None
    forwarded_from: str | None = None
    placement_id: str | None = None
    """Our own name for a call that we placed; it stands in the addresses that we gave for it."""
    started_at: datetime | None = None
    """When it began, where the provider says so (a list does; webhooks tell it as it happens)."""

    @property
    def is_gone(self) -> bool:
        """Whether the caller has left, by this request's own word."""
        return self.status.is_terminal


@dataclass(frozen=True)
class ProviderEvent:
    """`event_key` is the natural business key; None for polls, which are not stored."""

    provider: str
    account: str
    event_key: str | None


@dataclass(frozen=True)
class CallArrived(ProviderEvent):
    """A new inbound call asks what to do."""

    call: CallFacts


@dataclass(frozen=True)
class FallbackAsked(ProviderEvent):
    """The provider could not use our earlier reply and asks the fallback address."""

    call: CallFacts
    error_code: str


@dataclass(frozen=True)
class MenuAnswered(ProviderEvent):
    """The caller pressed (or said) something, or nothing: empty `digits` and `speech`."""

    call: CallFacts
    digits: str
    speech: str
    attempt: int
    walk: str | None = None


@dataclass(frozen=True)
class WaitPolled(ProviderEvent):
    """The waiting music ended; what now? Asked again and again while the caller waits.

    `digits`: a key was pressed while the music played."""

    call: CallFacts
    waited_seconds: int
    position: int | None
    digits: str = ""


@dataclass(frozen=True)
class QueueLeft(ProviderEvent):
    """The caller left the provider's queue: bridged, leave, hangup, redirected, queue-full, error…"""

    call: CallFacts
    result: str
    waited_seconds: int | None


@dataclass(frozen=True)
class QueueConnecting(ProviderEvent):
    """A waiting caller is about to be bridged to the leg that dequeued them."""

    call: CallFacts
    provider_leg_id: str


@dataclass(frozen=True)
class WhisperAsked(ProviderEvent):
    """The agent's leg was answered and hears us before the bridge."""

    provider_leg_id: str
    provider_call_id: str | None
    endpoint: str
    customer_number: str
    offer_id: str | None


@dataclass(frozen=True)
class DialEnded(ProviderEvent):
    """Dialling the agent ended; the caller may still be there (`call.is_gone` says)."""

    call: CallFacts
    provider_leg_id: str | None
    status: CallStatus
    duration_seconds: int | None
    is_bridged: bool | None
    offer_id: str | None
    transfer_id: str | None = None
    walk: str | None = None

    @property
    def is_talk(self) -> bool:
        """Whether the two were joined: a callee who ends it in the whisper has not spoken with anybody."""
        return self.status is CallStatus.COMPLETED and self.is_bridged is not False


@dataclass(frozen=True)
class LegProgressed(ProviderEvent):
    """Progress of a dialled leg below a call. `role`: agent | colleague | outside | supervisor."""

    provider_leg_id: str
    provider_call_id: str
    endpoint: str
    customer_number: str
    line_number: str
    status: CallStatus
    sequence: int
    at: datetime | None
    duration_seconds: int | None
    provider_code: str | None
    role: str = "agent"


@dataclass(frozen=True)
class CallProgressed(ProviderEvent):
    """Progress of the customer-facing call itself, usually only its end."""

    call: CallFacts
    sequence: int
    at: datetime | None
    duration_seconds: int | None
    provider_code: str | None


@dataclass(frozen=True)
class RecordingChanged(ProviderEvent):
    """`state`: in_progress | completed | absent | failed. Any URL in the payload is not carried on."""

    provider_recording_id: str
    provider_call_id: str | None
    kind: str
    state: str
    duration_seconds: int | None
    channels: int | None
    started_at: datetime | None


@dataclass(frozen=True)
class VoicemailLeft(ProviderEvent):
    """The caller finished speaking (`digits` is the end key, or "hangup")."""

    call: CallFacts
    provider_recording_id: str | None
    duration_seconds: int | None
    digits: str


@dataclass(frozen=True)
class VoicemailTranscribed(ProviderEvent):
    provider_call_id: str
    provider_recording_id: str | None
    transcription_id: str
    text: str


@dataclass(frozen=True)
class TranscriptionChanged(ProviderEvent):
    """`state`: started | stopped | failed."""

    provider_call_id: str
    transcription_id: str
    sequence: int
    state: str
    at: datetime | None
    error: str | None


@dataclass(frozen=True)
class LineTranscribed(ProviderEvent):
    """One utterance. `speaker`: agent | customer. Partials (`is_final` False) are shown live only."""

    provider_call_id: str
    transcription_id: str
    sequence: int
    speaker: str
    text: str
    confidence: float | None
    is_final: bool
    at: datetime | None


@dataclass(frozen=True)
class TranscriptReady(ProviderEvent):
    """A finished transcript waits at the provider (Voice Intelligence)."""

    transcript_id: str
    provider_call_id: str | None


@dataclass(frozen=True)
class RatingGiven(ProviderEvent):
    """Keys pressed at the end of a call; `provider_leg_id` is the agent's leg being rated."""

    call: CallFacts
    digits: str
    provider_leg_id: str | None


@dataclass(frozen=True)
class SoftphoneDialed(ProviderEvent):
    """An agent's browser phone placed a call (From is `client:…`)."""

    call: CallFacts
    identity: str
    wanted_number: str


@dataclass(frozen=True)
class RoomChanged(ProviderEvent):
    """News of a conference room: `kind` is start | end | join | leave | mute | unmute | hold | unhold | modify | other.

    `label` is the name we gave the participant; numbered in order within the room, told in any order.
    """

    provider_room_id: str
    room_name: str
    kind: str
    sequence: int
    at: datetime | None
    provider_leg_id: str | None
    label: str
    is_muted: bool | None
    is_held: bool | None
    is_coaching: bool | None


@dataclass(frozen=True)
class RoomLeft(ProviderEvent):
    """The customer is out of the room (it ended, or they hung up: `call.is_gone` says) and hears what we answer."""

    call: CallFacts
    room_name: str


@dataclass(frozen=True)
class PlacedCallAnswered(ProviderEvent):
    """The agent's own leg of a call that we placed was answered: whom to dial now?"""

    call: CallFacts


@dataclass(frozen=True)
class MachineDetected(ProviderEvent):
    """Who answered: `answered_by` is human | machine | fax | unknown."""

    provider_call_id: str
    answered_by: str


@dataclass(frozen=True)
class Unhandled(ProviderEvent):
    """Genuine, kept, not acted on; `reason` says why (unknown hook, kind not used yet)."""

    reason: str
