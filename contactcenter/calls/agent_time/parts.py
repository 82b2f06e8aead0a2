"""Whose part of a call was when: the agents who had it one after the other, and whom outside it was handed to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls import legs
from contactcenter.calls.agent_time.models import AgentSegment
from contactcenter.calls.models import Call, Leg

BEGINS_WITHIN = timedelta(seconds=1)
"""The reckoned beginning of a line, or a recording's, may be told a little before its speaker's answer."""

_LEGS = (
    sa.select(Leg, AgentSegment.talk_seconds)
    .outerjoin(AgentSegment, AgentSegment.leg_id == Leg.id)
    .where(Leg.call_id.in_(sa.bindparam("ids", expanding=True)), Leg.answered_at.is_not(None))
    .where(Leg.is_bridged.is_not(False), Leg.role.in_(("agent", "outside")))
    .order_by(Leg.answered_at, Leg.id)
)


@dataclass(frozen=True)
class Part:
    """From `started_at` until `ended_at` (None: still) with one agent, or with `number` outside."""

    agent_id: str | None
    number: str | None
    started_at: datetime
    ended_at: datetime | None
    talk_seconds: int | None


def parts_of(session: Session, calls: Sequence[Call]) -> dict[str, list[Part]]:
    """By call id, the first first; nothing for calls that nobody answered. At most one statement."""
    found = {call.id: _only(call) for call in calls if call.answered_at is not None and not _may_have_several(call)}
    several = [call for call in calls if call.answered_at is not None and _may_have_several(call)]
    rows: dict[str, list[tuple[Leg, int | None]]] = defaultdict(list)
    if several:
        for leg, seconds in session.execute(_LEGS, {"ids": [call.id for call in several]}):
            rows[leg.call_id].append((leg, seconds))
    for call in several:
        found[call.id] = _parts(call, rows[call.id])
    return found


def part_at(parts: Iterable[Part], moment: datetime) -> Part | None:
    """Who had the call then; in between, who had it last; before the first, the first."""
    known = list(parts)
    begun = [part for part in known if part.started_at <= moment + BEGINS_WITHIN]
    return begun[-1] if begun else next(iter(known), None)


def of_agent(agent_id: str) -> "sa.Select[str]":
    """Ids of the calls of which the agent had a part that is over."""
    return sa.select(AgentSegment.call_id).where(AgentSegment.agent_id == agent_id)


def had_part(session: Session, call_id: str, agent_id: str | None) -> bool:
    """Whether the agent was one of those who had the call, whoever has it now."""
    return bool(
        agent_id and session.scalar(sa.select(of_agent(agent_id).where(AgentSegment.call_id == call_id).exists()))
    )


def _may_have_several(call: Call) -> bool:
    """Only who goes back in line, into a room or outside can come to somebody else."""
    return bool(call.turns or call.rooms_made or call.forwarded_to)


def _only(call: Call) -> list[Part]:
    if call.agent_id is None or call.answered_at is None:
        return []
    length = None if call.talk_seconds is None else timedelta(seconds=call.talk_seconds)
    ended_at = call.ended_at if length is None else call.answered_at + length
    return [Part(call.agent_id, None, call.answered_at, ended_at, call.talk_seconds)]


def _parts(call: Call, rows: Sequence[tuple[Leg, int | None]]) -> list[Part]:
    """Legs in the order of their answers; one that is not told to be over is so with the call."""
    parts = [
        Part(leg.agent_id, None, leg.answered_at, leg.ended_at or call.ended_at, seconds)
        for leg, seconds in rows
        if leg.role == "agent" and leg.agent_id and leg.answered_at
    ]
    outside = legs.handed_outside([leg for leg, _ in rows])
    if outside is not None:
        leg, began = outside
        parts.append(Part(None, leg.endpoint, began, leg.ended_at or call.ended_at, None))
    return parts
