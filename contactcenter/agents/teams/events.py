"""What changed about teams and what they reach."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TeamsChanged:
    """A team was made, changed or archived, or its members are others.

    `moved`: ids of those who may see other customers for it; nobody when only its words changed.
    """

    team_id: str
    moved: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ReachChanged:
    """An admin changed whose customers these roles see."""

    roles: frozenset[str]
