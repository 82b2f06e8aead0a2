"""What waits in a trial, in the order in which it is served."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import merge

from contactcenter.reporting.trials.scene import Arrival, Handling, Rules
from contactcenter.routing.strategies import back_off_seconds


@dataclass
class Piece:
    """A piece of work in the model: waiting | offered | taken | talking | over."""

    arrival: Arrival
    queue_id: str
    rank: int = 0
    state: str = "waiting"
    ringing: dict[str, float] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    failures: dict[str, tuple[int, float]] = field(default_factory=dict)
    agent_id: str | None = None
    taken_at: float = 0.0
    has_overflowed: bool = False
    no_prospect_since: float | None = None
    busy: list[tuple[str, float, float]] = field(default_factory=list)

    @property
    def needs(self) -> tuple[dict[str, object], ...]:
        """Skills beyond the queue's, as a work item has them."""
        return self.arrival.needs

    def note_failure(self, agent_id: str, at: float) -> float:
        """Somebody let it pass; until when they are spared it."""
        count = self.failures.get(agent_id, (0, 0.0))[0] + 1
        until = at + back_off_seconds(count)
        self.failures[agent_id] = (count, until)
        return until


class Line:
    """All queues' lines, each by rank."""

    def __init__(self) -> None:
        self._lines: dict[str, list[tuple[int, str]]] = {}
        self._pieces: dict[str, Piece] = {}

    def add(self, piece: Piece) -> None:
        insort(self._lines.setdefault(piece.queue_id, []), (piece.rank, piece.arrival.id))
        self._pieces[piece.arrival.id] = piece

    def remove(self, piece: Piece) -> None:
        line = self._lines.get(piece.queue_id, [])
        place = bisect_left(line, (piece.rank, piece.arrival.id))
        if place < len(line) and line[place][1] == piece.arrival.id:
            del line[place]
            del self._pieces[piece.arrival.id]

    def of_queues(self, queue_ids: Iterable[str]) -> list[Piece]:
        """Whatever waits there, the next to be served first."""
        lines = [self._lines.get(queue_id, []) for queue_id in queue_ids]
        return [self._pieces[piece_id] for _, piece_id in merge(*lines)]


def wrap_seconds(arrival: Arrival, known: Handling, recorded_under: Rules, rules: Rules) -> float:
    """How long the writing-up takes by these rules: what was recorded, cut by the timer.

    Where the timer ended it, or there was none to be seen, all the time that the rules give is taken.
    """
    if arrival.channel != "call" or rules.wrap_up_mode == "none":
        return 0.0
    had_one = recorded_under.wrap_up_mode != "none"
    if rules.wrap_up_mode == "until_saved":
        return known.wrap_seconds if had_one else float(recorded_under.wrap_up_seconds)
    is_known = had_one and not known.was_cut
    return min(known.wrap_seconds, rules.wrap_up_seconds) if is_known else float(rules.wrap_up_seconds)
