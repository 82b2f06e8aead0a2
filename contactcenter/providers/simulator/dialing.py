"""`<Dial>` to an agent: child legs ring, one answers, hears the whisper, is bridged and recorded."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import structlog

from contactcenter.providers.simulator import forms
from contactcenter.providers.simulator.line import HangUp, Interrupted, Line, Redirect, Stop
from contactcenter.providers.simulator.rooms import confer
from contactcenter.providers.simulator.script import CallOver, Run, execute, handles, run_leg
from contactcenter.providers.simulator.state import SimulatedCall, SimulatedRecording, new_sid
from contactcenter.providers.simulator.talking import TalkEnd, choose_dialogue, past_greeting, talk
from contactcenter.providers.simulator.twiml import Document, TwimlError, Verb

RINGS_AFTER_SECONDS = 0.2
SOFTPHONE_ANSWERS_AFTER_SECONDS = 0.5  # the agent has pressed Accept before we were told to dial
PHONE_ANSWERS_AFTER_SECONDS = 3.0
RECORDING_READY_AFTER_SECONDS = 1.0

_log = structlog.get_logger(__name__)


@dataclass
class _Dialing:
    """One execution of the verb: its legs (noun, call), and how it ended."""

    run: Run
    verb: Verb
    base: str
    legs: list[tuple[Verb, SimulatedCall]] = field(default_factory=list)
    recording: SimulatedRecording | None = None
    end: TalkEnd | None = None
    begins_at: float | None = None

    @property
    def last_leg(self) -> SimulatedCall | None:
        """The leg that counts: the one that answered, else the last one tried."""
        answered = [leg for _, leg in self.legs if leg.answered_at]
        return answered[0] if answered else (self.legs[-1][1] if self.legs else None)


@handles("Dial")
def dial(run: Run, verb: Verb, base: str) -> Document | None:
    conference = next((child for child in verb.children if child.name == "Conference"), None)
    if conference is not None:
        return confer(run, verb, conference, base)
    dialing = _Dialing(run, verb, base)
    try:
        _place_legs(dialing)
        winner = _ring(dialing)
        if winner is not None and _hears_whisper(dialing, *winner):
            _bridge(dialing, winner[1])
    except Interrupted as interrupted:
        if isinstance(interrupted.cause, Stop):
            raise
        if interrupted.sid == run.call.sid:
            _drop_legs(dialing)
            if isinstance(interrupted.cause, HangUp):
                run.call.end()
                _post_action(dialing)
            raise
        if isinstance(interrupted.cause, Redirect):  # the agent's leg, before the two were joined
            dialing.end = TalkEnd("agent", 0.0, moved=interrupted.cause)
    _drop_legs(dialing)
    return _after(dialing)


def _place_legs(dialing: _Dialing) -> None:
    run, verb = dialing.run, dialing.verb
    for noun in _nouns(verb):
        if run.call.direction == "outbound-api":  # it is the customer who is rung
            run.call.caller = run.book.find(_endpoint(noun))
        leg = SimulatedCall(
            sid=new_sid("CA"),
            from_number=verb.get("callerId") or run.call.from_number,
            to_number=_endpoint(noun),
            line=run.line,
            direction="outbound-dial",
            status="initiated",
            parent_sid=run.call.sid,
            caller=run.call.caller,
            scenario=run.scenario,
            rng=run.call.rng,
        )
        leg.is_dialed_customer = run.call.direction == "outbound-api"
        dialing.legs.append((noun, leg))
        run.exchange.add(leg)
        _report(dialing, noun, leg, "initiated")


def _ring(dialing: _Dialing) -> tuple[Verb, SimulatedCall] | None:
    """The leg that answered; None when nobody did (then every leg has its final status)."""
    run = dialing.run
    run.line.wait(RINGS_AFTER_SECONDS)
    for noun, leg in dialing.legs:
        leg.status = "ringing"
        _report(dialing, noun, leg, "ringing")
    if not dialing.legs:
        return None
    outcome = run.scenario.agent_leg
    try:
        run.line.wait(_ring_seconds(dialing))
    except Interrupted as interrupted:
        if interrupted.sid == run.call.sid or not isinstance(interrupted.cause, HangUp):
            raise
        outcome = "busy"  # the account hung up the agent's leg before it answered
    if outcome == "answers":
        noun, leg = dialing.legs[0]
        leg.answer()
        _report(dialing, noun, leg, "answered")
        for other_noun, other in dialing.legs[1:]:
            _end_leg(dialing, other_noun, other, "canceled")
        return noun, leg
    for noun, leg in dialing.legs:
        _end_leg(dialing, noun, leg, outcome.replace("_", "-"))
    return None


def _ring_seconds(dialing: _Dialing) -> float:
    match dialing.run.scenario.agent_leg:
        case "no_answer":
            return dialing.verb.number("timeout", 30)
        case "busy" | "failed":
            return 1.0
        case _:
            is_softphone = dialing.legs[0][0].name == "Client"
            return SOFTPHONE_ANSWERS_AFTER_SECONDS if is_softphone else PHONE_ANSWERS_AFTER_SECONDS


def _hears_whisper(dialing: _Dialing, noun: Verb, leg: SimulatedCall) -> bool:
    """Run the noun's own document on the agent's leg; False when it hung up there."""
    if not noun.get("url"):
        return True
    whisper = dialing.run.on_leg(leg)
    try:
        execute(whisper, whisper.ask(dialing.base, noun.get("url")))
    except CallOver:
        return False
    except TwimlError as error:
        _log.warning("the whisper was unusable", code=error.code)
    return True


def _bridge(dialing: _Dialing, leg: SimulatedCall) -> None:
    run = dialing.run
    run.line.set_patience(None)
    dialogue = choose_dialogue(run, leg.to_number.removeprefix("client:"))
    if run.call.direction == "outbound-api" and not run.call.position:
        run.call.position = past_greeting(dialogue)
    if dialing.verb.get("record", "do-not-record") != "do-not-record":
        _start_recording(dialing, dialogue.id)
    run.exchange.changed(run.call)
    dialing.end = talk(run, leg, dialogue)


def _start_recording(dialing: _Dialing, dialogue_id: str) -> None:
    run = dialing.run
    dialing.recording = SimulatedRecording(
        sid=new_sid("RE"),
        call_sid=run.call.sid,
        source="DialVerb",
        channels=2 if dialing.verb.get("record").endswith("-dual") else 1,
        started_at=datetime.now(UTC),
        dialogue_id=dialogue_id,
        speed=run.line.speed,
    )
    if run.call.position:  # a later agent, or a call that we placed: the dialogue does not begin anew
        dialing.begins_at = run.call.position
    run.exchange.add(dialing.recording)
    _report_recording(dialing, "in-progress")


def _finish_recording(dialing: _Dialing, seconds: float) -> None:
    if dialing.recording is not None:
        dialing.recording.seconds = seconds
        if dialing.begins_at is not None:
            dialing.recording.pieces = [(dialing.begins_at, seconds)]
        dialing.recording.status = "completed"
        dialing.run.exchange.changed(dialing.recording)
        _report_recording(dialing, "completed", after=RECORDING_READY_AFTER_SECONDS)


def _report_recording(dialing: _Dialing, event: str, after: float = 0.0) -> None:
    run, verb, recording = dialing.run, dialing.verb, dialing.recording
    if recording is not None and event in verb.words("recordingStatusCallbackEvent", "completed"):
        form = forms.recording_form(run.account_sid, recording, run.webhooks.account.api_url)
        run.notify(dialing.base, verb.get("recordingStatusCallback"), form, after=after)


def _drop_legs(dialing: _Dialing) -> None:
    """Whatever is still up ends now; what was recorded is finished."""
    end, moved = dialing.end, dialing.end.moved if dialing.end else None
    for noun, leg in dialing.legs:
        if moved is not None and not leg.is_over:
            _let_go(dialing, noun, leg, moved)
        else:
            _end_leg(dialing, noun, leg, "completed" if leg.answered_at else "canceled")
        dialing.run.line.forget(leg.sid)
    if end is not None:
        _finish_recording(dialing, end.seconds)
        if moved is None and end.interrupted is None:  # else they talk on elsewhere
            dialing.run.stop_transcription()


def _let_go(dialing: _Dialing, noun: Verb, leg: SimulatedCall, moved: Redirect) -> None:
    """The account moved the agent's leg: it goes on by itself, and the dial is over."""
    run = dialing.run
    leg.line = Line(leg.sid, run.line.speed)
    own = run.on_leg(leg)
    if leg.is_dialed_customer:  # the talk goes on with them, wherever they are taken
        leg.position, leg.dialogue_id = run.call.position, run.call.dialogue_id
        own = replace(own, keys=iter(()), has_talked=True)
    if run.spawn is not None:
        run.spawn(lambda: run_leg(own, moved, lambda: _report(dialing, noun, leg, "completed")), f"call-{leg.sid[-6:]}")


