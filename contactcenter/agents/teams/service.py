"""Verbs on teams."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.teams.events import TeamsChanged
from contactcenter.agents.teams.models import Team, TeamMember
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.core.names import alike

MOST = 200


def list_teams(session: Session) -> list[Team]:
    """All by name, archived ones last."""
    return list(session.scalars(sa.select(Team).order_by(Team.is_archived, Team.name, Team.id)))


def create_team(session: Session, values: dict[str, Any]) -> Team:
    """A team and its members. Raises Conflict (team_exists), Invalid."""
    teams = list_teams(session)
    if len(teams) >= MOST:
        raise Invalid("invalid", f"At most {MOST} teams.", name=["There are too many teams."])
    _refuse_double(teams, None, values["name"])
    member_ids = values.pop("member_ids", [])
    team = Team(**values, members=_members(session, member_ids))
    session.add(team)
    session.flush()
    emit(session, TeamsChanged(team.id, _living_members(team)))
    return team


def change_team(session: Session, team_id: str, changes: dict[str, Any], *, version: int | None = None) -> Team:
    """Rename, archive or bring back, or set who is in it. Raises NotFound, Stale, Conflict (team_exists), Invalid."""
    team = session.get(Team, team_id, with_for_update=True, populate_existing=True)
    if team is None:
        raise NotFound("team_not_found", "There is no such team.")
    if version is not None and team.version != version:
        raise Stale("version_conflict", "Somebody changed it meanwhile.", version=team.version)
    if not changes.get("is_archived", team.is_archived):
        _refuse_double(list_teams(session), team.id, changes.get("name", team.name))
    before = _living_members(team)
    if "member_ids" in changes:
        _set_members(session, team, changes["member_ids"])
    for name in ("name", "description", "is_archived"):
        if name in changes:
            setattr(team, name, changes[name])
    team.version += 1
    session.flush()
    after = _living_members(team)
    emit(session, TeamsChanged(team.id, before | after if before != after else frozenset()))
    return team


def _living_members(team: Team) -> frozenset[str]:
    """Who sees each other's customers by it: nobody once it is archived."""
    return frozenset() if team.is_archived else frozenset(member.user_id for member in team.members)


def _set_members(session: Session, team: Team, user_ids: list[str]) -> None:
    kept = {member.user_id: member for member in team.members if member.user_id in user_ids}
    team.members = [*kept.values(), *_members(session, [i for i in user_ids if i not in kept])]


def _members(session: Session, user_ids: list[str]) -> list[TeamMember]:
    wanted = list(dict.fromkeys(user_ids))
    known = set(session.scalars(sa.select(User.id).where(User.id.in_(wanted))))
    unknown = [user_id for user_id in wanted if user_id not in known]
    if unknown:
        raise Invalid("invalid", "Some of these are nobody.", member_ids=unknown)
    return [TeamMember(user_id=user_id) for user_id in wanted]


def _refuse_double(teams: list[Team], team_id: str | None, name: str) -> None:
    for team in teams:
        if team.id != team_id and not team.is_archived and alike(team.name, name):
            raise Conflict("team_exists", "Another team has that name.", name=[team.id])
