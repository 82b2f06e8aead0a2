"""Where the fifths of all buyers lie, and everybody's class by them.

Sorting a million customers three times costs seconds; counting them by day, by number of orders and by
the first three digits of what they spent costs one pass each and finds the same fifths, the money's to
within one in a hundred. What is written is only who changed, in short transactions.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.crm.segments.timing import allow_seconds
from contactcenter.crm.stats.models import CustomerStats, RfmEdges
from contactcenter.crm.stats.pace import Pace
from contactcenter.crm.stats.rfm import Edges, first_edges, name_sql, points_sql

FEWEST_BUYERS = 50
MOST_SECONDS = 600
"""For counting everybody, in the background."""
_SHARES = (0.2, 0.4, 0.6, 0.8)

S = CustomerStats
_ROWS: Any = CustomerStats.__table__


def find_edges(session: Session, currency: str) -> Edges:
    """The edges by which a purchase in this currency is classed now."""
    row = session.get(RfmEdges, currency)
    if row is None or row.customers < FEWEST_BUYERS:
        return first_edges(currency, now())
    return Edges(
        recency=tuple(datetime.fromisoformat(one) for one in row.recency),
        frequency=tuple(row.frequency),
        monetary=tuple(row.monetary),
    )


def classify_everybody() -> int:
    """Compute the edges anew and class everybody by them. Returns how many customers changed class.

    Opens its own transactions, each as short as `Pace` makes them; may be repeated, or stopped, at any point.
    """
    with read() as session, allow_seconds(session, MOST_SECONDS):
        computed = _compute(session)
    with transaction() as session:
        for row in computed:
            session.merge(row)
    with read() as session:
        edges = {row.currency: find_edges(session, row.currency) for row in computed}
    return sum(_classify(currency, found) for currency, found in edges.items())


def _compute(session: Session) -> list[RfmEdges]:
    counted = session.execute(
        sa.select(S.currency, sa.func.count()).where(S.orders > 0, S.currency.is_not(None)).group_by(S.currency)
    )
    return [_edges_of(session, currency, count) for currency, count in counted.all() if currency]


def _edges_of(session: Session, currency: str, count: int) -> RfmEdges:
    text = sa.cast(S.spent_minor, sa.String)
    size, lead = sa.func.length(text), sa.func.substr(text, 1, 3)
    days = _histogram(session, currency, sa.func.date(S.last_order_at))
    money = _histogram(session, currency, size, lead)
    orders = _histogram(session, currency, S.orders)
    return RfmEdges(
        currency=currency,
        customers=count,
        recency=[_end_of(day).isoformat() for (day,) in _fifths(days, count)],
        frequency=[int(n) for (n,) in _fifths(orders, count)],
        monetary=[_largest(int(digits), lead) for digits, lead in _fifths(money, count)],
        computed_at=now(),
    )


def _histogram(session: Session, currency: str, *keys: Any) -> list[tuple[tuple[Any, ...], int]]:
    rows = session.execute(
        sa.select(*keys, sa.func.count()).where(S.orders > 0, S.currency == currency).group_by(*keys).order_by(*keys)
    )
    return [(tuple(row[:-1]), row[-1]) for row in rows]


def _fifths(histogram: Iterable[tuple[tuple[Any, ...], int]], count: int) -> list[tuple[Any, ...]]:
    """The keys at which each fifth of all is full."""
    edges: list[tuple[Any, ...]] = []
    seen, last = 0, ()
    for key, n in histogram:
        seen, last = seen + n, key
        while len(edges) < len(_SHARES) and seen >= count * _SHARES[len(edges)]:
            edges.append(key)
    return edges + [last] * (len(_SHARES) - len(edges))


def _end_of(day: str | date) -> datetime:
    """The last moment of a UTC day."""
    start = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(start.year, start.month, start.day, tzinfo=UTC) + timedelta(days=1, microseconds=-1)


def _largest(digits: int, lead: str) -> int:
    """The largest number of so many digits that begins with `lead`."""
    rest = 10 ** max(0, digits - len(lead))
    return int(lead) * rest + rest - 1


def _classify(currency: str, edges: Edges) -> int:
    """Put everybody into their class, batch by batch in the order of ids; how many changed."""
    statement = _update(currency, edges)
    pace = Pace(size=2_000, fewest=2_000)
    changed, after = 0, ""
    while upto := _next_bound(after, pace.size):
        with pace.measured(), transaction() as session:
            done = session.execute(statement, {"after": after, "upto": upto})
            changed += done.rowcount  # type: ignore[attr-defined]
        after = upto
    return changed


def _next_bound(after: str, size: int) -> str | None:
    """The last id of the next batch; None when nobody is left."""
    ids = sa.select(S.customer_id).where(S.customer_id > after).order_by(S.customer_id).limit(size).subquery()
    with read() as session:
        return session.scalar(sa.select(sa.func.max(ids.c.customer_id)))


def _update(currency: str, edges: Edges) -> Any:
    r = points_sql(S.last_order_at, edges.recency)
    f = points_sql(S.orders, edges.frequency)
    m = points_sql(S.spent_minor, edges.monetary)
    digits = [sa.cast(points, sa.String) for points in (r, f, m)]
    code = digits[0] + digits[1] + digits[2]
    return (
        sa.update(_ROWS)
        .where(
            S.customer_id > sa.bindparam("after"),
            S.customer_id <= sa.bindparam("upto"),
            S.currency == currency,
            S.orders > 0,
            sa.or_(*(held.is_distinct_from(points) for held, points in ((S.r, r), (S.f, f), (S.m, m)))),
        )
        .values(r=r, f=f, m=m, rfm=code, rfm_class=name_sql(r, f, m))
    )
