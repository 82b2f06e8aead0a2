"""What people did in the recorded period, and so do in the model: how long they wait, answer, talk and are away.

Where the record tells of this very piece of work, that; where it is silent (a call that found nobody, an agent who
was not asked then), one of what it tells of the same agent or queue, by a chance that the seed fixes.
"""

from collections import defaultdict
from math import inf

from contactcenter.reporting.trials.chance import chance, pick
from contactcenter.reporting.trials.deciding import rules_at
from contactcenter.reporting.trials.line import wrap_seconds
from contactcenter.reporting.trials.patience import Patience, estimate
from contactcenter.reporting.trials.scene import Answer, Arrival, Handling, Person, Rules, Scene

USUAL_ANSWER = Answer("accepted", 5.0)
USUAL_PAUSE = 60.0
USUAL_HANDLING = Handling(180.0, 30.0)


def estimate_patience(scene: Scene) -> dict[str, Patience]:
    """By channel, from everything recorded in the period."""
    seen: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for one in scene.arrivals:
        if one.is_callback:
            continue
        seen[one.channel].append((one.waited, one.result == "left"))
    return {channel: estimate(waits) for channel, waits in seen.items()}


class Habits:
    def __init__(self, recorded: Scene, seed: int) -> None:
        self._recorded, self._seed = recorded, seed
        self._patience = estimate_patience(recorded)
        people = recorded.people.values()
        self._answers = tuple(a for one in people for a in one.answers) or (USUAL_ANSWER,)
        self._pauses = tuple(p for one in people for p in one.pauses) or (USUAL_PAUSE,)
        self._handlings: dict[str, list[Handling]] = defaultdict(list)
        for arrival in recorded.arrivals:
            if arrival.handling is not None:
                self._handlings[arrival.queue_id].append(arrival.handling)
                self._handlings[arrival.channel].append(arrival.handling)

    def patience(self, arrival: Arrival) -> float:
        """Who left is known; of who was served or sent away, that they would have waited longer."""
        if arrival.result in ("left", "asked_back"):
            return arrival.waited
        if arrival.is_callback:
            return inf if arrival.result == "answered" else arrival.waited
        known = self._patience.get(arrival.channel)
        return inf if known is None else known.draw(self._luck("patience", arrival.id), arrival.waited)

    def answer(self, arrival: Arrival, person: Person, turn: int) -> Answer:
        """What they do when it rings for the `turn`-th time."""
        seen = [answer for who, answer in arrival.asked if who == person.agent_id]
        if turn <= len(seen):
            return seen[turn - 1]
        return pick(person.answers or self._answers, self._luck("answer", arrival.id, person.agent_id, turn))

    def pause(self, arrival: Arrival, person: Person) -> float:
        """How long they are away after letting it ring out."""
        return pick(person.pauses or self._pauses, self._luck("pause", arrival.id, person.agent_id))

    def handling_seconds(self, arrival: Arrival, rules: Rules) -> float:
        """Talk, hold and writing-up by these rules."""
        known = arrival.handling or self._alike(arrival)
        under = rules_at(self._recorded, arrival.queue_id, arrival.at)
        return known.serve_seconds + wrap_seconds(arrival, known, under, rules)

    def _alike(self, arrival: Arrival) -> Handling:
        known = self._handlings.get(arrival.queue_id) or self._handlings.get(arrival.channel) or [USUAL_HANDLING]
        return pick(known, self._luck("handling", arrival.id))

    def _luck(self, *names: object) -> float:
        return chance(self._seed, *names)
