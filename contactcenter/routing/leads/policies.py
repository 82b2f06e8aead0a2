"""Policies of distribution: which leads, to whom, by which order. Every change counts the version."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.routing import rotations
from contactcenter.routing.leads.fitting import CONDITIONS
from contactcenter.routing.leads.setup_models import LeadPolicy, LeadPoolMember

DEFAULT_ID = "lpo_default"
LAST = 1_000_000
MAX_POLICIES = 100
MAX_MEMBERS = 1_000

_PLAIN = (
    "name", "is_active", "strategy", "presence", "goes_to_last_owner", "has_own_pool", "max_per_hour", "max_per_day",
    "max_open",
)  # fmt: skip


def ensure_default_policy(session: Session) -> None:
    """The one for what no other takes; it stays the last, and asks nothing of a lead."""
    values = {"id": DEFAULT_ID, "name": "Mọi lead còn lại", "position": LAST, "is_default": True}
    insert_once(session, LeadPolicy, values, key=["id"])


def list_policies(session: Session) -> list[LeadPolicy]:
    return list(session.scalars(sa.select(LeadPolicy).order_by(LeadPolicy.position, LeadPolicy.id)))


def get_policy(session: Session, policy_id: str, *, for_update: bool = False) -> LeadPolicy:
    """Raises NotFound."""
    policy = session.get(LeadPolicy, policy_id, with_for_update=for_update)
    if policy is None:
        raise NotFound("policy_not_found", "There is no such policy.")
    return policy


def list_members(session: Session, policy_id: str) -> list[LeadPoolMember]:
    return list(
        session.scalars(sa.select(LeadPoolMember).filter_by(policy_id=policy_id).order_by(LeadPoolMember.agent_id))
    )


def create_policy(session: Session, values: dict[str, Any]) -> LeadPolicy:
    """Raises Invalid for conditions, people and weights that are none."""
    count = session.scalar(sa.select(sa.func.count()).select_from(LeadPolicy)) or 0
    if count >= MAX_POLICIES:
        raise Invalid("too_many_policies", "That are too many policies.", limit=MAX_POLICIES)
    last = session.scalar(sa.select(sa.func.max(LeadPolicy.position)).where(LeadPolicy.is_default.is_(False)))
    policy = LeadPolicy(position=(last or 0) + 1)
    _fill(policy, values)
    session.add(policy)
    session.flush()
    _put_members(session, policy, values.get("members") or ([] if policy.has_own_pool else None))
    return policy


def change_policy(session: Session, policy_id: str, changes: dict[str, Any], *, version: int | None) -> LeadPolicy:
    """Raises Stale, Invalid, Conflict `default_policy` for what the last one must keep."""
    policy = get_policy(session, policy_id, for_update=True)
    if version is not None and version != policy.version:
        raise Stale("version_conflict", "Somebody changed this policy meanwhile.", version=policy.version)
    if policy.is_default and (changes.get("conditions") or changes.get("is_active") is False):
        raise Conflict("default_policy", "The last policy takes whatever is left.")
    _fill(policy, changes)
    _put_members(session, policy, changes.get("members"))
    policy.version += 1
    return policy


def delete_policy(session: Session, policy_id: str) -> None:
    """Decisions keep what they were. Raises NotFound, Conflict for the last one."""
    policy = get_policy(session, policy_id, for_update=True)
    if policy.is_default:
        raise Conflict("default_policy", "The last policy takes whatever is left.")
    session.delete(policy)
    rotations.forget(session, policy.id)


def order_policies(session: Session, policy_ids: list[str]) -> list[LeadPolicy]:
    """Put them in this order; the last one stays last. Raises Invalid unless all are named once."""
    there = {policy.id: policy for policy in list_policies(session) if not policy.is_default}
    wanted = [policy_id for policy_id in policy_ids if policy_id != DEFAULT_ID]
    if sorted(wanted) != sorted(there):
        raise Invalid("invalid_order", "Name every policy once.", ids=["Not the policies there are."])
    for place, policy_id in enumerate(wanted, start=1):
        there[policy_id].position = place
    session.flush()
    return list_policies(session)


def _fill(policy: LeadPolicy, values: dict[str, Any]) -> None:
    for name in _PLAIN:
        if name in values:
            setattr(policy, name, values[name])
    if "conditions" in values:
        policy.conditions = {name: values["conditions"].get(name) or [] for name in CONDITIONS}


def _put_members(session: Session, policy: LeadPolicy, members: list[dict[str, Any]] | None) -> None:
    """Exactly these people with these weights. Whoever stays keeps their credit; what a leaver was owed is shared."""
    if members is None:
        return
    wanted = {member["agent_id"]: member["weight"] for member in members}
    if len(wanted) != len(members) or len(members) > MAX_MEMBERS:
        raise Invalid("invalid_members", "Name everybody once.", members=["Somebody is named twice."])
    known = set(session.scalars(sa.select(User.id).where(User.id.in_(wanted), User.is_active.is_(True))))
    if known != set(wanted):
        raise Invalid("unknown_members", "Somebody of these does not work here.", members=["Nobody has that id."])
    if policy.has_own_pool and not any(wanted.values()):
        raise Invalid("empty_pool", "Somebody must get these leads.", members=["At least one with a weight."])
    there = {member.agent_id: member for member in list_members(session, policy.id)}
    for agent_id in there.keys() - wanted.keys():
        session.delete(there[agent_id])
    for agent_id, weight in wanted.items():
        if agent_id in there:
            there[agent_id].weight = weight
        else:
            session.add(LeadPoolMember(policy_id=policy.id, agent_id=agent_id, weight=weight))
    session.flush()
    rotations.share_out(session, policy.id, wanted)
