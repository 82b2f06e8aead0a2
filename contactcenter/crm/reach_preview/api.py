"""What a change of reach would do, before it is made."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import require
from contactcenter.core.db import read
from contactcenter.crm.reach_preview.queries import preview_reach
from contactcenter.crm.reach_preview.schemas import ReachPreviewArgs, ReachPreviewSchema

blp = Blueprint("reach_preview", __name__, url_prefix="/api/v1", description="Teams, and whose customers they see")


@blp.get("/reach/preview")
@require("teams.manage")
@blp.arguments(ReachPreviewArgs, location="query")
@blp.response(200, ReachPreviewSchema)
def show_preview(wanted: dict[str, Any]) -> Any:
    """How many customers each agent and supervisor sees now, and would see by these rules."""
    with read() as session:
        return preview_reach(session, wanted)
