"""Carrying out the wishes about a room, one request to the provider at a time.

`next_step` compares what is wished with what is known, in a transaction; the request is made outside of it; what
was answered is noted in another. Two processes may do the same step: each says a whole new value, so twice does
no harm. Only ringing somebody is claimed first, and is never repeated: after a lost answer the room is listed.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls import legs
from contactcenter.calls import service as calls
from contactcenter.calls.models import Call
from contactcenter.calls.rooms import meeting, queries, service
from contactcenter.calls.rooms.models import Participant
from contactcenter.calls.rooms.queries import LIVE
from contactcenter.calls.rooms.service import Flags
from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.core.errors import ProviderError
from contactcenter.core.settings import current
from contactcenter.providers import registry
from contactcenter.providers.base import GuestChange, Invitation, Room, TelephonyProvider

MAX_STEPS = 20
RING_SECONDS = 25
GONE = "call_gone"
UNREACHABLE = "provider_unreachable"
"""The request may have been carried out all the same."""
WAIT_SECONDS = 4.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Step:
    """`ask` runs without a transaction; `done` notes its answer; `gone` what it means that nobody is there."""

    name: str
    ask: Callable[[TelephonyProvider], Any]
    done: Callable[[Session, Call, Any], None]
    gone: Callable[[Session, Call], None]


def drive(call_id: str) -> None:
    """Do every step that is due. Raises ProviderError at the first that fails and was not carried out."""
    for _ in range(MAX_STEPS):
        with transaction() as session:
            call = calls.get_call(session, call_id, for_update=True)
            step, provider_name = next_step(session, call), call.provider
        if step is None:
            return
        _carry_out(call_id, step, registry.get(provider_name))
    _log.warning("a room does not come to rest", call_id=call_id)


def drive_until_settled(call_id: str, is_settled: Callable[[Call], bool]) -> None:
    """As `drive`, waiting a little for the provider's own news in between. Raises ProviderError."""
    deadline = time.monotonic() + (0 if current().is_testing else WAIT_SECONDS)
    while True:
        drive(call_id)
        with transaction() as session:
            call = calls.get_call(session, call_id)
            if is_settled(call) or calls.is_over(call):
                return
        if time.monotonic() > deadline:
            return
        time.sleep(0.1)


def look(call_id: str) -> Room | None:
    """List the room at the provider and note what we did not know. Raises ProviderError."""
    with transaction() as session:
        call = calls.get_call(session, call_id)
        name, provider = call.room_name or "", registry.get(call.provider)
    room = provider.find_room(name)
    with transaction() as session:
        call = calls.get_call(session, call_id, for_update=True)
        if call.room_name == name and call.room_state in LIVE:
            _compare(session, call, room)
    return room


def next_step(session: Session, call: Call) -> Step | None:
    """What to ask the provider now; None when everything is as wished, or its news must come first."""
    people = queries.participants(session, call)
    leaving = next((r for r in people if _may_leave(r, people)), None)
    if leaving is not None:
        return _hang_up(leaving)
    if call.room_state not in LIVE or calls.is_over(call):
        return None
    agent = next((row for row in people if row.kind == "agent"), None)
    customer = queries.find_customer(people)
    if customer is None:
        return None
    if meeting.is_on_the_way(agent) or meeting.is_on_the_way(customer):
        row = meeting.choose_next(session, call, agent, customer)
        return _move(call, row) if row is not None else None
    if call.room_state == "open" and call.provider_room_id is None:
        return Step("find", lambda p: p.find_room(call.room_name or ""), _found, lambda _s, _c: None)
    return _adjust(session, call, customer, people) if call.room_state == "open" else None


def _may_leave(row: Participant, people: list[Participant]) -> bool:
    """Whoever hands over leaves last: the room must know who ends it from now on."""
    is_due = row.wants_out and row.state in ("asked", "in") and row.provider_leg_id is not None
    is_settled = all(one.ends_room == one.wants_ends_room for one in people if one.state == "in")
    return is_due and (row.kind == "supervisor" or is_settled)


def _adjust(session: Session, call: Call, customer: Participant, people: list[Participant]) -> Step | None:
    """The room stands: hold, mute, coach, invite."""
    if customer.state == "in" and customer.is_held != call.wants_hold:
        return _change(call, customer, GuestChange(is_held=call.wants_hold, music_url=music()))
    for row in people:
        if row.state == "wanted":
            return _invite(session, call, row, people)
        if row.state == "in" and row.kind != "customer" and (change := _difference(row, people)) is not None:
            return _change(call, row, change)
    return None


def _difference(row: Participant, people: list[Participant]) -> GuestChange | None:
    if row.is_held != row.wants_held:
        return GuestChange(is_held=row.wants_held, music_url=music())
    if row.ends_room != row.wants_ends_room:
        return GuestChange(ends_room=row.wants_ends_room)
    wants_coaching = row.mode == "whisper" and _coached(people) is not None
    if row.is_coaching != wants_coaching:
        return GuestChange(is_muted=row.wants_muted, coached_leg_id=(_coached(people) if wants_coaching else "") or "")
    if row.is_muted != row.wants_muted:
        return GuestChange(is_muted=row.wants_muted)
    return None


def _coached(people: list[Participant]) -> str | None:
    """Whom a whispering supervisor speaks to: the agent whose call it is."""
    legs_ = [r.provider_leg_id for r in people if r.kind == "agent" and r.state == "in"]
    return legs_[0] if legs_ else None


