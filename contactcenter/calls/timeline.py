"""What calls put on the timeline, and the figures they tell of a customer."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.agent_time.parts import of_agent
from contactcenter.calls.models import Call
from contactcenter.calls.present import present
from contactcenter.calls.queries import is_call
from contactcenter.calls.schemas import CallSchema
from contactcenter.crm.present import contribute_details, contribute_stats
from contactcenter.crm.stats.facts import contribute_facts, declare_contact_kind
from contactcenter.crm.tasks.service import contribute_calls
from contactcenter.crm.timeline.queries import contribute_parts

_schema = CallSchema(exclude=("transcript",))


def call_details(session: Session, ref_ids: list[str]) -> dict[str, dict[str, Any]]:
    """The call behind each item, as the API shows it, without its transcript."""
    rows = session.scalars(sa.select(Call).where(Call.id.in_(ref_ids))).all()
    return {row["id"]: _schema.dump(row) for row in present(session, rows, with_transcript=False)}


_NOBODY_ANSWERED = sa.and_(
    Call.direction == "inbound",
    Call.answered_at.is_(None),
    Call.ended_at.is_not(None),
    Call.callback_number.is_(None),
)
_COUNTS = (
    sa.select(Call.customer_id, sa.func.count(), sa.func.sum(sa.case((_NOBODY_ANSWERED, 1), else_=0)))
    .where(Call.customer_id.in_(sa.bindparam("ids", expanding=True)))
    .group_by(Call.customer_id)
)


def call_stats(session: Session, customer_ids: list[str]) -> dict[str, dict[str, Any]]:
    """How many calls each customer had, and how many of theirs nobody answered."""
    rows = session.execute(_COUNTS, {"ids": customer_ids})
    return {row[0]: {"calls": row[1], "missed": int(row[2] or 0)} for row in rows}


def call_facts(session: Session, customer_ids: list[str]) -> dict[str, dict[str, Any]]:
    """The same figures under the roll-up's names."""
    told = call_stats(session, customer_ids)
    return {i: {"calls": one["calls"], "missed_calls": one["missed"]} for i, one in told.items()}


def register() -> None:
    contribute_details("call", call_details)
    contribute_parts("call", of_agent)
    contribute_stats(call_stats)
    contribute_facts(call_facts)
    contribute_calls(is_call)
    declare_contact_kind("call")
