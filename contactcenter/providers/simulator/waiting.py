"""`<Enqueue>`: the caller waits, music is asked for again and again, and somebody takes them out."""

import time
from typing import NoReturn

from contactcenter.providers.simulator.line import HangUp, Interrupted, Redirect
from contactcenter.providers.simulator.script import CallOver, Run, execute, handles
from contactcenter.providers.simulator.state import queue_sid
from contactcenter.providers.simulator.twiml import Document, TwimlError, Verb

SHORTEST_POLL_SECONDS = 0.5  # real ones: an empty wait document must not become a flood
MAX_QUEUE_SIZE = "1000"


class _Left(TwimlError):
    """The wait document said Leave. Outside a queue that is the application's mistake."""

    def __init__(self) -> None:
        super().__init__(12200, "Leave outside a queue")


@handles("Leave")
def leave(_run: Run, _verb: Verb, _base: str) -> Document | None:
    raise _Left


@handles("Enqueue")
def enqueue(run: Run, verb: Verb, base: str) -> Document | None:
    name, entered = verb.text, time.monotonic()
    run.exchange.enter_queue(name, run.call.sid)
    run.line.set_patience(run.scenario.patience_seconds)
    run.is_in_line = True
    try:
        _wait(run, verb, base, entered)
    except _Left:
        run.line.set_patience(None)
        return run.ask(base, verb.get("action"), *_result(run, name, "leave", entered))
    except Interrupted as interrupted:
        if isinstance(interrupted.cause, HangUp):
            run.call.end()
            _tell(run, verb, base, "hangup", entered)
        elif isinstance(interrupted.cause, Redirect):
            _tell(run, verb, base, "redirected", entered)
        raise
    except CallOver:
        run.call.end()
        _tell(run, verb, base, "hangup", entered)
        raise
    except TwimlError:
        _tell(run, verb, base, "error", entered)
        raise
    finally:
        run.is_in_line = False
        run.exchange.leave_queue(name, run.call.sid, time.monotonic() - entered)


def _wait(run: Run, verb: Verb, base: str, entered: float) -> NoReturn:
    """Until something is raised."""
    while True:
        asked = time.monotonic()
        if verb.get("waitUrl"):
            execute(run, run.ask(base, verb.get("waitUrl"), *_place(run, verb.text, entered)))
        else:
            run.line.wait(30)
        run.line.wait(0, at_least=SHORTEST_POLL_SECONDS - (time.monotonic() - asked))


def _place(run: Run, name: str, entered: float) -> list[tuple[str, str]]:
    position, size, average = run.exchange.queue_place(name, run.call.sid)
    return [
        ("QueueSid", queue_sid(run.account_sid, name)),
        ("QueuePosition", str(position)),
        ("QueueTime", _waited(entered)),
        ("AvgQueueTime", str(average)),
        ("CurrentQueueSize", str(size)),
        ("MaxQueueSize", MAX_QUEUE_SIZE),
    ]


def _result(run: Run, name: str, result: str, entered: float) -> list[tuple[str, str]]:
    sid = queue_sid(run.account_sid, name)
    return [("QueueSid", sid), ("QueueResult", result), ("QueueTime", _waited(entered))]


def _tell(run: Run, verb: Verb, base: str, result: str, entered: float) -> None:
    """The action is posted though its reply no longer matters: the caller is gone or elsewhere."""
    run.notify(base, verb.get("action"), run.form(*_result(run, verb.text, result, entered)))


def _waited(entered: float) -> str:
    return str(round(time.monotonic() - entered))
