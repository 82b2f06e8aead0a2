"""The table of hooks: what each address below `/webhooks/<provider>/` means."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from contactcenter.providers.base import ProviderRequest, UnreadablePayload
from contactcenter.providers.events import ProviderEvent, Unhandled
from contactcenter.providers.twilio import parse_calls, parse_media, parse_progress, parse_rooms
from contactcenter.providers.twilio.fields import Fields
from contactcenter.providers.twilio.parse_calls import Origin

MAX_HOOK_CHARS = 40

Parse = Callable[[Origin, Fields], ProviderEvent]


@dataclass(frozen=True)
class Hook:
    """`is_interactive`: somebody on the line hears the reply, which must be TwiML."""

    parse: Parse
    is_interactive: bool


def _kept(reason: str, prefixes: tuple[str, ...], id_name: str, *, word: str = "") -> Parse:
    """A parser for what the product does not use yet: well-formed requests are kept.

    `word` names the field that, with the id, tells one event from another.
    """

    def parse(origin: Origin, fields: Fields) -> ProviderEvent:
        parts = [fields.sid(id_name, *prefixes), fields.request.hook.rpartition("voice/")[2]]
        if word:
            parts.append(fields.text(word, 40))
        return Unhandled(*origin, ":".join(parts), reason)

    return parse


HOOKS: dict[str, Hook] = {
    "voice/inbound": Hook(parse_calls.arrived, is_interactive=True),
    "voice/softphone": Hook(parse_calls.softphone_dialed, is_interactive=True),
    "voice/fallback": Hook(parse_calls.fallback_asked, is_interactive=True),
    "voice/ivr": Hook(parse_calls.menu_answered, is_interactive=True),
    "voice/queue/wait": Hook(parse_calls.wait_polled, is_interactive=True),
    "voice/queue/connect": Hook(parse_calls.queue_connecting, is_interactive=True),
    "voice/queue/done": Hook(parse_calls.queue_left, is_interactive=True),
    "voice/csat": Hook(parse_calls.rating_given, is_interactive=True),
    "voice/voicemail": Hook(parse_calls.voicemail_left, is_interactive=True),
    "voice/dial-action": Hook(parse_progress.dial_ended, is_interactive=True),
    "voice/whisper": Hook(parse_progress.whisper_asked, is_interactive=True),
    "voice/status": Hook(parse_progress.progressed, is_interactive=False),
    "voice/status/leg": Hook(parse_progress.progressed, is_interactive=False),
    "voice/recording": Hook(parse_media.recording_changed, is_interactive=False),
    "voice/voicemail-text": Hook(parse_media.voicemail_transcribed, is_interactive=False),
    "voice/transcription": Hook(parse_media.transcription_event, is_interactive=False),
    "voice/c2c/twiml": Hook(parse_calls.placed_answered, is_interactive=True),
    "voice/amd": Hook(parse_calls.machine_detected, is_interactive=False),
    "voice/conference": Hook(parse_rooms.room_changed, is_interactive=False),
    "voice/room-over": Hook(parse_rooms.room_left, is_interactive=True),
    "messaging/inbound": Hook(_kept("messages are not used yet", ("SM", "MM"), "MessageSid"), is_interactive=False),
    "messaging/status": Hook(
        _kept("messages are not used yet", ("SM", "MM"), "MessageSid", word="MessageStatus"), is_interactive=False
    ),
}


def parse_request(origin: Origin, request: ProviderRequest) -> ProviderEvent:
    """The verified request in our vocabulary. Raises UnreadablePayload."""
    if request.hook == "intelligence":
        return parse_media.transcript_ready(origin, request)
    fields = Fields(request)
    fields.need("AccountSid")
    hook = HOOKS.get(request.hook)
    if hook is not None:
        return hook.parse(origin, fields)
    reason = "conversations are not used yet" if request.hook == "conversations" else "unknown hook"
    if len(request.hook) > MAX_HOOK_CHARS or not request.hook.isprintable():
        raise UnreadablePayload(reason)
    return Unhandled(*origin, f"{request.hook}:{_digest(request)}", reason)


def is_interactive(name: str) -> bool:
    hook = HOOKS.get(name)
    return hook is not None and hook.is_interactive


def _digest(request: ProviderRequest) -> str:
    return hashlib.sha256(request.query.encode("utf-8", "replace") + b"\n" + request.body).hexdigest()
