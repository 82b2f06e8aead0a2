"""Timers of routing and the bridge after an accept. Ticks claim their rows; two clocks do no harm."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.calls import service as calls
from contactcenter.calls import wrapup
from contactcenter.calls.models import Call
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import DomainError, ProviderError
from contactcenter.core.events import after, within
from contactcenter.core.settings import current
from contactcenter.providers import registry
from contactcenter.routing import call_work, contacts, engine, frontdoor, offers, rounds, steps
from contactcenter.routing.events import OfferAccepted
from contactcenter.routing.models import Offer, WorkItem

_log = structlog.get_logger(__name__)

BRIDGE_PATIENCE = timedelta(seconds=60)
"""An accepted call is bridged, or its dial reported as failed, well before this."""
SILENCE = timedelta(seconds=100)
"""The waiting music lasts 36 s and then asks again: a caller silent for this long has probably left."""
NOBODY_LOOKED = timedelta(seconds=5)
"""A clock of half a second that finds a deadline so long past did not run when it passed."""
COMING_BACK = timedelta(seconds=10)
"""Within this, screens are connected again after a start."""
CALL_GONE = "call_gone"
"""The carrier's word for a call that is over: its own callbacks may be late or lost."""


@within(OfferAccepted)
def plan_bridge(session: Session, event: OfferAccepted) -> None:
    """The bridge must happen even if this process dies right after the commit."""
    if event.kind == call_work.KIND:
        jobs.enqueue(session, "bridge_call", event.offer_id, key=f"bridge-{event.offer_id}", delay_seconds=2)


@after(OfferAccepted)
def bridge_at_once(event: OfferAccepted) -> None:
    if event.kind == call_work.KIND:
        bridge_call(event.offer_id)


@jobs.job("bridge_call")
def bridge_call(offer_id: str) -> None:
    """Ask the carrier to bridge an accepted call; sent once, else the caller's next poll does it."""
    with transaction() as session:
        claimed_at = now()
        if not _claim_bridge(session, offer_id, claimed_at):
            return
        offer = session.get_one(Offer, offer_id)
        call = calls.get_call(session, offer.ref_id)
        instruction = frontdoor.connect(session, call, offer, current())
    try:
        registry.get(call.provider).redirect_to_agent(call.provider_call_id, instruction)
    except ProviderError as error:
        # The caller's next poll of the waiting music takes them to the agent all the same.
        _log.warning("bridge not sent", offer_id=offer_id, code=error.code)
        if error.code == CALL_GONE:
            _note_caller_gone(call.id)
        else:
            _release_bridge(offer_id, claimed_at)


@jobs.every(5, "give_up_bridges")
def give_up_bridges() -> None:
    """Accepted calls that were never bridged: the agent is freed, the caller goes back in line."""
    too_old = now() - BRIDGE_PATIENCE
    stuck = (
        sa.select(Offer.ref_id)
        .join(WorkItem, WorkItem.id == Offer.work_item_id)
        .join(Call, Call.id == Offer.ref_id)
        .where(WorkItem.state == "accepted", Offer.state == "accepted", Offer.closed_at < too_old)
        .where(_is_alone(), Call.provider_status.is_(None))
    )
    for call_id in _ids(stuck):
        with transaction() as session:
            call_work.bridge_failed(session, calls.get_call(session, call_id, for_update=True))


@jobs.every(0.5, "expire_offers")
def expire_offers() -> None:
    """Offers that rang out go to the next agent."""
    moment, passed = now(), set[str]()
    for _ in _ids(offers.due(moment)):  # as many as are due now: whoever is asked again has their time
        with transaction() as session:
            offer = offers.next_due(session, moment, passed)
            if offer is None:
                return
            if offers.try_lock_work_at(session, offer.agent_id):
                engine.expire_offer(session, offer.id, is_outage=_was_outage(offer, moment))
            else:
                passed.add(offer.agent_id)


@jobs.every(1, "offer_waiting")
def offer_waiting() -> None:
    """Whoever waits is tried again: back-offs end without any event to tell of it."""
    for queue_id in _ids(rounds.waiting_queues()):
        with read() as session:
            is_worth_it = rounds.is_worth_a_round(session, queue_id)
        while is_worth_it:
            with transaction() as session:
                is_worth_it = rounds.serve_queue(session, queue_id) >= rounds.BATCH


