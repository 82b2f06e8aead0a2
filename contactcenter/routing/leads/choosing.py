"""Who should have a lead: routing's own strategies over a pool; what is particular to leads are bars and limits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contactcenter.core.clock import now
from contactcenter.routing import strategies

LEADS_OF_A_DESK = 20
"""What counts as a full desk where loads are compared; caps are others, and the company's own."""


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
    """`scores`: what the strategy compared, the best first; `skipped`: the first filter each of the others failed;
    `credits`: the rotation's, to be settled."""

    chosen: str | None
    strategy: str
    reason: str
    scores: list[dict[str, Any]] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    credits: dict[str, int] | None = None


def choose(
    members: dict[str, Member], wish: Wish, *, strategy: str, presence: str, moment: datetime | None = None
) -> Choice:
    """The last owner first; else what the strategy of routing says. Changes nothing: see `credit`.

    Whoever has another open lead of the same person gets this one too, present or not and whatever their caps:
    two of us must not work on one customer.
    """
    owner = members.get(wish.last_owner_id or "")
    if owner is not None and wish.is_still_theirs and owner.agent_id not in wish.excluded and owner.receives_leads:
        return Choice(owner.agent_id, strategy, wish.last_owner_why)
    most = max([LEADS_OF_A_DESK, *(member.open_leads + 1 for member in members.values())])
    decision = strategies.choose(
        [_candidate(member, wish.excluded, presence, most) for member in members.values()],
        strategies.Policy(strategy),
        moment=moment or now(),
        channel="lead",
        sticky_agent_id=wish.last_owner_id,
        credits_now={i: member.credit for i, member in members.items()},
    )
    skipped = {i: failed[0] for i, failed in decision.skipped.items()}
    if decision.chosen is None:
        return Choice(None, strategy, _why_nobody(members, wish, skipped), [], skipped)
    scores = [_score(members[i], decision.scores[i], strategy) for i in decision.considered]
    reason = wish.last_owner_why if decision.reason == "last_agent" else decision.reason
    return Choice(decision.chosen, strategy, reason, scores, skipped, decision.credits)


def credit(members: dict[str, Member], choice: Choice) -> bool:
    """Settle a round of the rotation. False when this was none: another strategy, or somebody's by right."""
    if choice.credits is None:
        return False
    for agent_id, owed in choice.credits.items():
        members[agent_id].credit = owed
    return True


def _candidate(member: Member, excluded: frozenset[str], presence: str, most: int) -> strategies.Candidate:
    """As routing's strategies know people. How present they must be is the policy's, and so a bar of ours."""
    return strategies.Candidate(
        member.agent_id,
        idle_since=_later(member.idle_since, member.last_lead_at),
        weight=member.weight,
        capacity=strategies.Slots(lead=most),
        used=strategies.NOTHING._replace(lead=member.open_leads),
        bars=tuple(_bars(member, excluded, presence)),
        limits=tuple(_caps_reached(member)),
    )


def _bars(member: Member, excluded: frozenset[str], presence: str) -> Iterator[str]:
    if member.agent_id in excluded:
        yield "taken_back_before"
    if not member.receives_leads:
        yield "receives_no_leads"
    if member.weight == 0:
        yield "no_share"
    if member.off_reason:
        yield member.off_reason
    if presence != "any" and (not member.is_reachable or member.status == "offline"):
        yield "not_signed_in"
    elif presence == "available" and not member.is_ready:
        yield f"status_{member.status}"


def _caps_reached(member: Member) -> Iterator[str]:
    for count, cap, reason in (
        (member.open_leads, member.max_open, "too_many_open"),
        (member.in_hour, member.max_per_hour, "hour_full"),
        (member.in_day, member.max_per_day, "day_full"),
    ):
        if cap is not None and count >= cap:
            yield reason


def _score(member: Member, score: float, strategy: str) -> dict[str, Any]:
    """What a screen tells of a candidate: open leads, the rotation's credit, or seconds without work."""
    told = member.open_leads if strategy == "least_loaded" else score
    return {"agent_id": member.agent_id, "score": told, "weight": member.weight}


def _why_nobody(members: dict[str, Member], wish: Wish, skipped: dict[str, str]) -> str:
    if not members:
        return "empty_pool"
    if all(reason == "taken_back_before" for reason in skipped.values()):
        return "everybody_had_it"
    return "nobody_free" if set(members) - wish.excluded else "everybody_had_it"


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else one or other
