"""What crm does that others may want to know."""

from dataclasses import dataclass


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
    """An item appeared on, or filled in on, a customer's timeline."""

    customer_id: str
    item_id: str
