"""Skills, who has them, and how much work each agent takes at once."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.queries import get_user
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.core.names import alike
from contactcenter.routing.events import AgentEdited
from contactcenter.routing.models import AgentCapacity, AgentSkill, Queue, Skill
from contactcenter.routing.strategies import Slots

KINDS = ("skill", "language", "territory", "product")
_CHANNELS = ("calls", "chats", "emails", "leads")


def list_skills(session: Session) -> list[dict[str, Any]]:
    """Every skill by kind and name, archived ones last, with how many agents have it."""
    grouped = session.execute(sa.select(AgentSkill.skill_id, sa.func.count()).group_by(AgentSkill.skill_id))
    counted = {skill_id: count for skill_id, count in grouped}  # noqa: C416 - rows are no pairs to mypy
    rows = session.scalars(sa.select(Skill).order_by(Skill.is_active.desc(), Skill.kind, Skill.name))
    return [{**as_shown(row), "agents": counted.get(row.id, 0)} for row in rows]


def as_shown(row: Skill) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("id", "version", "name", "kind", "is_active")}


def create_skill(session: Session, name: str, kind: str) -> Skill:
    """Raises Conflict `skill_name_taken`."""
    _refuse_taken(session, name, "")
    row = Skill(name=name, kind=kind)
    session.add(row)
    session.flush()
    return row


def change_skill(session: Session, skill_id: str, changes: dict[str, Any], *, version: int | None) -> Skill:
    """Rename, re-sort, archive or bring back. Raises NotFound, Stale, Conflict (a queue asks for it)."""
    row = session.get(Skill, skill_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("skill_not_found", "There is no such skill.")
    if version is not None and version != row.version:
        raise Stale("version_conflict", "Somebody changed this skill meanwhile.", version=row.version)
    if "name" in changes:
        _refuse_taken(session, changes["name"], row.id)
    if changes.get("is_active") is False and (queue := _asking_queue(session, row.id)):
        raise Conflict("skill_in_use", "A queue asks for this skill.", queue=queue)
    for name, value in changes.items():
        setattr(row, name, value)
    if session.is_modified(row):
        row.version += 1
    return row


def set_agent_skills(session: Session, user_id: str, skills: Sequence[dict[str, Any]]) -> None:
    """These skills at these levels and no others: [{skill_id, level}]. Raises NotFound, Invalid."""
    get_user(session, user_id, for_update=True)
    wanted = {one["skill_id"]: one["level"] for one in skills}
    known = set(session.scalars(sa.select(Skill.id).where(Skill.id.in_(wanted), Skill.is_active.is_(True))))
    if len(wanted) != len(skills) or set(wanted) - known:
        raise Invalid("invalid", "A skill does not exist or is named twice.", skills=["Unknown, or named twice."])
    session.execute(sa.delete(AgentSkill).where(AgentSkill.user_id == user_id, AgentSkill.skill_id.not_in(wanted)))
    for skill_id, level in wanted.items():
        session.merge(AgentSkill(user_id=user_id, skill_id=skill_id, level=level))
    session.flush()
    emit(session, AgentEdited(user_id))


def set_capacity(session: Session, user_id: str, changes: dict[str, Any]) -> AgentCapacity:
    """Change {calls, chats, emails, leads | None for no limit}. Raises NotFound."""
    get_user(session, user_id, for_update=True)
    row = session.get(AgentCapacity, user_id)
    if row is None:
        default = Slots()
        row = AgentCapacity(user_id=user_id, calls=default.call, chats=default.chat, emails=default.email, leads=None)
        session.add(row)
    for name, value in changes.items():
        setattr(row, name, value)
    session.flush()
    emit(session, AgentEdited(user_id))
    return row


def capacity_shown(row: AgentCapacity | None) -> dict[str, Any]:
    """{calls, chats, emails, leads}; the defaults where nothing was set."""
    if row is None:
        default = Slots()
        return {"calls": default.call, "chats": default.chat, "emails": default.email, "leads": None}
    return {name: getattr(row, name) for name in _CHANNELS}


def capacities(session: Session, user_ids: Collection[str]) -> dict[str, AgentCapacity]:
    rows = session.scalars(sa.select(AgentCapacity).where(AgentCapacity.user_id.in_(user_ids)))
    return {row.user_id: row for row in rows}


def skills_of(session: Session, user_ids: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """By agent: [{skill_id, name, kind, level}], by name."""
    rows = session.execute(
        sa.select(AgentSkill.user_id, AgentSkill.level, Skill.id, Skill.name, Skill.kind)
        .join(Skill, Skill.id == AgentSkill.skill_id)
        .where(AgentSkill.user_id.in_(user_ids), Skill.is_active.is_(True))
        .order_by(Skill.name)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        one = {"skill_id": row.id, "name": row.name, "kind": row.kind, "level": row.level}
        found.setdefault(row.user_id, []).append(one)
    return found


def _asking_queue(session: Session, skill_id: str) -> str | None:
    for queue in session.scalars(sa.select(Queue).where(Queue.is_active.is_(True))):
        if any(need["skill_id"] == skill_id for need in queue.required_skills):
            return queue.name
    return None


def _refuse_taken(session: Session, name: str, own_id: str) -> None:
    if any(alike(name, other) for other in session.scalars(sa.select(Skill.name).where(Skill.id != own_id))):
        raise Conflict("skill_name_taken", "Another skill has that name.", name=["Another skill has that name."])
