"""Recency, frequency, monetary: five points each, and the name that the three make. Pure.

Scores come from the edges between the fifths of all buyers in one currency, computed at night
(`edges.py`). Until there are enough buyers, `FIRST_EDGES` stand in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

CLASSES = (
    "champions", "loyal", "potential_loyal", "new", "promising", "attention",
    "about_to_sleep", "at_risk", "cannot_lose", "hibernating", "lost",
)  # fmt: skip

_BY_POINTS = (
    # frequency and monetary together: 1 .. 5           recency
    ("lost", "lost", "at_risk", "at_risk", "cannot_lose"),  # 1
    ("hibernating", "hibernating", "at_risk", "at_risk", "cannot_lose"),  # 2
    ("about_to_sleep", "about_to_sleep", "attention", "loyal", "loyal"),  # 3
    ("promising", "potential_loyal", "potential_loyal", "champions", "champions"),  # 4
    ("new", "potential_loyal", "potential_loyal", "champions", "champions"),  # 5
)

_FIRST_DAYS = (365, 180, 90, 30)
_FIRST_ORDERS = (1, 2, 4, 8)
_FIRST_VND = (500_000, 2_000_000, 5_000_000, 15_000_000)
_FIRST_CENTS = (5_000, 20_000, 50_000, 150_000)


@dataclass(frozen=True)
class Edges:
    """Four ascending edges a dimension; a value scores one point and one more for every edge it exceeds."""

    recency: tuple[datetime, ...]
    frequency: tuple[int, ...]
    monetary: tuple[int, ...]


@dataclass(frozen=True)
class Score:
    r: int
    f: int
    m: int

    @property
    def code(self) -> str:
        return f"{self.r}{self.f}{self.m}"

    @property
    def name(self) -> str:
        return _BY_POINTS[self.r - 1][(self.f + self.m + 1) // 2 - 1]


def first_edges(currency: str, now: datetime) -> Edges:
    """What stands in for fifths where there are too few buyers to have any."""
    return Edges(
        recency=tuple(now - timedelta(days=days) for days in _FIRST_DAYS),
        frequency=_FIRST_ORDERS,
        monetary=_FIRST_VND if currency == "VND" else _FIRST_CENTS,
    )


def score(edges: Edges, *, last_order_at: datetime, orders: int, spent_minor: int) -> Score:
    return Score(
        r=_points(edges.recency, last_order_at),
        f=_points(edges.frequency, orders),
        m=_points(edges.monetary, spent_minor),
    )


def points_sql(column: Any, edges: tuple[Any, ...]) -> sa.ColumnElement[int]:
    """`score` for every row at once: the points of a column."""
    ascending = [(column <= edge, points) for points, edge in enumerate(edges, start=1)]
    return sa.case(*ascending, else_=len(edges) + 1)


def name_sql(r: Any, f: Any, m: Any) -> sa.ColumnElement[str]:
    """The class's name of points in SQL; integer division as in `Score.name`."""
    both = (f + m + sa.literal(1, sa.Integer)) // sa.literal(2, sa.Integer)
    rows = {points: sa.case(dict(enumerate(names, start=1)), value=both) for points, names in enumerate(_BY_POINTS, 1)}
    return sa.case(rows, value=r)  # each base is worked out once: a list of conditions takes three times as long


def _points(edges: tuple[Any, ...], value: Any) -> int:
    return 1 + sum(value > edge for edge in edges)
