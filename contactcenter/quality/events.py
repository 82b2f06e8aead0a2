"""What quality learned. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RatingCreated:
    rating_id: str
    call_id: str
    agent_id: str | None
