"""Who should get it: pure deciders over candidates, each leaving an explanation.

`choose` is the one decider, for queues and for whatever else is handed out (leads): it filters in a fixed
order, prefers the person's own agent, then asks the strategy. Nothing here reads a database or a clock.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

CHANNELS = ("call", "chat", "email", "lead")
STRATEGIES = (
    "longest_idle", "least_loaded", "weighted_round_robin", "fewest_today", "top_down", "ring_all",
)  # fmt: skip
MS_PER_PRIORITY = 60_000
"""A point of priority is worth a minute of waiting, so nothing starves."""

NO_LIMIT = 1_000_000

NAMED = 50
"""Of a decision are kept by name so many who passed, and so many who failed: of larger teams the rest is counted."""


class Slots(NamedTuple):
    """So much of each channel: what an agent may take at once, or has in hand."""

    call: int = 1
    chat: int = 4
    email: int = 1
    lead: int = NO_LIMIT


NOTHING = Slots(0, 0, 0, 0)
UNREAD = Slots(NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT)
"""In hand of somebody who was not asked about, since something else keeps them out: never room for more."""


class Candidate(NamedTuple):
    """Somebody who might take it, as they stand now.

    `version` is their state's, so that a claim notices when it moved on. `spared_until`: after a decline or a
    ring-out of this very item. `bars` (off shift, on leave) and `limits` (leads switched off, caps) are reasons
    from elsewhere, looked at first and last.
    """

    agent_id: str
    status: str = "available"
    activity: str = "idle"
    is_reachable: bool = True
    idle_since: datetime | None = None
    version: int = 0
    weight: int = 1
    position: int = 0
    capacity: Slots = Slots()
    used: Slots = NOTHING
    skills: Mapping[str, int] = {}
    handled_today: int = 0
    spared_until: datetime | None = None
    bars: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()


class Alike(NamedTuple):
    """People of whom nothing is known but what they have in common (`one`, `UNREAD`), so that they are judged once."""

    one: Candidate
    agent_ids: Sequence[str]


class Need(NamedTuple):
    """A skill (language, territory, product) and the least level of it, 1–5."""

    skill_id: str
    level: int = 1


class Step(NamedTuple):
    """After so many seconds of an item's age a skill (None: all) is dropped, or asked for at a lower level."""

    after_seconds: int
    skill_id: str | None = None
    action: str = "drop"
    levels: int = 1


@dataclass(frozen=True)
class Policy:
    """How to choose; `version` names the settings it comes from."""

    strategy: str = "longest_idle"
    version: int = 1
    sticky_seconds: int = 0
    call_blocks_chats: bool = True
    relaxation: tuple[Step, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "strategy": self.strategy,
            "version": self.version,
            "sticky_seconds": self.sticky_seconds,
            "call_blocks_chats": self.call_blocks_chats,
            "relaxation": [step._asdict() for step in self.relaxation],
        }


@dataclass(frozen=True)
class Decision:
    """`chosen` is None when nobody can; `rings` are all who are to be asked (several with ring-all).

    `considered`: who passed every filter, best first; `skipped`: every filter that the others failed, in the
    order of the filters; `scores`: what the strategy compared; `credits`: the rotation's, to be kept.
    """

    chosen: str | None
    strategy: str
    reason: str
    considered: tuple[str, ...]
    skipped: dict[str, tuple[str, ...]]
    scores: dict[str, float] = field(default_factory=dict)
    rings: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    policy: Policy = field(default_factory=Policy)
    credits: dict[str, int] | None = None

    def as_json(self) -> dict[str, Any]:
        """As it is kept. Of large teams `others` counts the unnamed: {considered: 3, skipped: [[filters, 400]]}."""
        named = self.considered[:NAMED]
        skipped, uncounted = _name_some(self.skipped)
        told = {
            "considered": list(named),
            "skipped": skipped,
            "scores": {agent_id: self.scores[agent_id] for agent_id in named if agent_id in self.scores},
            "rings": list(self.rings),
            "needs": [need._asdict() for need in self.needs],
            "policy": self.policy.as_json(),
        }
        if uncounted or len(named) < len(self.considered):
            rest = [[list(failed), count] for failed, count in uncounted.most_common()]
            told["others"] = {"considered": len(self.considered) - len(named), "skipped": rest}
        return told


