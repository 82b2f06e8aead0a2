"""What happened to raised hands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HandChanged:
    """A hand went up or down, or somebody is on their way."""

    hand_id: str
    agent_id: str
