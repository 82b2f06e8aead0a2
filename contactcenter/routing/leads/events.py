"""What happened to leads. Ids and codes only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LeadCreated:
    """A lead came in and waits for its owner; whoever can should give it one at once."""

    lead_id: str


@dataclass(frozen=True)
class LeadAssigned:
    """Somebody has a lead now. `cause`: distribution, manual, taken, handover, rebalanced, kept."""

    lead_id: str
    agent_id: str
    cause: str


@dataclass(frozen=True)
class LeadChanged:
    """A lead is other than it was. `person_ids`: whose it is and was."""

    lead_id: str
    person_ids: tuple[str, ...]
    customer_id: str | None
