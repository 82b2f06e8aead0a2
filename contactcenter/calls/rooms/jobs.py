"""Rooms in the background: steps that wait for the provider's news, and ends that nobody told."""

from datetime import timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.calls import service as calls
from contactcenter.calls.models import Call
from contactcenter.calls.rooms import drive, queries, service
from contactcenter.calls.rooms.events import RoomNews
from contactcenter.calls.rooms.models import Participant
from contactcenter.calls.rooms.queries import LIVE
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import ProviderError
from contactcenter.core.events import within
from contactcenter.providers import registry

LOOK_EVERY = timedelta(seconds=20)
OPENS_WITHIN = timedelta(seconds=12)
RINGS_OUT_AFTER = timedelta(seconds=45)

_log = structlog.get_logger(__name__)


@within(RoomNews)
def plan_steps(session: Session, event: RoomNews) -> None:
    """Whatever is wished is carried out even if this process dies right after the commit."""
    call = session.get_one(Call, event.call_id)
    if is_at_rest(session, call):
        return
    jobs.enqueue(session, "drive_room", call.id, key=f"room-{call.id}-{call.version}")


@jobs.job("drive_room")
def drive_room(call_id: str) -> None:
    """Carry out what is wished about a call's room; a failure is tried again by the tick."""
    try:
        drive.drive(call_id)
    except ProviderError as error:
        _log.warning("room not driven", call_id=call_id, code=error.code)


@jobs.every(5, "tend_rooms")
def tend_rooms() -> None:
    """Try again what failed, give up what never came, and ask the provider what it did not tell."""
    with read() as session:
        ids = session.scalars(sa.select(Call.id).where(Call.room_state.in_(LIVE)).limit(50)).all()
    for call_id in ids:
        _tend(call_id)


def _tend(call_id: str) -> None:
    with transaction() as session:
        call = calls.get_call(session, call_id, for_update=True)
        if calls.is_over(call) or call.ended_at is not None:
            service.close_room(session, call)
        _give_up(session, call)
        is_due = call.room_state in LIVE and now() - (call.room_seen_at or call.room_opened_at or now()) > LOOK_EVERY
        if is_due:
            call.room_seen_at = now()
    try:
        drive.drive(call_id)
        if is_due:
            _look(call_id)
    except ProviderError as error:
        _log.warning("room not looked into", call_id=call_id, code=error.code)


def _look(call_id: str) -> None:
    room = drive.look(call_id)
    if room is not None and room.find(queries.CUSTOMER) is not None:
        return
    with read() as session:
        call = calls.get_call(session, call_id)
    if registry.get(call.provider).is_over(call.provider_call_id):
        with transaction() as session:
            calls.caller_gone(session, calls.get_call(session, call_id, for_update=True))


def _give_up(session: Session, call: Call) -> None:
    """A room that never opened, and somebody who never came."""
    if call.room_state == "moving" and call.room_opened_at and now() - call.room_opened_at > OPENS_WITHIN:
        people = queries.participants(session, call)
        if not any(row.state == "in" for row in people):
            drive.undo_opening(session, call)
    for row in queries.participants(session, call):
        if row.state == "asked" and row.asked_at and now() - row.asked_at > RINGS_OUT_AFTER and _is_invited(row):
            drive.fail(session, call, row, "no_answer")


def _is_invited(row: Participant) -> bool:
    return row.kind in ("colleague", "outside", "supervisor")


def is_at_rest(session: Session, call: Call) -> bool:
    """Whether nothing is wished that is not so."""
    people = queries.participants(session, call)
    if any(row.wants_out and row.state in ("asked", "in") for row in people):
        return False
    if call.room_state not in LIVE:
        return True
    if any(row.state == "wanted" for row in people):
        return False
    return all(_is_as_wished(call, row) for row in people if row.state == "in")


def _is_as_wished(call: Call, row: Participant) -> bool:
    if row.kind == "customer":
        return row.is_held == call.wants_hold
    wants_coaching = row.mode == "whisper"
    return (row.is_held, row.is_muted, row.is_coaching, row.ends_room) == (
        row.wants_held,
        row.wants_muted,
        wants_coaching,
        row.wants_ends_room,
    )
