"""How often we tried to reach somebody, and the hour at which they answer."""

from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.core.settings import current

LOOKED_AT = 200
ENOUGH = 3
"""Fewer answered or missed attempts than this in an hour say nothing."""


def attempts_with(session: Session, customer_id: str | None, party: str | None = None) -> dict[str, Any]:
    """Of the newest calls with a customer (None: with the number `party`).

    Attempts since they last answered, and per hour of the day how many were answered.

    `best_hour` is the local hour (0–23) at which they were reached most reliably, None while too little is known.
    """
    who = Call.customer_id == customer_id if customer_id else Call.party == party if party else sa.false()
    rows = session.execute(
        sa.select(Call.direction, Call.started_at, Call.answered_at)
        .where(who, Call.is_anonymous.is_(False))
        .order_by(Call.started_at.desc())
        .limit(LOOKED_AT)
    ).all()
    zone = ZoneInfo(current().timezone)
    tried: dict[int, int] = defaultdict(int)
    reached: dict[int, int] = defaultdict(int)
    for row in rows:
        is_theirs = row.direction == "inbound"  # they called: at that hour they have time
        hour = row.started_at.astimezone(zone).hour
        tried[hour] += 1
        reached[hour] += bool(row.answered_at) or is_theirs
    outbound = [row for row in rows if row.direction == "outbound"]
    unanswered = next((n for n, row in enumerate(outbound) if row.answered_at), len(outbound))
    return {
        "attempts": len(outbound),
        "answered": sum(1 for row in outbound if row.answered_at),
        "since_answer": unanswered,
        "last_attempt_at": outbound[0].started_at if outbound else None,
        "best_hour": _best(tried, reached),
        "hours": [{"hour": hour, "tried": tried[hour], "reached": reached[hour]} for hour in sorted(tried)],
    }


def _best(tried: dict[int, int], reached: dict[int, int]) -> int | None:
    """The most reliable hour; one success more and one failure more are assumed, so that luck does not win."""
    known = [hour for hour in tried if tried[hour] >= ENOUGH and reached[hour]]
    return max(known, key=lambda hour: ((reached[hour] + 1) / (tried[hour] + 2), reached[hour], -hour), default=None)
