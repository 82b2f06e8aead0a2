"""The simulated carrier: a phone network of one account, in threads beside (or apart from) the product.

It speaks Twilio's protocol from the outside: signed webhooks to the running server over HTTP, and REST with
media on a loopback address of its own. It uses no other way into the product.
"""

import random
import secrets
import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import structlog
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from contactcenter.core.settings import SIMULATED_LINE, Settings
from contactcenter.providers.simulator import control, dialing, media, verbs, voicemail, waiting
from contactcenter.providers.simulator.forms import recording_form
from contactcenter.providers.simulator.journal import Journal
from contactcenter.providers.simulator.line import Line, Stop
from contactcenter.providers.simulator.phone_book import ANONYMOUS, PHONE_BOOK, Caller, PhoneBook, load
from contactcenter.providers.simulator.placing import Wanted, placed_call, run_placed
from contactcenter.providers.simulator.rest import RestApi
from contactcenter.providers.simulator.rooms import Room, invited_leg, ring_and_join
from contactcenter.providers.simulator.scenarios import AgentLeg, Scenario, make, pick
from contactcenter.providers.simulator.script import MediaLibrary, Run, report_end, run_call
from contactcenter.providers.simulator.state import Exchange, SimulatedCall, SimulatedRecording, new_sid
from contactcenter.providers.simulator.webhooks import Webhooks

OUR_NUMBER = SIMULATED_LINE
"""The company's line when a simulated call names none."""

RETOLD = timedelta(minutes=5)

CHANNEL_ORDER = "agent_first"
"""Who is on which channel of a dual recording, as the product's own setting for this account says it."""

VERB_MODULES = (dialing, verbs, voicemail, waiting)
"""Importing them registers what the carrier can execute."""

BEAT_SECONDS = 2.0
"""How exactly the end of a call is known that a kill cut off."""

_log = structlog.get_logger(__name__)


class PortTaken(RuntimeError):
    """Something that is not our carrier listens on the carrier's address."""


