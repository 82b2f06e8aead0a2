"""Trying again: whoever waits, oldest first, whenever something changed that could end their wait.

An agent who became free serves the oldest item of their queues that they may take. A queue's round (the
tick, a changed policy) hands out what its free agents can take. Both read the crew once and keep it up to
date, and pass over items and agents that somebody else is at.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.core.clock import now
from contactcenter.routing import crews, engine
from contactcenter.routing.crews import Crew
from contactcenter.routing.models import Offer, Queue, QueueMember, WorkItem
from contactcenter.routing.strategies import Need, failed_filters, relax, why_nobody

FIRST_PAGE, PAGE = 10, 50
MOST_LOOKED_AT = 2_000
"""Of one line in one round: more than anybody's skills will ever keep waiting behind each other."""
BATCH = 20
"""Offers in one transaction: agents are locked until it commits."""

_OWN_REASONS = ("backed_off", "waiting_for_owner")
"""Reasons that come from an item's own past, which a look at the line does not know."""

_WAITS = (WorkItem.state == "waiting", WorkItem.superseded_by.is_(None))
_QUEUES_OF_AGENT = (
    sa.select(*(getattr(Queue, name) for name in crews.Rules._fields))
    .join(QueueMember, QueueMember.queue_id == Queue.id)
    .where(QueueMember.user_id == sa.bindparam("agent_id"))
    .order_by(Queue.id)
)
_FIRST_FREE = (
    sa.select(WorkItem)
    .where(WorkItem.id.in_(sa.bindparam("item_ids", expanding=True)), WorkItem.superseded_by.is_(None))
    .where(
        WorkItem.state.concat("") == "waiting"
    )  # by their ids: the index of states would lead through the whole line
    .order_by(WorkItem.rank, WorkItem.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    .execution_options(populate_existing=True)
)


def waiting_queues() -> sa.Select[Any]:
    """Ids of the queues in which somebody waits."""
    return sa.select(WorkItem.queue_id).where(*_WAITS).distinct()


def serve_agent(session: Session, agent_id: str) -> None:
    """Give an agent who may have become free the oldest items that they can take, of all their queues.

    Others of their crew who are free as well may stand before them: at most `BATCH` offers, the tick does the rest.
    """
    state = presence.get_presence(session, agent_id)
    if not state.is_status_ready or not state.is_reachable:
        return
    rows = session.execute(_QUEUES_OF_AGENT, {"agent_id": agent_id})
    queues = {row[0]: crews.Rules._make(row) for row in rows}
    known: dict[str, Crew] = {}
    made = 0
    for queue_id, stretch in _by_queue(session, list(queues)):
        crew = known.get(queue_id) or crews.load_crew(session, queues[queue_id], is_deciding=True)
        known[queue_id] = crew
        left = list(stretch)
        while left := [found for found in left if _may_take(session, agent_id, crew, found)]:
            item = _lock_first(session, left)
            if item is None:
                break
            left = [found for found in left if (found.rank, found.id) > (item.rank, item.id)]
            before = crew.members[agent_id].used
            made += engine.offer_next(session, item, crew) is not None
            is_served = crew.members[agent_id].used != before and crew.why_not(agent_id, item.channel, now())
            if is_served or made >= BATCH:
                return
            known = {queue_id: crew}  # the others were read before this offer


def serve_queue(session: Session, queue_id: str) -> int:
    """Hand out what waits in a queue to whoever is free, the oldest first. Returns how many offers were made.

    At most `BATCH` in one transaction: call again while it returns that many.
    """
    crew, made, channels = _load(session, queue_id), 0, set()
    for looked_at, found in enumerate(_line(session, queue_id), start=1):
        channels.add(found.channel)
        if _somebody_may_take(session, crew, found):
            made += _offer(session, found, crew) is not None
            if made >= BATCH:
                break
        elif looked_at > PAGE and not any(crew.free(session, channel, now()) for channel in channels):
            break
        elif looked_at <= PAGE and not _knows_why(session, crew, found):
            _offer(session, found, crew)  # nobody can: this notes why
    return made


def is_worth_a_round(session: Session, queue_id: str) -> bool:
    """Whether a round may change anything: somebody free can take something, or a reason shown is out of date."""
    crew, channels = _load(session, queue_id, is_deciding=False), set()
    for looked_at, found in enumerate(_line(session, queue_id)):
        channels.add(found.channel)
        if _somebody_may_take(session, crew, found):
            return True
        if looked_at < PAGE and not _knows_why(session, crew, found):
            return True
        if looked_at >= PAGE and not any(crew.free(session, channel, now()) for channel in channels):
            return False
    return False


def _line(session: Session, queue_id: str) -> Iterator[Any]:
    return chain.from_iterable(_pages(session, [queue_id]))


def _by_queue(session: Session, queue_ids: Sequence[str]) -> Iterator[tuple[str, Iterator[Any]]]:
    """What waits in these queues, the oldest first, as stretches of one queue."""
    for page in _pages(session, queue_ids) if queue_ids else ():
        yield from groupby(page, lambda found: found.queue_id)


def _pages(session: Session, queue_ids: Sequence[str]) -> Iterator[Sequence[Any]]:
    """What waits in these queues, the oldest first: few at first, since the first is taken as a rule."""
    after: tuple[int, str] = (-(2**62), "")
    statement, queues = _line_of(len(queue_ids)), {f"queue_{n}": queue_id for n, queue_id in enumerate(queue_ids)}
    looked_at, most = 0, FIRST_PAGE
    while looked_at < MOST_LOOKED_AT:
        session.flush()
        values = {**queues, "rank": after[0], "id": after[1], "most": most}
        rows = session.connection().execute(statement, values).all()
        yield rows
        if len(rows) < most:
            return
        after = rows[-1].rank, rows[-1].id
        looked_at, most = looked_at + len(rows), PAGE


@cache
def _line_of(queues: int) -> Any:
    """The next `most` of so many queues' lines. Each is its own stretch of the index, however long others are."""
    lines = [_stretch(n) for n in range(queues)]
    if queues == 1:
        return lines[0]
    merged = sa.union_all(*(sa.select(line.subquery()) for line in lines)).subquery()
    return sa.select(merged).order_by(merged.c.rank, merged.c.id).limit(sa.bindparam("most"))


def _stretch(n: int) -> Any:
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


def _load(session: Session, queue_id: str, *, is_deciding: bool = True) -> Crew:
    return crews.load_crew(session, session.get_one(Queue, queue_id), is_deciding=is_deciding)


def _needs(session: Session, crew: Crew, found: Any) -> tuple[Need, ...]:
    """What the item asks for at its age, with everybody's levels of it read."""
    needs = crews.needs_of(crew.queue, found)
    if not needs:
        return ()
    crews.read_skills(session, crew, needs)
    return relax(needs, crew.policy.relaxation, (now() - found.entered_at).total_seconds())


def _somebody_may_take(session: Session, crew: Crew, found: Any) -> bool:
    free = crew.free(session, found.channel, now())
    return any(_may_take(session, agent_id, crew, found) for agent_id in free)


def _may_take(session: Session, agent_id: str, crew: Crew, found: Any) -> bool:
    """Whether nothing known of the line keeps this agent from the item: their own past with it may yet."""
    needs = _needs(session, crew, found)
    crews.read_work(session, crew, found.channel)
    one = crew.members.get(agent_id)
    return one is not None and not failed_filters(one, crew.policy, moment=now(), channel=found.channel, needs=needs)


def _knows_why(session: Session, crew: Crew, found: Any) -> bool:
    """Whether the reason noted for an item that nobody free can take still holds."""
    if found.limbo_reason is None or found.limbo_reason in _OWN_REASONS:
        return found.limbo_reason is not None
    key, moment = (found.channel, _needs(session, crew, found)), now()
    if key not in crew.reasons:
        everybody = {**crew.members, **{some.agent_ids[0]: some.one for some in crew.alike}}
        failed = {
            i: failed_filters(one, crew.policy, moment=moment, channel=key[0], needs=key[1])
            for i, one in everybody.items()
        }
        crew.reasons[key] = why_nobody(failed)
    return bool(found.limbo_reason == crew.reasons[key])


def _offer(session: Session, found: Any, crew: Crew) -> Offer | None:
    item = _lock_first(session, [found])
    return None if item is None else engine.offer_next(session, item, crew)


def _lock_first(session: Session, found: Sequence[Any]) -> WorkItem | None:
    """The first of these that waits and nobody else is at, locked."""
    return session.scalars(_FIRST_FREE, {"item_ids": [one.id for one in found]}).one_or_none()
