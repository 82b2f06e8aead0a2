"""What a caller hears when nothing works: made once at start, needing no database.

The first idea is an apology, a message after the tone, and the end. Some moments forbid
it: `<Record>` is no verb for the waiting line, an agent's leg should just be bridged, and
whoever has spoken or rated already is not asked to speak again.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from twilio.twiml.voice_response import VoiceResponse

from contactcenter.providers.base import ProviderRequest, Reply
from contactcenter.providers.instructions import Speech
from contactcenter.providers.twilio.render import CONTENT_TYPE, Renderer, say

MESSAGE_SECONDS = 120
HOLD_SECONDS = 8
PATIENCE_SECONDS = 300
"""A caller who has waited so long while nothing works is taken out of line, to a message."""

_TEXTS = {
    "message": {
        "vi": "Xin lỗi quý khách, hệ thống đang gặp sự cố. "
        "Vui lòng để lại lời nhắn sau tiếng bíp, chúng tôi sẽ gọi lại cho quý khách.",
        "en": "We are sorry, something is not working on our side. "
        "Please leave a message after the tone and we will call you back.",
    },
    "hold": {
        "vi": "Xin lỗi quý khách, vui lòng giữ máy trong giây lát.",
        "en": "We are sorry, please hold the line for a moment.",
    },
    "thanks": {
        "vi": "Cảm ơn quý khách đã gọi đến. Xin chào và hẹn gặp lại.",
        "en": "Thank you for calling. Goodbye.",
    },
    "retry": {
        "vi": "Hệ thống đang gặp sự cố. Vui lòng gọi lại sau ít phút.",
        "en": "Something is not working on our side. Please call again in a few minutes.",
    },
}
_LANGUAGES = {"vi": "vi-VN", "en": "en-US"}
_BY_HOOK = {
    "voice/whisper": "bridge",
    "voice/queue/connect": "bridge",
    "voice/queue/wait": "hold",
    "voice/csat": "thanks",
    "voice/voicemail": "thanks",
    "voice/softphone": "retry",
    "voice/c2c/twiml": "retry",
}


class Apologies:
    """Every apology in both languages."""

    def __init__(self, renderer: Renderer) -> None:
        kinds = ("hold", "leave", "thanks", "retry", "bridge")
        self._replies = {(kind, language): _alike(kind, language) for kind in kinds for language in _LANGUAGES}
        message = renderer.message(MESSAGE_SECONDS)  # alone names an address of ours
        for language in _LANGUAGES:
            self._replies["message", language] = _reply("message", language, message)

    def choose(self, language: str, request: ProviderRequest | None) -> Reply:
        """The one that suits the moment; English for a language we have none in."""
        return self._replies[_choose_kind(request), language if language in _LANGUAGES else "en"]


def _choose_kind(request: ProviderRequest | None) -> str:
    if request is None:
        return "message"
    kind = _BY_HOOK.get(request.hook, "message")
    if request.hook == "voice/dial-action" and _first(request, "DialCallStatus") == "completed":
        return "thanks"
    if kind == "hold":
        waited = _first(request, "QueueTime")
        if waited.isascii() and waited.isdigit() and int(waited[:9]) >= PATIENCE_SECONDS:
            return "leave"
    return kind


def _first(request: ProviderRequest, name: str) -> str:
    try:
        return request.form.get(name, [""])[0]
    except ValueError:
        return ""


@cache
def _alike(kind: str, language: str) -> Reply:
    """The same for every provider."""
    return _reply(kind, language)


def _reply(kind: str, language: str, message: Mapping[str, Any] | None = None) -> Reply:
    response = VoiceResponse()
    if kind in _TEXTS:
        say(response, [Speech(_TEXTS[kind][language], _LANGUAGES[language])])
    if kind == "hold":
        response.pause(length=HOLD_SECONDS)
    elif kind == "leave":
        response.leave()
    elif message is not None:
        response.record(**message)
    if kind in ("message", "thanks", "retry"):
        response.hangup()
    return Reply(200, CONTENT_TYPE, str(response.to_xml()))
