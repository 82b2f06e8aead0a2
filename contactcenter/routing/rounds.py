"""Trying again: whoever waits, oldest first, whenever something changed that could end their wait.

An agent who became free serves the oldest item of their queues that they may take. A queue's round (the
tick, a changed policy) hands out what its free agents can take. Both read the team once and keep it up to
date, and pass over items and agents that somebody else is at.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.core.clock import now
from contactcenter.routing import engine, teams
from contactcenter.routing.models import Offer, Queue, QueueMember, WorkItem
from contactcenter.routing.strategies import Need, failed_filters, relax, why_nobody
from contactcenter.routing.teams import Team

FIRST_PAGE, PAGE = 10, 50
MOST_LOOKED_AT = 2_000
"""Of one line in one round: more than anybody's skills will ever keep waiting behind each other."""
BATCH = 20
"""Offers in one transaction: agents are locked until it commits."""

_OWN_REASONS = ("backed_off", "waiting_for_owner")
"""Reasons that come from an item's own past, which a look at the line does not know."""

_WAITS = (WorkItem.state == "waiting", WorkItem.superseded_by.is_(None))
_QUEUES_OF_AGENT = (
    sa.select(Queue)
    .join(QueueMember, QueueMember.queue_id == Queue.id)
    .where(QueueMember.user_id == sa.bindparam("agent_id"))
    .order_by(Queue.id)
)
_ITEM = (
    sa.select(WorkItem)
    .where(WorkItem.id == sa.bindparam("item_id"), *_WAITS)
    .with_for_update(skip_locked=True)
    .execution_options(populate_existing=True)
)


def waiting_queues() -> sa.Select[Any]:
    """Ids of the queues in which somebody waits."""
    return sa.select(WorkItem.queue_id).where(*_WAITS).distinct()


def serve_agent(session: Session, agent_id: str) -> None:
    """Give an agent who may have become free the oldest items that they can take, of all their queues.

    Others of their team who are free as well may stand before them: at most `BATCH` offers, the tick does the rest.
    """
    state = presence.get_presence(session, agent_id)
    if not state.is_status_ready or not state.is_reachable:
        return
    queues = session.scalars(_QUEUES_OF_AGENT, {"agent_id": agent_id}).all()
    known: dict[str, Team] = {}
    made = 0
    for found in _page_through(session, [queue.id for queue in queues]) if queues else ():
        team = known.get(found.queue_id) or _load(session, found.queue_id)
        known[found.queue_id] = team
        if agent_id not in team.members or not _may_take(session, agent_id, team, found):
            continue
        before = team.members[agent_id].used
        made += _offer(session, found.id, team) is not None
        if made >= BATCH or (team.members[agent_id].used != before and team.why_not(agent_id, found.channel, now())):
            return
        known = {found.queue_id: team}  # the others were read before this offer


def serve_queue(session: Session, queue_id: str) -> int:
    """Hand out what waits in a queue to whoever is free, the oldest first. Returns how many offers were made.

    At most `BATCH` in one transaction: call again while it returns that many.
    """
    team, made, channels = _load(session, queue_id), 0, set()
    for looked_at, found in enumerate(_page_through(session, [queue_id]), start=1):
        channels.add(found.channel)
        if _somebody_may_take(session, team, found):
            made += _offer(session, found.id, team) is not None
            if made >= BATCH:
                break
        elif looked_at > PAGE and not any(team.free(session, channel, now()) for channel in channels):
            break
        elif looked_at <= PAGE and not _knows_why(session, team, found):
            _offer(session, found.id, team)  # nobody can: this notes why
    return made


def is_worth_a_round(session: Session, queue_id: str) -> bool:
    """Whether a round may change anything: somebody free can take something, or a reason shown is out of date."""
    team, channels = _load(session, queue_id, is_deciding=False), set()
    for looked_at, found in enumerate(_page_through(session, [queue_id])):
        channels.add(found.channel)
        if _somebody_may_take(session, team, found):
            return True
        if looked_at < PAGE and not _knows_why(session, team, found):
            return True
        if looked_at >= PAGE and not any(team.free(session, channel, now()) for channel in channels):
            return False
    return False


