"""Named reads of merges: the list, one with what undoing it would do, and what merging would move."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.paging import Page, page
from contactcenter.crm.merging.models import Merge, MergeMember, MergeMove
from contactcenter.crm.merging.service import list_changed
from contactcenter.crm.models import Customer
from contactcenter.crm.queries import user_names
from contactcenter.crm.reach import concerns


def list_merges(
    session: Session,
    *,
    customer_id: str | None = None,
    is_active: bool | None = None,
    limit: int,
    cursor: str | None,
    reach: Reach = EVERYTHING,
) -> Page:
    """Merges, newest first; of one customer: those they survived and those that took them in."""
    statement = sa.select(Merge)
    if is_active is not None:
        statement = statement.where(Merge.undone_at.is_(None) if is_active else Merge.undone_at.is_not(None))
    if customer_id is not None:
        took_in = sa.select(MergeMember.merge_id).where(MergeMember.customer_id == customer_id)
        statement = statement.where(sa.or_(Merge.survivor_id == customer_id, Merge.id.in_(took_in)))
    if reach:
        statement = statement.where(all_within(reach))
    found = page(session, statement, (Merge.created_at, Merge.id), limit=limit, cursor=cursor)
    return Page(present_merges(session, found.items), found.next_cursor)


def all_within(reach: Reach) -> sa.ColumnElement[bool]:
    """Whether somebody sees everybody whom a merge joined, each by who took care of them."""
    others = sa.select(MergeMember.customer_id).where(MergeMember.merge_id == Merge.id)
    is_one_outside = others.where(sa.not_(concerns(reach, MergeMember.customer_id))).exists()
    return sa.and_(concerns(reach, Merge.survivor_id), sa.not_(is_one_outside))


def present_merges(session: Session, merges: Sequence[Merge]) -> list[dict[str, Any]]:
    """Each merge with the names of whom it joined and who did it."""
    members: dict[str, list[str]] = {one.id: [] for one in merges}
    rows = sa.select(MergeMember).where(MergeMember.merge_id.in_(members))
    for row in session.scalars(rows.order_by(MergeMember.position)):
        members[row.merge_id].append(row.customer_id)
    names = _names(session, {one.survivor_id for one in merges} | {i for ids in members.values() for i in ids})
    actors = user_names(session, {one.actor_id for one in merges} | {one.undone_by for one in merges})
    return [
        {
            "id": one.id,
            "survivor": _person(one.survivor_id, names),
            "others": [_person(i, names) for i in members[one.id]],
            "cause": one.cause,
            "actor_id": one.actor_id,
            "actor_name": actors.get(one.actor_id or ""),
            "created_at": one.created_at,
            "undone_at": one.undone_at,
            "undone_by_name": actors.get(one.undone_by or ""),
            "moved": one.moved,
        }
        for one in merges
    ]


def preview_unmerge(session: Session, made: Merge) -> dict[str, Any]:
    """The merge, what would go back to each of those it took in, and the fields that ask for a choice."""
    [shown] = present_merges(session, [made])
    rows = session.execute(
        sa.select(MergeMove.from_id, MergeMove.table_name, sa.func.count())
        .where(MergeMove.merge_id == made.id)
        .group_by(MergeMove.from_id, MergeMove.table_name)
    )
    returning: dict[str, dict[str, int]] = {other["id"]: {} for other in shown["others"]}
    for from_id, table_name, count in rows:
        returning.setdefault(from_id, {})[table_name] = count
    changed = list_changed(session, made) if made.undone_at is None else []
    return {**shown, "returning": returning, "changed": changed}


def _names(session: Session, customer_ids: set[str]) -> dict[str, str]:
    rows = session.execute(sa.select(Customer.id, Customer.display_name).where(Customer.id.in_(customer_ids)))
    return {row.id: row.display_name for row in rows}


def _person(customer_id: str, names: dict[str, str]) -> dict[str, str]:
    return {"id": customer_id, "display_name": names.get(customer_id, "")}
