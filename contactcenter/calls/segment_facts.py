"""Calls as a fact of segments' rules: their direction, outcome, length, agent and queue."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.agent_time.models import AgentSegment
from contactcenter.calls.models import Call, Disposition
from contactcenter.crm.fields.field import Choice
from contactcenter.crm.segments.facts import Dimension, Fact, compares, contribute_fact, is_in

_DIRECTIONS = [Choice("inbound", "Gọi đến", "Inbound"), Choice("outbound", "Gọi đi", "Outbound")]


def register() -> None:
    contribute_fact(_fact("call", "Cuộc gọi", "Call", (_direction(), _outcome(), _agent(), _talk())))
    missed = (Call.direction == "inbound", Call.answered_at.is_(None), Call.ended_at.is_not(None))
    contribute_fact(_fact("missed_call", "Cuộc gọi nhỡ", "Missed call", (), missed))


def _fact(code: str, vi: str, en: str, dimensions: tuple[Dimension, ...], always: Any = ()) -> Fact:
    return Fact(
        code=code,
        label_vi=vi,
        label_en=en,
        source=Call,
        customer_id=Call.customer_id,
        at=Call.started_at,
        always=always,
        dimensions=dimensions,
    )


def _direction() -> Dimension:
    return Dimension("direction", "choice", "Chiều", "Direction", is_in(Call.direction), lambda _session: _DIRECTIONS)


def _outcome() -> Dimension:
    return Dimension("outcome", "choice", "Kết quả", "Outcome", is_in(Call.disposition), _outcomes)


def _agent() -> Dimension:
    return Dimension("agent", "person", "Nhân viên", "Agent", lambda _op, ids: _had(ids))


def _had(agent_ids: Any) -> sa.ColumnElement[bool]:
    """Calls that one of them had last, or had a part of before it was passed on."""
    passed_on = sa.select(AgentSegment.call_id).where(AgentSegment.agent_id.in_(agent_ids))
    return sa.or_(Call.agent_id.in_(agent_ids), Call.id.in_(passed_on))


def _talk() -> Dimension:
    return Dimension("talk_seconds", "number", "Số giây nói chuyện", "Seconds of talk", compares(Call.talk_seconds))


def _outcomes(session: Session) -> list[Choice]:
    rows = session.scalars(sa.select(Disposition).order_by(Disposition.position, Disposition.code))
    return [Choice(row.code, row.label_vi, row.label_en) for row in rows]
