"""What changed in the roll-up. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StatsChanged:
    """The figures of these customers were computed anew; told once, when the transaction ends."""

    customer_ids: tuple[str, ...]
