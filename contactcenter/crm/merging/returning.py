"""Giving rows back to whom a merge took them from, in any order with other merges.

A row stands with the record at the top of its tree of merges; each merge that handed it on has noted so. Undoing a
merge hands back the rows it noted that still stand there, strikes them from the merges further up, and puts back what
was set aside where there is a place for it now.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.merging.models import MergeAside, MergeMove
from contactcenter.crm.merging.moving import find_origin, forget_moves
from contactcenter.crm.merging.references import Reference, equal_rows, find_reference, list_references
from contactcenter.crm.merging.rows import as_stored, put_back
from contactcenter.crm.merging.tree import Step, merges_below, path_up, root_of


def hand_back(session: Session, merge_id: str, other_ids: Sequence[str], root_id: str, above: Sequence[Step]) -> None:
    """Return the rows of the merge that still stand with `root_id`; `above` are the merges from its survivor up."""
    higher = [step.merge_id for step in above]
    for reference in reversed(list_references()):
        for other_id in other_ids:
            noted = (
                sa.select(MergeMove.row_key)
                .where(MergeMove.merge_id == merge_id, MergeMove.from_id == other_id)
                .filter_by(**reference.names)
            )
            rows = sa.and_(reference.column == root_id, reference.has_key(noted), ~_would_double(reference, other_id))
            hand_over(session, reference, rows, other_id, struck_from=higher)
    session.execute(sa.delete(MergeMove).where(MergeMove.merge_id == merge_id))


def hand_over(session: Session, reference: Reference, rows: Any, to_id: str, *, struck_from: Sequence[str]) -> None:
    """Give the rows that `rows` (a condition) describes to one customer; those merges forget them."""
    if struck_from:
        forget_moves(session, reference, struck_from, sa.select(reference.key_sql()).where(rows))
    session.execute(sa.update(reference.table).where(rows).values({reference.column.name: to_id}))


def list_hindered(session: Session, merge_id: str, survivor_id: str, root_id: str) -> list[MergeAside]:
    """What is set aside only because an equal row stands with `root_id`: it may have a place afterwards.

    What was set aside from those who leave comes back in any case. An equal that somebody has removed since was
    meant to go: then nothing takes its place.
    """
    kept = list(session.scalars(sa.select(MergeAside).where(MergeAside.merge_id.in_(merges_below(session, root_id)))))
    hindered = []
    for aside in kept:
        if aside.merge_id == merge_id and aside.from_id != survivor_id:
            continue
        reference = find_reference(aside.table_name, aside.column_name)
        if reference is not None and _has_equal(session, reference, aside.row, root_id):
            hindered.append(aside)
    return hindered


def put_asides_back(session: Session, merge_id: str, other_ids: Sequence[str], hindered: Sequence[MergeAside]) -> None:
    """After the rows went back: restore what the merge set aside of those who left, then what has a place again."""
    own = sa.select(MergeAside).where(MergeAside.merge_id == merge_id, MergeAside.from_id.in_(other_ids))
    for aside in list(session.scalars(own)):
        _take(session, aside)
        _place(session, aside)
    for aside in hindered:
        reference = find_reference(aside.table_name, aside.column_name)
        root_id = root_of(aside.from_id, path_up(session, aside.from_id))
        if reference is None or (aside.merge_id != merge_id and _has_equal(session, reference, aside.row, root_id)):
            continue
        _take(session, aside)
        _place(session, aside)
    session.execute(sa.delete(MergeAside).where(MergeAside.merge_id == merge_id))


def _take(session: Session, aside: MergeAside) -> None:
    session.delete(aside)
    session.flush()


def _place(session: Session, aside: MergeAside) -> None:
    """Put a row back with whoever stands for its owner now; where an equal stands already, keep it aside there."""
    reference = find_reference(aside.table_name, aside.column_name)
    if reference is None:
        return
    steps = path_up(session, aside.from_id)
    root_id = root_of(aside.from_id, steps)
    if _has_equal(session, reference, aside.row, root_id):
        at = steps[0].merge_id if steps else _merge_of_equal(session, reference, aside.row, root_id)
        if at is not None:
            _keep(session, MergeAside, aside, merge_id=at, from_id=aside.from_id, row=aside.row)
        return
    if put_back(session, reference.table, as_stored(reference.table, {**aside.row, aside.column_name: root_id})):
        for step in steps:
            _keep(session, MergeMove, aside, merge_id=step.merge_id, from_id=step.node)


def _keep(session: Session, model: Any, aside: MergeAside, **more: Any) -> None:
    names = ("table_name", "column_name", "row_key")
    session.execute(sa.insert(model).values({**{name: getattr(aside, name) for name in names}, **more}))


def _would_double(reference: Reference, owner_id: str) -> Any:
    """Whether the owner has an equal of a row of the table: theirs since, so the row stays where it is."""
    rules = []
    for unique in reference.uniques:
        theirs = reference.table.alias()
        equal = equal_rows(unique, reference.table, theirs)
        rules.append(sa.exists().where(theirs.c[reference.column.name] == owner_id, equal))
    return sa.or_(sa.false(), *rules)


def _has_equal(session: Session, reference: Reference, kept: Mapping[str, Any], owner_id: str) -> bool:
    return _equal_key(session, reference, kept, owner_id) is not None


def _equal_key(session: Session, reference: Reference, kept: Mapping[str, Any], owner_id: str) -> str | None:
    """The key of the owner's row that stands in the way of a kept one, or None."""
    table = reference.table
    values = as_stored(table, kept)
    for unique in reference.uniques:
        if any(values.get(column.name) is None for column in unique.others):
            continue
        found = session.execute(
            sa.select(reference.key_sql()).where(reference.column == owner_id, equal_rows(unique, values, table))
        ).first()
        if found is not None:
            return str(found[0])
    return None


def _merge_of_equal(session: Session, reference: Reference, kept: Mapping[str, Any], owner_id: str) -> str | None:
    key = _equal_key(session, reference, kept, owner_id)
    origin = find_origin(session, reference, key, owner_id) if key is not None else None
    return origin.merge_id if origin else None
