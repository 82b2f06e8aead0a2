"""From what a provider said to what we do and answer: one handler for each event type.

Handlers run inside the inbox's transaction, call down, and return the instruction to
render. Notifications answer Acknowledge.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.calls import audio_facts
from contactcenter.calls import service as calls
from contactcenter.calls.models import Call
from contactcenter.calls.opening import open_call
from contactcenter.calls.outbound import answering, placed
from contactcenter.calls.rooms import service as rooms
from contactcenter.calls.rooms.drive import music
from contactcenter.core.settings import current
from contactcenter.providers import events as said
from contactcenter.providers.base import TelephonyProvider
from contactcenter.providers.instructions import Acknowledge, Instruction, SayAndHangUp, Speech, Whisper
from contactcenter.quality import service as quality
from contactcenter.routing import frontdoor, rooms_end
from contactcenter.routing.prompts import LANGUAGES, prompt

Handler = Callable[[Session, Any], Instruction]


def handle(session: Session, event: said.ProviderEvent, _provider: TelephonyProvider) -> Instruction:
    """Apply a verified event and say what to answer."""
    return HANDLERS[type(event)](session, event)


def _arrived(session: Session, event: said.CallArrived) -> Instruction:
    call = open_call(session, event, event.call, is_first=True)
    if event.call.is_gone:
        calls.caller_gone(session, call)
    else:
        calls.settle(session, call)
    if calls.is_over(call):  # the end was delivered before the beginning
        return SayAndHangUp(None)
    return frontdoor.greet(session, call, current())


def _fallback(session: Session, event: said.FallbackAsked) -> Instruction:
    call = open_call(session, event, event.call)
    calls.settle(session, call)
    if calls.is_over(call):
        return SayAndHangUp(None)
    return frontdoor.voicemail(session, call, current(), "nobody_free")


def _menu(session: Session, event: said.MenuAnswered) -> Instruction:
    call = open_call(session, event, event.call)
    _note_if_gone(session, call, event.call)
    return frontdoor.menu_answered(session, call, event.digits, event.attempt, current(), event.walk)


def _wait(session: Session, event: said.WaitPolled) -> Instruction:
    call = open_call(session, event, event.call)
    _note_if_gone(session, call, event.call)
    return frontdoor.wait(session, call, current(), event.waited_seconds, event.digits)


def _left(session: Session, event: said.QueueLeft) -> Instruction:
    call = open_call(session, event, event.call)
    if event.result == "hangup":
        calls.caller_gone(session, call)
    _note_if_gone(session, call, event.call)
    return frontdoor.left_queue(session, call, event.result, current())


def _connecting(session: Session, event: said.QueueConnecting) -> Instruction:
    open_call(session, event, event.call)
    return Acknowledge()


def _whisper(_session: Session, event: said.WhisperAsked) -> Instruction:
    language = current().locale
    is_phone = not event.endpoint.startswith("client:")
    words = prompt("whisper_confirm" if is_phone else "whisper", language)
    return Whisper(Speech(words, LANGUAGES[language]), must_confirm=is_phone)


def _dial_ended(session: Session, event: said.DialEnded) -> Instruction:
    if event.transfer_id:
        call = open_call(session, event, event.call)
        return rooms_end.number_over(session, call, event, current())
    call = open_call(session, event, event.call)
    if placed.is_told_of_agent(call, event.call):  # the agent's own dial is over: the customer was taken elsewhere
        return rooms.agent_follows(session, call, music()) or SayAndHangUp(None)
    calls.dial_ended(session, event)
    _note_if_gone(session, call, event.call)
    if event.walk:
        return frontdoor.outside_over(session, call, event, current())
    return _agent_dialed(session, call, event)


def _agent_dialed(session: Session, call: Call, event: said.DialEnded) -> Instruction:
    """An agent's leg is over; the caller may still be there."""
    if event.call.is_gone or call.provider_status is not None:
        return SayAndHangUp(None)
    if placed.is_ours(call):  # the agent is on the line: nothing to ask them
        return SayAndHangUp(None if call.answered_at else frontdoor.say("not_reached", call, current()))
    follow = rooms.caller_follows(session, call, music())
    if follow is not None:
        return follow
    is_talk = event.is_talk
    return frontdoor.dial_over(
        session, call, is_talk=is_talk, provider_leg_id=event.provider_leg_id, settings=current()
    )


