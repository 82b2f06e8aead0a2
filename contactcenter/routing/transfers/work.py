"""Being consulted as work: who may be asked, what accepting means, what their screen shows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls import service as calls
from contactcenter.calls.models import Call
from contactcenter.routing import call_work, kinds
from contactcenter.routing.models import Offer, Queue, WorkItem
from contactcenter.routing.pop import build_pop
from contactcenter.routing.transfers import queries, service
from contactcenter.routing.transfers.models import Transfer

NOT_ASKED = ("not_asked",)


def _lock(session: Session, transfer_id: str) -> Call:
    return calls.get_call(session, session.get_one(Transfer, transfer_id).call_id, for_update=True)


def _accepted(session: Session, item: WorkItem) -> None:
    service.taken(session, session.get_one(Transfer, item.ref_id), item)


def _consult_limits(session: Session, item: WorkItem, agent_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Only who was meant, and never who asks."""
    row = session.get_one(Transfer, item.ref_id)
    return {i: NOT_ASKED for i in agent_ids if i == row.from_agent_id or (row.to_agent_id and i != row.to_agent_id)}


def _call_limits(session: Session, item: WorkItem, agent_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """A call passed on to one colleague is theirs, until they let it pass; then anybody's."""
    row = queries.asked_of(session, item.ref_id)
    if row is None or row.state != "waiting":
        return {}
    if row.to_agent_id is None:
        return {i: NOT_ASKED for i in agent_ids if i == row.from_agent_id}
    if queries.has_let_pass(session, item, row.to_agent_id):
        return {}
    return {i: NOT_ASKED for i in agent_ids if i != row.to_agent_id}


def _pop(session: Session, offer: Offer) -> dict[str, Any]:
    """As of the call itself: its queue, not the one in which somebody was looked for."""
    row = session.get_one(Transfer, offer.ref_id)
    call = session.get_one(Call, row.call_id)
    pop = build_pop(session, offer, call)
    queue = session.get(Queue, call.queue_id) if call.queue_id else None
    reason = {**pop["reason"], **({"queue": queue.name} if queue is not None else {})}
    return {**pop, "reason": reason, "transfer_id": row.id}


def _shown(session: Session, transfer_ids: Sequence[str]) -> Mapping[str, kinds.Shown]:
    rows = session.execute(
        sa.select(Transfer.id, Transfer.call_id, Call.party)
        .join(Call, Call.id == Transfer.call_id)
        .where(Transfer.id.in_(transfer_ids))
    )
    return {row[0]: kinds.Shown(None, row[2] or "", f"/calls/{row[1]}") for row in rows}


kinds.register(
    kinds.Kind(
        name=service.CONSULT,
        lock=_lock,
        accepted=_accepted,
        limits=_consult_limits,
        pop=_pop,
        shown=_shown,
        rings=True,
    )
)
kinds.register(replace(kinds.get(call_work.KIND), limits=_call_limits))
