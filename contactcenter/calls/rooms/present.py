"""A room as screens show it, with who hears whom."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.calls.rooms import queries
from contactcenter.calls.rooms.models import Participant
from contactcenter.core.settings import current


def rooms_of(session: Session, calls: Sequence[Call]) -> dict[str, Any]:
    """By call id, of the shape of RoomSchema; calls without a live room are left out."""
    people = queries.shown(session, calls)
    by_id = {call.id: call for call in calls}
    return {call_id: _room(by_id[call_id], found) for call_id, found in people.items()}


def participant(row: Participant, people: Sequence[Participant]) -> dict[str, Any]:
    """Of the shape of ParticipantSchema."""
    names = ("id", "kind", "agent_id", "name", "phone", "state", "is_held", "is_muted", "mode", "joined_at", "left_at")
    heard = [other.id for other in people if hears(row, other)]
    return {**{name: getattr(row, name) for name in names}, "error": row.error, "hears": heard}


def hears(listener: Participant, speaker: Participant) -> bool:
    """Whether one hears the other: both there, neither on hold, the speaker not muted, or coaching just them."""
    if listener.id == speaker.id or listener.state != "in" or speaker.state != "in":
        return False
    if listener.is_held or speaker.is_held or speaker.is_muted:
        return False
    return not speaker.is_coaching or listener.kind == "agent"


def _is_shown(row: Participant) -> bool:
    return row.kind != "supervisor" or row.mode == "barge" or current().shows_monitoring


def _room(call: Call, people: list[Participant]) -> dict[str, Any]:
    customer = queries.find_customer(people)
    is_holding = customer is not None and customer.is_held != call.wants_hold
    people = [row for row in people if _is_shown(row)]
    shown = [participant(row, people) for row in people]
    return {"state": call.room_state, "is_holding": is_holding, "participants": shown}
