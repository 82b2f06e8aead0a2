"""Executing a call: fetch a document, run its verbs, follow where they lead, until somebody hangs up.

Verbs are functions `(run, verb, base_url) -> Document | None`: a document means "go on there". They are
registered by name in the modules that know them (`verbs`, `waiting`, `dialing`, `voicemail`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import urljoin

import structlog

from contactcenter.providers.simulator import forms
from contactcenter.providers.simulator.line import HangUp, Interrupted, Line, Redirect, Stop
from contactcenter.providers.simulator.media import Dialogue, Kind, Language
from contactcenter.providers.simulator.phone_book import PhoneBook
from contactcenter.providers.simulator.scenarios import Scenario
from contactcenter.providers.simulator.state import Exchange, SimulatedCall
from contactcenter.providers.simulator.transcribing import Transcription
from contactcenter.providers.simulator.twiml import Document, TwimlError, Verb, parse
from contactcenter.providers.simulator.webhooks import Webhooks

if TYPE_CHECKING:
    from contactcenter.providers.simulator.leg_recording import LegRecording

_log = structlog.get_logger(__name__)


class CallOver(Exception):
    """The leg ends here, with this final status."""

    def __init__(self, status: str = "completed") -> None:
        super().__init__(status)
        self.status = status


class MediaLibrary(Protocol):
    """Where dialogues come from: the module `media`, or a stand-in of the same shape."""

    def list_dialogues(self, kind: Kind | None = None, language: Language | None = None) -> list[Dialogue]: ...

    def read_wav(self, dialogue_id: str) -> bytes: ...


@dataclass
class Run:
    """One leg being executed, with all that its verbs need."""

    call: SimulatedCall
    exchange: Exchange
    webhooks: Webhooks
    media: MediaLibrary
    book: PhoneBook
    keys: Iterator[str] = field(default_factory=lambda: iter(()))
    transcription: Transcription | None = None
    has_talked: bool = False
    is_in_line: bool = False
    recording: "LegRecording | None" = None
    spawn: Callable[[Callable[[], None], str], None] | None = None

    @property
    def line(self) -> Line:
        return self.call.line

    @property
    def scenario(self) -> Scenario:
        return self.call.scenario

    @property
    def account_sid(self) -> str:
        return self.webhooks.account.account_sid

    def form(self, *extra: tuple[str, str]) -> forms.Pairs:
        return [*forms.call_form(self.account_sid, self.call), *extra]

    def ask(self, base: str, link: str, *extra: tuple[str, str]) -> Document:
        """The document at `link` (relative to `base`; empty: `base` itself). Raises TwimlError."""
        return self.webhooks.ask(urljoin(base, link), self.form(*extra))

    def notify(self, base: str, link: str, pairs: forms.Pairs, *, after: float = 0.0) -> None:
        """A callback, if there is an address for it, `after` seconds of the call from now."""
        if link:
            self.webhooks.notify(urljoin(base, link), pairs, after=after / self.line.speed)

    def on_leg(self, leg: SimulatedCall) -> "Run":
        """The same world seen from another leg, whose owner confirms with key 1 when asked."""
        return replace(self, call=leg, keys=iter(("1",)))

    def recorded(self, what: Literal["talk", "music"]) -> None:
        """From now on this is what the leg's own recording hears, if there is one."""
        if self.recording is not None:
            self.recording.hears(self.call.position if what == "talk" else None)

    def stop_recording(self) -> None:
        if self.recording is not None:
            self.recording.stop()
            self.recording = None

    def stop_transcription(self) -> None:
        if self.transcription is not None:
            self.transcription.stop()
            self.transcription = None


VerbHandler = Callable[[Run, Verb, str], Document | None]
_handlers: dict[str, VerbHandler] = {}


def handles(name: str) -> Callable[[VerbHandler], VerbHandler]:
    """Register the function that executes a verb."""

    def register(handler: VerbHandler) -> VerbHandler:
        _handlers[name] = handler
        return handler

    return register


