"""Who is asked for an item: the strategies' choice among its crew, with those it names locked.

An agent already locked by somebody else is passed over, never waited for, so that handing out several items at once
cannot wait crosswise.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.core.clock import now
from contactcenter.routing import crews, kinds
from contactcenter.routing.crews import Crew
from contactcenter.routing.models import WorkItem
from contactcenter.routing.strategies import Candidate, Decision, choose


def decide(session: Session, item: WorkItem, crew: Crew) -> tuple[Decision, list[Any]]:
    """The decision, and the locked states of whom to ask. The item is locked.

    When they moved on since the crew was read it is read again, once; who is missed then is passed over.
    """
    moment = now()
    candidates = crews.candidates_for(session, crew, item)
    sticky_agent_id = kinds.get(item.kind).sticky(session, item)
    passed: dict[str, tuple[str, ...]] = {}
    is_fresh = False
    while True:
        decision = _choose(item, crew, candidates, sticky_agent_id, moment)
        rows = [row for agent_id in sorted(decision.rings) if (row := _reserve(session, crew.members[agent_id]))]
        if rows or not decision.rings:
            return decision, rows
        if is_fresh:
            passed |= dict.fromkeys(decision.rings, ("busy_elsewhere",))
        else:
            crew.refresh(session)
            is_fresh = True
        candidates = crews.candidates_for(session, crew, item)
        candidates = [c._replace(limits=passed.get(c.agent_id, c.limits)) for c in candidates]


def _choose(
    item: WorkItem,
    crew: Crew,
    candidates: list[Candidate],
    sticky_agent_id: str | None,
    moment: datetime,
) -> Decision:
    return choose(
        candidates,
        crew.policy,
        moment=moment,
        channel=item.channel,
        needs=crews.needs_of(crew.queue, item),
        age_seconds=(moment - item.entered_at).total_seconds(),
        sticky_agent_id=sticky_agent_id,
        credits_now=crew.credits.credits if crew.credits else None,
        alike=crew.alike,
    )


def _reserve(session: Session, one: Candidate) -> Any:
    """The agent's locked state, unless somebody else has it or it is not what the decision saw."""
    row = presence.lock_if_free(session, one.agent_id)
    return row if row is not None and row.version == one.version else None
