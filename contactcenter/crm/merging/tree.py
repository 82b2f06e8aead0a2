"""Who stands for whom: active merges, upwards from a record and downwards from one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.merging.models import Merge, MergeMember


@dataclass(frozen=True)
class Step:
    """`node` was taken in by `survivor_id`."""

    merge_id: str
    node: str
    survivor_id: str


def path_up(session: Session, node: str) -> list[Step]:
    """The active merges from a record up to the one that stands for it, lowest first; empty for one that stands."""
    steps: list[Step] = []
    while True:
        row = session.execute(
            sa.select(Merge.id, Merge.survivor_id)
            .join(MergeMember)
            .where(MergeMember.customer_id == node, Merge.undone_at.is_(None))
        ).first()
        if row is None:
            return steps
        steps.append(Step(row.id, node, row.survivor_id))
        node = row.survivor_id


def root_of(node: str, steps: Sequence[Step]) -> str:
    return steps[-1].survivor_id if steps else node


def merges_below(session: Session, root: str) -> list[str]:
    """Every active merge into the record or into one of those it has taken in, oldest first."""
    found: list[tuple[object, str]] = []
    survivors: Iterable[str] = [root]
    while survivors:
        rows = session.execute(
            sa.select(Merge.id, Merge.created_at).where(Merge.survivor_id.in_(survivors), Merge.undone_at.is_(None))
        ).all()
        found += [(row.created_at, row.id) for row in rows]
        survivors = list_members(session, [row.id for row in rows])
    return [merge_id for _, merge_id in sorted(found, key=lambda one: (one[0], one[1]))]


def list_members(session: Session, merge_ids: Sequence[str]) -> list[str]:
    """Whom the merges took in, in the order they were named."""
    if not merge_ids:
        return []
    members = sa.select(MergeMember.customer_id).where(MergeMember.merge_id.in_(merge_ids))
    return list(session.scalars(members.order_by(MergeMember.merge_id, MergeMember.position)))
