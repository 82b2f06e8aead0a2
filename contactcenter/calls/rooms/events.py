"""What happened in conference rooms. Ids and words only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RoomNews:
    """Something in a call's room changed, or is wished to: somebody should look whether a step is due."""

    call_id: str


@dataclass(frozen=True)
class HoldChanged:
    """The customer was put on hold, or is heard again."""

    call_id: str
    agent_id: str | None
    is_held: bool


@dataclass(frozen=True)
class ParticipantChanged:
    """Somebody is in a room, out of it, or could not be reached (`state`: in | out | failed)."""

    call_id: str
    participant_id: str
    kind: str
    state: str


@dataclass(frozen=True)
class CustomerStranded:
    """The customer is in a room with nobody else in it or on the way."""

    call_id: str
