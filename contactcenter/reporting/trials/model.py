"""A period played again: the work as it came, handed out by routing's own deciders to people as they were there.

Who gets a piece is asked of `routing.strategies.choose`, what still waits for whom of `failed_filters` and `relax`,
when it leaves of `routing.leaving`: the functions that decide for real callers, over the same candidates. Here is
only what those cannot know: time, and what people did when it rang. Events come in order of their moment; the same
seed gives the same day (see chance.py).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from contactcenter.reporting.trials import deciding
from contactcenter.reporting.trials.floor import Worker
from contactcenter.reporting.trials.habits import Habits
from contactcenter.reporting.trials.line import Line, Piece
from contactcenter.reporting.trials.scene import Arrival, Outcome, Rules, Scene
from contactcenter.routing import leaving
from contactcenter.routing.strategies import Decision, order_of_work

POLL_SECONDS = 10.0
"""How often a caller is asked whether there is still hope."""
AFTER_HOURS = 3600.0
"""The model goes on so long after the period, for what came last."""
Tell = Callable[[float], None]


class Model:
    """One run. `scene` holds the rules to follow, `recorded` those that stood when the record was made."""

    def __init__(self, scene: Scene, *, seed: int = 1, recorded: Scene | None = None) -> None:
        self.scene = scene
        self.habits = Habits(recorded or scene, seed)
        self.at = 0.0
        self.outcomes: list[Outcome] = []
        self.workers = {i: Worker(one, scene.start) for i, one in scene.people.items()}
        self.teams: dict[str, list[Worker]] = defaultdict(list)
        for worker in self.workers.values():
            for queue_id in worker.person.serves:
                self.teams[queue_id].append(worker)
        self.line = Line()
        self.owners: dict[str, str] = {}
        self.credits: dict[str, Mapping[str, int]] = {}
        self._events: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._offered: dict[str, Piece] = {}
        self._count = 0

    def run(self, tell: Tell = lambda _share: None) -> list[Outcome]:
        """Play it through; `tell` hears what share of the period is over."""
        self._plan_people()
        for arrival in self.scene.arrivals:
            self._later(arrival.at, self._arrive, arrival)
        done, end = 0, self.scene.seconds + AFTER_HOURS
        while self._events:
            at, _, act, values = heappop(self._events)
            if at > end:
                break
            self.at = at
            act(*values)
            done += 1
            if done % 100 == 0:
                tell(min(1.0, at / self.scene.seconds))
        return self.outcomes

    # Time

    def _later(self, at: float, act: Callable[..., None], *values: Any) -> None:
        self._count += 1
        heappush(self._events, (at, self._count, act, values))

    @property
    def moment(self) -> datetime:
        return self.scene.start + timedelta(seconds=self.at)

    def _rules(self, queue_id: str) -> Rules:
        return deciding.rules_at(self.scene, queue_id, self.at)

    # People

    def _plan_people(self) -> None:
        for worker in self.workers.values():
            for start, end in worker.person.ready:
                self._later(start, self._come, worker)
                self._later(end, self._go, worker)
            for start, end in worker.person.elsewhere:
                self._later(start, self._elsewhere, worker, 1)
                self._later(end, self._elsewhere, worker, -1)
        midnight = self.scene.start.astimezone(self.scene.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        while (at := (midnight - self.scene.start).total_seconds()) < self.scene.seconds:
            self._later(at, self._new_day)
            midnight += timedelta(days=1)

    def _new_day(self) -> None:
        for worker in self.workers.values():
            worker.handled_today = 0
            worker.changed()

    def _come(self, worker: Worker) -> None:
        worker.is_there, worker.idle_since = True, self.at
        worker.changed()
        self._serve(worker)

    def _go(self, worker: Worker) -> None:
        worker.is_there = False
        worker.changed()
        for piece in self._rung_by(worker):
            self._stop_ringing(piece, worker)
            self._back_in_line(piece)

    def _elsewhere(self, worker: Worker, by: int) -> None:
        worker.elsewhere += by
        if not worker.elsewhere:
            worker.idle_since = self.at
        worker.changed()
        if not worker.elsewhere:
            self._serve(worker)

    def _pause(self, worker: Worker, piece: Piece) -> None:
        """They let it ring out: nothing more for them until they are back."""
        worker.is_paused = True
        worker.changed()
        self._later(self.at + self.habits.pause(piece.arrival, worker.person), self._resume, worker)

    def _resume(self, worker: Worker) -> None:
        worker.is_paused, worker.idle_since = False, self.at
        worker.changed()
        self._serve(worker)

    def _rung_by(self, worker: Worker) -> list[Piece]:
        return [piece for piece in self._offered.values() if worker.person.agent_id in piece.ringing]

    # Work

    def _arrive(self, arrival: Arrival) -> None:
        piece = Piece(arrival, arrival.queue_id)
        rules = self._rules(piece.queue_id)
        entered_ms = int(self.moment.timestamp() * 1000)
        piece.rank = order_of_work(entered_ms, rules.priority + arrival.priority)
        self.line.add(piece)
        self._plan_leaving(piece, rules)
        self._offer(piece)

    def _plan_leaving(self, piece: Piece, rules: Rules) -> None:
        arrival, entered = piece.arrival, self.moment
        patience = self.habits.patience(arrival)
        if patience < 10 * AFTER_HOURS:
            result = "asked_back" if arrival.result == "asked_back" else "left"
            self._later(arrival.at + patience, self._leave, piece, result)
        if arrival.channel == "call" and not arrival.is_callback:
            self._later(self._second(leaving.gives_up_at(rules, entered)), self._give_up, piece)
            self._later(arrival.at + POLL_SECONDS, self._poll, piece)
        if (due := leaving.overflows_at(rules, entered)) is not None:
            self._later(self._second(due), self._overflow, piece)
        for step in rules.relaxation:
            self._later(arrival.at + step["after_seconds"], self._again, piece)
        if rules.sticky_seconds:
            self._later(arrival.at + rules.sticky_seconds, self._again, piece)

    def _second(self, moment: datetime) -> float:
        return (moment - self.scene.start).total_seconds()

    def _again(self, piece: Piece) -> None:
        if piece.state == "waiting":
            self._offer(piece)

    def _offer(self, piece: Piece) -> None:
        """Ask routing who gets it, and let it ring there."""
        rules = self._rules(piece.queue_id)
        decision = self._choose(piece, rules)
        if decision.credits is not None:
            self.credits[piece.queue_id] = decision.credits
        for agent_id in decision.rings:
            self._ring(piece, self.workers[agent_id], rules)

    def _choose(self, piece: Piece, rules: Rules) -> Decision:
        return deciding.choose_for(
            piece,
            rules,
            self.teams[piece.queue_id],
            self.moment,
            entered_at=self._entered(piece),
            owner_id=self._owner(piece),
            credits_now=self.credits.get(piece.queue_id),
        )

    def _owner(self, piece: Piece) -> str | None:
        party = piece.arrival.party
        return self.owners.get(party or "", piece.arrival.owner_id)

    def _serve(self, worker: Worker) -> None:
        """Somebody may have become free: the oldest of their queues that they may take."""
        if not worker.is_open:
            return
        full: set[tuple[str, str]] = set()
        for piece in self.line.of_queues(worker.person.serves):
            place, rules = (piece.queue_id, piece.arrival.channel), self._rules(piece.queue_id)
            if place in full:
                continue
            if deciding.is_full(worker, piece, rules, self.moment):
                full.add(place)
            elif deciding.may_take(worker, piece, rules, self.moment, self.at - piece.arrival.at):
                self._offer(piece)

    def _ring(self, piece: Piece, worker: Worker, rules: Rules) -> None:
        agent_id = worker.person.agent_id
        self.line.remove(piece)
        piece.state, piece.no_prospect_since = "offered", None
        self._offered[piece.arrival.id] = piece
        piece.ringing[agent_id] = self.at
        worker.take(piece.arrival.channel)
        turn = piece.asked[agent_id] = piece.asked.get(agent_id, 0) + 1
        answer = self.habits.answer(piece.arrival, worker.person, turn)
        is_late = answer.seconds > rules.ring_seconds or answer.outcome in ("timed_out", "unanswered")
        after = rules.ring_seconds if is_late else answer.seconds
        act = self._ring_out if is_late else self._accept if answer.outcome == "accepted" else self._decline
        self._later(self.at + after, act, piece, worker, self.at)

    def _accept(self, piece: Piece, worker: Worker, since: float) -> None:
        if piece.ringing.get(worker.person.agent_id) != since:
            return
        for other in [i for i in piece.ringing if i != worker.person.agent_id]:
            self._stop_ringing(piece, self.workers[other])
        del piece.ringing[worker.person.agent_id], self._offered[piece.arrival.id]
        piece.state, piece.agent_id, piece.taken_at = "taken", worker.person.agent_id, since
        self._later(self.at + piece.arrival.bridge_seconds, self._talk, piece, worker)

    def _talk(self, piece: Piece, worker: Worker) -> None:
        if piece.state != "taken":
            return
        piece.state = "talking"
        if worker.activity == "ringing":
            worker.activity = "talking"
        worker.handled_today += 1
        worker.changed()
        if piece.arrival.party:
            self.owners[piece.arrival.party] = worker.person.agent_id
        free_at = self.at + self.habits.handling_seconds(piece.arrival, self._rules(piece.queue_id))
        piece.busy.append((worker.person.agent_id, piece.taken_at, free_at))
        self._end(piece, "answered")
        self._later(free_at, self._free, worker, piece.arrival.channel)

    def _free(self, worker: Worker, channel: str) -> None:
        worker.release(channel, self.at)
        self._serve(worker)

    def _decline(self, piece: Piece, worker: Worker, since: float) -> None:
        if piece.ringing.get(worker.person.agent_id) == since:
            self._let_pass(piece, worker)

    def _ring_out(self, piece: Piece, worker: Worker, since: float) -> None:
        if piece.ringing.get(worker.person.agent_id) == since:
            self._pause(worker, piece)
            self._let_pass(piece, worker)

    def _let_pass(self, piece: Piece, worker: Worker) -> None:
        self._later(piece.note_failure(worker.person.agent_id, self.at), self._again, piece)
        self._stop_ringing(piece, worker)
        self._back_in_line(piece)

    def _stop_ringing(self, piece: Piece, worker: Worker) -> None:
        agent_id = worker.person.agent_id
        piece.busy.append((agent_id, piece.ringing.pop(agent_id), self.at))
        self._later(self.at, self._free, worker, piece.arrival.channel)

    def _back_in_line(self, piece: Piece) -> None:
        if piece.ringing:
            return
        self._offered.pop(piece.arrival.id, None)
        piece.state = "waiting"
        self.line.add(piece)
        is_caller = piece.arrival.channel == "call" and not piece.arrival.is_callback
        if is_caller and self.moment > leaving.gives_up_at(self._rules(piece.queue_id), self._entered(piece)):
            self._later(self.at, self._give_up, piece)
        self._offer(piece)

    # Leaving

    def _leave(self, piece: Piece, result: str) -> None:
        if piece.state == "waiting":
            self.line.remove(piece)
        elif piece.state == "offered":
            for agent_id in list(piece.ringing):
                self._stop_ringing(piece, self.workers[agent_id])
            self._offered.pop(piece.arrival.id, None)
        elif piece.state == "taken" and piece.agent_id:
            piece.busy.append((piece.agent_id, piece.taken_at, self.at))
            self._later(self.at, self._free, self.workers[piece.agent_id], piece.arrival.channel)
            piece.agent_id = None
        else:
            return
        self._end(piece, result)

    def _give_up(self, piece: Piece) -> None:
        if piece.state == "waiting":
            self._leave(piece, "gave_up")

    def _poll(self, piece: Piece) -> None:
        """The waiting music asks: is there anybody left who could take it?"""
        if piece.state in ("talking", "over"):
            return
        if piece.state != "waiting" or self._is_hopeful(piece):
            piece.no_prospect_since = None
        elif piece.no_prospect_since is None:
            piece.no_prospect_since = self.at
        elif self.at - piece.no_prospect_since >= leaving.HOPELESS_WAIT.total_seconds():
            self._leave(piece, "gave_up")
            return
        self._later(self.at + POLL_SECONDS, self._poll, piece)

    def _is_hopeful(self, piece: Piece) -> bool:
        return deciding.has_prospect(piece, self._rules(piece.queue_id), self.teams[piece.queue_id], self.moment)

    def _overflow(self, piece: Piece) -> None:
        rules = self._rules(piece.queue_id)
        if piece.state != "waiting" or rules.overflow_queue_id not in self.scene.rules:
            return
        self.line.remove(piece)
        piece.queue_id, piece.has_overflowed, piece.no_prospect_since = rules.overflow_queue_id or "", True, None
        self.line.add(piece)
        due = leaving.overflows_at(self._rules(piece.queue_id), self._entered(piece))
        if due is not None:
            self._later(max(self.at, self._second(due)), self._overflow, piece)
        self._offer(piece)

    def _entered(self, piece: Piece) -> datetime:
        return self.scene.start + timedelta(seconds=piece.arrival.at)

    def _end(self, piece: Piece, result: str) -> None:
        if piece.state != "talking":
            piece.state = "over"
        waited = self.at - piece.arrival.at
        self.outcomes.append(Outcome(piece.arrival, result, waited, piece.agent_id, tuple(piece.busy)))
