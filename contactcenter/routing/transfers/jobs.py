"""What a transfer needs of the provider, and what becomes of one that nobody finishes."""

from datetime import timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.calls import legs
from contactcenter.calls import service as calls
from contactcenter.calls.rooms.drive import UNREACHABLE
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import ProviderError
from contactcenter.core.settings import current
from contactcenter.providers import registry
from contactcenter.providers.base import TelephonyProvider
from contactcenter.providers.instructions import ConnectNumber, EnterQueue, Instruction
from contactcenter.routing import call_work, frontdoor
from contactcenter.routing.transfers import service
from contactcenter.routing.transfers.models import Transfer

RING_SECONDS = 25
MOVES_WITHIN = timedelta(seconds=8)
ASKS_FOR = timedelta(seconds=90)
"""How long a queue is asked for somebody to consult."""

_log = structlog.get_logger(__name__)


def move(transfer_id: str) -> None:
    """Take the customer of a cold transfer out of the talk. Raises ProviderError when that did not happen."""
    with transaction() as session:
        row = session.get_one(Transfer, transfer_id)
        call = calls.get_call(session, row.call_id, for_update=True)
        leg = legs.talking_leg(session, call)
        agent_leg_id, call_id = leg.provider_leg_id if leg else "", call.id
        instruction, provider = _instruction(session, row), registry.get(call.provider)
        call_sid = call.provider_call_id
    try:
        provider.redirect_to_agent(call_sid, instruction)
    except ProviderError as error:
        if not (error.code == UNREACHABLE and agent_leg_id and _is_over(provider, agent_leg_id)):
            _fail(transfer_id, call_id, error.code)
            raise
    _note_moved(transfer_id, call_id)


@jobs.every(5, "settle_transfers")
def settle_transfers() -> None:
    """Transfers whose move was interrupted, and questions to a queue that nobody takes."""
    moment = now()
    late = sa.or_(
        sa.and_(Transfer.state == "moving", Transfer.created_at < moment - MOVES_WITHIN),
        sa.and_(
            Transfer.state == "ringing",
            Transfer.kind == "warm",
            Transfer.participant_id.is_(None),
            Transfer.created_at < moment - ASKS_FOR,
        ),
    )
    with read() as session:
        rows = session.execute(sa.select(Transfer.id, Transfer.call_id, Transfer.state).where(late).limit(20)).all()
    for transfer_id, call_id, state in rows:
        if state == "moving":
            _settle_move(transfer_id, call_id)
        else:
            _fail(transfer_id, call_id, "nobody_took_it")


def _settle_move(transfer_id: str, call_id: str) -> None:
    """The process died in between: whether the agent's leg ended tells whether the customer was moved."""
    with read() as session:
        call = calls.get_call(session, call_id)
        leg = legs.latest_leg(session, call)
        provider, leg_id = registry.get(call.provider), leg.provider_leg_id if leg else ""
    if leg_id and _is_over(provider, leg_id):
        _note_moved(transfer_id, call_id)
    else:
        _fail(transfer_id, call_id, "interrupted")


def _instruction(session: Session, row: Transfer) -> Instruction:
    call = calls.get_call(session, row.call_id)
    if row.to_number:
        return ConnectNumber(row.id, row.to_number, calls.our_number(call), RING_SECONDS, not call.is_leg_recorded)
    queue = service.target_queue(session, call, row)
    attempt = 2 + call_work.count_failed_bridges(session, call.id) + call.turns
    return EnterQueue(queue.id, frontdoor.say("please_wait", call, current()), attempt=min(attempt, 99))


def _note_moved(transfer_id: str, call_id: str) -> None:
    with transaction() as session:
        call = calls.get_call(session, call_id, for_update=True)
        service.moved(session, call, session.get_one(Transfer, transfer_id))


def _fail(transfer_id: str, call_id: str, reason: str) -> None:
    with transaction() as session:
        call = calls.get_call(session, call_id, for_update=True)
        service.failed(session, call, session.get_one(Transfer, transfer_id), reason[:40])


def _is_over(provider: TelephonyProvider, leg_id: str) -> bool:
    try:
        return provider.is_over(leg_id)
    except ProviderError as error:
        _log.warning("carrier did not say whether a leg is over", code=error.code)
        return False
