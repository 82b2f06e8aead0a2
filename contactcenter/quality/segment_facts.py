"""Ratings as a fact of segments' rules, and as a way to narrow calls: "rated 3 or less"."""

from typing import Any

import sqlalchemy as sa

from contactcenter.calls.models import Call
from contactcenter.crm.segments.facts import (
    Dimension,
    Fact,
    compare,
    compares,
    contribute_dimension,
    contribute_fact,
    is_in,
)
from contactcenter.quality.models import Rating


def register() -> None:
    """By the call's customer: who it was is often settled after the rating was given."""
    contribute_fact(
        Fact(
            code="rating",
            label_vi="Đánh giá",
            label_en="Rating",
            source=sa.join(Rating, Call, Call.id == Rating.call_id),
            customer_id=Call.customer_id,
            at=Rating.created_at,
            always=(Rating.kind == "csat",),
            dimensions=(
                Dimension("score", "number", "Số điểm", "Score", compares(Rating.score)),
                Dimension("agent", "person", "Nhân viên", "Agent", is_in(Rating.agent_id)),
            ),
        )
    )
    contribute_dimension("call", Dimension("rating", "number", "Điểm đánh giá", "Rating", _was_rated))


def _was_rated(op: str, value: Any) -> sa.ColumnElement[bool]:
    rated = sa.exists().where(Rating.call_id == Call.id, Rating.kind == "csat", compare(Rating.score, op, value))
    return rated.correlate(Call)
