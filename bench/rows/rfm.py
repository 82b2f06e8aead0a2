"""RFM of everybody against hand-written SQL on the same rows.

Written: the fifths of all buyers found and everybody's class stored, in the product's short transactions,
against one UPDATE with `ntile` over the same roll-up in one transaction. Each starts from no class at all.
Told: how many customers each class has, against the aggregation over the orders themselves in fixed bins.
"""

import time
from collections.abc import Callable

import sqlalchemy as sa

from bench.row import Row, from_rounds
from contactcenter.core import db
from contactcenter.core.db import read
from contactcenter.crm.stats.edges import classify_everybody
from contactcenter.crm.stats.queries import count_classes

_FORGET = "UPDATE customer_stats SET r = NULL, f = NULL, m = NULL, rfm = NULL, rfm_class = NULL"

_CLASS = """
CASE WHEN r >= 4 AND fm >= 4 THEN 'champions' WHEN r >= 4 AND fm >= 2 THEN 'potential_loyal' WHEN r = 5 THEN 'new'
     WHEN r = 4 THEN 'promising' WHEN r = 3 AND fm >= 4 THEN 'loyal' WHEN r = 3 AND fm = 3 THEN 'attention'
     WHEN r = 3 THEN 'about_to_sleep' WHEN fm = 5 THEN 'cannot_lose' WHEN fm >= 3 THEN 'at_risk'
     WHEN r = 2 THEN 'hibernating' ELSE 'lost' END"""

_WRITE = f"""
UPDATE customer_stats SET r = x.r, f = x.f, m = x.m, rfm = CAST(x.r * 100 + x.f * 10 + x.m AS VARCHAR(3)),
    rfm_class = {_CLASS.replace("fm", "((x.f + x.m + 1) / 2)").replace(" r ", " x.r ")}
FROM (SELECT customer_id, ntile(5) OVER (ORDER BY last_order_at) AS r, ntile(5) OVER (ORDER BY orders) AS f,
             ntile(5) OVER (ORDER BY spent_minor) AS m FROM customer_stats WHERE orders > 0) AS x
WHERE customer_stats.customer_id = x.customer_id"""

_TELL = f"""
SELECT {_CLASS} AS name, count(*), sum(spent) FROM (
  SELECT r, (f + m + 1) / 2 AS fm, spent FROM (
    SELECT CASE WHEN last > :r4 THEN 5 WHEN last > :r3 THEN 4 WHEN last > :r2 THEN 3 WHEN last > :r1 THEN 2
                ELSE 1 END AS r,
           CASE WHEN n > 4 THEN 5 WHEN n > 3 THEN 4 WHEN n > 2 THEN 3 WHEN n > 1 THEN 2 ELSE 1 END AS f,
           CASE WHEN spent > 20000000 THEN 5 WHEN spent > 9000000 THEN 4 WHEN spent > 5000000 THEN 3
                WHEN spent > 2000000 THEN 2 ELSE 1 END AS m, spent
    FROM (SELECT customer_id, max(placed_at) AS last, count(*) AS n, sum(total_minor) AS spent FROM orders
          WHERE status IN ('placed', 'paid', 'shipped', 'delivered') GROUP BY customer_id) AS sums) AS points) AS told
GROUP BY 1"""

_DAYS = {"r4": 60, "r3": 150, "r2": 300, "r1": 550}


def measure_population(database: str, people: int, rounds: int) -> list[Row]:
    """The bound database holds a population of `people` with their orders."""
    written, told = [], []
    for _ in range(rounds):
        _run(_FORGET)
        floor = _seconds(lambda: _run(_WRITE))
        _run(_FORGET)
        written.append({"ours": _seconds(classify_everybody), "floor": floor})
        told.append({"ours": _seconds(_count), "floor": _seconds(_tell)})
    size = f"{people:,} customers"
    return [
        from_rounds(f"RFM for everybody, written, {size}", database, "s", written, target="ratio <= 1.5"),
        from_rounds(f"RFM for everybody, told, {size}", database, "s", told, target="ratio <= 1.5"),
    ]


def _run(statement: str) -> None:
    with db.writer().connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql(statement)
        connection.commit()


def _count() -> None:
    with read() as session:
        assert count_classes(session)


def _tell() -> None:
    with read() as session:
        is_postgres = session.connection().dialect.name == "postgresql"
        ago = "now() - interval '{} days'" if is_postgres else "strftime('%Y-%m-%d', 'now', '-{} days')"
        statement = _TELL
        for name, days in _DAYS.items():
            statement = statement.replace(f":{name}", ago.format(days))
        if is_postgres:
            session.execute(sa.text("SET LOCAL statement_timeout = 0"))
        assert session.execute(sa.text(statement)).all()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
