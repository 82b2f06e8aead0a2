"""One line of the table: what was measured, beside its floor, against its target."""

from dataclasses import asdict, dataclass, field
from math import ceil
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Row:
    """`ours` and `floor` are medians over the rounds, in `unit`.

    The target is a bound on `figure`: the ratio ours / floor, or `ours` itself where there is
    no floor. `is_passed` is None where nothing is promised.
    """

    name: str
    database: str
    unit: str
    ours: float
    floor: float | None = None
    target: str = ""
    rounds: list[dict[str, float]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """The median of the rounds' own ratios: each pair was measured side by side."""
        pairs = [r["ours"] / r["floor"] for r in self.rounds if r.get("floor")]
        return median(pairs) if pairs else None

    @property
    def is_passed(self) -> bool | None:
        if not self.target:
            return None
        what, sign, bound = self.target.split()
        figure = self.ratio if what == "ratio" else self.ours
        if figure is None:
            return None
        return figure >= float(bound) if sign == ">=" else figure <= float(bound)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "is_passed": self.is_passed}


def from_rounds(name: str, database: str, unit: str, rounds: list[dict[str, float]], **more: Any) -> Row:
    """A row whose figures are the medians of its rounds."""
    floors = [r["floor"] for r in rounds if "floor" in r]
    return Row(
        name,
        database,
        unit,
        ours=median(r["ours"] for r in rounds),
        floor=median(floors) if floors else None,
        rounds=rounds,
        **more,
    )


def percentile(values: list[float], share: float) -> float:
    """The smallest value that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * share) - 1)]
