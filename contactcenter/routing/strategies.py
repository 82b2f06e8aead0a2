"""Who should get it: pure deciders over candidates, each leaving an explanation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Candidate:
    """A member of the queue as they stand now. `backed_off_until` is after a decline or ring-out."""

    agent_id: str
    name: str
    status: str
    activity: str
    is_reachable: bool
    idle_since: datetime
    backed_off_until: datetime | None = None


@dataclass(frozen=True)
class Decision:
    """`chosen` may be None; `skipped` maps agent ids to the first filter each failed."""

    chosen: str | None
    strategy: str
    reason: str
    considered: tuple[str, ...]
    skipped: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        return {  # not asdict: it copies every name of a large team
            "chosen": self.chosen,
            "strategy": self.strategy,
            "reason": self.reason,
            "considered": list(self.considered),
            "skipped": self.skipped,
        }


def choose_agent(
    candidates: list[Candidate],
    *,
    sticky_agent_id: str | None,
    moment: datetime,
    strategy: str = "longest_idle",
) -> Decision:
    """Filter, then the agent of the last good contact, else the longest idle."""
    skipped = {c.agent_id: reason for c in candidates if (reason := why_not(c, moment))}
    fit = sorted((c for c in candidates if c.agent_id not in skipped), key=lambda c: (c.idle_since, c.agent_id))
    considered = tuple(c.agent_id for c in fit)
    if not fit:
        return Decision(None, strategy, "nobody_free", considered, skipped)
    if sticky_agent_id in considered:
        return Decision(sticky_agent_id, strategy, "last_agent", considered, skipped)
    return Decision(fit[0].agent_id, strategy, "longest_idle", considered, skipped)


def why_not(candidate: Candidate, moment: datetime) -> str | None:
    """The first filter a candidate fails, or None when they can take it now."""
    if not candidate.is_reachable:
        return "unreachable"
    if candidate.status != "available":
        return f"status_{candidate.status}"
    if candidate.backed_off_until is not None and candidate.backed_off_until > moment:
        return "backed_off"
    if candidate.activity != "idle":
        return f"busy_{candidate.activity}"
    return None


def is_prospect(candidate: Candidate, moment: datetime) -> bool:
    """Whether waiting for this agent makes sense: available, perhaps busy or spared just now."""
    reason = why_not(candidate, moment)
    return reason is None or reason == "backed_off" or reason.startswith("busy_")


def back_off_seconds(failures: int) -> int:
    """How long an agent is spared an item they declined or let ring out: 30 s, then 60 s."""
    return 0 if failures <= 0 else 30 if failures == 1 else 60
