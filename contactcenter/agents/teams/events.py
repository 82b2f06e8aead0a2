"""What changed about teams and what they reach."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TeamsChanged:
    """A team was made, changed or archived, or its members are others."""

    team_id: str


@dataclass(frozen=True)
class ReachChanged:
    """An admin changed whose customers a role sees."""