def _room(session: Session, event: said.RoomChanged) -> Instruction:
    rooms.room_changed(session, event)
    return Acknowledge()


def _room_left(session: Session, event: said.RoomLeft) -> Instruction:
    call = open_call(session, event, event.call)
    _note_if_gone(session, call, event.call)
    return rooms_end.customer_out(session, call, event.room_name, current())


def _leg(session: Session, event: said.LegProgressed) -> Instruction:
    calls.leg_progressed(session, event)
    return Acknowledge()


def _call(session: Session, event: said.CallProgressed) -> Instruction:
    calls.call_progressed(session, event)
    return Acknowledge()


def _recording(session: Session, event: said.RecordingChanged) -> Instruction:
    audio_facts.recording_changed(session, event)
    return Acknowledge()


def _voicemail(session: Session, event: said.VoicemailLeft) -> Instruction:
    call = audio_facts.voicemail_left(session, event)
    _note_if_gone(session, call, event.call)
    return frontdoor.message_taken(call, current())


def _voicemail_text(session: Session, event: said.VoicemailTranscribed) -> Instruction:
    audio_facts.voicemail_transcribed(session, event)
    return Acknowledge()


def _transcription(session: Session, event: said.TranscriptionChanged) -> Instruction:
    audio_facts.transcription_changed(session, event)
    return Acknowledge()


def _line(session: Session, event: said.LineTranscribed) -> Instruction:
    audio_facts.line_transcribed(session, event)
    return Acknowledge()


def _rating(session: Session, event: said.RatingGiven) -> Instruction:
    quality.rate_by_keypad(session, event)
    call = open_call(session, event, event.call)
    _note_if_gone(session, call, event.call)
    return frontdoor.rated(call, current())


def _softphone(session: Session, event: said.SoftphoneDialed) -> Instruction:
    return answering.softphone_dialed(session, event, _company_language()) or _not_available()


def _placed_answered(session: Session, event: said.PlacedCallAnswered) -> Instruction:
    return answering.agent_answered(session, event, _company_language()) or _not_available()


def _machine(session: Session, event: said.MachineDetected) -> Instruction:
    answering.note_machine(session, event)
    return Acknowledge()


def _company_language() -> str:
    return LANGUAGES[current().locale]


def _not_available() -> Instruction:
    return SayAndHangUp(Speech(prompt("not_available", current().locale), _company_language()))


def _kept(_session: Session, _event: said.ProviderEvent) -> Instruction:
    """Genuine and stored, with nothing to do yet."""
    return Acknowledge()


def _note_if_gone(session: Session, call: Call, facts: said.CallFacts) -> None:
    if facts.is_gone:
        calls.caller_gone(session, call)
    elif facts.status is not said.CallStatus.UNKNOWN:
        calls.settle(session, call)


HANDLERS: dict[type[said.ProviderEvent], Handler] = {
    said.CallArrived: _arrived,
    said.FallbackAsked: _fallback,
    said.MenuAnswered: _menu,
    said.WaitPolled: _wait,
    said.QueueLeft: _left,
    said.QueueConnecting: _connecting,
    said.WhisperAsked: _whisper,
    said.DialEnded: _dial_ended,
    said.LegProgressed: _leg,
    said.CallProgressed: _call,
    said.RecordingChanged: _recording,
    said.VoicemailLeft: _voicemail,
    said.VoicemailTranscribed: _voicemail_text,
    said.TranscriptionChanged: _transcription,
    said.LineTranscribed: _line,
    said.RatingGiven: _rating,
    said.RoomChanged: _room,
    said.RoomLeft: _room_left,
    said.TranscriptReady: _kept,
    said.SoftphoneDialed: _softphone,
    said.PlacedCallAnswered: _placed_answered,
    said.MachineDetected: _machine,
    said.Unhandled: _kept,
}
