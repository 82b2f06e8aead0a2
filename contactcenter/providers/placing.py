"""Calls that we place: the port behind click-to-call. The agent is rung first, then the customer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Placing:
    """Ring an agent's softphone (`identity`) or own `phone`; answered, the provider asks what comes next."""

    placement_id: str
    identity: str | None
    phone: str | None
    caller_id: str
    ring_seconds: int

    @property
    def address(self) -> str:
        return f"client:{self.identity}" if self.identity else self.phone or ""


@runtime_checkable
class PlacingProvider(Protocol):
    """A carrier at which calls can be placed."""

    name: str
    account: str

    @property
    def line(self) -> str:
        """Our number there, shown to whom we call; empty when it is not set up."""
        ...

    def place(self, placing: Placing) -> str:
        """Ring the agent; the new call's id. Has no idempotency: after a lost answer, list (`find_placed`).

        Raises ProviderError; `provider_unreachable` means that it may have been done all the same.
        """
        ...

    def find_placed(self, placing: Placing, since: datetime) -> list[str]:
        """Ids of calls from our line to that agent since a moment, oldest first. Raises ProviderError."""
        ...
