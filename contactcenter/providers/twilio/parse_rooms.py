"""Conference events, and the caller's way out of a room.

A room's events share one numbering, and the field that says what happened is the event's own; a leave repeats
the flags as they were.
"""

import re

from contactcenter.providers.events import ProviderEvent, RoomChanged, RoomLeft
from contactcenter.providers.twilio.fields import Fields
from contactcenter.providers.twilio.parse_calls import Origin, call_facts

MAX_SEQUENCE = 1_000_000
MAX_NAME_CHARS = 80
MAX_LABEL_CHARS = 60

_KINDS = {
    "conference-start": "start",
    "conference-end": "end",
    "participant-join": "join",
    "participant-leave": "leave",
    "participant-mute": "mute",
    "participant-unmute": "unmute",
    "participant-hold": "hold",
    "participant-unhold": "unhold",
    "participant-modify": "modify",
}
_ROOM_NAME = re.compile(r"[A-Za-z0-9_\-]{1,80}")


def room_changed(origin: Origin, fields: Fields) -> ProviderEvent:
    room = fields.sid("ConferenceSid", "CF")
    word = fields.need("StatusCallbackEvent", 40)
    sequence = fields.number("SequenceNumber", MAX_SEQUENCE) or 0
    return RoomChanged(
        *origin,
        f"{room}:{sequence}:{word}",
        provider_room_id=room,
        room_name=fields.text("FriendlyName", MAX_NAME_CHARS),
        kind=_KINDS.get(word, "other"),
        sequence=sequence,
        at=fields.moment("Timestamp"),
        provider_leg_id=fields.find_sid("CallSid", "CA"),
        label=fields.text("ParticipantLabel", MAX_LABEL_CHARS),
        is_muted=fields.flag("Muted"),
        is_held=fields.flag("Hold"),
        is_coaching=fields.flag("Coaching"),
    )


def room_left(origin: Origin, fields: Fields) -> ProviderEvent:
    call = call_facts(fields)
    name = fields.request.query_value("room")
    name = name if _ROOM_NAME.fullmatch(name) else ""
    return RoomLeft(*origin, f"{call.provider_call_id}:room-over:{name}", call, name)
