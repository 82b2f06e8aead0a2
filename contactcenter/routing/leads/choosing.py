"""Who should have a lead: pure deciders over a pool, each leaving its explanation."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Member:
    """Somebody in a policy's pool as they stand; counts and credit are kept up to date between the leads of a run.

    A cap of None is none. `idle_since` is when they last had nothing to do, `last_lead_at` when they last got a lead;
    `is_ready`: their status receives work; `off_reason` is why they do not work now (on_leave, off_shift, holiday).
    """

    agent_id: str
    weight: int = 1
    credit: int = 0
    status: str = "available"
    is_ready: bool = True
    is_reachable: bool = True
    off_reason: str | None = None
    receives_leads: bool = True
    idle_since: datetime | None = None
    last_lead_at: datetime | None = None
    open_leads: int = 0
    in_hour: int = 0
    in_day: int = 0
    max_open: int | None = None
    max_per_hour: int | None = None
    max_per_day: int | None = None


@dataclass(frozen=True)
class Wish:
    """What of a lead decides: whom it was taken from, who had this person before, whether they have them still."""

    excluded: frozenset[str] = frozenset()
    last_owner_id: str | None = None
    last_owner_why: str = "last_owner"
    is_still_theirs: bool = False


@dataclass(frozen=True)
class Choice:
    """`scores`: what the strategy compared, the best first; `skipped`: the first filter each of the others failed."""

    chosen: str | None
    strategy: str
    reason: str
    scores: list[dict[str, Any]] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)


def choose(members: dict[str, Member], wish: Wish, *, strategy: str, presence: str) -> Choice:
    """Filter; the last owner first; else by the strategy. Changes nothing: see `credit`.

    Whoever has another open lead of the same person gets this one too, present or not and whatever their caps:
    two of us must not work on one customer.
    """
    owner = members.get(wish.last_owner_id or "")
    if owner is not None and wish.is_still_theirs and owner.agent_id not in wish.excluded and owner.receives_leads:
        return Choice(owner.agent_id, strategy, wish.last_owner_why)
    skipped = {i: reason for i, m in members.items() if (reason := why_not(m, wish.excluded, presence))}
    fit = [m for i, m in members.items() if i not in skipped]
    if not fit:
        return Choice(None, strategy, _why_nobody(members, wish, skipped), [], skipped)
    if owner is not None and owner.agent_id not in skipped:
        return Choice(owner.agent_id, strategy, wish.last_owner_why, _scores(fit, strategy), skipped)
    ranked = _scores(fit, strategy)
    return Choice(ranked[0]["agent_id"], strategy, strategy, ranked, skipped)


def credit(members: dict[str, Member], choice: Choice) -> bool:
    """Settle a weighted round: everybody who was fit is owed their weight, whoever was chosen pays for all.

    False when this was none: another strategy, or somebody's by right.
    """
    if choice.strategy != "weighted_round_robin" or choice.reason != choice.strategy or choice.chosen is None:
        return False
    fit = [members[score["agent_id"]] for score in choice.scores]
    for member in fit:
        member.credit += member.weight
    members[choice.chosen].credit -= sum(member.weight for member in fit)
    return True


def why_not(member: Member, excluded: frozenset[str], presence: str) -> str | None:
    """The first filter somebody fails, or None when they can take it."""
    if member.agent_id in excluded:
        return "taken_back_before"
    if not member.receives_leads:
        return "receives_no_leads"
    if member.weight == 0:
        return "no_share"
    if member.off_reason:
        return member.off_reason
    return _absent(member, presence) or _full(member)


def _absent(member: Member, presence: str) -> str | None:
    if presence != "any" and (not member.is_reachable or member.status == "offline"):
        return "not_signed_in"
    return f"status_{member.status}" if presence == "available" and not member.is_ready else None


def _full(member: Member) -> str | None:
    for count, cap, reason in (
        (member.open_leads, member.max_open, "too_many_open"),
        (member.in_hour, member.max_per_hour, "hour_full"),
        (member.in_day, member.max_per_day, "day_full"),
    ):
        if cap is not None and count >= cap:
            return reason
    return None


def _scores(fit: list[Member], strategy: str) -> list[dict[str, Any]]:
    """The best first; equals by id, so that the same facts always give the same answer."""
    if strategy == "least_loaded":
        ordered = sorted(fit, key=lambda m: (m.open_leads / m.weight, _when(m.last_lead_at), m.agent_id))
        return [{"agent_id": m.agent_id, "score": m.open_leads, "weight": m.weight} for m in ordered]
    if strategy == "longest_idle":
        ordered = sorted(fit, key=lambda m: (_when(_later(m.idle_since, m.last_lead_at)), m.agent_id))
        since = [_later(m.idle_since, m.last_lead_at) for m in ordered]
        return [
            {"agent_id": m.agent_id, "score": at.isoformat() if at else None}
            for m, at in zip(ordered, since, strict=True)
        ]
    ordered = sorted(fit, key=lambda m: (-(m.credit + m.weight), m.agent_id))
    return [{"agent_id": m.agent_id, "score": m.credit + m.weight, "weight": m.weight} for m in ordered]


def _why_nobody(members: dict[str, Member], wish: Wish, skipped: dict[str, str]) -> str:
    if not members:
        return "empty_pool"
    if all(reason == "taken_back_before" for reason in skipped.values()):
        return "everybody_had_it"
    return "nobody_free" if set(members) - wish.excluded else "everybody_had_it"


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else one or other


def _when(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