class Carrier:
    """`start` listens and returns True, or False when our carrier already runs there in another process."""

    def __init__(self, settings: Settings, library: MediaLibrary | None = None, book: PhoneBook | None = None) -> None:
        self.account = settings.simulator
        self.media: MediaLibrary = library or media
        self.book = book or load(settings.instance_path / PHONE_BOOK)
        self.channel_order = CHANNEL_ORDER
        self._journal = Journal(settings.instance_path / "simulator.jsonl")
        self.exchange = Exchange(self._journal.keep)
        self.webhooks = Webhooks(settings.simulator, settings.public_url)
        self._server: BaseWSGIServer | None = None
        self._threads: list[threading.Thread] = []
        self._placed: set[str] = set()
        self._stopping = threading.Event()
        self.placing_speed = 1.0
        self.outcomes: deque[AgentLeg] = deque()  # how the customers of the next placed calls answer; else drawn

    def start(self) -> bool:
        """Raises PortTaken when a stranger listens there."""
        listener = _listen(self.account.api_url)
        if listener is None:
            if control.is_running(self.account):
                return False
            raise PortTaken(f"{self.account.api_url} is in use: set PORT or SIMULATOR_URL")
        with listener:  # the server works on a duplicate
            host, port = listener.getsockname()[:2]
            self._server = make_server(
                host, port, RestApi(self), threaded=True, request_handler=_QuietHandler, fd=listener.fileno()
            )
        self.webhooks.start()
        self._pick_up()
        self._stopping.clear()
        self._spawn(self._beat, "carrier-heart")
        self._spawn(partial(self._server.serve_forever, poll_interval=0.1), "carrier-rest")
        return True

    def stop(self) -> None:
        """Drop everything at once; what was going on is reported after the next start."""
        self._stopping.set()
        for call in self.exchange.calls():
            if not call.is_over and (call.direction == "inbound" or call.line.sid == call.sid):
                call.line.interrupt(call.sid, Stop())
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        self.webhooks.stop()
        for thread in self._threads:
            thread.join(timeout=5)
        self._threads.clear()

    def place_call(
        self,
        *,
        scenario: str | None = None,
        from_number: str | None = None,
        to_number: str | None = None,
        dialogue_id: str | None = None,
        caller_name: str | None = None,
        speed: float = 1.0,
        seed: int | None = None,
    ) -> SimulatedCall:
        """Somebody rings us, now, in a thread of its own. Raises UnknownScenario."""
        rng = random.Random(secrets.randbits(64) if seed is None else seed)
        story = make(scenario or pick(rng), rng)
        caller = self._caller(story, from_number, rng)
        sid = new_sid("CA")
        call = SimulatedCall(
            sid=sid,
            from_number=caller.number,
            to_number=to_number or OUR_NUMBER,
            line=Line(sid, speed),
            caller=caller,
            caller_name=caller_name,
            scenario=story,
            rng=rng,
            wanted_dialogue=dialogue_id,
        )
        self.exchange.add(call)
        self._placed.add(sid)
        run = Run(call, self.exchange, self.webhooks, self.media, self.book, keys=iter(story.keys), spawn=self._spawn)
        self._spawn(partial(run_call, run), f"call-{sid[-6:]}")
        return call

    def ring_out(self, wanted: Wanted) -> SimulatedCall:
        """The account places a call: its agent is rung, in a thread of its own."""
        outcome = self.outcomes.popleft() if self.outcomes else None
        call = placed_call(wanted, self.placing_speed, outcome)
        self.exchange.add(call)
        run = Run(call, self.exchange, self.webhooks, self.media, self.book, spawn=self._spawn)
        self._spawn(partial(run_placed, run, wanted), f"call-{call.sid[-6:]}")
        return call

    def is_customer_first(self, recording: SimulatedRecording) -> bool:
        """Whose channel comes first: the order is of parent and child, and of a placed call the agent is the parent."""
        call = self.exchange.call(recording.call_sid)
        is_placed = call is not None and call.direction == "outbound-api"
        return (self.channel_order == "customer_first") != is_placed

    def invite(self, room: Room, form: dict[str, str], events: frozenset[str]) -> SimulatedCall:
        """Ring somebody for a room, in a thread of its own."""
        speed = next((seat.call.line.speed for seat in list(room.seats.values())), 1.0)
        call = invited_leg(form, speed)
        self.exchange.add(call)
        run = Run(call, self.exchange, self.webhooks, self.media, self.book, spawn=self._spawn)
        self._spawn(partial(ring_and_join, run, room, form, events), f"call-{call.sid[-6:]}")
        return call

    def wait_until_idle(self, seconds: float) -> bool:
        """Until every call and callback is over; False when time is over first."""
        for thread in list(self._threads):
            if thread.name.startswith("call-"):
                thread.join(timeout=seconds)
        return not self.exchange.live_calls() and self.webhooks.drain(seconds)

    def placed(self, sid: str) -> bool:
        """Whether the call is of this run, and not of an earlier one that the journal remembers."""
        return sid in self._placed

    def _caller(self, story: Scenario, number: str | None, rng: random.Random) -> Caller:
        picked = self.book.pick_shared(rng) if story.is_shared_line else self.book.pick(rng)
        if number:
            return self.book.find(number)
        return replace(picked, number=ANONYMOUS) if story.is_anonymous else picked

    def _spawn(self, target: Callable[[], None], name: str) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=target, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _beat(self) -> None:
        while not self._stopping.wait(BEAT_SECONDS):
            self._journal.beat()

    def _pick_up(self) -> None:
        """Go on after the last stop.

        Calls that it cut off ended there, and what was being recorded is lost. What had just ended is told
        again, since its callbacks may have died with us: a repeat is harmless.
        """
        stopped_at = self._journal.last_written_at()
        calls, recordings = self._journal.load()
        self.exchange.restore(calls, recordings)
        for call in calls:
            if not call.is_over:
                call.end("completed", max(stopped_at, call.started_at))
                self.exchange.changed(call)
            if call.direction == "inbound" and call.ended_at and call.ended_at > stopped_at - RETOLD:
                report_end(self.webhooks, call)
        for recording in recordings:
            if recording.status == "in-progress":
                recording.status = "absent"
                self.exchange.changed(recording)
            if recording.status in ("completed", "absent") and recording.ended_at > stopped_at - RETOLD:
                form = recording_form(self.account.account_sid, recording, self.account.api_url)
                self.webhooks.notify(f"{self.webhooks.public_url}/webhooks/simulator/voice/recording", form)


class _QuietHandler(WSGIRequestHandler):
    """Numbers in request lines do not belong in a log."""

    def log_request(self, *_arguments: object) -> None:
        pass


def _listen(api_url: str) -> socket.socket | None:
    """A listening socket on the address, or None when it is taken."""
    parts = urlsplit(api_url)
    listener = socket.socket(socket.AF_INET6 if ":" in (parts.hostname or "") else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((parts.hostname or "127.0.0.1", parts.port or 80))
        listener.listen(64)
    except OSError:
        listener.close()
        return None
    return listener
