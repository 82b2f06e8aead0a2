"""Named reads of ratings."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.calls.models import Call
from contactcenter.calls.reach import calls_within
from contactcenter.core.paging import Page, page
from contactcenter.quality.models import Rating


def list_ratings(session: Session, filters: dict[str, Any], reach: Reach = EVERYTHING) -> Page:
    """Ratings, the newest first, each with the customer that its call has now."""
    statement: Any = sa.select(Rating, Call.customer_id).join(Call, Call.id == Rating.call_id)
    wanted = {
        Rating.agent_id: filters["agent"],
        Rating.queue_id: filters["queue"],
        Rating.kind: filters["kind"],
        Call.customer_id: filters["customer"],
    }
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(column == value)
    if reach:
        statement = statement.where(calls_within(reach))
    if filters["from_"]:
        statement = statement.where(Rating.created_at >= filters["from_"])
    if filters["to"]:
        statement = statement.where(Rating.created_at < filters["to"])
    by = (Rating.created_at, Rating.id)
    return page(session, statement, by, limit=filters["limit"], cursor=filters["cursor"])
