"""The wallboard over HTTP: all queues for who leads, one's own for an agent."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import own_user_id, require
from contactcenter.core.db import read
from contactcenter.core.settings import current
from contactcenter.reporting.wallboard import board, mine, schemas

blp = Blueprint("wallboard", __name__, url_prefix="/api/v1", description="Queues as they stand")


@blp.get("/wallboard")
@require("wallboard.read")
@blp.arguments(schemas.BoardFilters, location="query")
@blp.response(200, schemas.WallboardSchema)
def get_wallboard(filters: dict[str, Any]) -> Any:
    """Each queue: who waits, today's figures against its own target, its people's states, the day by half-hours.

    `queue`, repeated, chooses queues and their order. Live: `queue.line` tells one queue's line, `hand.updated` a hand.
    """
    with read() as session:
        return board.build(session, current().timezone, filters["queue"])


@blp.get("/console/queues")
@require("console.use")
@blp.response(200, schemas.MineSchema)
def get_my_queues() -> Any:
    """My queues, my place among those who are free, and my own day: nobody else's figures."""
    with read() as session:
        return mine.build(session, current().timezone, own_user_id())
