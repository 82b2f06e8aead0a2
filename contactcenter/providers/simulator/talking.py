"""The conversation itself: a shipped dialogue runs, its lines are transcribed, and somebody hangs up."""

import time
from dataclasses import dataclass
from typing import Literal

from contactcenter.providers.simulator.line import HangUp, Interrupted, Redirect
from contactcenter.providers.simulator.media import Dialogue, Line
from contactcenter.providers.simulator.script import Run
from contactcenter.providers.simulator.state import SimulatedCall

PARTIAL_AFTER_SECONDS = 0.8
PARTIAL_FROM_SECONDS = 2.5


@dataclass(frozen=True)
class TalkEnd:
    """Who ended it after how many real seconds; the account moved the caller away (`interrupted`), or the agent."""

    by: Literal["agent", "customer"]
    seconds: float
    interrupted: Interrupted | None = None
    moved: Redirect | None = None


def choose_dialogue(run: Run, identity: str) -> Dialogue:
    """One that suits the caller's language and voice, and the agent's voice where there is a choice."""
    wanted = run.call.dialogue_id or run.call.wanted_dialogue  # one that has begun goes on
    caller = run.call.caller
    everything = run.media.list_dialogues("dialogue")
    if wanted:
        return next((d for d in everything if d.id == wanted), everything[0])
    fitting = run.media.list_dialogues("dialogue", caller.language) or everything
    fitting = [d for d in fitting if d.customer_gender == caller.gender] or fitting
    gender = run.book.agent_genders.get(identity)
    fitting = [d for d in fitting if gender in (None, d.agent_gender)] or fitting
    return run.call.rng.choice(fitting)


def past_greeting(dialogue: Dialogue) -> float:
    """Where a call that we placed begins: nobody whom we call is thanked for calling."""
    first = dialogue.lines[0]
    return first.end_seconds if first.speaker == "agent" else 0.0


def choose_voicemail(run: Run) -> Dialogue:
    wanted, language = run.call.wanted_dialogue, run.call.caller.language
    everything = run.media.list_dialogues("voicemail")
    chosen = [clip for clip in everything if clip.id == wanted]
    fitting: list[Dialogue] = chosen or run.media.list_dialogues("voicemail", language) or everything
    same_voice = [clip for clip in fitting if clip.customer_gender == run.call.caller.gender]
    return run.call.rng.choice(same_voice or fitting)


def talk(run: Run, leg: SimulatedCall, dialogue: Dialogue) -> TalkEnd:
    """Let the dialogue pass in real time ÷ speed. Raises Interrupted only when the carrier stops."""
    began = time.monotonic()
    started = began - run.call.position / run.line.speed
    run.call.dialogue_id, run.call.talk_started = dialogue.id, started
    try:
        _pass_dialogue(run, dialogue, started)
    except Interrupted as interrupted:
        return _cut_short(run, leg, interrupted, time.monotonic() - began)
    finally:
        run.call.position = (time.monotonic() - started) * run.line.speed
        run.call.talk_started = None
        run.has_talked = True
    return TalkEnd(run.scenario.ends_talk, time.monotonic() - began)


class Conversation:
    """The same dialogue in a room, where it stops and goes on; asked every moment by whoever waits there."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._dialogue = _dialogue_of(run)
        self._heard_to = run.call.position
        self._began: float | None = None

    def goes_on(self, *, is_talking: bool) -> bool:
        """Let the time since the last look pass; False once everything has been said."""
        if not is_talking:
            self.pause()
            return True
        call, speed = self._run.call, self._run.line.speed
        if self._began is None:
            self._began = time.monotonic() - call.position / speed
            call.dialogue_id, call.talk_started = self._dialogue.id, self._began
            self._run.recorded("talk")
        call.position = (time.monotonic() - self._began) * speed
        self._speak(self._heard_to, call.position)
        self._heard_to = call.position
        return call.position < self._dialogue.duration_seconds

    def pause(self) -> None:
        """Nobody hears the customer now."""
        if self._began is not None:
            self._began = self._run.call.talk_started = None
            self._run.has_talked = True
            self._run.recorded("music")

    def _speak(self, after: float, until: float) -> None:
        transcription = self._run.transcription
        if transcription is None:
            return
        for at_seconds, line, is_final in _utterances(self._dialogue, has_partials=transcription.has_partials):
            if after < at_seconds <= until:
                text = line.text if is_final else _beginning(line.text)
                transcription.hear(line.speaker, text, is_final=is_final, rng=self._run.call.rng)


def _dialogue_of(run: Run) -> Dialogue:
    everything = run.media.list_dialogues("dialogue")
    return next((d for d in everything if d.id == run.call.dialogue_id), None) or choose_dialogue(run, "")


def _cut_short(run: Run, leg: SimulatedCall, interrupted: Interrupted, seconds: float) -> TalkEnd:
    if isinstance(interrupted.cause, HangUp):
        return TalkEnd("agent" if interrupted.sid == leg.sid else "customer", seconds)
    if isinstance(interrupted.cause, Redirect) and interrupted.sid == run.call.sid:
        return TalkEnd("customer", seconds, interrupted)
    if isinstance(interrupted.cause, Redirect) and interrupted.sid == leg.sid:
        return TalkEnd("agent", seconds, moved=interrupted.cause)
    raise interrupted


def _pass_dialogue(run: Run, dialogue: Dialogue, started: float) -> None:
    said_before = run.call.position
    for at_seconds, line, is_final in _utterances(dialogue, has_partials=_has_partials(run)):
        if at_seconds <= said_before:
            continue
        _wait_until(run, started, at_seconds)
        if run.transcription is not None:
            text = line.text if is_final else _beginning(line.text)
            run.transcription.hear(line.speaker, text, is_final=is_final, rng=run.call.rng)
    _wait_until(run, started, dialogue.duration_seconds)


def _wait_until(run: Run, started: float, dialogue_seconds: float) -> None:
    run.line.wait(dialogue_seconds - (time.monotonic() - started) * run.line.speed)


def _has_partials(run: Run) -> bool:
    return run.transcription is not None and run.transcription.has_partials


def _utterances(dialogue: Dialogue, *, has_partials: bool) -> list[tuple[float, Line, bool]]:
    """(dialogue seconds, line, is final): a partial soon after a long line began, the final at its end."""
    finals = [(line.end_seconds, line, True) for line in dialogue.lines]
    partials = [
        (line.start_seconds + PARTIAL_AFTER_SECONDS, line, False)
        for line in dialogue.lines
        if has_partials and line.end_seconds - line.start_seconds >= PARTIAL_FROM_SECONDS
    ]
    return sorted(finals + partials, key=lambda utterance: utterance[0])


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[: max(1, len(words) // 3)])
