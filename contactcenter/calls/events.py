"""What happened to calls. Ids and codes only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CallChanged:
    """Something shown about a call changed; fetch it for the rest. Emitted once a transaction."""

    call_id: str


@dataclass(frozen=True)
class CallAnswered:
    """An agent's leg was answered: the conversation runs."""

    call_id: str
    agent_id: str | None


@dataclass(frozen=True)
class ConversationEnded:
    """The agent and the caller no longer hear each other; the caller may still rate."""

    call_id: str
    agent_id: str | None


@dataclass(frozen=True)
class CallEnded:
    """The customer-facing call is over, however it went."""

    call_id: str
    state: str


@dataclass(frozen=True)
class LegEnded:
    """A leg of a call that has a room is over."""

    call_id: str
    provider_leg_id: str


@dataclass(frozen=True)
class WrapUpEnded:
    call_id: str
    agent_id: str
    is_auto_closed: bool


@dataclass(frozen=True)
class LineHeard:
    """A line of live transcript; partial ones are not stored."""

    call_id: str
    agent_id: str | None
    speaker: str
    text: str
    start_seconds: float
    is_final: bool


@dataclass(frozen=True)
class DraftSaved:
    call_id: str
    agent_id: str
