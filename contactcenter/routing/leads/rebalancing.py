"""Full desks and empty ones: what nobody has begun goes from the one to the other, within a policy's pool.

Only untouched leads move (not acknowledged, no contact, no call going on), the newest first, so that whoever has
waited longest stays with who was told of them. Few in one run; giver and receiver are both told, and a run can be
taken back like any handover.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid, NotFound
from contactcenter.routing.leads import owning, pools, sla
from contactcenter.routing.leads.choosing import Member, Wish, choose
from contactcenter.routing.leads.models import Lead, LeadHandover
from contactcenter.routing.leads.policies import get_policy
from contactcenter.routing.leads.service import get_lead
from contactcenter.routing.leads.setup import get_settings
from contactcenter.routing.leads.setup_models import LeadPolicy

MOST_MOVES = 50
"""In one run: a mistake stays small, and the next run goes on."""
MOST_LOOKED_AT = 1_000

_UNTOUCHED = (
    Lead.state == "open",
    Lead.routing == "assigned",
    Lead.acknowledged_at.is_(None),
    Lead.first_touch_at.is_(None),
)


def preview(session: Session, policy_id: str) -> list[dict[str, Any]]:
    """Who would give what to whom: `[{kind, id, from, to}]`. Nothing is changed. Raises NotFound.

    A desk's level is its open leads over its weight. A lead goes from the highest to whoever may have it and is the
    lowest, as long as they stay below. A customer's leads stay together.
    """
    policy = get_policy(session, policy_id)
    members = pools.read_pool(session, policy, now())
    spare = _spare_leads(session, policy, members)
    moves: list[dict[str, Any]] = []
    while spare and len(moves) < MOST_MOVES:
        giver = max(spare, key=lambda i: (_level(members[i]), i))
        lead = spare[giver].pop(0)
        if not spare[giver]:
            del spare[giver]
        receiver = _lowest(members, policy, lead, giver)
        if receiver is not None:
            members[giver].open_leads -= 1
            members[receiver].open_leads += 1
            moves.append({"kind": "lead", "id": lead.id, "from": giver, "to": receiver})
    return moves


def rebalance(session: Session, moves: list[dict[str, Any]], *, actor_id: str | None) -> list[LeadHandover]:
    """Move what was previewed: one handover for each giver. What was begun meanwhile, or is elsewhere, stays."""
    if len(moves) > MOST_MOVES:
        raise Invalid("too_many_moves", "That is too much at once.", limit=MOST_MOVES)
    settings = get_settings(session, for_update=True)  # nobody distributes meanwhile
    done: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for move in sorted(moves, key=lambda one: str(one["id"])):
        lead = _lock_untouched(session, move)
        if lead is not None:
            owning.give(session, lead, move["to"], cause="rebalanced", settings=settings, actor_id=actor_id)
            owning.ring_bell(session, lead, move["from"], "lead_recalled", f"rebalanced:{lead.version}")
            done[move["from"]].append({"kind": "lead", "id": lead.id, "to": move["to"]})
    rows = [LeadHandover(from_agent_id=giver, moves=theirs, created_by=actor_id) for giver, theirs in done.items()]
    session.add_all(rows)
    session.flush()
    return rows


def _spare_leads(session: Session, policy: LeadPolicy, members: dict[str, Member]) -> dict[str, list[Lead]]:
    """By owner: what may move, the newest first."""
    theirs = sa.select(Lead).where(Lead.policy_id == policy.id, Lead.owner_id.in_(members), *_UNTOUCHED)
    leads = list(session.scalars(theirs.order_by(Lead.created_at.desc(), Lead.id.desc()).limit(MOST_LOOKED_AT)))
    talking = sla.calls_going_on(session, leads)
    several = _customers_with_several(session, leads)
    spare: dict[str, list[Lead]] = defaultdict(list)
    for lead in leads:
        if lead.id not in talking and lead.customer_id not in several:
            spare[str(lead.owner_id)].append(lead)
    return spare


def _customers_with_several(session: Session, leads: list[Lead]) -> set[str | None]:
    people = {lead.customer_id for lead in leads if lead.customer_id}
    open_leads = sa.select(Lead.customer_id).where(Lead.customer_id.in_(people), Lead.state == "open")
    return set(session.scalars(open_leads.group_by(Lead.customer_id).having(sa.func.count() > 1)))


def _lowest(members: dict[str, Member], policy: LeadPolicy, lead: Lead, giver: str) -> str | None:
    """Whoever may have it and is the lowest, if that evens anything out."""
    wish = Wish(frozenset({*lead.excluded, giver}))
    able = choose(members, wish, strategy="least_loaded", presence=policy.presence).scores
    levels = dict(_levels_after(members, [one["agent_id"] for one in able]))
    if not levels:
        return None
    lowest = min(levels, key=lambda i: (levels[i], i))
    return lowest if levels[lowest] < _level(members[giver]) else None


def _levels_after(members: dict[str, Member], agent_ids: list[str]) -> Iterator[tuple[str, float]]:
    for agent_id in agent_ids:
        yield agent_id, (members[agent_id].open_leads + 1) / members[agent_id].weight


def _level(member: Member) -> float:
    return member.open_leads / max(member.weight, 1)


def _lock_untouched(session: Session, move: dict[str, Any]) -> Lead | None:
    try:
        lead = get_lead(session, move["id"], for_update=True)
    except NotFound:
        return None
    is_theirs = lead.owner_id == move["from"] and lead.state == "open" and move["to"] != move["from"]
    is_untouched = lead.acknowledged_at is None and lead.first_touch_at is None
    if not is_theirs or not is_untouched or sla.calls_going_on(session, [lead]):
        return None
    policy = session.get(LeadPolicy, lead.policy_id) if lead.policy_id else None
    if policy is None or move["to"] not in pools.read_pool(session, policy, now()):
        return None
    return lead
