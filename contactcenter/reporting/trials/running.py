"""A trial at work: the period is read once, then played by the rules that stood and by each variant.

It is long work in the process that also answers calls, so that it rests a share of its time. Progress is written
now and then, in short transactions that also hear of a cancellation. A run that died begins anew, to the same end.
"""

import time
from dataclasses import dataclass, field
from typing import Any

import structlog

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.reporting.trials import findings, measures
from contactcenter.reporting.trials.changes import changed
from contactcenter.reporting.trials.habits import estimate_patience
from contactcenter.reporting.trials.loading import Loaded, load
from contactcenter.reporting.trials.model import Model
from contactcenter.reporting.trials.models import WORKING, PolicyTrial
from contactcenter.reporting.trials.scene import Scene

_log = structlog.get_logger(__name__)

REPORT_SECONDS = 0.7
WORK_SECONDS = 0.02
REST_SECONDS = 0.01


class Canceled(Exception):
    """Nobody waits for this trial any more."""


@dataclass
class Progress:
    """Tells how far a trial is, rests now and then, and raises Canceled when nobody waits for it any more."""

    trial_id: str
    parts: int
    done: int = 0
    told_at: float = 0.0
    worked_since: float = field(default_factory=time.thread_time)

    def tell(self, share: float) -> None:
        if time.thread_time() - self.worked_since < WORK_SECONDS:
            return
        time.sleep(REST_SECONDS)
        self.worked_since = time.thread_time()
        if time.monotonic() - self.told_at >= REPORT_SECONDS:
            self.told_at = time.monotonic()
            self._write((self.done + share) / self.parts)

    def _write(self, progress: float) -> None:
        with transaction() as session:
            trial = session.get_one(PolicyTrial, self.trial_id, with_for_update=True)
            if trial.state != "running":
                raise Canceled
            trial.progress, trial.touched_at = round(min(0.99, progress), 3), now()


def run(trial_id: str) -> None:
    """Do a trial that waits (or whose run died). Over or canceled already: nothing."""
    asked = _claim(trial_id)
    if asked is None:
        return
    with read() as session:
        loaded = load(session, asked["starts_at"], asked["ends_at"])
    try:
        result = play(loaded, asked, Progress(trial_id, asked["runs"] * (1 + len(asked["variants"]))))
    except Canceled:
        return
    with transaction() as session:
        trial = session.get_one(PolicyTrial, trial_id, with_for_update=True)
        if trial.state == "running":
            trial.state, trial.progress, trial.result = "done", 1.0, result
            trial.ended_at = trial.touched_at = now()
    _log.info("a trial is done", trial_id=trial_id, work=len(loaded.scene.arrivals))


def play(loaded: Loaded, asked: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """What happened, what the model makes of the same rules, and of each variant's."""
    scene, queue_id = loaded.scene, asked["queue_id"]
    actual = measures.measure(scene, measures.recorded_outcomes(scene), queue_id)
    same = _play(scene, scene, asked, progress)
    variants = [
        {"name": one["name"], "figures": _play(changed(scene, one, queue_id), scene, asked, progress)}
        for one in asked["variants"]
    ]
    return {
        "actual": actual,
        "same": same,
        "check": findings.check(actual, same),
        "variants": variants,
        "patience": _patience(scene),
        "guessed": list(loaded.guessed),
        "people": len(scene.people),
        "work": len(scene.arrivals),
    }


def _play(scene: Scene, recorded: Scene, asked: dict[str, Any], progress: Progress) -> dict[str, Any]:
    runs = []
    for n in range(asked["runs"]):
        outcomes = Model(scene, seed=asked["seed"] + n, recorded=recorded).run(progress.tell)
        runs.append(measures.measure(scene, outcomes, asked["queue_id"]))
        progress.done += 1
    return findings.average(runs)


def _patience(scene: Scene) -> dict[str, Any] | None:
    """Callers' patience, as the page tells it."""
    known = estimate_patience(scene).get("call")
    if known is None:
        return None
    curve = [{"seconds": s, "percent": round(100 * known.share_after(s), 1)} for s in (0, *measures.CURVE)]
    return {
        "left": known.left,
        "seen": known.seen,
        "median_seconds": known.median_seconds,
        "mean_seconds": None if known.mean_seconds is None else round(known.mean_seconds, 1),
        "curve": curve,
    }


def _claim(trial_id: str) -> dict[str, Any] | None:
    with transaction() as session:
        trial = session.get(PolicyTrial, trial_id, with_for_update=True)
        if trial is None or trial.state not in WORKING:
            return None
        trial.state, trial.progress, trial.touched_at = "running", 0.0, now()
        trial.attempts += 1
        names = ("starts_at", "ends_at", "queue_id", "variants", "seed", "runs")
        return {name: getattr(trial, name) for name in names}
