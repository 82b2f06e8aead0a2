"""What happened to missed callers. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MissedCallerChanged:
    """Opened, counted again, given to somebody, put off, closed or taken back; fetch it for the rest."""

    item_id: str
