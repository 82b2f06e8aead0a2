"""Verbs about a call's room: open it, wish something, take in what the provider tells.

The call is locked by whoever calls. A plain call has no room: it gets one when something needs it, by moving the
agent's leg; the provider then asks what the caller's leg should do, and is told to follow.
"""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls import legs, service
from contactcenter.calls.announcing import announce
from contactcenter.calls.models import Call, Leg
from contactcenter.calls.outbound import placed
from contactcenter.calls.rooms import queries
from contactcenter.calls.rooms.events import CustomerStranded, HoldChanged, ParticipantChanged, RoomNews
from contactcenter.calls.rooms.facts import Seat, fold, hold_seconds
from contactcenter.calls.rooms.models import Participant, RoomMark
from contactcenter.calls.rooms.queries import CUSTOMER, LIVE
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict
from contactcenter.core.events import at_end, emit
from contactcenter.core.ids import new_id
from contactcenter.providers.events import RoomChanged
from contactcenter.providers.instructions import JoinRoom


def need_room(session: Session, call: Call) -> list[Participant]:
    """The call's live room, opened if there is none. Raises Conflict unless somebody talks with the customer."""
    if service.is_over(call):
        raise Conflict("call_over", "The call is over already.")
    if call.room_state in LIVE:
        return queries.participants(session, call)
    leg = legs.talking_leg(session, call)
    if leg is None:
        raise Conflict("not_talking", "Nobody talks with the customer at the moment.")
    placed.turn(session, call, leg)
    return _open(session, call, leg)


def want_hold(session: Session, call: Call, is_held: bool) -> None:
    """Wish the customer on hold, or back. Wishing what is there already changes nothing."""
    if is_held or call.room_state in LIVE:
        need_room(session, call)
    if call.wants_hold != is_held:
        call.wants_hold = is_held
        touch(session, call)


def give_up_hold(session: Session, call: Call) -> None:
    """The provider refused: what is so is what is wished."""
    call.wants_hold = call.held_at is not None
    touch(session, call)


def add(session: Session, call: Call, kind: str, **facts: object) -> Participant:
    """Wish somebody into the room; `facts` are columns such as agent_id, phone, name, mode."""
    need_room(session, call)
    row = Participant(id=new_id("par"), call_id=call.id, room_name=call.room_name, kind=kind, **facts)
    row.label = row.id
    if kind == "supervisor":
        row.wants_muted = row.mode == "listen"
    session.add(row)
    session.flush()
    touch(session, call)
    return row


def dismiss(session: Session, call: Call, row: Participant) -> None:
    """Wish somebody out; who was only wanted is not rung at all."""
    row.wants_out = True
    if row.state == "wanted":
        set_state(session, row, "out", now())
    touch(session, call)


def join_instruction(call: Call, row: Participant, music_url: str) -> JoinRoom:
    """The document that takes a leg into the room. The customer's begins a recording of both directions."""
    is_customer = row.kind == "customer"
    return JoinRoom(
        room_name=row.room_name,
        label=row.label,
        music_url=music_url,
        is_caller=is_customer,
        starts_room=not is_customer,
        ends_room=row.ends_room,
        is_recorded=is_customer and not call.is_leg_recorded,
    )


def caller_follows(session: Session, call: Call, music_url: str) -> JoinRoom | None:
    """What to tell a caller whose agent was moved into a room: follow them. None when there is no such room."""
    if call.room_state not in LIVE:
        return None
    customer = queries.find_customer(queries.participants(session, call))
    if customer is None:
        return None
    instruction = join_instruction(call, customer, music_url)
    call.is_leg_recorded = True
    if customer.state == "wanted":
        customer.state, customer.asked_at = "asked", now()
    return instruction


def agent_follows(session: Session, call: Call, music_url: str) -> JoinRoom | None:
    """The same the other way round: the customer whom this agent had dialled was moved. None when it is over."""
    if call.room_state not in LIVE:
        return None
    agent = next((row for row in queries.participants(session, call) if row.kind == "agent"), None)
    if agent is None or agent.state not in ("wanted", "asked"):
        return None
    if agent.state == "wanted":
        agent.state, agent.asked_at = "asked", now()
    return join_instruction(call, agent, music_url)


def room_changed(session: Session, event: RoomChanged) -> Call | None:
    """The provider tells of a room; None when it is none of ours. Repeats and old news change nothing."""
    call = find_call(session, event.room_name)
    if call is None or call.provider != event.provider:
        return None
    call = service.get_call(session, call.id, for_update=True)
    values = {
        "id": new_id("rmk"),
        "call_id": call.id,
        "room_name": event.room_name,
        "provider_room_id": event.provider_room_id,
        "sequence": event.sequence,
        "kind": event.kind,
        "label": event.label,
        "provider_leg_id": event.provider_leg_id,
        "is_muted": event.is_muted,
        "is_held": event.is_held,
        "is_coaching": event.is_coaching,
        "at": event.at or now(),
    }
    insert_once(session, RoomMark, values, key=["provider_room_id", "sequence"])
    if event.room_name == call.room_name:
        call.provider_room_id = event.provider_room_id
    apply_marks(session, call)
    return call


class Flags(NamedTuple):
    """How somebody takes part; None: not said."""

    is_held: bool | None = None
    is_muted: bool | None = None
    is_coaching: bool | None = None


UNSAID = Flags()