def choose(
    candidates: Iterable[Candidate],
    policy: Policy,
    *,
    moment: datetime,
    channel: str = "call",
    needs: Sequence[Need] = (),
    age_seconds: float = 0,
    sticky_agent_id: str | None = None,
    credits_now: Mapping[str, int] | None = None,
    alike: Iterable[Alike] = (),
) -> Decision:
    """Who gets one item: `choose(candidates, policy, *, moment, channel, needs, age_seconds, sticky_agent_id,
    credits_now) -> Decision`.

    `needs` are relaxed by the policy's steps that `age_seconds` has reached. `sticky_agent_id` (the person's
    own agent) comes first when they pass, and is waited for while the age is below `policy.sticky_seconds` if
    only busy. `credits_now` are a rotation's as last kept; `Decision.credits` are to be kept in their place.
    `alike`: others of the team, none of whom can take it.
    """
    asked = relax(needs, policy.relaxation, age_seconds)
    fit: list[Candidate] = []
    skipped: dict[str, tuple[str, ...]] = {}
    for one in candidates:
        failed = failed_filters(one, policy, moment=moment, channel=channel, needs=asked)
        if failed:
            skipped[one.agent_id] = failed
        else:
            fit.append(one)
    for some in alike:
        failed = failed_filters(some.one, policy, moment=moment, channel=channel, needs=asked)
        skipped |= dict.fromkeys(some.agent_ids, failed)
    ordered, scores, kept = _STRATEGIES[policy.strategy](fit, moment, credits_now or {})
    considered = tuple(one.agent_id for one in ordered)
    seen = Decision(None, policy.strategy, "", considered, skipped, scores, (), asked, policy)
    if sticky_agent_id is not None and sticky_agent_id in considered:
        return replace(seen, chosen=sticky_agent_id, reason="last_agent", rings=(sticky_agent_id,))
    is_owner_busy = sticky_agent_id is not None and is_worth_waiting(skipped.get(sticky_agent_id, ("unreachable",)))
    if is_owner_busy and age_seconds < policy.sticky_seconds:
        return replace(seen, reason="waiting_for_owner")
    if not considered:
        return replace(seen, reason=why_nobody(skipped))
    rings = considered if policy.strategy == "ring_all" else considered[:1]
    return replace(seen, chosen=rings[0], reason=policy.strategy, rings=rings, credits=kept)


def failed_filters(
    one: Candidate, policy: Policy, *, moment: datetime, channel: str, needs: Sequence[Need] = ()
) -> tuple[str, ...]:
    """Every filter this candidate fails, in order; empty when they can take it now."""
    failed = list(one.bars)
    if one.status != "available":
        failed.append(f"status_{one.status}")
    if not one.is_reachable:
        failed.append("unreachable")
    if busy := _why_full(one, policy, channel):
        failed.append(busy)
    if needs:
        failed += [f"skill_{n.skill_id}" for n in needs if one.skills.get(n.skill_id, 0) < n.level]
    if one.spared_until is not None and one.spared_until > moment:
        failed.append("backed_off")
    if one.weight <= 0 and policy.strategy == "weighted_round_robin":
        failed.append("no_weight")
    failed += one.limits
    if not failed and one.used is UNREAD:
        return ("no_capacity",)  # nobody asked: rather nothing than one too many
    return tuple(failed)


def is_worth_waiting(failed: Sequence[str]) -> bool:
    """Whether waiting for this agent makes sense: there, perhaps busy or spared just now."""
    return all(reason in ("backed_off", "no_capacity", "on_a_call") or reason.startswith("busy_") for reason in failed)


def why_nobody(skipped: Mapping[str, tuple[str, ...]]) -> str:
    """Why an item waits. "Nobody is there" is not "all are busy": callers hear, and figures count, different things."""
    if not skipped:
        return "no_members"
    there = [f for f in set(skipped.values()) if "unreachable" not in f and "status_offline" not in f]
    if not there:
        return "nobody_reachable"
    ready = [f for f in there if not any(r.startswith("status_") or _is_bar(r) for r in f)]
    if not ready:
        return "nobody_available"
    able = [f for f in ready if not any(r.startswith("skill_") for r in f)]
    if not able:
        return "no_skill"
    return "backed_off" if all("backed_off" in f for f in able) else "nobody_free"


def order_of_work(entered_ms: int, priority: int) -> int:
    """An item's place in line, lowest first. Entered 1700000000000 with priority 9 → 1699999460000."""
    return entered_ms - MS_PER_PRIORITY * priority


def relax(needs: Sequence[Need], steps: Sequence[Step], age_seconds: float) -> tuple[Need, ...]:
    """What is still asked for at that age: each step reached drops a skill (or all), or lowers its level."""
    left = {need.skill_id: need.level for need in needs}
    for step in steps:
        if step.after_seconds > age_seconds:
            break
        for skill_id in [step.skill_id] if step.skill_id else list(left):
            if skill_id in left:
                left[skill_id] = 0 if step.action == "drop" else left[skill_id] - step.levels
    return tuple(Need(skill_id, level) for skill_id, level in left.items() if level > 0)


def rotate(weights: Mapping[str, int], owed_so_far: Mapping[str, int]) -> tuple[str, dict[str, int]]:
    """Smooth weighted round robin: credit += weight; the largest wins and pays the sum. Ties go to the first.

    Weights a 5, b 1, c 1 from nothing: a a b a c a a.
    """
    owed = {agent_id: owed_so_far.get(agent_id, 0) + weight for agent_id, weight in weights.items()}
    chosen = max(owed, key=lambda agent_id: owed[agent_id])  # the first of equals
    owed[chosen] -= sum(weights.values())
    return chosen, {**owed_so_far, **owed}


