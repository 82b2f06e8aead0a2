"""Whether everybody gets their share of the work: what each was entitled to, and what each received.

A piece of work belongs in parts to all who could have taken it when it was given away: those the decision
considered (there, in shift, with room and the skills asked for), by the strategy's own measure. A rotation divides
by weight, any other strategy evenly; what had to go to one person (the customer's own agent) was theirs alone.
So somebody who is there twice as long, or weighs twice as much, is entitled to about twice as much.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.crm.queries import user_names
from contactcenter.routing import queries
from contactcenter.routing.leads.figures import read_shares
from contactcenter.routing.models import Decision, Offer, Queue, QueueMember, WorkItem

MOST = 20_000
"""Of the newest so many decisions."""
LISTED = 100
LEADS = "lead"


@dataclass(frozen=True)
class Given:
    """A piece of work that somebody took, and the decision by which they were asked."""

    agent_id: str
    decision: Any

    @property
    def is_by_right(self) -> bool:
        """Nobody else had a claim: the customer's own agent, or a handful chosen by hand."""
        return bool(self.decision.reason != self.decision.strategy)


def read_fairness(
    session: Session, start: datetime, end: datetime, *, queue_id: str | None = None, channel: str | None = None
) -> dict[str, Any]:
    """Of work given in [start, end): of the shape of `FairnessSchema`. Leads have no queue."""
    entitled: dict[str, float] = defaultdict(float)
    received: dict[str, float] = defaultdict(float)
    given = [] if channel == LEADS else list(_given(session, start, end, queue_id, channel))
    weights = _weights(session, {one.decision.queue_id for one in given})
    for one in given:
        received[one.agent_id] += 1
        for agent_id, share in _shares(one, weights):
            entitled[agent_id] += share
    if channel in (None, LEADS) and queue_id is None:
        for lead in read_shares(session, start, end):
            entitled[lead["agent_id"]] += lead["entitled"]
            received[lead["agent_id"]] += lead["received"]
    return _shown(session, entitled, received, is_cut=len(given) >= MOST)


def list_behind(
    session: Session,
    agent_id: str,
    start: datetime,
    end: datetime,
    *,
    queue_id: str | None = None,
    channel: str | None = None,
    reach: Reach = EVERYTHING,
) -> list[dict[str, Any]]:
    """The decisions that somebody's share comes of, the newest first: what they got, and what went to others."""
    found = []
    for one in _given(session, start, end, queue_id, channel):
        if one.agent_id == agent_id or agent_id in one.decision.detail.get("considered", []):
            found.append(one)
            if len(found) == LISTED:
                break
    wanted = sa.select(WorkItem).where(WorkItem.id.in_([one.decision.work_item_id for one in found]))
    items = {item.id: item for item in session.scalars(wanted)}
    titles = queries.titles(session, list(items.values()), reach)
    names = user_names(session, {one.agent_id for one in found})
    weights = _weights(session, {one.decision.queue_id for one in found})
    shown = []
    for one in found:
        item = items[one.decision.work_item_id]
        title = titles[item.kind, item.ref_id]
        shown.append(
            {
                "id": one.decision.id,
                "at": one.decision.at,
                "kind": item.kind,
                "ref_id": item.ref_id,
                "title": title.title,
                "number": title.subtitle,
                "url": title.url,
                "reason": one.decision.reason,
                "agent_id": one.agent_id,
                "agent_name": names.get(one.agent_id),
                "is_theirs": one.agent_id == agent_id,
                "share": round(dict(_shares(one, weights)).get(agent_id, 0.0), 3),
            }
        )
    return shown


def _given(
    session: Session, start: datetime, end: datetime, queue_id: str | None, channel: str | None
) -> Iterator[Given]:
    statement = (
        sa.select(
            Offer.agent_id, Decision.id, Decision.at, Decision.work_item_id, Decision.queue_id, Decision.strategy,
            Decision.reason, Decision.detail,
        )
        .join(Decision, Decision.id == Offer.decision_id)
        .join(WorkItem, WorkItem.id == Offer.work_item_id)
        .where(Offer.state == "accepted", Decision.at >= start, Decision.at < end)
        .order_by(Decision.at.desc(), Decision.id.desc())
        .limit(MOST)
    )  # fmt: skip
    if queue_id is not None:
        statement = statement.where(Decision.queue_id == queue_id)
    if channel is not None:
        statement = statement.where(WorkItem.channel == channel)
    for row in session.execute(statement):
        yield Given(row.agent_id, row)


def _weights(session: Session, queue_ids: Iterable[str]) -> dict[tuple[str, str], int]:
    """(queue, agent) → weight, as they stand now; the decision does not keep them."""
    wanted = sa.select(QueueMember).join(Queue, Queue.id == QueueMember.queue_id).where(Queue.id.in_(set(queue_ids)))
    return {(row.queue_id, row.user_id): row.weight for row in session.scalars(wanted)}


def _shares(one: Given, weights: Mapping[tuple[str, str], int]) -> list[tuple[str, float]]:
    considered = one.decision.detail.get("considered", [])
    if one.is_by_right or not considered:
        return [(one.agent_id, 1.0)]
    is_weighed = one.decision.strategy == "weighted_round_robin"
    parts = {i: weights.get((one.decision.queue_id, i), 1) if is_weighed else 1 for i in considered}
    unnamed = one.decision.detail.get("others", {}).get("considered", 0)  # of a large team some are only counted
    total = sum(parts.values()) + unnamed
    return [(i, part / total) for i, part in parts.items()] if total else [(one.agent_id, 1.0)]


def _shown(
    session: Session, entitled: Mapping[str, float], received: Mapping[str, float], *, is_cut: bool
) -> dict[str, Any]:
    ids = {*entitled, *received}
    names = user_names(session, set(ids))
    items = [
        {
            "agent_id": i,
            "name": names.get(i),
            "entitled": round(entitled.get(i, 0.0), 1),
            "received": int(received.get(i, 0)),
            "deviation": round(received.get(i, 0) - entitled.get(i, 0.0), 1),
        }
        for i in ids
    ]
    ratios = [received.get(i, 0) / share for i, share in entitled.items() if share >= 1]
    return {
        "items": sorted(items, key=lambda one: (-one["entitled"], one["name"] or "")),
        "total": int(sum(received.values())),
        "fairness": jain(ratios),
        "most_off": round(max((abs(received.get(i, 0) - entitled.get(i, 0.0)) for i in ids), default=0.0), 1),
        "is_cut": is_cut,
    }


def jain(values: Iterable[float]) -> float | None:
    """Jain's index: 1 when everybody has the same, 1/n when one has it all; None with nothing to share out."""
    known = list(values)
    squares = sum(value * value for value in known)
    return round(sum(known) ** 2 / (len(known) * squares), 3) if squares else None
