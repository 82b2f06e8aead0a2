"""Segments before somebody who sees only some customers: how many of theirs are in one, and whom they may move.

The size kept with a group counts everybody. Whoever may write its rules could ask by it, group after group, for any
customer of any team; so they are told how many they see, where that is counted soon, and never the whole.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.teams.paths import outside_reach
from contactcenter.agents.teams.reach import Reach, reach_of
from contactcenter.crm.models import Customer
from contactcenter.crm.reach import dealt_with, within
from contactcenter.crm.segments.models import Segment, SegmentMember
from contactcenter.crm.segments.timing import allow_seconds

COUNTED = 50_000
"""Members that are gone through for the sizes of a page of segments, the smallest first; of one, ten times as many."""
COUNT_SECONDS = 1.0
FEW = 5_000
_AT_ONCE = 500


def sizes_within(session: Session, segments: Sequence[Segment], reach: Reach) -> dict[str, int]:
    """Segment id → how many of its members are within reach; those that take too long to count are left out."""
    left = COUNTED * 10 if len(segments) == 1 else COUNTED
    chosen = []
    for segment in sorted(segments, key=lambda one: one.size):
        left -= segment.size
        if left >= 0:
            chosen.append(segment.id)
    counting = (
        sa.select(SegmentMember.segment_id, sa.func.count())
        .join(Customer, Customer.id == SegmentMember.customer_id)
        .where(SegmentMember.segment_id.in_(chosen), Customer.merged_into_id.is_(None), among(session, reach))
        .group_by(SegmentMember.segment_id)
    )
    try:
        with session.begin_nested(), allow_seconds(session, COUNT_SECONDS):
            counted = {row[0]: row[1] for row in session.execute(counting)}
    except sa.exc.OperationalError:
        return {}
    return {segment_id: counted.get(segment_id, 0) for segment_id in chosen}


def among(session: Session, reach: Reach) -> sa.ColumnElement[bool]:
    """Whether a customer is within reach: where those who are are few, members are looked for among them.

    Else a list of members would pass by everybody until it has found enough: seconds, of a million.
    """
    owned = sa.select(Customer.id).with_hint(Customer, "INDEXED BY ix_customers_owner_id", "sqlite")
    ids: set[str] = set()
    for part in (
        owned.where(Customer.owner_id.is_(None)),
        owned.where(Customer.owner_id.in_(sorted(reach.colleagues or ()))),
        sa.select(Customer.id).where(dealt_with(reach)),
    ):
        ids.update(session.scalars(part.limit(FEW + 1)))
        if len(ids) > FEW:
            return within(reach)
    return Customer.id.in_(sorted(ids))


def keep_within(session: Session, reach: Reach, customer_ids: list[str]) -> list[str]:
    """Those of them whom somebody sees."""
    if not reach:
        return customer_ids
    seen: set[str] = set()
    for start in range(0, len(customer_ids), _AT_ONCE):
        some = Customer.id.in_(customer_ids[start : start + _AT_ONCE])
        seen.update(session.scalars(sa.select(Customer.id).where(some, within(reach))))
    return [customer_id for customer_id in customer_ids if customer_id in seen]


def demand_sight_of_all(session: Session, actor: Actor, customer_ids: Sequence[str]) -> None:
    """For thousands that a body names, as whom they stand for today. Raises Forbidden (outside_reach)."""
    reach = reach_of(session, actor)
    asked = list(customer_ids) if reach else []
    while asked:
        merged_into: set[str] = set()
        for start in range(0, len(asked), _AT_ONCE):
            some = Customer.id.in_(asked[start : start + _AT_ONCE])
            stands = Customer.merged_into_id.is_(None)
            if session.scalar(sa.select(Customer.id).where(some, stands, sa.not_(within(reach))).limit(1)):
                raise outside_reach()
            merged_into.update(i for i in session.scalars(sa.select(Customer.merged_into_id).where(some)) if i)
        asked = sorted(merged_into)
