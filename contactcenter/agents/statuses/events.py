"""What changed about statuses."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StatusesChanged:
    """An admin added, changed or put away a status."""

    code: str
