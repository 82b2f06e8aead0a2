"""Who is asked for an item: the strategies' choice among its team, with those it names locked.

An agent already locked by somebody else is passed over, never waited for, so that handing out several items at once
cannot wait crosswise.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.core.clock import now
from contactcenter.routing import kinds, teams
from contactcenter.routing.models import WorkItem
from contactcenter.routing.strategies import Candidate, Decision, choose
from contactcenter.routing.teams import Team


def decide(session: Session, item: WorkItem, team: Team) -> tuple[Decision, list[Any]]:
    """The decision, and the locked states of whom to ask. The item is locked.

    When they moved on since the team was read it is read again, once; who is missed then is passed over.
    """
    moment = now()
    candidates = teams.candidates_for(session, team, item)
    sticky_agent_id = kinds.get(item.kind).sticky(session, item)
    passed: dict[str, tuple[str, ...]] = {}
    is_fresh = False
    while True:
        decision = _choose(item, team, candidates, sticky_agent_id, moment)
        rows = [row for agent_id in sorted(decision.rings) if (row := _reserve(session, team.members[agent_id]))]
        if rows or not decision.rings:
            return decision, rows
        if is_fresh:
            passed |= dict.fromkeys(decision.rings, ("busy_elsewhere",))
        else:
            team.refresh(session)
            is_fresh = True
        candidates = teams.candidates_for(session, team, item)
        candidates = [c._replace(limits=passed.get(c.agent_id, c.limits)) for c in candidates]


def _choose(
    item: WorkItem,
    team: Team,
    candidates: list[Candidate],
    sticky_agent_id: str | None,
    moment: datetime,
) -> Decision:
    return choose(
        candidates,
        team.policy,
        moment=moment,
        channel=item.channel,
        needs=teams.needs_of(team.queue, item),
        age_seconds=(moment - item.entered_at).total_seconds(),
        sticky_agent_id=sticky_agent_id,
        credits_now=team.credits.credits if team.credits else None,
        alike=team.alike,
    )


def _reserve(session: Session, one: Candidate) -> Any:
    """The agent's locked state, unless somebody else has it or it is not what the decision saw."""
    row = presence.lock_if_free(session, one.agent_id)
    return row if row is not None and row.version == one.version else None
