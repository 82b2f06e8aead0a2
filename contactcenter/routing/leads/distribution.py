"""Who gets which lead, with nobody operating it.

Whoever distributes has the turn (the row of settings, locked): counts, caps and shares are then exact however many
workers there are, and a worker that dies leaves nothing half done, since credits, owner and explanation are of one
transaction. A lead that nobody can take waits with the reason, visible, and is tried again when that could change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import isoformat, now
from contactcenter.core.events import emit
from contactcenter.routing import rotations
from contactcenter.routing.leads import owning, pools
from contactcenter.routing.leads.choosing import Choice, Member, Wish, choose, credit
from contactcenter.routing.leads.events import LeadChanged
from contactcenter.routing.leads.fitting import Facts, facts_of, fits
from contactcenter.routing.leads.ledger import note
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.owners import Owner, last_owners
from contactcenter.routing.leads.setup import get_settings
from contactcenter.routing.leads.setup_models import LeadPolicy, LeadSettings

BATCH = 100

FLOATS = frozenset({"everybody_had_it"})


@dataclass
class Run:
    """What one transaction knows while it distributes: pools are read once and kept up to date."""

    settings: LeadSettings
    policies: Sequence[LeadPolicy]
    pools: dict[str, dict[str, Member]]
    moment: datetime
    settled: set[str] = field(default_factory=set)


def distribute(session: Session, lead_ids: Sequence[str]) -> int:
    """Give these leads (those of them that wait) to whom their policies say, in this order. How many found an owner."""
    run = _begin(session)
    leads = _lock_waiting(session, lead_ids)
    facts = facts_of(session, leads)
    owners = last_owners(session, leads)
    placed = sum(_place(session, run, lead, facts[lead.id], owners.get(lead.id)) for lead in leads)
    for policy_id in run.settled:
        rotations.keep(session, policy_id, {i: member.credit for i, member in run.pools[policy_id].items()})
    return placed


def list_waiting(session: Session, after: tuple[datetime, str] | None, limit: int = BATCH) -> list[Any]:
    """(created_at, id) of what waits, the oldest first."""
    statement = sa.select(Lead.created_at, Lead.id).where(Lead.routing == "waiting", Lead.state == "open")
    if after is not None:
        statement = statement.where(sa.tuple_(Lead.created_at, Lead.id) > sa.tuple_(*map(sa.literal, after)))
    return list(session.execute(statement.order_by(Lead.created_at, Lead.id).limit(limit)))


def _begin(session: Session) -> Run:
    settings = get_settings(session, for_update=True)
    policies = session.scalars(
        sa.select(LeadPolicy).where(LeadPolicy.is_active.is_(True)).order_by(LeadPolicy.position, LeadPolicy.id)
    ).all()
    return Run(settings, policies, {}, now())


def _lock_waiting(session: Session, lead_ids: Sequence[str]) -> list[Lead]:
    """Those that still wait; one that somebody works on right now is left for the next time."""
    statement = (
        sa.select(Lead)
        .where(Lead.id.in_(lead_ids), Lead.routing == "waiting", Lead.state == "open")
        .order_by(Lead.created_at, Lead.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def _place(session: Session, run: Run, lead: Lead, facts: Facts, owner: Owner | None) -> bool:
    policy = next((p for p in run.policies if fits(p.conditions, facts)), None)
    if policy is None:
        _leave(session, lead, Choice(None, "", "no_policy"), None, run.moment)
        return False
    members = _pool(session, run, policy)
    choice = choose(
        members, _wish(lead, policy, owner), strategy=policy.strategy, presence=policy.presence, moment=run.moment
    )
    if choice.chosen is None:
        _leave(session, lead, choice, policy, run.moment)
        return False
    if credit(members, choice):
        run.settled.add(policy.id)
    _count(members[choice.chosen], run.moment)
    owning.give(
        session, lead, choice.chosen, cause="distribution", settings=run.settings, policy=policy,
        decision=explain(choice, policy, run.moment),
    )  # fmt: skip
    return True


def _pool(session: Session, run: Run, policy: LeadPolicy) -> dict[str, Member]:
    if policy.id not in run.pools:
        known = {i: m for pool in run.pools.values() for i, m in pool.items()}
        rotations.lock(session, policy.id)
        run.pools[policy.id] = pools.read_pool(session, policy, run.moment, given=known)
    return run.pools[policy.id]


def _wish(lead: Lead, policy: LeadPolicy, owner: Owner | None) -> Wish:
    excluded = frozenset(lead.excluded)
    if owner is None or not policy.goes_to_last_owner:
        return Wish(excluded)
    return Wish(excluded, owner.agent_id, owner.why, owner.is_still_theirs)


def _count(member: Member, moment: datetime) -> None:
    member.open_leads += 1
    member.in_hour += 1
    member.in_day += 1
    member.last_lead_at = moment


def _leave(session: Session, lead: Lead, choice: Choice, policy: LeadPolicy | None, moment: datetime) -> None:
    """It waits, with the reason; written only when that is new. One that all have had floats."""
    told = explain(choice, policy, moment)
    known = {name: value for name, value in lead.decision.items() if name != "at"}
    if choice.reason in FLOATS:
        lead.routing = "floating"
        note(session, lead, "floated", None, reason=choice.reason)
    elif known == {name: value for name, value in told.items() if name != "at"}:
        return
    lead.decision, lead.limbo_reason, lead.policy_id = told, choice.reason, policy.id if policy else None
    lead.version += 1
    emit(session, LeadChanged(lead.id, (), lead.customer_id))


def explain(choice: Choice, policy: LeadPolicy | None, moment: datetime) -> dict[str, Any]:
    """A decision as it is stored and shown. `version` is the policy's."""
    return {
        "at": isoformat(moment),
        "chosen": choice.chosen,
        "reason": choice.reason,
        "strategy": choice.strategy,
        "policy_id": policy.id if policy else None,
        "policy_name": policy.name if policy else None,
        "version": policy.version if policy else None,
        "candidates": choice.scores,
        "skipped": choice.skipped,
    }
