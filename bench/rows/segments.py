"""Counting a segment of five rules against hand-written SQL for the same question on the same rows.

In process, in turns, on one warm connection each. Ours is what `POST /segments/count` does with the
JSON: check it, compile it, run it, and fetch five examples; the floor is the count and the five rows
by the DBAPI.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.row import Row, from_rounds
from contactcenter.core import db
from contactcenter.core.db import read
from contactcenter.crm.segments import queries

WARM_UP = 2
DAYS = 365

_FIELDS: list[dict[str, Any]] = [
    {"field": "province", "op": "is", "value": "Hà Nội"},
    {"field": "status", "op": "in", "value": ["current", "loyal"]},
    {"field": "orders", "op": "gte", "value": 2},
    {"field": "spent", "op": "gte", "value": 5_000_000},
]
_WHERE = """
c.merged_into_id IS NULL AND c.province = 'Hà Nội' AND c.status IN ('current', 'loyal')
AND s.orders >= 2 AND s.spent_minor >= 5000000"""
_NOTES = """
(SELECT count(*) FROM timeline_items t WHERE t.customer_id = c.id AND t.kind = 'note' AND t.occurred_at >= {edge})"""

QUESTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "of fields and purchases": (
        {"all": [*_FIELDS, {"field": "last_order_at", "op": "last_days", "value": DAYS}]},
        f"{_WHERE} AND s.last_order_at >= {{edge}}",
    ),
    "with notes counted": (
        {"all": [*_FIELDS, {"fact": "note", "count": ">= 2", "within_days": DAYS}]},
        f"{_WHERE} AND {_NOTES} >= 2",
    ),
}


def measure_population(database: str, people: int, rounds: int) -> list[Row]:
    """The bound database holds a population of `people` with their orders and timeline."""
    return [
        _measure(f"segment of five rules {name}, {people:,} customers", database, rules, where, rounds)
        for name, (rules, where) in QUESTIONS.items()
    ]


def _measure(name: str, database: str, rules: dict[str, Any], where: str, rounds: int) -> Row:
    where = where.replace("{edge}", _edge(database))
    measured: list[dict[str, float]] = []
    counts: list[int | None] = []
    for turn in range(rounds + WARM_UP):
        ours = _ms(lambda: counts.append(_count(rules)))
        floor = _ms(lambda: counts.append(_floor(where)))
        if turn >= WARM_UP:
            measured.append({"ours": ours, "floor": floor})
    if len(set(counts)) != 1:
        raise RuntimeError(f"{name}: the two do not find the same: {sorted(set(counts), key=str)}")
    return from_rounds(name, database, "ms", measured, target="ratio <= 2", facts={"found": counts[0]})


def _edge(database: str) -> str:
    moment = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(days=DAYS)
    return f"'{moment:%Y-%m-%d %H:%M:%S}+00'" if database == "postgresql" else f"'{moment:%Y-%m-%d %H:%M:%S.000000}'"


def _count(rules: dict[str, Any]) -> int | None:
    with read() as session:
        return queries.count_rules(session, rules, me=None, seconds=600).count


def _floor(where: str) -> int:
    source = f"FROM customers c JOIN customer_stats s ON s.customer_id = c.id WHERE {where}"
    with db.engine().connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        count = connection.exec_driver_sql(f"SELECT count(*) {source}").scalar_one()
        connection.exec_driver_sql(f"SELECT c.* {source} LIMIT 5").all()
        return int(count)


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
