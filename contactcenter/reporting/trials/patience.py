"""How long people wait before they leave, estimated from those who did and those who were served first.

Kaplan–Meier: whoever was answered (or sent away) is known to have waited at least that long. Past the last
recorded departure the curve goes on exponentially, with the mean that all waiting over all departures gives.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, inf, log


@dataclass(frozen=True)
class Patience:
    """`survival[i]`: the share that still waits after `times[i]` seconds. `mean_seconds` is None when nobody left."""

    times: tuple[float, ...] = ()
    survival: tuple[float, ...] = ()
    mean_seconds: float | None = None
    left: int = 0
    seen: int = 0

    def share_after(self, seconds: float) -> float:
        """The share of all who are still there after so many seconds."""
        place = bisect_right(self.times, seconds)
        known = 1.0 if place == 0 else self.survival[place - 1]
        if self.mean_seconds is None or place < len(self.times):
            return known
        return known * exp(-(seconds - self._last) / self.mean_seconds)

    def draw(self, chance: float, beyond: float = 0.0) -> float:
        """How long somebody waits in all who has waited `beyond` seconds already; `chance` is of (0, 1]."""
        if self.mean_seconds is None:
            return inf
        wanted = self.share_after(beyond) * chance
        for time, share in zip(self.times, self.survival, strict=True):
            if time > beyond and share <= wanted:
                return time
        since = max(self._last, beyond)
        return since - self.mean_seconds * log(min(1.0, wanted / self.share_after(since)))

    @property
    def _last(self) -> float:
        """From when on nothing is recorded."""
        return self.times[-1] if self.times else 0.0

    @property
    def median_seconds(self) -> float | None:
        """When half have left; None where the record does not reach that far."""
        return next((t for t, share in zip(self.times, self.survival, strict=True) if share <= 0.5), None)


def estimate(waits: Iterable[tuple[float, bool]]) -> Patience:
    """From (seconds waited, whether they left of themselves)."""
    ordered = sorted(waits, key=lambda one: (one[0], not one[1]))
    left = sum(has_left for _, has_left in ordered)
    if not left:
        return Patience(seen=len(ordered))
    times: list[float] = []
    shares: list[float] = []
    share = 1.0
    for place, (seconds, has_left) in enumerate(ordered):
        there = len(ordered) - place
        if not has_left or there == 1:  # the last one leaving would end the curve at nothing: the tail goes on
            continue
        share *= 1 - 1 / there
        if times and times[-1] == seconds:
            shares[-1] = share
        else:
            times.append(seconds)
            shares.append(share)
    total = sum(seconds for seconds, _ in ordered)
    return Patience(tuple(times), tuple(shares), max(1.0, total / left), left, len(ordered))