def _move(call: Call, row: Participant) -> Step:
    row.state, row.asked_at = "asked", now()
    document = service.join_instruction(call, row, music())
    if row.kind == "customer":
        call.is_leg_recorded = True
    leg_id, row_id = row.provider_leg_id or "", row.id

    def gone(session: Session, locked: Call) -> None:
        calls.ended_untold(session, locked, leg_id)
        if row.kind != "customer":
            undo_opening(session, locked)

    return Step(f"move {row_id}", lambda p: p.redirect_to_agent(leg_id, document), lambda _s, _c, _a: None, gone)


def undo_opening(session: Session, call: Call) -> None:
    """The agent's leg was not moved after all: the call goes on without a room."""
    for leg in legs.list_legs(session, call):
        leg.moved_at = None
    service.close_room(session, call)


def _change(call: Call, row: Participant, change: GuestChange) -> Step:
    room_id, label, row_id = call.provider_room_id or "", row.label, row.id
    kind = "modify" if change.is_held is None else ("hold" if change.is_held else "unhold")

    def done(session: Session, locked: Call, _answer: Any) -> None:
        known = session.get_one(Participant, row_id)
        if change.ends_room is not None:
            known.ends_room = change.ends_room
        is_coaching = None if change.coached_leg_id is None else bool(change.coached_leg_id)
        flags = Flags(change.is_held, change.is_muted, is_coaching)
        service.seen(session, locked, known, kind, flags)
        service.apply_marks(session, locked)

    return Step(f"change {label}", lambda p: p.change_guest(room_id, label, change), done, _left(row_id))


def _invite(session: Session, call: Call, row: Participant, people: list[Participant]) -> Step:
    row.state, row.asked_at = "asked", now()
    agent = session.get(User, row.agent_id) if row.agent_id else None
    is_phone = agent is not None and agent.answers_on == "phone" and agent.own_phone
    identity = agent.voice_identity if agent is not None and not is_phone else None
    invitation = Invitation(
        room_name=row.room_name,
        label=row.label,
        role="agent" if row.kind == "agent" else row.kind,
        provider_call_id=call.provider_call_id,
        identity=identity,
        phone=(agent.own_phone if agent is not None and is_phone else row.phone) if identity is None else None,
        caller_id=calls.our_number(call),
        ring_seconds=RING_SECONDS,
        parameters=(("offer_id", row.offer_id or row.id),),
        is_muted=row.wants_muted,
        coached_leg_id=_coached(people) if row.mode == "whisper" else None,
    )
    row_id = row.id

    def done(inner: Session, locked: Call, leg_id: Any) -> None:
        known = inner.get_one(Participant, row_id)
        known.provider_leg_id = known.provider_leg_id or str(leg_id)
        service.touch(inner, locked)

    def gone(inner: Session, locked: Call) -> None:
        fail(inner, locked, inner.get_one(Participant, row_id), "room_gone")

    return Step(f"invite {row_id}", lambda p: p.invite(invitation), done, gone)


def fail(session: Session, call: Call, row: Participant, error: str) -> None:
    """Somebody could not be brought in."""
    row.error = error
    service.set_state(session, row, "failed", now())
    service.touch(session, call)


def _hang_up(row: Participant) -> Step:
    leg_id, row_id = row.provider_leg_id or "", row.id
    return Step(f"dismiss {row_id}", lambda p: p.hang_up(leg_id), lambda s, c, _a: _left(row_id)(s, c), _left(row_id))


def _left(row_id: str) -> Callable[[Session, Call], None]:
    def note(session: Session, call: Call) -> None:
        row = session.get_one(Participant, row_id)
        service.seen(session, call, row, "leave")
        service.apply_marks(session, call)
        service.set_state(session, row, "out", now())

    return note


def _found(session: Session, call: Call, room: Room | None) -> None:
    _compare(session, call, room)


def _compare(session: Session, call: Call, room: Room | None) -> None:
    """Note what the provider's list says and we did not know."""
    if room is not None:
        call.provider_room_id = room.provider_room_id
    for row in queries.participants(session, call):
        guest = room.find(row.label) if room is not None else None
        if guest is None and row.state == "in":
            service.seen(session, call, row, "leave")
        elif guest is not None and row.state in ("wanted", "asked", "in"):
            flags = Flags(guest.is_held, guest.is_muted, guest.is_coaching)
            if row.state != "in" or flags != Flags(row.is_held, row.is_muted, row.is_coaching):
                service.seen(session, call, row, "join", flags, leg_id=guest.provider_leg_id)
    service.apply_marks(session, call)


def _carry_out(call_id: str, step: Step, provider: TelephonyProvider) -> None:
    try:
        answer = step.ask(provider)
    except ProviderError as error:
        if not _is_resolved(call_id, step, error):
            raise
        return
    with transaction() as session:
        step.done(session, calls.get_call(session, call_id, for_update=True), answer)


def _is_resolved(call_id: str, step: Step, error: ProviderError) -> bool:
    """Whether the failure is understood: nobody was there, or the list shows that it was carried out."""
    _log.warning("a step in a room failed", call_id=call_id, step=step.name.split()[0], code=error.code)
    if error.code == GONE:
        with transaction() as session:
            step.gone(session, calls.get_call(session, call_id, for_update=True))
        return True
    if error.code != UNREACHABLE:
        return False
    try:
        look(call_id)
    except ProviderError:
        return False
    with transaction() as session:
        due = next_step(session, calls.get_call(session, call_id, for_update=True))
    return due is None or due.name != step.name


def music() -> str:
    return f"{current().public_url}/static/sounds/hold-music.mp3"
