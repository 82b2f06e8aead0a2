"""What happened, as rules count it: "called at least twice in 30 days", "an order over 10 million".

Every kind of the timeline is a fact. A package that knows more of its own (a call's direction, its
outcome, its rating) contributes the fact with its own table and dimensions, and others may add a
dimension to it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.fields.builtin import CHANNELS
from contactcenter.crm.fields.field import Choice
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.timeline.service import KINDS

Choices = Callable[[Session], list[Choice]]
Condition = Callable[[str, Any], sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Dimension:
    """One way to narrow a fact. choice, person: `condition("in", [codes])`; number, money: `condition("<=", 3)`.

    `choices` reads what there is to choose from; None leaves any code to be given.
    """

    code: str
    type: Literal["choice", "person", "number", "money"]
    label_vi: str
    label_en: str
    condition: Condition
    choices: Choices | None = None


@dataclass(frozen=True)
class Fact:
    """`source` is what to count rows of, `always` which of them; `unless_named` holds for a dimension not asked for."""

    code: str
    label_vi: str
    label_en: str
    source: Any
    customer_id: Any
    at: Any
    always: tuple[sa.ColumnElement[bool], ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    unless_named: tuple[tuple[str, sa.ColumnElement[bool]], ...] = ()

    def dimension(self, code: str) -> Dimension | None:
        return next((one for one in self.dimensions if one.code == code), None)


_facts: dict[str, Fact] = {}
_added: dict[str, list[Dimension]] = {}


def contribute_fact(fact: Fact) -> None:
    _facts[fact.code] = fact


def contribute_dimension(fact_code: str, dimension: Dimension) -> None:
    """Add a dimension to somebody else's fact; the order of contributing does not matter."""
    kept = [one for one in _added.get(fact_code, []) if one.code != dimension.code]
    _added[fact_code] = [*kept, dimension]


def list_facts() -> dict[str, Fact]:
    """Contributed facts first, then the timeline's other kinds as they stand there."""
    known = {**_facts, **{kind: _of_timeline(kind) for kind in sorted(KINDS) if kind not in _facts}}
    return {code: replace(fact, dimensions=(*fact.dimensions, *_added.get(code, ()))) for code, fact in known.items()}


def is_in(column: Any) -> Condition:
    """The condition of a plain choice."""
    return lambda _op, codes: column.in_(codes)


def compares(column: Any) -> Condition:
    """The condition of a plain number."""
    return lambda op, value: compare(column, op, value)


def compare(column: Any, op: str, value: Any) -> sa.ColumnElement[bool]:
    made: dict[str, sa.ColumnElement[bool]] = {
        "=": column == value, "<": column < value, "<=": column <= value, ">": column > value, ">=": column >= value,
    }  # fmt: skip
    return made[op]


def _of_timeline(kind: str) -> Fact:
    return Fact(
        code=kind,
        label_vi="",
        label_en="",
        source=TimelineItem,
        customer_id=TimelineItem.customer_id,
        at=TimelineItem.occurred_at,
        always=(TimelineItem.kind == kind,),
        dimensions=(
            Dimension("channel", "choice", "Kênh", "Channel", is_in(TimelineItem.channel), _channels),
            Dimension("agent", "person", "Nhân viên", "Agent", is_in(TimelineItem.agent_id)),
        ),
    )


def _channels(_session: Session) -> list[Choice]:
    return [Choice(code, code, code) for code in (*CHANNELS, "internal")]
