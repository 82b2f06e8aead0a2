"""Queues, skills and capacity over HTTP: read by those who lead, changed by admins."""

from math import inf
from typing import Any

import sqlalchemy as sa
from flask import make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.models import Presence, User
from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.versions import IfMatch
from contactcenter.routing import crews, editing, queue_schemas, queues, skills
from contactcenter.routing.models import AgentSkill, Queue, QueueMember
from contactcenter.routing.strategies import relax

blp = Blueprint("queues", __name__, url_prefix="/api/v1", description="Queues, skills and capacity")

_SETTINGS = (
    "id", "version", "name", "menu_key", "is_default", "is_active", "strategy", "priority", "ring_seconds",
    "wrap_up_mode", "wrap_up_seconds", "max_wait_seconds", "target_seconds", "target_percent", "level_formula",
    "alerts", "sticky_seconds", "call_blocks_chats", "required_skills", "relaxation", "overflow_queue_id",
    "overflow_after_seconds", "calendar_id", "is_recorded", "dispositions", "script", "closed_at", "updated_at",
)  # fmt: skip


@blp.get("/queues/<queue_id>")
@require("queues.read")
@blp.response(200, queue_schemas.QueueDetailSchema)
def get_queue(queue_id: str) -> Any:
    with read() as session:
        return _tagged(session, queues.get_queue(session, queue_id))


@blp.post("/queues")
@require("queues.manage")
@blp.arguments(queue_schemas.NewQueueSchema)
@blp.response(201, queue_schemas.QueueDetailSchema)
def create_queue(body: dict[str, Any]) -> Any:
    """409 `queue_name_taken`, `menu_key_taken`; 422 names the field that makes no sense."""
    with transaction() as session:
        return _tagged(session, editing.create_queue(session, body), 201)


@blp.patch("/queues/<queue_id>")
@require("queues.manage")
@blp.arguments(IfMatch, location="headers")
@blp.arguments(queue_schemas.QueueChangeSchema)
@blp.response(200, queue_schemas.QueueDetailSchema)
def change_queue(lock: dict[str, Any], body: dict[str, Any], queue_id: str) -> Any:
    """Effective at once; 412 when somebody was faster."""
    with transaction() as session:
        return _tagged(session, editing.change_queue(session, queue_id, body, version=lock["version"]))


@blp.delete("/queues/<queue_id>")
@require("queues.manage")
@blp.arguments(IfMatch, location="headers")
@blp.response(204)
def archive_queue(lock: dict[str, Any], queue_id: str) -> None:
    """Put away: what was decided in it is kept. 409 while somebody waits in it, and for the default queue."""
    with transaction() as session:
        editing.archive_queue(session, queue_id, version=lock["version"])


@blp.get("/skills")
@require("queues.read")
@blp.response(200, queue_schemas.SkillListSchema)
def list_skills() -> Any:
    with read() as session:
        return {"items": skills.list_skills(session), "next_cursor": None}


@blp.post("/skills")
@require("queues.manage")
@blp.arguments(queue_schemas.SkillIn)
@blp.response(201, queue_schemas.SkillSchema)
def create_skill(body: dict[str, Any]) -> Any:
    with transaction() as session:
        return skills.create_skill(session, body["name"], body["kind"])


@blp.patch("/skills/<skill_id>")
@require("queues.manage")
@blp.arguments(IfMatch, location="headers")
@blp.arguments(queue_schemas.SkillChange)
@blp.response(200, queue_schemas.SkillSchema)
def change_skill(lock: dict[str, Any], body: dict[str, Any], skill_id: str) -> Any:
    """Rename it, or put it away and bring it back (`is_active`); 409 `skill_in_use` while a queue asks for it."""
    with transaction() as session:
        return skills.change_skill(session, skill_id, body, version=lock["version"])


@blp.get("/agents/routing")
@require("queues.read")
@blp.response(200, queue_schemas.AgentRoutingListSchema)
def list_agents_routing() -> Any:
    """Everybody who takes work: capacity, skills, queues with their weights."""
    with read() as session:
        people = session.execute(
            sa.select(User.id, User.name).join(Presence).where(User.is_active.is_(True)).order_by(User.name)
        ).all()
        reach = reach_of(session, current_actor())
        names = {row.id: row.name for row in people if reach.covers(row.id)}
        return {"items": _agents(session, names), "next_cursor": None}


@blp.put("/agents/<user_id>/skills")
@require("queues.manage")
@blp.arguments(queue_schemas.AgentSkillsSchema)
@blp.response(200, queue_schemas.AgentRoutingSchema)
def set_agent_skills(body: dict[str, Any], user_id: str) -> Any:
    """These skills at these levels, and no others."""
    with transaction() as session:
        skills.set_agent_skills(session, user_id, body["skills"])
        return _agent(session, user_id)


