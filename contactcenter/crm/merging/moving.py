"""Handing every row of some customers to another, and remembering whose each was. Set-based: any number of rows.

The keys that a merge would double (the same number, the same tag) are set aside first. Of equal rows the better one
stays: for lines the known before the maybe, the shared (which identifies nobody) before the own, the verified first;
else the survivor's.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.merging.models import Merge, MergeAside, MergeMove
from contactcenter.crm.merging.references import Reference, Unique, list_references
from contactcenter.crm.merging.rows import as_kept
from contactcenter.crm.merging.tree import merges_below
from contactcenter.crm.models import Identity

_LINES: Any = Identity.__table__
_BETTER_FIRST: dict[str, tuple[Any, ...]] = {
    "identities": (
        sa.case({"known": 0, "maybe": 1}, value=_LINES.c.status, else_=2),
        _LINES.c.is_shared.desc(),
        _LINES.c.is_verified.desc(),
    ),
}


def take_over(session: Session, merge_id: str, survivor_id: str, other_ids: Sequence[str]) -> dict[str, int]:
    """Give the survivor all that the others have. Returns how many rows of each table moved or were set aside."""
    counts: dict[str, int] = {}
    for reference in list_references():
        aside = sum(_set_aside(session, merge_id, reference, u, [survivor_id, *other_ids]) for u in reference.uniques)
        moved = _move(session, merge_id, reference, survivor_id, other_ids)
        if aside or moved:
            counts[reference.table.name] = counts.get(reference.table.name, 0) + aside + moved
    return counts


def count_rows(session: Session, customer_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many rows of each table belong to each customer: what a merge would move."""
    counts: dict[str, dict[str, int]] = {customer_id: {} for customer_id in customer_ids}
    for reference in list_references():
        rows = session.execute(
            sa.select(reference.column, sa.func.count())
            .where(reference.column.in_(customer_ids))
            .group_by(reference.column)
        )
        for customer_id, count in rows:
            mine = counts[customer_id]
            mine[reference.table.name] = mine.get(reference.table.name, 0) + count
    return counts


def find_origin(session: Session, reference: Reference, key: str, owner: str) -> MergeMove | None:
    """The lowest merge by which the row came to its present owner; None when it was always theirs."""
    merges = merges_below(session, owner)
    return (
        session.scalars(
            sa.select(MergeMove)
            .join(Merge, Merge.id == MergeMove.merge_id)
            .where(MergeMove.merge_id.in_(merges), MergeMove.row_key == key)
            .filter_by(**reference.names)
            .order_by(Merge.created_at, Merge.id)
        ).first()
        if merges
        else None
    )


def forget_moves(session: Session, reference: Reference, merge_ids: Sequence[str], keys: Any) -> None:
    """The rows with these keys (a list or a subquery) are no longer these merges' to give back."""
    if merge_ids:
        session.execute(
            sa.delete(MergeMove)
            .where(MergeMove.merge_id.in_(merge_ids), MergeMove.row_key.in_(keys))
            .where(MergeMove.table_name == reference.table.name, MergeMove.column_name == reference.column.name)
            .execution_options(synchronize_session=False)
        )


def _set_aside(session: Session, merge_id: str, reference: Reference, unique: Unique, ids: list[str]) -> int:
    """Take out what would stand twice, as it is. `ids`: the survivor, then the others in their order."""
    table = reference.table
    rank = sa.case({id_: n for n, id_ in enumerate(ids)}, value=reference.column)
    place = sa.func.row_number().over(
        partition_by=list(unique.others) or None, order_by=(*_BETTER_FIRST.get(table.name, ()), rank)
    )
    rules: list[sa.ColumnElement[bool]] = [reference.column.in_(ids)]
    rules += [column.is_not(None) for column in unique.others]
    if unique.where is not None:
        rules.append(unique.where)
    ranked = sa.select(*table.columns, reference.key_sql().label("row_key_"), place.label("place_")).where(*rules)
    doubled = ranked.subquery()
    rows = session.execute(sa.select(doubled).where(doubled.c.place_ > 1)).mappings().all()
    for row in rows:
        values = {column.name: row[column.name] for column in table.columns}
        _keep_aside(session, merge_id, reference, row["row_key_"], values)
        exact = [column == values[column.name] for column in table.primary_key.columns]
        session.execute(sa.delete(table).where(*exact))
    return len(rows)


def _keep_aside(session: Session, merge_id: str, reference: Reference, key: str, values: dict[str, Any]) -> None:
    """Keep a row with whom it came from in the first place, so that it goes back there whatever is undone first."""
    owner = values[reference.column.name]
    origin = find_origin(session, reference, key, owner)
    at, whose = (origin.merge_id, origin.from_id) if origin else (merge_id, owner)
    if origin is not None:
        session.expunge(origin)
        forget_moves(session, reference, merges_below(session, owner), [key])
    kept = {"merge_id": at, "from_id": whose, "row_key": key, "row": as_kept(values), **reference.names}
    session.execute(sa.insert(MergeAside).values(kept))


def _move(session: Session, merge_id: str, reference: Reference, survivor_id: str, other_ids: Sequence[str]) -> int:
    column = reference.column
    theirs = column.in_(other_ids)
    names = [sa.literal(value) for value in (merge_id, reference.table.name, column.name)]
    rows = sa.select(*names, reference.key_sql(), column).where(theirs)
    columns = ["merge_id", "table_name", "column_name", "row_key", "from_id"]
    noted = session.execute(sa.insert(MergeMove).from_select(columns, rows).execution_options(preserve_rowcount=True))
    count = int(noted.rowcount)  # type: ignore[attr-defined]
    if count:
        session.execute(sa.update(reference.table).where(theirs).values({column.name: survivor_id}))
    return count