def _page_through(session: Session, queue_ids: Sequence[str]) -> Iterator[Any]:
    """What waits in these queues, the oldest first: few at first, since the first is taken as a rule."""
    after: tuple[int, str] = (-(2**62), "")
    statement, queues = _line_of(len(queue_ids)), {f"queue_{n}": queue_id for n, queue_id in enumerate(queue_ids)}
    looked_at, most = 0, FIRST_PAGE
    while looked_at < MOST_LOOKED_AT:
        session.flush()
        values = {**queues, "rank": after[0], "id": after[1], "most": most}
        rows = session.connection().execute(statement, values).all()
        yield from rows
        if len(rows) < most:
            return
        after = rows[-1].rank, rows[-1].id
        looked_at, most = looked_at + len(rows), PAGE


@cache
def _line_of(queues: int) -> Any:
    """The next `most` of so many queues' lines. Each is its own stretch of the index, however long others are."""
    lines = [_line(n) for n in range(queues)]
    if queues == 1:
        return lines[0]
    merged = sa.union_all(*(sa.select(line.subquery()) for line in lines)).subquery()
    return sa.select(merged).order_by(merged.c.rank, merged.c.id).limit(sa.bindparam("most"))


def _line(n: int) -> Any:
    columns = (
        WorkItem.id, WorkItem.rank, WorkItem.channel, WorkItem.needs, WorkItem.entered_at, WorkItem.queue_id,
        WorkItem.limbo_reason,
    )  # fmt: skip
    return (
        sa.select(*columns)
        .where(WorkItem.queue_id == sa.bindparam(f"queue_{n}"), *_WAITS)
        .where(sa.tuple_(WorkItem.rank, WorkItem.id) > sa.tuple_(sa.bindparam("rank"), sa.bindparam("id")))
        .order_by(WorkItem.rank, WorkItem.id)
        .limit(sa.bindparam("most"))
    )


def _load(session: Session, queue_id: str, *, is_deciding: bool = True) -> Team:
    return teams.load_team(session, session.get_one(Queue, queue_id), is_deciding=is_deciding)


def _needs(session: Session, team: Team, found: Any) -> tuple[Need, ...]:
    """What the item asks for at its age, with everybody's levels of it read."""
    needs = teams.needs_of(team.queue, found)
    if not needs:
        return ()
    teams.read_skills(session, team, needs)
    return relax(needs, team.policy.relaxation, (now() - found.entered_at).total_seconds())


def _somebody_may_take(session: Session, team: Team, found: Any) -> bool:
    free = team.free(session, found.channel, now())
    return any(_may_take(session, agent_id, team, found) for agent_id in free)


def _may_take(session: Session, agent_id: str, team: Team, found: Any) -> bool:
    """Whether nothing known of the line keeps this agent from the item: their own past with it may yet."""
    needs = _needs(session, team, found)
    teams.read_work(session, team, found.channel)
    one = team.members[agent_id]
    return not failed_filters(one, team.policy, moment=now(), channel=found.channel, needs=needs)


def _knows_why(session: Session, team: Team, found: Any) -> bool:
    """Whether the reason noted for an item that nobody free can take still holds."""
    if found.limbo_reason is None or found.limbo_reason in _OWN_REASONS:
        return found.limbo_reason is not None
    key, moment = (found.channel, _needs(session, team, found)), now()
    if key not in team.reasons:
        failed = {
            one.agent_id: failed_filters(one, team.policy, moment=moment, channel=key[0], needs=key[1])
            for one in team.members.values()
        }
        team.reasons[key] = why_nobody(failed)
    return bool(found.limbo_reason == team.reasons[key])


def _offer(session: Session, item_id: str, team: Team) -> Offer | None:
    item = session.scalars(_ITEM, {"item_id": item_id}).one_or_none()
    return None if item is None else engine.offer_next(session, item, team)
