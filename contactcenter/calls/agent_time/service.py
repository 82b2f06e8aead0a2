"""Segments from a call's legs and holds. All follows from facts: doing it again with more of them corrects it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls import legs
from contactcenter.calls.agent_time.models import AgentSegment
from contactcenter.calls.models import Call, Leg
from contactcenter.calls.rooms.facts import Span
from contactcenter.calls.rooms.queries import hold_spans
from contactcenter.core.clock import seconds_between
from contactcenter.core.db import insert_once


def keep(session: Session, call: Call) -> None:
    """Bring the call's segments up to what is known of it now; legs that go on have none yet."""
    over = [leg for leg in legs.list_spoken(session, call) if leg.agent_id and _end(leg, call)]
    holds = hold_spans(session, call.id) if over and call.rooms_made else []
    for leg in over:
        values = _measured(leg, call, holds, is_last=leg is over[-1])
        if not insert_once(session, AgentSegment, values, key=["leg_id"]):
            session.execute(sa.update(AgentSegment).where(AgentSegment.leg_id == leg.id).values(**values))


def _measured(leg: Leg, call: Call, holds: Sequence[Span], *, is_last: bool) -> dict[str, Any]:
    start = leg.answered_at or call.started_at
    end = _end(leg, call) or start
    held = sum(_overlap(span, start, end) for span in holds)
    whole = seconds_between(start, end) or 0
    wrap_up = seconds_between(call.wrap_up_started_at, call.wrap_up_ended_at) if is_last else 0
    return {
        "leg_id": leg.id, "call_id": call.id, "agent_id": leg.agent_id, "started_at": start, "ended_at": end,
        "talk_seconds": max(0, whole - round(held)), "hold_seconds": round(held), "wrap_up_seconds": wrap_up or 0,
    }  # fmt: skip


def _end(leg: Leg, call: Call) -> datetime | None:
    return leg.ended_at or call.ended_at


def _overlap(span: Span, start: datetime, end: datetime) -> float:
    """Seconds of a hold that fall into a leg; one that still runs lasts as long as the leg."""
    return max(0.0, (min(span[1] or end, end) - max(span[0], start)).total_seconds())
