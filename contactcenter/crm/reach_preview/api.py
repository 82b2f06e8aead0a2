"""What a change of reach would do, before it is made."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import require
from contactcenter.core.db import read
from contactcenter.crm.reach_preview.queries import count_left_behind, preview_reach
from contactcenter.crm.reach_preview.schemas import LeftBehindList, ReachPreviewArgs, ReachPreviewSchema

blp = Blueprint("reach_preview", __name__, url_prefix="/api/v1", description="Teams, and whose customers they see")


@blp.get("/reach/preview")
@require("teams.manage")
@blp.arguments(ReachPreviewArgs, location="query")
@blp.response(200, ReachPreviewSchema)
def show_preview(wanted: dict[str, Any]) -> Any:
    """How many customers each agent and supervisor sees now, and would see by these rules."""
    with read() as session:
        return preview_reach(session, wanted)


@blp.get("/reach/left-behind")
@require("teams.manage")
@blp.response(200, LeftBehindList)
def list_left_behind() -> Any:
    """Customers of people who have left, by owner: who is limited sees them only as a colleague of that owner."""
    with read() as session:
        return {"items": count_left_behind(session)}
