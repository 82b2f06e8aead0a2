"""What crm does that others may want to know."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CustomerSaved:
    customer_id: str


@dataclass(frozen=True)
class IdentityAdded:
    """A line now finds this person; calls of that party may belong to them."""

    customer_id: str
    channel: str
    value: str


@dataclass(frozen=True)
class TimelineChanged:
    """An item appeared on, filled in on, or (`is_gone`) left a customer's timeline."""

    customer_id: str
    item_id: str
    kind: str = ""
    ref_id: str = ""
    is_gone: bool = False


@dataclass(frozen=True)
class MessageRecorded:
    """Something written is on the timeline: `direction` inbound (they wrote) or outbound (`by` of ours did)."""

    kind: str
    ref_id: str
    direction: str
    customer_id: str | None
    party: str | None
    at: datetime
    by: str | None


@dataclass(frozen=True)
class CustomersMerged:
    """The others now stand for the survivor; their rows are the survivor's. Each is told as saved too."""

    merge_id: str
    survivor_id: str
    other_ids: tuple[str, ...]


@dataclass(frozen=True)
class CustomersUnmerged:
    """Those a merge had taken in stand for themselves again, with their rows."""

    merge_id: str
    survivor_id: str
    restored_ids: tuple[str, ...]


@dataclass(frozen=True)
class CustomersImported:
    """Many customers were created or changed at once by a file, or by its undo; no `CustomerSaved` comes for each.

    `changed_ids` are those of `customer_ids` that had been there before.
    """

    import_id: str
    customer_ids: tuple[str, ...]
    changed_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportUndone:
    """All that an import did is taken back, as far as it could be."""

    import_id: str


@dataclass(frozen=True)
class CustomersRemoved:
    """Customers that an import had made are gone again: nothing may lead to them any more."""

    customer_ids: tuple[str, ...]
