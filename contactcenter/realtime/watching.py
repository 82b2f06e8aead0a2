"""What people look at: one call or customer each, and only while it is within their reach."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.policies import can
from contactcenter.agents.teams.reach import Reach, limited_roles, reach_of
from contactcenter.calls.models import Call
from contactcenter.calls.reach import find_outside_calls, sees_call
from contactcenter.core.db import read
from contactcenter.crm.models import Customer
from contactcenter.crm.reach import find_outside, sees

_KINDS: tuple[tuple[str, Any, str, Any], ...] = (
    ("call", Call, "calls.read_all", sees_call),
    ("customer", Customer, "customers.read", sees),
)


def room_to_watch(actor: Actor, body: Any) -> str | None:
    """The room of what a socket names, if it is there and the actor may look at it."""
    if not isinstance(body, dict):
        return None
    for kind, table, permission, is_seen in _KINDS:
        wanted = body.get(kind)
        if isinstance(wanted, str) and len(wanted) <= 40 and can(actor, permission):
            with read() as session:
                is_there = session.scalar(sa.select(table.id).where(table.id == wanted)) is not None
                if is_there and is_seen(session, reach_of(session, actor), wanted):
                    return f"{kind}:{wanted}"
    return None


def find_lost(session: Session, watched: Iterable[tuple[str, Actor, frozenset[str]]]) -> list[tuple[str, str]]:
    """Of (socket, whose it is, rooms): each socket with each room that is no longer within its person's reach."""
    limited = limited_roles(session)
    reaches: dict[str | None, Reach] = {}
    lost = []
    for sid, actor, rooms in watched:
        if rooms and actor.role in limited:
            if actor.user_id not in reaches:
                reaches[actor.user_id] = reach_of(session, replace(actor, is_limited=True))
            lost += [(sid, room) for room in _outside(session, reaches[actor.user_id], rooms)]
    return lost


def _outside(session: Session, reach: Reach, rooms: frozenset[str]) -> list[str]:
    ids = {kind: {room.partition(":")[2] for room in rooms if room.startswith(f"{kind}:")} for kind, *_ in _KINDS}
    calls = find_outside_calls(session, reach, ids["call"])
    customers = find_outside(session, reach, ids["customer"])
    return [*(f"call:{one}" for one in calls), *(f"customer:{one}" for one in customers)]
