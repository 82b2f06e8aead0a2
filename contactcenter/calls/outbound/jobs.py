"""Asking the carrier for a placed call, once, and finding out what became of one whose answer was lost."""

from datetime import timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.calls.outbound import service
from contactcenter.calls.outbound.binding import bind
from contactcenter.calls.outbound.events import CallPlaced
from contactcenter.calls.outbound.models import Placement
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import ProviderError
from contactcenter.core.events import after, within
from contactcenter.providers import registry
from contactcenter.providers.placing import PlacingProvider

_log = structlog.get_logger(__name__)

JOB = "place_call"
UNREACHABLE = "provider_unreachable"
"""The request may have been carried out all the same."""
LOST_AFTER = timedelta(seconds=15)
"""Asked so long ago without an answer: whoever asked has died."""
GIVE_UP_AFTER = timedelta(seconds=60)
"""The carrier lists a call well before this."""
CLOCKS_DIFFER = timedelta(seconds=5)


@within(CallPlaced)
def plan_asking(session: Session, event: CallPlaced) -> None:
    """The carrier must be asked even if this process dies right after the commit."""
    jobs.enqueue(session, JOB, event.placement_id, key=f"place-{event.placement_id}", delay_seconds=2)


@after(CallPlaced)
def ask_at_once(event: CallPlaced) -> None:
    ask_carrier(event.placement_id)


@jobs.job(JOB)
def ask_carrier(placement_id: str) -> None:
    """Ask the carrier to ring the agent. Idempotent: the wish is claimed before, so it is asked once or never."""
    with transaction() as session:
        claimed = session.execute(
            sa.update(Placement)
            .where(Placement.id == placement_id, Placement.state == "wanted")
            .values(state="asked", asked_at=now())
            .execution_options(synchronize_session=False)
        )
        if not claimed.rowcount:  # type: ignore[attr-defined]
            return
        placement = session.get_one(Placement, placement_id, populate_existing=True)
    try:
        provider_call_id = _provider(placement).place(service.placing_of(placement))
    except ProviderError as error:
        _log.warning("call not placed", placement_id=placement_id, code=error.code)
        with transaction() as session:
            if error.code == UNREACHABLE or error.is_retryable:
                _note_unknown(session, placement_id)
            else:
                service.fail(session, placement_id, error.code)
        return
    with transaction() as session:
        bind(session, placement.provider, placement_id, provider_call_id)


@jobs.every(5, "resolve_placements")
def resolve_placements() -> None:
    """Calls whose placing got no answer: the carrier's list says whether they exist. None is asked for again."""
    old = now() - LOST_AFTER
    lost = sa.and_(Placement.state == "asked", Placement.asked_at < old)
    with read() as session:
        statement = sa.select(Placement).where(sa.or_(Placement.state == "unknown", lost))
        open_ = list(session.scalars(statement.order_by(Placement.asked_at).limit(20)))
    for placement in open_:
        resolve(placement)


def resolve(placement: Placement) -> None:
    """Look for one at the carrier; after a minute without a trace it was never placed."""
    asked_at = placement.asked_at or placement.created_at
    try:
        found = _provider(placement).find_placed(service.placing_of(placement), asked_at - CLOCKS_DIFFER)
    except ProviderError as error:
        _log.warning("carrier did not list", placement_id=placement.id, code=error.code)
        found = []
    with transaction() as session:
        known = set(
            session.scalars(
                sa.select(Call.provider_call_id).where(
                    Call.provider == placement.provider, Call.provider_call_id.in_(found)
                )
            )
        )
        ours = [call_id for call_id in found if call_id not in known]
        if ours:
            bind(session, placement.provider, placement.id, ours[0])
        elif asked_at < now() - GIVE_UP_AFTER:
            service.fail(session, placement.id, "never_placed")


def _note_unknown(session: Session, placement_id: str) -> None:
    session.execute(
        sa.update(Placement)
        .where(Placement.id == placement_id, Placement.state == "asked")
        .values(state="unknown", error=UNREACHABLE)
    )


def _provider(placement: Placement) -> PlacingProvider:
    provider = registry.get(placement.provider)
    if not isinstance(provider, PlacingProvider):
        raise ProviderError("no_line", "No number is set up to call from.", is_retryable=False)
    return provider
