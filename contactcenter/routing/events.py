"""What routing did. Ids and codes only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OfferMade:
    """An agent's screen should ring."""

    offer_id: str
    agent_id: str
    call_id: str


@dataclass(frozen=True)
class OfferClosed:
    """The ring is over. `state`: accepted | declined | timed_out | canceled | rescinded."""

    offer_id: str
    agent_id: str
    call_id: str
    state: str
    reason: str | None


@dataclass(frozen=True)
class OfferAccepted:
    """The agent took the call; the carrier must bridge it."""

    offer_id: str


@dataclass(frozen=True)
class QueueChanged:
    """Somebody entered or left a queue."""

    queue_id: str
