"""The people of a trial, as they stand at a moment of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from contactcenter.reporting.trials.scene import Person
from contactcenter.routing.strategies import NOTHING, Candidate


@dataclass
class Worker:
    """Somebody at work in the model; `seats` are those of the present moment as routing's strategies know people."""

    person: Person
    start: datetime
    is_there: bool = False
    is_paused: bool = False
    elsewhere: int = 0
    used: dict[str, int] = field(default_factory=dict)
    activity: str = "idle"
    idle_since: float = 0.0
    handled_today: int = 0
    seats: dict[str, Candidate] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether they may be offered anything at all."""
        return self.is_there and not self.is_paused

    def seat(self, queue_id: str) -> Candidate:
        """This person as a candidate of that queue."""
        found = self.seats.get(queue_id)
        if found is None:
            found = self.seats[queue_id] = self._stand(queue_id)
        return found

    def changed(self) -> None:
        self.seats = {}

    def take(self, channel: str) -> None:
        self.used[channel] = self.used.get(channel, 0) + 1
        if channel == "call":
            self.activity = "ringing"
        self.changed()

    def release(self, channel: str, at: float) -> None:
        self.used[channel] -= 1
        if channel == "call" and not self.used["call"]:
            self.activity = "talking" if self.elsewhere else "idle"
            self.idle_since = at
        self.changed()

    def _stand(self, queue_id: str) -> Candidate:
        weight, position = self.person.serves[queue_id]
        is_away = self.elsewhere and self.activity == "idle"
        return Candidate(
            self.person.agent_id,
            status="not_responding" if self.is_paused else "available" if self.is_there else "offline",
            activity="talking" if is_away else self.activity,
            is_reachable=self.is_there,
            idle_since=self.start + timedelta(seconds=self.idle_since),
            weight=weight,
            position=position,
            capacity=self.person.capacity,
            used=NOTHING._replace(**self.used) if self.used else NOTHING,
            skills=self.person.skills,
            handled_today=self.handled_today,
        )
