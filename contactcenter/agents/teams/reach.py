"""How far somebody's sight goes: everybody's customers, their teams', or their own.

The rule is by role, as masks are, and remembered for some seconds; who is a colleague is asked each time. Machines
(API keys) and admins reach everything. Which customers that means is said in crm/reach.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from contactcenter.agents.actor import Actor
from contactcenter.agents.models import ApiKey, User
from contactcenter.agents.teams.events import ReachChanged
from contactcenter.agents.teams.models import LIMITED_ROLES, ReachRule, Team, TeamMember
from contactcenter.core.clock import now
from contactcenter.core.errors import Forbidden
from contactcenter.core.events import after, emit
from contactcenter.core.remembered import Remembered

_limited = Remembered[dict[str, str]](seconds=5.0)
"""Role → reach, of the roles that do not see everything."""


@dataclass(frozen=True)
class Reach:
    """`user_id` sees what `colleagues`, one of whom they are, take care of. Truthy when that is not everything."""

    user_id: str
    colleagues: frozenset[str] | None

    def __bool__(self) -> bool:
        return self.colleagues is not None

    def covers(self, user_id: str | None) -> bool:
        """Whether what that person takes care of is within it; so is what nobody does."""
        return self.colleagues is None or user_id is None or user_id in self.colleagues


EVERYTHING = Reach("", None)


def reach_of(session: Session, actor: Actor) -> Reach:
    """How far the actor sees, today."""
    return _reach(session, actor.user_id, actor.role) if actor.user_id and actor.is_limited else EVERYTHING


def reach_of_user(session: Session, user_id: str | None) -> Reach:
    """The same for a person, such as who asked for an export. Who is no longer there sees nothing but nobody's."""
    role = session.scalar(sa.select(User.role).where(User.id == user_id)) if user_id else None
    return _reach(session, user_id, role) if user_id and role else Reach("", frozenset())


def reaches_if(session: Session, people: Iterable[User], rules: Mapping[str, str]) -> dict[str, Reach]:
    """How far each would see by these rules (role → reach), by id."""
    mates = _all_colleagues(session) if "team" in rules.values() else {}
    found = {}
    for one in people:
        rule = rules.get(one.role, "all")
        mine = {one.id} | (mates.get(one.id, set()) if rule == "team" else set())
        found[one.id] = EVERYTHING if rule == "all" else Reach(one.id, frozenset(mine))
    return found


def reach_name(session: Session, actor: Actor) -> str:
    """`all`, `team` or `own`: how far the actor sees, in a word."""
    return _limited_reaches(session).get(actor.role, "all") if actor.user_id else "all"


def members_of(team_id: str) -> sa.Select[Any]:
    """Ids of who is in a team, an archived one too."""
    return sa.select(TeamMember.user_id).where(TeamMember.team_id == team_id)


def reach_of_author(session: Session, actor_id: str | None) -> Reach:
    """The same for `Actor.id` of whoever asked for a job: a person, or a machine, which reaches everything."""
    is_machine = actor_id is not None and session.get(ApiKey, actor_id) is not None
    return EVERYTHING if is_machine else reach_of_user(session, actor_id)


def limited_roles(session: Session) -> frozenset[str]:
    """Roles that do not see everything."""
    return frozenset(_limited_reaches(session))


def reaches(session: Session) -> dict[str, str]:
    """Role → reach, of those roles that can be limited: as they stand, whatever is remembered."""
    found = {row.role: row.reach for row in session.execute(sa.select(ReachRule.role, ReachRule.reach))}
    return {role: found.get(role, "all") for role in LIMITED_ROLES}


def set_reaches(session: Session, wanted: dict[str, str], *, actor_id: str | None) -> dict[str, str]:
    """Set them for the roles named; the others keep theirs."""
    before = reaches(session)
    for role, reach in wanted.items():
        session.merge(ReachRule(role=role, reach=reach, set_by=actor_id, set_at=now()))
    session.flush()
    after_all = reaches(session)
    emit(session, ReachChanged(frozenset(role for role in LIMITED_ROLES if before[role] != after_all[role])))
    return after_all


def colleagues_only(reach: Reach, user_id: Any) -> sa.ColumnElement[bool]:
    """Whether a row about the person in that column is about a colleague, or about nobody."""
    if reach.colleagues is None:
        return sa.true()
    return sa.or_(user_id.is_(None), user_id.in_(sorted(reach.colleagues)))


def colleagues_among(session: Session, user_ids: Sequence[str], agent_id: str) -> Sequence[str]:
    """Those of them who see what that person takes care of."""
    if not limited_roles(session):
        return user_ids
    return [user_id for user_id in user_ids if reach_of_user(session, user_id).covers(agent_id)]


def demand_colleagues(session: Session, actor: Actor, *user_ids: str | None) -> None:
    """For people that a body or a filter names. Raises Forbidden (not_a_colleague)."""
    reach = reach_of(session, actor)
    if not all(reach.covers(user_id) for user_id in user_ids):
        raise Forbidden("not_a_colleague", "They are in another team.")


@after(ReachChanged)
def forget(_event: Any = None) -> None:
    """Read the rules anew: they have changed."""
    _limited.forget()


def _reach(session: Session, user_id: str, role: str) -> Reach:
    reach = _limited_reaches(session).get(role)
    if reach is None:
        return EVERYTHING
    return Reach(user_id, frozenset({user_id, *(_colleagues(session, user_id) if reach == "team" else ())}))


def _colleagues(session: Session, user_id: str) -> list[str]:
    own = aliased(TeamMember)
    statement = (
        sa.select(TeamMember.user_id)
        .join(own, own.team_id == TeamMember.team_id)
        .join(Team, Team.id == own.team_id)
        .where(own.user_id == user_id, Team.is_archived.is_(False))
    )
    return list(session.scalars(statement))


def _all_colleagues(session: Session) -> dict[str, set[str]]:
    """User → everybody in their teams."""
    rows = sa.select(TeamMember.team_id, TeamMember.user_id).join(Team).where(Team.is_archived.is_(False))
    teams: dict[str, set[str]] = {}
    for team_id, user_id in session.execute(rows):
        teams.setdefault(team_id, set()).add(user_id)
    mates: dict[str, set[str]] = {}
    for members in teams.values():
        for user_id in members:
            mates.setdefault(user_id, set()).update(members)
    return mates


def _limited_reaches(session: Session) -> dict[str, str]:
    return _limited.get(lambda: {role: reach for role, reach in reaches(session).items() if reach != "all"})
