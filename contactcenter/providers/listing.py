"""What a carrier can list of itself: the port behind reconciliation.

Webhooks get lost; what a carrier keeps does not. A listed row says in our own vocabulary
what the lost webhooks would have said, so that it goes the same way as they: there is no
second path into the domain.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from contactcenter.providers.base import ProviderRequest
from contactcenter.providers.events import ProviderEvent

RESOURCES = ("calls", "recordings", "messages", "transcripts")
"""In the order in which they are listed: what others hang below comes first."""


@dataclass(frozen=True)
class Listed:
    """One row of a list. `at` is what the list is ordered and filtered by; `is_final`: it will not change any more.

    `events` are empty for a row that means nothing to us (deleted at the carrier, a message that is a draft).
    `parent_id` is the call above a leg, or the call of a recording.
    """

    resource: str
    provider_id: str
    at: datetime
    is_final: bool
    parent_id: str | None = None
    events: tuple[ProviderEvent, ...] = ()
    request: ProviderRequest | None = None
    """The webhook that it would have been, where a row holds all of it (messages): then the inbox takes that in."""


@dataclass(frozen=True)
class ListedPage:
    """`next_page` is the carrier's own address of the page that follows; `unreadable` counts rows left out."""

    rows: tuple[Listed, ...]
    next_page: str | None = None
    unreadable: int = 0


@runtime_checkable
class ListingProvider(Protocol):
    """A carrier that can be asked what it has."""

    name: str
    account: str

    @property
    def listable(self) -> tuple[str, ...]:
        """Which of RESOURCES it lists; empty when the account is not set up."""
        ...

    def list_page(self, resource: str, since: datetime, until: datetime, page: str | None = None) -> ListedPage:
        """One page of what began in [since, until), in any order; `page` is an earlier answer's `next_page`.

        Raises ProviderError; `details["retry_after_seconds"]` when the carrier said how long to wait.
        """
        ...
