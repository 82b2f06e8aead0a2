"""How deliveries have been going: how many, how fast, how many turned away.

Read over a span of time, at most a week. Percentiles are of the newest deliveries of the
span: neither database counts them alike, and some thousands say it well enough.
"""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.webhooks.models import Delivery, Refusal

MEASURED = 5000
BUCKETS = (60, 300, 900, 3600, 10_800)
MOST_BUCKETS = 120


def summarise(session: Session, since: datetime, until: datetime) -> dict[str, Any]:
    """Counts by hook and by time, lag percentiles in milliseconds, refusals by hook."""
    span = within(since, until)
    return {
        "from": since,
        "to": until,
        "bucket_seconds": _bucket_seconds(since, until),
        "buckets": _buckets(session, since, until),
        "hooks": _hooks(session, span),
        "lag": _lag(session, span),
        "refusals": _refusals(session, since, until),
    }


def within(since: datetime, until: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Delivery.received_at >= since, Delivery.received_at < until)


def _bucket_seconds(since: datetime, until: datetime) -> int:
    span = (until - since).total_seconds()
    return next((size for size in BUCKETS if span / size <= MOST_BUCKETS), BUCKETS[-1])


def _buckets(session: Session, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Every bucket of the span, those without deliveries too."""
    size = _bucket_seconds(since, until)
    epoch = _epoch(session, Delivery.received_at)
    bucket = (
        sa.cast(epoch / size, sa.Integer)
        if session.get_bind().dialect.name == "sqlite"
        else sa.func.floor(epoch / size)
    )
    rows = session.execute(
        sa.select(bucket, Delivery.state, sa.func.count()).where(within(since, until)).group_by(bucket, Delivery.state)
    )
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for number, state, count in rows:
        counts[int(number)][state] += count
    first, last = int(since.timestamp() // size), int((until.timestamp() - 0.001) // size)
    return [
        {
            "at": datetime.fromtimestamp(number * size, tz=since.tzinfo),
            "total": sum(counts[number].values()),
            "failed": counts[number]["failed"],
        }
        for number in range(first, last + 1)
    ]


def _epoch(session: Session, column: Any) -> Any:
    """Seconds since 1970 of a column, in the database."""
    if session.get_bind().dialect.name == "sqlite":
        return sa.cast(sa.func.strftime("%s", column), sa.Integer)
    return sa.extract("epoch", column)


def _hooks(session: Session, span: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    states = {
        name: sa.func.sum(sa.case((Delivery.state == name, 1), else_=0))
        for name in ("done", "failed", "pending", "ignored")
    }
    rows = session.execute(
        sa.select(
            Delivery.provider,
            Delivery.hook,
            sa.func.count().label("total"),
            sa.func.max(Delivery.received_at).label("last_at"),
            *(column.label(name) for name, column in states.items()),
        )
        .where(span)
        .group_by(Delivery.provider, Delivery.hook)
        .order_by(sa.func.count().desc(), Delivery.hook)
    )
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - the documented name of a row as a mapping


def _lag(session: Session, span: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    newest = sa.select(Delivery.received_at, Delivery.handled_at, Delivery.happened_at).where(span)
    rows = session.execute(newest.order_by(Delivery.received_at.desc()).limit(MEASURED)).all()
    # Providers tell whole seconds: half a second early is no clock that is wrong.
    told = [_ms(row.happened_at, row.received_at) for row in rows if row.happened_at]
    applied = [_ms(row.received_at, row.handled_at) for row in rows if row.handled_at]
    return [_percentiles("told_to_received", told), _percentiles("received_to_applied", applied)]


def _ms(start: datetime, end: datetime) -> int:
    return max(0, round((end - start).total_seconds() * 1000))


def _percentiles(kind: str, values: list[int]) -> dict[str, Any]:
    ranked = sorted(values)
    picked = {f"p{p}": ranked[min(len(ranked) - 1, len(ranked) * p // 100)] if ranked else None for p in (50, 95, 99)}
    return {"kind": kind, "count": len(ranked), "max": ranked[-1] if ranked else None, **picked}


def _refusals(session: Session, since: datetime, until: datetime) -> list[dict[str, Any]]:
    hour = since.replace(minute=0, second=0, microsecond=0)
    rows = session.execute(
        sa.select(
            Refusal.provider,
            Refusal.hook,
            Refusal.outcome,
            sa.func.sum(Refusal.count).label("count"),
            sa.func.max(Refusal.last_at).label("last_at"),
        )
        .where(Refusal.hour >= hour, Refusal.hour < until)
        .group_by(Refusal.provider, Refusal.hook, Refusal.outcome)
        .order_by(sa.func.sum(Refusal.count).desc())
    )
    return [dict(row._mapping) for row in rows]  # noqa: SLF001
