"""Named reads of rooms."""

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session, object_session

from contactcenter.calls.models import Call
from contactcenter.calls.rooms.facts import Span, fold
from contactcenter.calls.rooms.models import Participant, RoomMark

CUSTOMER = "customer"
LIVE = ("moving", "open")
"""States of a room that is being made, or there."""


def participants(session: Session, call: Call) -> list[Participant]:
    """Of the room that the call has now, in the order in which they were wanted."""
    found = sa.select(Participant).where(Participant.room_name == (call.room_name or ""))
    return list(session.scalars(found.order_by(Participant.created_at, Participant.id)))


def find_customer(people: Iterable[Participant]) -> Participant | None:
    return next((one for one in people if one.kind == "customer"), None)


def hold_spans(session: Session, call_id: str) -> list[Span]:
    """When the customer was on hold, in all rooms of the call."""
    rooms: dict[str, list[RoomMark]] = defaultdict(list)
    for mark in session.scalars(sa.select(RoomMark).where(RoomMark.call_id == call_id)):
        rooms[mark.room_name].append(mark)
    seats = (fold(marks).seats.get(CUSTOMER) for marks in rooms.values())
    return sorted((span for seat in seats if seat for span in seat.holds), key=lambda span: span[0])


def shown(session: Session, calls: Iterable[Call]) -> dict[str, list[Participant]]:
    """Participants of the live rooms of these calls, by call."""
    names = [call.room_name for call in calls if call.room_name and call.room_state in LIVE]
    found: dict[str, list[Participant]] = defaultdict(list)
    if names:
        rows = sa.select(Participant).where(Participant.room_name.in_(names))
        for row in session.scalars(rows.order_by(Participant.created_at, Participant.id)):
            found[row.call_id].append(row)
    return found


def consulted_about(call: Call) -> list[str]:
    """Agents who are, or just were, in the call's room without having the call: their screens show it too."""
    session = object_session(call)
    if session is None:
        return []
    found = sa.select(Participant.agent_id).where(
        Participant.room_name == (call.room_name or ""),
        Participant.kind.in_(("colleague", "former")),
        Participant.agent_id.is_not(None),
    )
    return [agent_id for agent_id in session.scalars(found) if agent_id]
