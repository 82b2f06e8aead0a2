"""What routing did. Ids and codes only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OfferMade:
    """An agent's screen should ring."""

    offer_id: str
    agent_id: str
    kind: str
    ref_id: str


@dataclass(frozen=True)
class OfferClosed:
    """The ring is over. `state`: accepted | declined | timed_out | canceled | rescinded."""

    offer_id: str
    agent_id: str
    kind: str
    ref_id: str
    state: str
    reason: str | None


@dataclass(frozen=True)
class OfferAccepted:
    """The agent took the work; a call must be bridged by the carrier."""

    offer_id: str
    kind: str


@dataclass(frozen=True)
class QueueChanged:
    """Somebody entered or left a queue."""

    queue_id: str


@dataclass(frozen=True)
class QueueEdited:
    """A queue's settings, members or skills changed: what waits in it may find somebody now."""

    queue_id: str


@dataclass(frozen=True)
class AgentEdited:
    """An agent's skills or capacity changed."""

    user_id: str


@dataclass(frozen=True)
class SlotFreed:
    """Work left an agent's hands: they may be able to take more."""

    user_id: str


@dataclass(frozen=True)
class WorkStuck:
    """Nobody takes it although it was offered again and again: a supervisor must know."""

    work_item_id: str
