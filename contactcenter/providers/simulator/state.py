"""What the carrier knows: its calls, their legs, its queues and the recordings it can serve."""

import hashlib
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from contactcenter.providers.simulator.line import Line
from contactcenter.providers.simulator.phone_book import Caller
from contactcenter.providers.simulator.scenarios import Scenario

if TYPE_CHECKING:
    from contactcenter.providers.simulator.rooms import Room

ENDED = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


def new_sid(prefix: str) -> str:
    """Like Twilio's: two letters and 32 hex digits. Random whatever the seed, for ids never repeat."""
    return prefix + secrets.token_hex(16)


@dataclass
class SimulatedCall:
    """A call, or the child leg of one (then `parent_sid` is set). Times are aware UTC, wall clock.

    `position`: how far their dialogue has come, in its own seconds; it goes on from there after a hold.
    """

    sid: str
    from_number: str
    to_number: str
    line: Line = field(repr=False)
    direction: str = "inbound"
    status: str = "ringing"
    parent_sid: str | None = None
    caller: Caller = field(default_factory=lambda: Caller(""))
    caller_name: str | None = None
    scenario: Scenario = field(default_factory=lambda: Scenario("answered"))
    rng: random.Random = field(default_factory=random.Random, repr=False)
    wanted_dialogue: str | None = None
    dialogue_id: str | None = None
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    talk_started: float | None = None
    position: float = 0.0
    next_sequence: int = 0
    is_dialed_customer: bool = False

    @property
    def is_over(self) -> bool:
        return self.status in ENDED

    @property
    def talk_elapsed(self) -> float | None:
        """Seconds since the two parties were joined; None when nobody talks."""
        return None if self.talk_started is None else time.monotonic() - self.talk_started

    def answer(self) -> None:
        if self.answered_at is None:
            self.answered_at = datetime.now(UTC)
            self.status = "in-progress"

    def end(self, status: str = "completed", at: datetime | None = None) -> None:
        if not self.is_over:
            self.status = status
            self.ended_at = at or datetime.now(UTC)
            self.talk_started = None

    def take_sequence(self) -> int:
        """The next SequenceNumber of this leg's callbacks, from 0."""
        self.next_sequence += 1
        return self.next_sequence - 1

    @property
    def billed_seconds(self) -> int:
        """From answer (a child leg) or from arrival (our number answers at once) to the end."""
        start = self.answered_at if self.parent_sid else self.started_at
        if start is None or self.ended_at is None:
            return 0
        return max(0, round((self.ended_at - start).total_seconds()))


@dataclass
class SimulatedRecording:
    """What was heard for `seconds` of a shipped dialogue at `speed`. No audio is kept: it is cut when served.

    `pieces`, when there are any: (where in the dialogue, or None for hold music; how many real seconds), in order.
    """

    sid: str
    call_sid: str
    source: str
    channels: int
    started_at: datetime
    dialogue_id: str
    speed: float = 1.0
    seconds: float = 0.0
    status: str = "in-progress"
    downloads: int = 0
    pieces: list[tuple[float | None, float]] = field(default_factory=list)

    @property
    def duration_seconds(self) -> int:
        return max(1, round(self.seconds))

    @property
    def ended_at(self) -> datetime:
        return self.started_at + timedelta(seconds=self.seconds)


class Exchange:
    """The registry. `keep` is called with whatever changed, so that a restart can pick it up."""

    def __init__(self, keep: Callable[[SimulatedCall | SimulatedRecording], None] | None = None) -> None:
        self._lock = threading.RLock()
        self._calls: dict[str, SimulatedCall] = {}
        self._recordings: dict[str, SimulatedRecording] = {}
        self._queues: dict[str, list[str]] = {}
        self._queue_seconds: dict[str, list[float]] = {}
        self._rooms: list[Room] = []
        self._keep = keep or (lambda _thing: None)

    def add(self, thing: SimulatedCall | SimulatedRecording) -> None:
        with self._lock:
            if isinstance(thing, SimulatedCall):
                self._calls[thing.sid] = thing
            else:
                self._recordings[thing.sid] = thing
        self._keep(thing)

    changed = add

    def restore(self, calls: Iterable[SimulatedCall], recordings: Iterable[SimulatedRecording]) -> None:
        """What an earlier run of the carrier knew."""
        with self._lock:
            self._calls.update({call.sid: call for call in calls})
            self._recordings.update({recording.sid: recording for recording in recordings})

    def call(self, sid: str) -> SimulatedCall | None:
        return self._calls.get(sid)

    def recording(self, sid: str) -> SimulatedRecording | None:
        return self._recordings.get(sid)

    def calls(self) -> list[SimulatedCall]:
        """All calls and legs, newest first."""
        with self._lock:
            return sorted(self._calls.values(), key=lambda call: call.started_at, reverse=True)

    def live_calls(self) -> list[SimulatedCall]:
        """Callers (not legs) who are on the line now."""
        return [call for call in self.calls() if not call.is_over and call.direction == "inbound"]

    def room(self, name_or_sid: str) -> "Room | None":
        """The live conference of that name or id."""
        with self._lock:
            live = [room for room in self._rooms if room.status != "completed"]
            self._rooms = live
        return next((room for room in live if name_or_sid in (room.name, room.sid)), None)

    def open_room(self, room: "Room") -> "Room":
        with self._lock:
            self._rooms.append(room)
        return room

    def recordings(self, call_sid: str | None = None) -> list[SimulatedRecording]:
        with self._lock:
            found = [r for r in self._recordings.values() if call_sid in (None, r.call_sid)]
        return sorted(found, key=lambda recording: recording.started_at, reverse=True)

    def enter_queue(self, name: str, sid: str) -> None:
        with self._lock:
            self._queues.setdefault(name, []).append(sid)

    def leave_queue(self, name: str, sid: str, waited_seconds: float) -> None:
        with self._lock:
            if sid in self._queues.get(name, []):
                self._queues[name].remove(sid)
            self._queue_seconds.setdefault(name, []).append(waited_seconds)

    def queue_place(self, name: str, sid: str) -> tuple[int, int, int]:
        """(position from 1, people waiting, average seconds waited so far)."""
        with self._lock:
            members = self._queues.get(name, [])
            waits = self._queue_seconds.get(name, [])[-50:]
            position = members.index(sid) + 1 if sid in members else 1
            return position, max(1, len(members)), round(sum(waits) / len(waits)) if waits else 0


def queue_sid(account_sid: str, name: str) -> str:
    """A queue's id is the same in every run."""
    return "QU" + hashlib.sha256(f"{account_sid}/{name}".encode()).hexdigest()[:32]
