"""What a finished trial says, and how near the model came to what happened."""

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from contactcenter.reporting.trials.measures import SCALARS

TOLERANCES: dict[str, tuple[float, float]] = {
    "service_level": (5.0, 0.0),
    "abandon_rate": (3.0, 0.0),
    "average_wait": (5.0, 0.2),
    "occupancy": (5.0, 0.0),
}
"""By figure: how far the model may be off in the figure's unit (points, seconds), or as a share of it."""


def check(actual: dict[str, Any], modelled: dict[str, Any]) -> dict[str, Any]:
    """Whether playing the policy that was in force again gives what happened."""
    told = []
    for name, (absolute, share) in TOLERANCES.items():
        was, came = actual[name], modelled[name]
        if was is None or came is None:
            continue
        tolerance = round(max(absolute, share * was), 1)
        is_within = abs(came - was) <= tolerance
        told.append({"name": name, "actual": was, "modelled": came, "tolerance": tolerance, "is_within": is_within})
    return {"figures": told, "is_good": bool(told) and all(one["is_within"] for one in told)}


def average(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The mean of several runs' figures, with the least and the most of each."""
    told: dict[str, Any] = {name: _mean([run[name] for run in runs]) for name in SCALARS}
    told["least"] = {name: _edge(min, [run[name] for run in runs]) for name in SCALARS}
    told["most"] = {name: _edge(max, [run[name] for run in runs]) for name in SCALARS}
    told["agents"] = _rows(runs, "agents", "agent_id", ("handled", "busy_seconds", "hours", "occupancy"))
    told["agents"].sort(key=lambda one: (-(one["handled"] or 0), one["name"]))
    told["hours"] = _rows(runs, "hours", "hour", ("offered", "abandoned", "average_wait"))
    told["curve"] = _rows(runs, "curve", "seconds", ("percent",))
    return told


def _rows(runs: Sequence[dict[str, Any]], part: str, key: str, numbers: Sequence[str]) -> list[dict[str, Any]]:
    seen: dict[Any, list[dict[str, Any]]] = {}
    for run in runs:
        for row in run[part]:
            seen.setdefault(row[key], []).append(row)
    return [{**rows[0], **{name: _mean([row[name] for row in rows]) for name in numbers}} for rows in seen.values()]


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(fmean(known), 2) if known else None


def _edge(which: Any, values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return which(known) if known else None
