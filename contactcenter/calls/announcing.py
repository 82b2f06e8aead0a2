"""Telling that a call changed: once a transaction, to whoever looks on, and by its card on the customer's timeline."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.events import CallChanged
from contactcenter.calls.models import Call, Recording
from contactcenter.core.events import at_end, emit
from contactcenter.crm.timeline import service as timeline

timeline.declare_kind("call", "calls")

_HAS_AUDIO = sa.select(sa.exists().where(Recording.call_id == sa.bindparam("call_id"), Recording.state == "verified"))


def announce(session: Session, call: Call, *, is_on_card: bool = True) -> None:
    """Tell that the call changed, once, when the transaction ends; and fill in its card on the timeline."""
    if is_on_card:
        _cards_due(session).add(call.id)
    at_end(session, f"call:{call.id}", lambda s: _announce_now(s, call))


def _announce_now(session: Session, call: Call) -> None:
    if call.id in _cards_due(session):
        _cards_due(session).remove(call.id)
        _fill_card(session, call)
    emit(session, CallChanged(call.id))


def _cards_due(session: Session) -> set[str]:
    due: set[str] = session.info.setdefault("cards_due", set())
    return due


def _fill_card(session: Session, call: Call) -> None:
    if call.party is not None or call.is_anonymous or call.customer_id:
        is_new = timeline.record(
            session,
            kind="call",
            ref_id=call.id,
            channel="voice",
            occurred_at=call.started_at,
            summary=call.notes[:300],
            customer_id=call.customer_id,
            party=call.party,
            agent_id=call.agent_id,
        )
        if is_new and call.version > 1 and session.scalar(_HAS_AUDIO, {"call_id": call.id}):
            timeline.mark_recorded(session, "call", call.id)  # its recording came before anybody knew who called
