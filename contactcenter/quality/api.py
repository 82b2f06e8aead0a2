"""What customers said, over HTTP."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import reach_of
from contactcenter.core.db import read
from contactcenter.quality import queries
from contactcenter.quality.present import as_shown
from contactcenter.quality.schemas import RatingFilters, RatingPage

blp = Blueprint("ratings", __name__, url_prefix="/api/v1/ratings", description="What customers said")


@blp.get("")
@require("calls.read_all")
@blp.arguments(RatingFilters, location="query")
@blp.response(200, RatingPage)
def list_ratings(filters: dict[str, Any]) -> Any:
    """Customers' ratings, the newest first."""
    with read() as session:
        found = queries.list_ratings(session, filters, reach_of(session, current_actor()))
        items = [
            {
                **as_shown(row),
                "call_id": row.call_id,
                "customer_id": customer_id,
                "agent_id": row.agent_id,
                "queue_id": row.queue_id,
            }
            for row, customer_id in found.items
        ]
        return {"items": items, "next_cursor": found.next_cursor}