def execute(run: Run, document: Document) -> None:
    """Run a document, and those it leads to, to the end. Raises Interrupted, CallOver, TwimlError."""
    current: Document | None = document
    while current is not None:
        current = _run_verbs(run, current)


def _run_verbs(run: Run, document: Document) -> Document | None:
    for verb in document.verbs:
        run.line.check()
        if verb.name != "Reject":
            run.call.answer()
        following = _handlers[verb.name](run, verb, document.url)
        if following is not None:
            return following
    run.line.check()
    return None


def run_call(run: Run) -> None:
    """A whole inbound call, from its first request to the number's status callback. Never raises."""
    try:
        status = _converse(run)
    except Exception as error:  # noqa: BLE001 - a call's thread is a loop's end: the call must still be closed
        _log.error("a simulated call broke off", call_sid=run.call.sid, error=repr(error))
        status = "failed"
    if status is None:
        return
    run.stop_transcription()
    run.stop_recording()
    run.call.end(status)
    run.exchange.changed(run.call)
    report_end(run.webhooks, run.call)


def run_leg(run: Run, moved: Redirect, report: Callable[[], None]) -> None:
    """A dialled leg that was moved away from its dial: it follows its own documents now. Never raises."""
    fetch = moved_to(run, moved)
    while True:
        try:
            execute(run, fetch())
        except Interrupted as interrupted:
            if isinstance(interrupted.cause, Stop):
                return
            if isinstance(interrupted.cause, Redirect):
                fetch = moved_to(run, interrupted.cause)
                continue
        except (CallOver, TwimlError):
            pass
        break
    run.call.end()
    run.exchange.changed(run.call)
    report()


def report_end(webhooks: Webhooks, call: SimulatedCall) -> None:
    """The number-level status callback, which tells only the end."""
    form = forms.status_form(webhooks.account.account_sid, call, call.ended_at or call.started_at)
    webhooks.notify(f"{webhooks.public_url}/webhooks/simulator/voice/status", form)


def _converse(run: Run) -> str | None:
    """The final status; None when the carrier was stopped in the middle."""
    front_door = f"{run.webhooks.public_url}/webhooks/simulator/voice/inbound"
    arrival = forms.arrival_form(run.account_sid, run.call)
    fetch: Callable[[], Document] = lambda: run.webhooks.ask(front_door, arrival)  # noqa: E731
    has_fallen_back = False
    while True:
        try:
            execute(run, fetch())
        except Interrupted as interrupted:
            if isinstance(interrupted.cause, Redirect):
                fetch = moved_to(run, interrupted.cause)
                continue
            return _status_after(run, interrupted)
        except CallOver as over:
            return over.status
        except TwimlError as error:
            _log.warning("the application's reply was unusable", code=error.code, reason=str(error))
            if has_fallen_back:
                return "completed" if run.call.answered_at else "failed"
            has_fallen_back = True
            fetch = _fallback(run, error, front_door)
            continue
        return "completed"


def _status_after(run: Run, interrupted: Interrupted) -> str | None:
    if isinstance(interrupted.cause, Stop):
        return None
    if isinstance(interrupted.cause, HangUp) and run.call.answered_at is None:
        return "no-answer"
    return "completed"


def moved_to(run: Run, redirect: Redirect) -> Callable[[], Document]:
    base = f"{run.webhooks.public_url}/"
    if redirect.twiml:
        return lambda: parse(redirect.twiml, base)
    return lambda: run.ask(base, redirect.url)


def _fallback(run: Run, error: TwimlError, front_door: str) -> Callable[[], Document]:
    base = f"{run.webhooks.public_url}/webhooks/simulator/voice/"
    facts = (("ErrorCode", str(error.code)), ("ErrorUrl", error.url or front_door))
    return lambda: run.ask(base, "fallback", *facts)
