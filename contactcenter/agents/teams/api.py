"""Teams over HTTP: everybody reads who is in which, admins edit them and what they reach."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams import reach, service
from contactcenter.agents.teams.models import Team
from contactcenter.agents.teams.schemas import NewTeamIn, ReachSchema, TeamChangeIn, TeamList, TeamSchema
from contactcenter.core.db import read, transaction
from contactcenter.core.versions import IfMatch

blp = Blueprint("teams", __name__, url_prefix="/api/v1", description="Teams, and whose customers they see")


@blp.get("/teams")
@require("teams.read")
@blp.response(200, TeamList)
def list_teams() -> Any:
    """All by name, archived ones last."""
    with read() as session:
        return {"items": service.list_teams(session)}


@blp.post("/teams")
@require("teams.manage")
@blp.arguments(NewTeamIn)
@blp.response(201, TeamSchema)
def create_team(body: dict[str, Any]) -> Team:
    """A team and its members; 409 `team_exists` when another has that name."""
    with transaction() as session:
        return service.create_team(session, body)


@blp.patch("/teams/<team_id>")
@require("teams.manage")
@blp.arguments(TeamChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, TeamSchema)
def change_team(body: dict[str, Any], match: dict[str, Any], team_id: str) -> Team:
    """Rename, archive or bring back, or say anew who is in it."""
    with transaction() as session:
        return service.change_team(session, team_id, body, version=match["version"])


@blp.get("/reach")
@require("teams.manage")
@blp.response(200, ReachSchema)
def show_reach() -> Any:
    """Whose customers each role sees; everybody's at first."""
    with read() as session:
        return reach.reaches(session)


@blp.put("/reach")
@require("teams.manage")
@blp.arguments(ReachSchema)
@blp.response(200, ReachSchema)
def set_reach(body: dict[str, str]) -> Any:
    """Limit a role to its teams' customers or its own, or let it see everybody's again."""
    with transaction() as session:
        return reach.set_reaches(session, body, actor_id=current_actor().id)