@jobs.every(1, "overflow_waiting")
def overflow_waiting() -> None:
    """Items whose age has reached their queue's overflow go on to the next queue."""
    with read() as session:
        due = steps.due_overflows(session, now())
    for item_id, kind, ref_id in due:
        with transaction() as session:
            steps.overflow(session, item_id, kind, ref_id)


@jobs.every(10, "find_gone_callers")
def find_gone_callers() -> None:
    """Callers whose waiting music fell silent: a lost callback tells nobody, the carrier knows."""
    silent = (
        sa.select(WorkItem.ref_id)
        .where(WorkItem.kind == "call", WorkItem.state.in_(("waiting", "offered")), WorkItem.seen_at < now() - SILENCE)
        .order_by(WorkItem.seen_at)
        .limit(20)
    )
    for call_id in _ids(silent):
        with transaction() as session:
            call = calls.get_call(session, call_id)
            session.execute(sa.update(WorkItem).filter_by(kind="call", ref_id=call_id).values(seen_at=now()))
        try:
            if registry.get(call.provider).is_over(call.provider_call_id):
                _note_caller_gone(call_id)
        except ProviderError as error:
            _log.warning("carrier did not say whether the caller is there", call_id=call_id, code=error.code)


@jobs.every(1, "end_wrap_ups")
def end_wrap_ups() -> None:
    """Wrap-ups end on the server's clock, with the browser closed too."""
    for call_id in _ids(sa.select(Call.id).where(Call.wrap_up_due_at <= now())):
        try:
            with transaction() as session:
                _end_wrap_up(session, call_id)
        except DomainError as error:
            _log.warning("wrap-up not ended", call_id=call_id, code=error.code)


@jobs.every(1, "expire_leases")
def expire_leases() -> None:
    """Agents whose heartbeat stopped become unreachable and lose their offers."""
    for user_id in _ids(presence.lost_leases(now())):
        with transaction() as session:
            offers.lock_work_at(session, user_id)
            presence.expire_lease(session, user_id)


@jobs.job(contacts.JOB)
def note_reached(call_id: str) -> None:
    """Ten seconds into a talk, by the server's clock, somebody is reached. Idempotent."""
    with transaction() as session:
        contacts.reached_while_talking(session, calls.get_call(session, call_id, for_update=True), now())


def _was_outage(offer: Offer, moment: datetime) -> bool:
    """Whether we were down while it rang: nobody ran this clock, or the agent's screen had no time to come back."""
    is_late = moment - offer.expires_at > NOBODY_LOOKED
    started_at = jobs.started_at()
    is_restart = (
        started_at is not None and offer.created_at < started_at and offer.expires_at < started_at + COMING_BACK
    )
    return is_late or is_restart


def _claim_bridge(session: Session, offer_id: str, moment: datetime) -> bool:
    """Whether this is who sends it: sent twice, the second would cut off what the first began."""
    is_alone = sa.exists().where(Call.id == Offer.ref_id, _is_alone(), Call.provider_status.is_(None))
    claimed = session.execute(
        sa.update(Offer)
        .where(Offer.id == offer_id, Offer.state == "accepted", Offer.connect_sent_at.is_(None), is_alone)
        .values(connect_sent_at=moment)
        .execution_options(synchronize_session=False)
    )
    return bool(claimed.rowcount)  # type: ignore[attr-defined]


def _is_alone() -> sa.ColumnElement[bool]:
    """Nobody has answered, or nobody since the caller was sent back in line."""
    return sa.or_(Call.answered_at.is_(None), Call.between_at.is_not(None))


def _release_bridge(offer_id: str, claimed_at: datetime) -> None:
    """It was not sent: whoever tries next may, unless the caller's poll has bridged meanwhile."""
    with transaction() as session:
        session.execute(
            sa.update(Offer)
            .where(Offer.id == offer_id, Offer.connect_sent_at == claimed_at)
            .values(connect_sent_at=None)
        )


def _note_caller_gone(call_id: str) -> None:
    with transaction() as session:
        calls.caller_gone(session, calls.get_call(session, call_id, for_update=True))


def _end_wrap_up(session: Session, call_id: str) -> None:
    call = calls.get_call(session, call_id, for_update=True)
    item = engine.find_item(session, call_id, for_update=True)
    if call.wrap_up_due_at is None or call.wrap_up_due_at > now():
        return
    wrapup.finish(session, call, agent_id=item.agent_id if item else call.handler_id, is_auto_closed=True)


def _ids(statement: sa.Select[Any]) -> list[str]:
    """What is due. Each is then handled in a transaction of its own: several at once could wait crosswise."""
    with read() as session:
        return list(session.scalars(statement))
