"""What happened to calls that we place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CallPlaced:
    """An agent wishes to call somebody; they are taken until it is over."""

    call_id: str
    agent_id: str
    placement_id: str
