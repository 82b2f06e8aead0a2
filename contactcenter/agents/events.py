"""What agents does that others may want to know. Ids and codes only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PresenceChanged:
    """Some layer of an agent's state changed; fetch the row for the rest."""

    user_id: str


@dataclass(frozen=True)
class BecameReady:
    """An agent can take work now: available, idle, reachable."""

    user_id: str


@dataclass(frozen=True)
class LeftReady:
    """An agent stopped being offerable: left Available, or their lease ran out."""

    user_id: str
    cause: str


@dataclass(frozen=True)
class StatusOverdue:
    """A status lasts longer than an admin allows: the agent and their supervisors should know."""

    user_id: str
    status: str
