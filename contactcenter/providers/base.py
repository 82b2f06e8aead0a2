"""The provider port: what every telephony adapter must be able to do.

`verify` comes before anything is interpreted and never raises on hostile input; `parse`
takes a verified request; `render` turns an instruction into a reply. The REST verbs raise
ProviderError. Network calls are made outside transactions, by jobs and after commits.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol
from urllib.parse import parse_qsl, unquote_plus

from contactcenter.providers.events import ProviderEvent
from contactcenter.providers.instructions import Instruction, StaticDoor

MAX_FORM_FIELDS = 500
"""A carrier sends some forty; thousands only cost time."""


@dataclass(frozen=True)
class ProviderRequest:
    """A webhook as it came. `url` is the public one: settings' base + raw path and query.

    Header names are written as in RFC 9110 examples (`Content-Type`, `X-Twilio-Signature`).
    """

    method: str
    hook: str
    url: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    content_type: str

    def query_value(self, name: str) -> str:
        """The first value of a query parameter, or an empty string."""
        if not self.query:
            return ""
        return next((v for n, v in parse_qsl(self.query, keep_blank_values=True) if n == name), "")

    @cached_property
    def form(self) -> dict[str, list[str]]:
        """A urlencoded body (of a GET: the query), each name with all its values; parsed once.

        By hand, because on the hot path of every webhook it costs a fifth of `parse_qsl`.
        Undecodable bytes become U+FFFD. Raises ValueError above MAX_FORM_FIELDS fields and
        for a body with a field that has no `=`: a body cut off there would read the same.
        """
        is_query = self.method == "GET"
        text = self.query if is_query else self.body.decode("utf-8", "replace")
        fields = text.split("&", MAX_FORM_FIELDS) if text else []
        if len(fields) > MAX_FORM_FIELDS:
            raise ValueError("too many fields")
        values: dict[str, list[str]] = {}
        for written in fields:
            name, has_value, value = written.partition("=")
            if not has_value and not is_query:
                raise ValueError("a field without a value")
            values.setdefault(_decode(name), []).append(_decode(value))
        return values


def _decode(text: str) -> str:
    return unquote_plus(text, errors="replace") if "%" in text or "+" in text else text


@dataclass(frozen=True)
class Reply:
    """What goes back over HTTP."""

    status: int
    content_type: str
    body: str


@dataclass(frozen=True)
class MediaStream:
    """An open download: `chunks` yields bytes; `size` is what the provider announced, if it did."""

    content_type: str
    size: int | None
    chunks: Iterator[bytes] = field(repr=False)


@dataclass(frozen=True)
class RoomGuest:
    """Somebody in a conference room, or being rung for it, as the carrier lists them."""

    provider_leg_id: str
    label: str
    is_muted: bool
    is_held: bool
    is_coaching: bool


@dataclass(frozen=True)
class Room:
    """A live conference room."""

    provider_room_id: str
    guests: tuple[RoomGuest, ...]

    def find(self, label: str) -> RoomGuest | None:
        return next((guest for guest in self.guests if guest.label == label), None)


@dataclass(frozen=True)
class GuestChange:
    """What to change about somebody in a room; None leaves it. Holding plays `music_url` to them alone.

    `coached_leg_id`: from now on only that leg hears them; an empty string ends that.
    """

    is_held: bool | None = None
    is_muted: bool | None = None
    ends_room: bool | None = None
    coached_leg_id: str | None = None
    music_url: str = ""


@dataclass(frozen=True)
class Invitation:
    """Ring somebody and put them into a room: a softphone (`identity`, with `parameters`) or a `phone`."""

    room_name: str
    label: str
    role: str
    provider_call_id: str
    identity: str | None
    phone: str | None
    caller_id: str
    ring_seconds: int
    parameters: tuple[tuple[str, str], ...] = ()
    is_muted: bool = False
    coached_leg_id: str | None = None


class UnreadablePayload(ValueError):
    """Signed but not understandable (wrong encoding, missing ids): 400, nothing stored."""


class TelephonyProvider(Protocol):
    """One account at one carrier."""

    name: str
    account: str

    def verify(self, request: ProviderRequest) -> bool:
        """Whether the carrier itself sent exactly this. Never raises."""
        ...

    def parse(self, request: ProviderRequest) -> ProviderEvent:
        """The request in our vocabulary. Raises UnreadablePayload."""
        ...

    def is_interactive(self, hook: str) -> bool:
        """Whether a caller hears our reply (so it must always be a valid document)."""
        ...

    def render(self, instruction: Instruction) -> Reply:
        """The reply that carries the instruction."""
        ...

    def static_documents(self, door: StaticDoor) -> dict[str, str]:
        """File name → document, for the carrier to use while we are down; the first is where a call begins."""
        ...

    def apology(self, language: str, request: ProviderRequest | None = None) -> Reply:
        """What is said when nothing works: apologise, take a message, hang up. Never raises.

        With the request at hand it is fitted to the moment: nobody is asked for a message
        while waiting in line or after the talk.
        """
        ...

    def redirect_to_agent(self, provider_call_id: str, instruction: Instruction) -> None:
        """Move a live call to a new document at once. Raises ProviderError."""
        ...

    def find_room(self, room_name: str) -> Room | None:
        """The live room of that name with everybody in it, None when there is none. Raises ProviderError."""
        ...

    def change_guest(self, provider_room_id: str, label: str, change: GuestChange) -> None:
        """Raises ProviderError; `call_gone` when they, or the room, are not there any more."""
        ...

    def invite(self, invitation: Invitation) -> str:
        """Ring somebody for a room; the new leg's id. Has no idempotency: after a lost answer, look into the room.

        Raises ProviderError.
        """
        ...

    def hang_up(self, provider_call_id: str) -> bool:
        """End a live call; False when it was over already. Raises ProviderError."""
        ...

    def is_over(self, provider_call_id: str) -> bool:
        """Whether the call has ended, as the carrier has it. Raises ProviderError when it cannot say."""
        ...

    def open_recording(self, provider_recording_id: str, channels: int | None) -> AbstractContextManager[MediaStream]:
        """Download audio from a URL rebuilt from the id on the carrier's own host. Raises ProviderError."""
        ...

    def softphone_token(self, identity: str) -> str | None:
        """A browser phone's access token, or None when the account has no softphone keys."""
        ...
