"""The verbs that only speak, wait, ask for keys or end the call."""

from collections.abc import Iterable

import structlog

from contactcenter.providers.simulator import forms
from contactcenter.providers.simulator.leg_recording import LegRecording
from contactcenter.providers.simulator.line import HangUp, Interrupted
from contactcenter.providers.simulator.script import CallOver, Run, handles
from contactcenter.providers.simulator.state import SimulatedRecording, new_sid
from contactcenter.providers.simulator.transcribing import Transcription
from contactcenter.providers.simulator.twiml import Document, TwimlError, Verb, spoken_seconds

LONGEST_SAY_SECONDS = 6.0  # nobody wants to wait longer in a demo
PLAY_SECONDS = 10.0  # a file is not fetched to learn its length
FOREVER_SECONDS = 3600.0

_log = structlog.get_logger(__name__)


@handles("Say")
@handles("Play")
@handles("Pause")
def sound(run: Run, verb: Verb, _base: str) -> Document | None:
    run.line.wait(_seconds(verb))
    return None


@handles("Redirect")
def redirect(run: Run, verb: Verb, base: str) -> Document | None:
    return run.ask(base, verb.text)


@handles("Hangup")
def hang_up(_run: Run, _verb: Verb, _base: str) -> Document | None:
    raise CallOver


@handles("Reject")
def reject(_run: Run, verb: Verb, _base: str) -> Document | None:
    raise CallOver("busy" if verb.get("reason") == "busy" else "no-answer")


@handles("Gather")
def gather(run: Run, verb: Verb, base: str) -> Document | None:
    """The caller listens to most of the prompt, then presses a key, or does not."""
    prompt_seconds = sum(_seconds(child) for child in verb.children)
    if _leaves_at_prompt(run):
        run.line.wait(prompt_seconds * 0.5)
        raise Interrupted(run.call.sid, HangUp("caller"))
    key = _key(run)
    if key is None:
        run.line.wait(prompt_seconds + verb.number("timeout", 5))
        return run.ask(base, verb.get("action"), ("Digits", "")) if verb.is_set("actionOnEmptyResult") else None
    run.line.wait(prompt_seconds * 0.8 + 1)
    return run.ask(base, verb.get("action"), ("Digits", key), ("FinishedOnKey", ""))


@handles("Start")
def start(run: Run, verb: Verb, base: str) -> Document | None:
    for child in verb.children:
        if child.name == "Transcription":
            _start_transcription(run, child, base)
        elif child.name == "Recording":
            _start_recording(run, child, base)
        else:
            _log.warning("not simulated", noun=child.name)
    return None


@handles("Stop")
def stop(run: Run, _verb: Verb, _base: str) -> Document | None:
    run.stop_transcription()
    return None


def _seconds(verb: Verb) -> float:
    loops = verb.number("loop", 1)
    if verb.name == "Say":
        seconds = min(LONGEST_SAY_SECONDS, spoken_seconds(_all_text(verb)))
    elif verb.name == "Play":
        seconds = PLAY_SECONDS if verb.text else 0.5  # digits have no file
    else:
        return verb.number("length", 1)
    return FOREVER_SECONDS if loops == 0 else seconds * loops


def _all_text(verb: Verb) -> str:
    return " ".join([verb.text, *_texts(verb.children)]).strip()


def _texts(verbs: Iterable[Verb]) -> list[str]:
    return [_all_text(verb) for verb in verbs]


def _leaves_at_prompt(run: Run) -> bool:
    """Some hang up in the menu; those who do not care to rate mostly just hang up."""
    if run.call.parent_sid:
        return False
    if run.has_talked:
        return run.scenario.rating is None and run.call.rng.random() < 0.7
    return run.scenario.hangs_up_in_menu


def _key(run: Run) -> str | None:
    if run.has_talked and not run.call.parent_sid:
        return None if run.scenario.rating is None else str(run.scenario.rating)
    if run.is_in_line and not run.scenario.asks_callback:
        return None  # nobody presses a key in line who is content with the music
    return next(run.keys, None)


def _start_recording(run: Run, noun: Verb, base: str) -> None:
    def report(recording: SimulatedRecording, event: str) -> None:
        if event in noun.words("recordingStatusCallbackEvent", "completed"):
            form = forms.recording_form(run.account_sid, recording, run.webhooks.account.api_url)
            run.notify(base, noun.get("recordingStatusCallback"), form, after=1.0 if event == "completed" else 0.0)

    run.stop_recording()
    run.recording = LegRecording(run, noun, report)


def _start_transcription(run: Run, verb: Verb, base: str) -> None:
    link = verb.get("statusCallbackUrl")
    if not link:
        raise TwimlError(12200, "a transcription without statusCallbackUrl")
    run.stop_transcription()
    run.transcription = Transcription(
        run.account_sid,
        run.call.sid,
        new_sid("GT"),
        verb,
        lambda form: run.notify(base, link, form),
        is_placed=run.call.direction == "outbound-api",
    )
    run.transcription.start()
