"""Waiting work in a supervisor's hands: given to somebody, moved up, put into another queue; and back again.

The queue's policy is set aside, its rules of safety are not: nobody who is away, on the phone or locked by another
decision is rung. Lock order: the work itself, item, offers, presence.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.models import User
from contactcenter.core.errors import Conflict, Invalid, NotFound
from contactcenter.routing import crews, engine, kinds, line, offers, queues
from contactcenter.routing.floor import acts
from contactcenter.routing.models import Offer, Queue, WorkItem
from contactcenter.routing.strategies import Candidate, Decision

GIVEN = "supervisor"
"""The reason of a decision that a person made."""
MOST_MINUTES = 24 * 60


def give(session: Session, item_id: str, agent_id: str, actor_id: str) -> Offer:
    """Ring at one agent, whoever it rings at now. Raises Conflict: `not_waiting`, `agent_not_available`."""
    item = _waiting(session, item_id)
    user = session.get(User, agent_id)
    if user is None or not user.is_active:
        raise Invalid("unknown_agent", "There is no such colleague.", agent_id=["There is no such agent."])
    rings = offers.pending_for(session, item.id)
    if [offer.agent_id for offer in rings] == [agent_id]:
        return rings[0]
    state = presence.get_presence(session, agent_id)
    if not presence.is_ready(state):
        raise Conflict(
            "agent_not_available", "That colleague is not free.", status=state.status, activity=state.activity
        )
    engine.cancel_offers(session, item, "given_to_another")
    row = presence.lock_if_free(session, agent_id)
    if row is None or not presence.is_ready(row):
        raise Conflict("agent_not_available", "Something else came to that colleague just now.")
    crew = crews.load_crew(session, session.get_one(Queue, item.queue_id))
    crew.members[agent_id] = Candidate(agent_id)  # also of somebody who is not of this queue
    made = Decision(
        agent_id, crew.policy.strategy, GIVEN, (agent_id,), {}, rings=(agent_id,), policy=crew.policy
    )  # fmt: skip
    offer = engine.make_offers(session, item, crew, made, [row])
    acts.keep(session, actor_id, "give", item=item, agent_id=agent_id)
    return offer


def take_back(session: Session, item_id: str, actor_id: str) -> WorkItem:
    """Stop the ringing: back in line with the original place, and on to others. Rings nowhere: nothing changes."""
    item = _waiting(session, item_id)
    rings = offers.pending_for(session, item.id)
    if rings:
        engine.cancel_offers(session, item, crews.TAKEN_BACK)
        acts.keep(session, actor_id, "take_back", item=item, agent_id=rings[0].agent_id)
        engine.offer_next(session, item)
    return item


def set_priority(session: Session, item_id: str, priority: int | None, actor_id: str) -> WorkItem:
    """Each point counts as a minute waited. None: before everybody else who waits in that queue."""
    item = _waiting(session, item_id)
    wanted = _to_the_front(session, item) if priority is None else priority
    if wanted != item.priority:
        acts.keep(session, actor_id, "priority", item=item, detail={"from": item.priority, "to": wanted})
        line.set_priority(session, item, wanted)
    return item


def move(session: Session, item_id: str, queue_id: str, actor_id: str) -> WorkItem:
    """Into another queue, with the wait so far. Raises Conflict: `not_waiting`, `nobody_there`."""
    item = _waiting(session, item_id)
    if item.queue_id == queue_id:
        return item
    old, new = session.get_one(Queue, item.queue_id), session.get(Queue, queue_id)
    if new is None or not new.is_active:
        raise Invalid("unknown_queue", "There is no such queue.", queue_id=["There is no such queue."])
    if not queues.is_staffed(session, new.id):
        raise Conflict("nobody_there", "Nobody is signed in to that queue.")
    engine.cancel_offers(session, item, "moved")
    line.reassign(session, item, old, new)
    moved = kinds.get(item.kind).moved
    if moved is not None:
        moved(session, item, new)
    acts.keep(session, actor_id, "move", item=item, detail={"from": old.id, "to": new.id})
    engine.offer_next(session, item)
    return item


def _waiting(session: Session, item_id: str) -> WorkItem:
    """The item, locked after the work itself. Raises NotFound, or Conflict when it is not in line."""
    known = session.get(WorkItem, item_id)
    if known is None:
        raise NotFound("work_item_not_found", "There is no such work.")
    kinds.get(known.kind).lock(session, known.ref_id)
    item = engine.find_item(session, known.ref_id, kind=known.kind, for_update=True)
    if item is None or item.id != item_id or item.state not in ("waiting", "offered") or item.superseded_by:
        raise Conflict("not_waiting", "Nobody waits there any more.")
    return item


def _to_the_front(session: Session, item: WorkItem) -> int:
    """The least priority that puts it first; its own when it is first already."""
    others = sa.select(sa.func.min(WorkItem.rank)).where(
        WorkItem.queue_id == item.queue_id,
        WorkItem.state.in_(("waiting", "offered")),
        WorkItem.superseded_by.is_(None),
        WorkItem.id != item.id,
    )
    first = session.scalar(others)
    if first is None or item.rank < first:
        return item.priority
    return min(MOST_MINUTES, item.priority + (item.rank - first) // 60_000 + 1)
