"""The figures of a period, recorded or played again: the same definitions for both (docs/guide/manager.md).

Offered: everything that came. Abandoned: left, or sent to voicemail, before anybody answered. Waits are those of
answered work; who asked to be called back is offered, and no loss. Occupancy: time busy over time busy or ready,
overlaps counted once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from statistics import fmean, median
from typing import Any

from contactcenter.reporting.fairness import jain
from contactcenter.reporting.figures import SHORT_ABANDON_SECONDS, service_level
from contactcenter.reporting.trials.deciding import rules_at
from contactcenter.reporting.trials.scene import Outcome, Scene, Span

SCALARS = (
    "offered", "answered", "abandoned", "service_level", "abandon_rate", "average_wait", "median_wait", "p95_wait",
    "longest_wait", "occupancy", "fairness",
)  # fmt: skip
LOST = ("left", "gave_up")
CURVE = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 600)


def recorded_outcomes(scene: Scene) -> list[Outcome]:
    """What happened, in the shape of what a model says."""
    found = []
    for one in scene.arrivals:
        busy, at = [], one.at
        if one.agent_id and one.handling:
            rang = next((answer.seconds for who, answer in one.asked if who == one.agent_id), 0.0)
            start = one.at + one.waited - one.bridge_seconds - rang
            end = one.at + one.waited + one.handling.serve_seconds + one.handling.wrap_seconds
            busy.append((one.agent_id, start, end))
        for who, answer in one.asked:
            if answer.outcome != "accepted":
                busy.append((who, at, at + answer.seconds))
            at += answer.seconds
        found.append(Outcome(one, one.result, one.waited, one.agent_id, tuple(busy)))
    return found


def measure(scene: Scene, outcomes: Iterable[Outcome], queue_id: str | None = None) -> dict[str, Any]:
    """The figures of one queue's work (None: all of it); people's time counts whatever it went to."""
    everything = list(outcomes)
    ours = [one for one in everything if queue_id in (None, one.arrival.queue_id) and not one.arrival.is_callback]
    answered = [one for one in ours if one.result == "answered"]
    abandoned = [one for one in ours if one.result in LOST]
    waits = sorted(one.waited for one in answered)
    in_time = sum(_is_in_time(scene, one) for one in answered)
    short = sum(one.waited <= SHORT_ABANDON_SECONDS for one in abandoned)
    agents = _agents(scene, everything, answered, queue_id)
    return {
        "offered": len(ours),
        "answered": len(answered),
        "abandoned": len(abandoned),
        "service_level": service_level(len(answered), len(abandoned), in_time, short),
        "abandon_rate": round(100 * len(abandoned) / len(ours), 2) if ours else None,
        "average_wait": round(fmean(waits), 1) if waits else None,
        "median_wait": round(median(waits), 1) if waits else None,
        "p95_wait": _percentile(waits, 95),
        "longest_wait": round(max((one.waited for one in ours), default=0.0), 1),
        "occupancy": _occupancy(agents),
        "fairness": jain([one["handled"] / one["hours"] for one in agents if one["hours"] >= 0.25]),
        "agents": agents,
        "hours": _hours(scene, ours),
        "curve": [{"seconds": s, "percent": _share(sum(w <= s for w in waits), len(ours))} for s in CURVE],
    }


def length(spans: Iterable[Span]) -> float:
    """Seconds that the spans cover, overlaps counted once."""
    return sum(end - start for start, end in union(spans))


def union(spans: Iterable[Span]) -> list[Span]:
    """The same time as spans that do not meet, in order."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _is_in_time(scene: Scene, one: Outcome) -> bool:
    return one.waited <= rules_at(scene, one.arrival.queue_id, one.arrival.at).target_seconds


def _agents(
    scene: Scene, everything: list[Outcome], answered: list[Outcome], queue_id: str | None
) -> list[dict[str, Any]]:
    handled: dict[str, int] = defaultdict(int)
    for one in answered:
        handled[one.agent_id or ""] += 1
    busy: dict[str, list[Span]] = defaultdict(list)
    for one in everything:
        for agent_id, start, end in one.busy:
            busy[agent_id].append((start, end))
    shown = []
    for agent_id, person in scene.people.items():
        at_work = [*busy[agent_id], *person.elsewhere]
        busy_seconds, there = length(at_work), length([*at_work, *person.ready])
        if not there or (queue_id not in (None, *person.serves) and not handled[agent_id]):
            continue
        shown.append(
            {
                "agent_id": agent_id,
                "name": person.name,
                "handled": handled[agent_id],
                "busy_seconds": round(busy_seconds),
                "hours": round(there / 3600, 2),
                "occupancy": _share(busy_seconds, there),
            }
        )
    return sorted(shown, key=lambda one: (-one["handled"], one["name"]))


def _occupancy(agents: list[dict[str, Any]]) -> float | None:
    return _share(sum(one["busy_seconds"] for one in agents), 3600 * sum(one["hours"] for one in agents))


def _hours(scene: Scene, ours: list[Outcome]) -> list[dict[str, Any]]:
    """By the hour of the day, in the company's zone: how many came, were lost, and how long the answered waited."""
    found: dict[int, list[Outcome]] = defaultdict(list)
    for one in ours:
        found[(scene.start + timedelta(seconds=one.arrival.at)).astimezone(scene.zone).hour].append(one)
    return [
        {
            "hour": hour,
            "offered": len(there),
            "abandoned": sum(one.result in LOST for one in there),
            "average_wait": round(fmean([one.waited for one in there if one.result == "answered"] or [0.0]), 1),
        }
        for hour, there in sorted(found.items())
    ]


def _percentile(ordered: Sequence[float], percent: int) -> float | None:
    """Nearest rank."""
    return round(ordered[max(0, -(-len(ordered) * percent // 100) - 1)], 1) if ordered else None


def _share(part: float, whole: float) -> float | None:
    return round(min(100.0, 100 * part / whole), 2) if whole else None
