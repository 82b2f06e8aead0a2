"""Calls that the account places over REST: the agent's phone rings, answers, and follows the account's documents.

The dial to the customer is an ordinary `<Dial>`; how it ends is drawn like everything else. Seen from the call it is
the agent who is the parent, so what the scenario calls the agent's side is the customer's here.
"""

import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from contactcenter.providers.simulator import forms
from contactcenter.providers.simulator.line import Interrupted, Line, Redirect, Stop
from contactcenter.providers.simulator.scenarios import AgentLeg, Ending, Scenario
from contactcenter.providers.simulator.script import CallOver, Run, execute, moved_to
from contactcenter.providers.simulator.state import SimulatedCall, new_sid
from contactcenter.providers.simulator.twiml import Document, TwimlError

SOFTPHONE_ANSWERS_AFTER_SECONDS = 1.0
PHONE_ANSWERS_AFTER_SECONDS = 4.0
_OUTCOMES: tuple[AgentLeg, ...] = ("answers", "no_answer", "busy", "failed")
_WEIGHTS = (76, 12, 9, 3)
_ENDINGS: tuple[Ending, ...] = ("agent", "customer")


@dataclass(frozen=True)
class Wanted:
    """What was posted to Calls.json."""

    address: str
    caller_id: str
    answer_url: str
    progress_url: str
    progress_events: frozenset[str]


def read(form: Mapping[str, str], events: list[str]) -> Wanted:
    told = frozenset(events or ["completed"])
    return Wanted(form["To"], form["From"], form["Url"], form.get("StatusCallback", ""), told)


def placed_call(wanted: Wanted, speed: float, outcome: AgentLeg | None) -> SimulatedCall:
    """`outcome` is what the customer's phone does; drawn when it is not given."""
    sid, rng = new_sid("CA"), random.Random(secrets.randbits(64))
    drawn = outcome or rng.choices(_OUTCOMES, weights=_WEIGHTS)[0]
    story = Scenario(name="placed", keys=(), agent_leg=drawn, ends_talk=rng.choice(_ENDINGS), rating=None)
    return SimulatedCall(
        sid=sid,
        from_number=wanted.caller_id,
        to_number=wanted.address,
        line=Line(sid, speed),
        direction="outbound-api",
        status="queued",
        scenario=story,
        rng=rng,
    )


def run_placed(run: Run, wanted: Wanted) -> None:
    """From the first ring to the end. Never raises."""
    is_cut = False
    try:
        _ring(run, wanted)
        fetch: Callable[[], Document] = lambda: run.webhooks.ask(wanted.answer_url, run.form())  # noqa: E731
        while True:
            try:
                execute(run, fetch())
            except Interrupted as interrupted:
                if not isinstance(interrupted.cause, Redirect):
                    raise
                fetch = moved_to(run, interrupted.cause)
                continue
            break
    except Interrupted as interrupted:
        is_cut = isinstance(interrupted.cause, Stop)
    except (CallOver, TwimlError):
        pass
    if is_cut:
        return
    run.stop_transcription()
    run.stop_recording()
    run.call.end("completed" if run.call.answered_at else "canceled")
    run.exchange.changed(run.call)
    _report(run, wanted, "completed")


def _ring(run: Run, wanted: Wanted) -> None:
    run.call.status = "initiated"
    _report(run, wanted, "initiated")
    run.line.wait(0.2)
    run.call.status = "ringing"
    _report(run, wanted, "ringing")
    is_softphone = wanted.address.startswith("client:")
    run.line.wait(SOFTPHONE_ANSWERS_AFTER_SECONDS if is_softphone else PHONE_ANSWERS_AFTER_SECONDS)
    run.call.answer()
    run.exchange.changed(run.call)
    _report(run, wanted, "answered")


def _report(run: Run, wanted: Wanted, event: str) -> None:
    if event in wanted.progress_events:
        form = forms.status_form(run.account_sid, run.call, datetime.now(UTC))
        run.notify(wanted.progress_url, wanted.progress_url, form)