def _after(dialing: _Dialing) -> Document | None:
    """What the caller's leg does next, once the agent's is over."""
    run, end = dialing.run, dialing.end
    if end is not None and end.interrupted is not None:
        raise end.interrupted
    if end is not None and end.by == "customer":
        run.call.end()
        _post_action(dialing)
        raise CallOver
    if dialing.verb.get("action"):
        return run.ask(dialing.base, dialing.verb.get("action"), *_outcome(dialing))
    return None


def _post_action(dialing: _Dialing) -> None:
    """The caller is gone: the action is still told, its reply no longer matters."""
    dialing.run.notify(dialing.base, dialing.verb.get("action"), dialing.run.form(*_outcome(dialing)))


def _outcome(dialing: _Dialing) -> list[tuple[str, str]]:
    leg, recording = dialing.last_leg, dialing.recording
    if dialing.end is not None and dialing.end.moved is not None:
        return [("DialCallStatus", "completed"), ("DialBridged", "true")]  # Twilio names no leg then
    if leg is None:
        return [("DialCallStatus", "failed")]
    pairs = [("DialCallSid", leg.sid), ("DialCallStatus", leg.status)]
    if leg.answered_at is not None:
        pairs += [
            ("DialCallDuration", str(leg.billed_seconds)),
            ("DialBridged", "true" if dialing.end else "false"),
        ]
    if recording is not None:
        account_sid, api_url = dialing.run.account_sid, dialing.run.webhooks.account.api_url
        pairs += [
            ("RecordingUrl", forms.recording_url(account_sid, recording, api_url)),
            ("RecordingSid", recording.sid),
            ("RecordingDuration", str(recording.duration_seconds)),
        ]
    return pairs


def _end_leg(dialing: _Dialing, noun: Verb, leg: SimulatedCall, status: str) -> None:
    if not leg.is_over:
        leg.end(status)
        dialing.run.exchange.changed(leg)
        _report(dialing, noun, leg, "completed")


def _report(dialing: _Dialing, noun: Verb, leg: SimulatedCall, event: str) -> None:
    """A leg's progress, if the noun asked for that event (by default only the end)."""
    if event in noun.words("statusCallbackEvent", "completed"):
        form = forms.status_form(dialing.run.account_sid, leg, datetime.now(UTC))
        dialing.run.notify(dialing.base, noun.get("statusCallback"), form)


def _nouns(verb: Verb) -> list[Verb]:
    nouns = [child for child in verb.children if child.name in ("Client", "Number")]
    if len(nouns) < len(verb.children):
        _log.warning("only Client and Number are simulated", nouns=[child.name for child in verb.children])
    return nouns or ([Verb("Number", {}, verb.text)] if verb.text else [])


def _endpoint(noun: Verb) -> str:
    if noun.name == "Number":
        return noun.text
    identity = next((child.text for child in noun.children if child.name == "Identity"), noun.text)
    return f"client:{identity}"