def seen(
    session: Session, call: Call, row: Participant, kind: str, flags: Flags = UNSAID, *, leg_id: str | None = None
) -> None:
    """Note what the provider answered or listed about somebody; the caller applies the marks afterwards."""
    mark = RoomMark(
        call_id=call.id,
        room_name=row.room_name,
        kind=kind,
        label=row.label,
        provider_leg_id=leg_id or row.provider_leg_id,
        at=now(),
        is_muted=flags.is_muted,
        is_held=flags.is_held,
        is_coaching=flags.is_coaching,
    )
    session.add(mark)


def apply_marks(session: Session, call: Call) -> None:
    """Bring rows and call up to what the marks say."""
    session.flush()
    marks = session.scalars(sa.select(RoomMark).where(RoomMark.room_name == (call.room_name or ""))).all()
    facts = fold(marks)
    people = queries.participants(session, call)
    for row in people:
        seat = facts.seats.get(row.label)
        if seat is not None:
            _take_seat(session, row, seat)
    customer = facts.seats.get(CUSTOMER)
    if call.room_state == "moving" and customer is not None and customer.is_in:
        call.room_state = "open"
    _note_hold(session, call, customer)
    service.settle(session, call)
    _look_for_stranded(session, call, people)
    touch(session, call)


def is_left_alone(people: list[Participant]) -> bool:
    """Whether nobody is in the room, or on the way, who has the customer in charge."""
    others = (row for row in people if row.kind != "customer" and row.wants_ends_room)
    return all(row.state in ("out", "failed") for row in others)


def leg_ended(session: Session, call: Call, provider_leg_id: str) -> None:
    """A leg is over, by its own callback: whoever was on it is not in the room, nor coming."""
    for row in queries.participants(session, call):
        if row.provider_leg_id == provider_leg_id and row.state in ("asked", "in"):
            seen(session, call, row, "leave")
            set_state(session, row, "out", now())
            apply_marks(session, call)


def close_room(session: Session, call: Call) -> None:
    """The call goes on without its room, or ends: everybody is out, wishes are void."""
    if call.room_state not in LIVE:
        return
    moment = now()
    for row in queries.participants(session, call):
        row.wants_out = True
        if row.state != "asked" or row.provider_leg_id is None or row.kind in ("customer", "agent"):
            set_state(session, row, "out", moment)  # who still is being rung is hung up on first
    call.room_state, call.wants_hold = "over", False
    if call.held_at is not None:
        session.add(RoomMark(call_id=call.id, room_name=call.room_name or "", kind="leave", label=CUSTOMER, at=moment))
        session.flush()
        _note_hold(session, call, None)
    touch(session, call)


def find_call(session: Session, room_name: str) -> Call | None:
    """Whose room this is: its name carries the call's id."""
    call_id, _, number = room_name.removeprefix("room-").rpartition("-")
    return session.get(Call, call_id) if call_id and number else None


def touch(session: Session, call: Call) -> None:
    """Tell screens, and whoever carries wishes out."""
    call.version += 1
    announce(session, call)
    at_end(session, f"room:{call.id}", lambda s: emit(s, RoomNews(call.id)))


def _open(session: Session, call: Call, leg: Leg) -> list[Participant]:
    call.rooms_made += 1
    call.room_name = f"room-{call.id}-{call.rooms_made}"
    call.room_state, call.provider_room_id, call.room_opened_at = "moving", None, now()
    call.wants_hold = False
    leg.moved_at = now()
    agent = session.get(User, leg.agent_id or call.handler_id or "")
    customer = Participant(call_id=call.id, room_name=call.room_name, kind="customer", label=CUSTOMER)
    customer.provider_leg_id, customer.ends_room, customer.wants_ends_room = call.provider_call_id, True, True
    row = Participant(id=new_id("par"), call_id=call.id, room_name=call.room_name, kind="agent")
    row.label, row.provider_leg_id, row.agent_id = row.id, leg.provider_leg_id, agent.id if agent else None
    row.name, row.ends_room, row.wants_ends_room = agent.name if agent else "", True, True
    session.add_all([customer, row])
    session.flush()
    touch(session, call)
    return [customer, row]


def _take_seat(session: Session, row: Participant, seat: Seat) -> None:
    row.provider_leg_id = seat.provider_leg_id or row.provider_leg_id
    row.is_muted, row.is_held, row.is_coaching = seat.is_muted, seat.is_held, seat.is_coaching
    row.joined_at = seat.joined_at
    if seat.left_at is not None:
        set_state(session, row, "out", seat.left_at)
    elif seat.is_in:
        set_state(session, row, "in", seat.joined_at or now())


def set_state(session: Session, row: Participant, state: str, moment: datetime) -> None:
    if row.state == state or row.state in ("out", "failed"):
        return
    row.state = state
    if state == "out":
        row.left_at = row.left_at or moment
        row.is_held = False
    emit(session, ParticipantChanged(row.call_id, row.id, row.kind, state))


def _note_hold(session: Session, call: Call, customer: Seat | None) -> None:
    was_held = call.held_at is not None
    is_held = customer is not None and customer.is_in and customer.is_held
    call.held_at = customer.holds[-1][0] if customer is not None and is_held else None
    spans = queries.hold_spans(session, call.id)
    call.hold_seconds = round(hold_seconds(spans, call.ended_at)) if spans else None
    if was_held != is_held:
        emit(session, HoldChanged(call.id, call.agent_id, is_held))


def _look_for_stranded(session: Session, call: Call, people: list[Participant]) -> None:
    customer = queries.find_customer(people)
    if call.room_state != "open" or customer is None or customer.state != "in":
        return
    if is_left_alone(people):
        emit(session, CustomerStranded(call.id))