@blp.patch("/agents/<user_id>/capacity")
@require("queues.manage")
@blp.arguments(queue_schemas.CapacitySchema)
@blp.response(200, queue_schemas.AgentRoutingSchema)
def set_agent_capacity(body: dict[str, Any], user_id: str) -> Any:
    """How much this agent takes at once on each channel."""
    with transaction() as session:
        skills.set_capacity(session, user_id, body)
        return _agent(session, user_id)


def queue_shown(session: Session, queue: Queue) -> dict[str, Any]:
    """Of the shape of `QueueDetailSchema`."""
    session.flush()
    figures = queues.figures(session, queue.id)
    members = _members(session, queue.id)
    return {
        **{name: getattr(queue, name) for name in _SETTINGS},
        "members": members,
        "waiting": figures.waiting,
        "longest_wait_seconds": figures.longest_wait_seconds,
        "agents_available": queues.count_available(session, queue.id),
        "warnings": _warnings(session, queue, members),
    }


def _tagged(session: Session, queue: Queue, status: int = 200) -> Any:
    response = make_response(queue_schemas.QueueDetailSchema().dump(queue_shown(session, queue)), status)
    response.set_etag(str(queue.version))
    return response


def _members(session: Session, queue_id: str) -> list[dict[str, Any]]:
    rows = session.execute(
        sa.select(QueueMember, User.name, Presence.status, Presence.is_reachable)
        .join(User, User.id == QueueMember.user_id)
        .join(Presence, Presence.user_id == QueueMember.user_id)
        .where(QueueMember.queue_id == queue_id, User.is_active.is_(True))
        .order_by(QueueMember.position, User.name)
    )
    return [
        {
            "agent_id": member.user_id,
            "name": name,
            "weight": member.weight,
            "position": member.position,
            "status": status,
            "is_reachable": is_reachable,
        }
        for member, name, status, is_reachable in rows
    ]


def _warnings(session: Session, queue: Queue, members: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What an admin probably did not mean."""
    found = []
    if not members:
        found.append({"code": "no_members", "field": "members"})
    elif queue.strategy == "weighted_round_robin" and not any(one["weight"] for one in members):
        found.append({"code": "all_weights_zero", "field": "members"})
    if members and not _is_anybody_skilled(session, queue, members):
        found.append({"code": "nobody_has_skills", "field": "required_skills"})
    if queue.overflow_after_seconds is not None and queue.overflow_after_seconds >= queue.max_wait_seconds:
        found.append({"code": "overflow_after_max_wait", "field": "overflow_after_seconds"})
    return found


def _is_anybody_skilled(session: Session, queue: Queue, members: list[dict[str, Any]]) -> bool:
    """Whether somebody has what is asked for at the end, when every step was taken."""
    last = relax(crews.merge_needs(queue.required_skills), crews.policy_of(queue).relaxation, inf)
    wanted = {need.skill_id: need.level for need in last}
    if not wanted:
        return True
    rows = session.execute(
        sa.select(AgentSkill.user_id, AgentSkill.skill_id, AgentSkill.level).where(
            AgentSkill.user_id.in_([one["agent_id"] for one in members]), AgentSkill.skill_id.in_(wanted)
        )
    )
    met: dict[str, int] = {}
    for user_id, skill_id, level in rows:
        met[user_id] = met.get(user_id, 0) + (level >= wanted[skill_id])
    return any(count == len(wanted) for count in met.values())


def _agent(session: Session, user_id: str) -> dict[str, Any]:
    return _agents(session, {user_id: session.get_one(User, user_id).name})[0]


def _agents(session: Session, names: dict[str, str]) -> list[dict[str, Any]]:
    capacity, known = skills.capacities(session, names), skills.skills_of(session, names)
    rows = session.execute(
        sa.select(QueueMember.user_id, Queue.id, Queue.name, QueueMember.weight)
        .join(Queue, Queue.id == QueueMember.queue_id)
        .where(QueueMember.user_id.in_(names), Queue.is_active.is_(True))
        .order_by(Queue.name)
    )
    served: dict[str, list[dict[str, Any]]] = {}
    for user_id, queue_id, name, weight in rows:
        served.setdefault(user_id, []).append({"id": queue_id, "name": name, "weight": weight})
    return [
        {
            "agent_id": user_id,
            "name": name,
            "capacity": skills.capacity_shown(capacity.get(user_id)),
            "skills": known.get(user_id, []),
            "queues": served.get(user_id, []),
        }
        for user_id, name in names.items()
    ]