def load_of(one: Candidate) -> float:
    """Share of an agent's capacity that is taken, over all channels: one call of one weighs as four chats of four."""
    return sum(used / limit for used, limit in zip(one.used, one.capacity, strict=True) if limit)


def back_off_seconds(failures: int) -> int:
    """How long an agent is spared an item they declined or let ring out: 30 s, then 60 s."""
    return 0 if failures <= 0 else 30 if failures == 1 else 60


def _why_full(one: Candidate, policy: Policy, channel: str) -> str | None:
    is_busy = one.activity != "idle"
    if one.used is UNREAD:
        return None if not is_busy else f"busy_{one.activity}" if channel == "call" else "on_a_call"
    used, limit = getattr(one.used, channel), getattr(one.capacity, channel)
    if channel == "call":
        if 0 < used < limit or (used < limit and not is_busy):
            return None
        return f"busy_{one.activity}" if is_busy else "no_capacity"
    if channel == "chat" and policy.call_blocks_chats and (is_busy or one.used.call):
        return "on_a_call"
    return "no_capacity" if used >= limit else None


def is_open(one: Candidate, policy: Policy, channel: str) -> bool:
    """Whether what they have in hand decides if they can take one more: they are there, and nothing else keeps
    them out whatever that is. Of the others it need not be known (`UNREAD`)."""
    if one.bars or one.status != "available" or not one.is_reachable:
        return False
    if one.activity == "idle":
        return True
    return one.capacity.call > 1 if channel == "call" else not (channel == "chat" and policy.call_blocks_chats)


def _name_some(skipped: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, list[str]], Counter[tuple[str, ...]]]:
    """Up to `NAMED` by name, those whose filters few others fail before the many; and how many the rest are."""
    if len(skipped) <= NAMED:
        return {agent_id: list(failed) for agent_id, failed in skipped.items()}, Counter()
    left = Counter(skipped.values())
    rarest = [failed for failed, _ in reversed(left.most_common())]
    share = {failed: max(1, NAMED // len(rarest)) for failed in rarest}
    named: dict[str, list[str]] = {}
    for agent_id, failed in skipped.items():
        if share[failed] and len(named) < NAMED:
            share[failed] -= 1
            left[failed] -= 1
            named[agent_id] = list(failed)
    return named, +left


def _is_bar(reason: str) -> bool:
    """Whether somebody else's rule keeps them out (off shift, leave, caps), not their present work."""
    known = ("unreachable", "backed_off", "no_capacity", "on_a_call")
    return not (reason in known or reason.startswith(("busy_", "skill_")))


_Ordered = tuple[list[Candidate], dict[str, float], dict[str, int] | None]


def _by_idle(fit: list[Candidate], moment: datetime, _owed: Mapping[str, int]) -> _Ordered:
    idle = {c.agent_id: _idle_seconds(c, moment) for c in fit}
    return sorted(fit, key=lambda c: (-idle[c.agent_id], c.agent_id)), idle, None


def _by_load(fit: list[Candidate], moment: datetime, _owed: Mapping[str, int]) -> _Ordered:
    load = {c.agent_id: round(load_of(c), 3) for c in fit}
    return sorted(fit, key=lambda c: (load[c.agent_id], -_idle_seconds(c, moment), c.agent_id)), load, None


def _by_rotation(fit: list[Candidate], _moment: datetime, owed_so_far: Mapping[str, int]) -> _Ordered:
    if not fit:
        return [], {}, None
    in_order = sorted(fit, key=lambda c: (c.position, c.agent_id))
    weights = {c.agent_id: c.weight for c in in_order}
    owed: dict[str, float] = {agent_id: owed_so_far.get(agent_id, 0) + weights[agent_id] for agent_id in weights}
    chosen, kept = rotate(weights, owed_so_far)
    return sorted(in_order, key=lambda c: (c.agent_id != chosen, -owed[c.agent_id])), owed, kept


def _by_today(fit: list[Candidate], moment: datetime, _owed: Mapping[str, int]) -> _Ordered:
    handled: dict[str, float] = {c.agent_id: c.handled_today for c in fit}
    return sorted(fit, key=lambda c: (c.handled_today, -_idle_seconds(c, moment), c.agent_id)), handled, None


def _by_position(fit: list[Candidate], _moment: datetime, _owed: Mapping[str, int]) -> _Ordered:
    places: dict[str, float] = {c.agent_id: c.position for c in fit}
    return sorted(fit, key=lambda c: (c.position, c.agent_id)), places, None


def _idle_seconds(one: Candidate, moment: datetime) -> float:
    return 0.0 if one.idle_since is None else round((moment - one.idle_since).total_seconds(), 1)


_STRATEGIES: dict[str, Callable[[list[Candidate], datetime, Mapping[str, int]], _Ordered]] = {
    "longest_idle": _by_idle,
    "least_loaded": _by_load,
    "weighted_round_robin": _by_rotation,
    "fewest_today": _by_today,
    "top_down": _by_position,
    "ring_all": _by_idle,
}
