"""Ratings as they are shown on calls and customers."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.calls.present import contribute
from contactcenter.crm.present import contribute_stats
from contactcenter.crm.stats.facts import contribute_facts
from contactcenter.quality.models import Rating

_OF_CALLS = sa.select(Rating).where(Rating.call_id.in_(sa.bindparam("ids", expanding=True))).order_by(Rating.created_at)


_AVERAGES = (
    sa.select(Call.customer_id, sa.func.avg(Rating.score))
    .join(Call, Call.id == Rating.call_id)
    .where(Call.customer_id.in_(sa.bindparam("ids", expanding=True)), Rating.kind == "csat")
    .group_by(Call.customer_id)
)


def ratings_of(session: Session, calls: Sequence[Call]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {call.id: [] for call in calls}
    for row in session.scalars(_OF_CALLS, {"ids": list(grouped)}):
        grouped[row.call_id].append(as_shown(row))
    return grouped


def as_shown(row: Rating) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "score": row.score,
        "channel": row.channel,
        "created_at": row.created_at,
    }


def rating_stats(session: Session, customer_ids: list[str]) -> dict[str, dict[str, Any]]:
    """By the call's customer: who it was is often settled after the rating was given."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for customer_id, average in session.execute(_AVERAGES, {"ids": customer_ids}):
        found[customer_id] = {"average_rating": round(float(average), 2)}
    return found


def rating_facts(session: Session, customer_ids: list[str]) -> dict[str, dict[str, Any]]:
    """The average, and what they gave last."""
    rows = session.execute(
        sa.select(Call.customer_id, Rating.score)
        .join(Call, Call.id == Rating.call_id)
        .where(Call.customer_id.in_(customer_ids), Rating.kind == "csat")
        .order_by(Rating.created_at, Rating.id)
    )
    scores: dict[str, list[int]] = defaultdict(list)
    for customer_id, score in rows:
        if customer_id is not None:
            scores[customer_id].append(score)
    return {
        i: {"average_rating": round(sum(all_) / len(all_), 2), "last_rating": all_[-1]} for i, all_ in scores.items()
    }


def register() -> None:
    contribute("ratings", ratings_of)
    contribute_stats(rating_stats)
    contribute_facts(rating_facts)
