"""Who is in which segment: looked at for some customers at once, and put right.

`settle` is the one way in which rules move anybody. It locks the segments' rows first, so that of
two processes looking at one customer the later one sees what the earlier one wrote.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.ids import new_id
from contactcenter.crm.models import Customer
from contactcenter.crm.segments.compiling import condition, from_people, this_moment
from contactcenter.crm.segments.models import Segment, SegmentDay, SegmentLog, SegmentMember
from contactcenter.crm.segments.rules import Node
from contactcenter.crm.segments.tree import read_catalogue, read_segment

_SEGMENTS_AT_ONCE = 12
"""Conditions in one statement: SQLite takes 32,766 values, and 12 × 50 rules × 50 choices stay below."""

_GONE_AT_ONCE = 1_000

Pairs = set[tuple[str, str]]


def find_misplaced(session: Session, customer_ids: Sequence[str]) -> list[str]:
    """Who of these must enter or leave a segment. Reads only: most changes of a customer move nobody."""
    fits, is_in = _compare(session, list(session.scalars(_at_work())), customer_ids)
    return list(dict.fromkeys(customer_id for _segment_id, customer_id in sorted(fits ^ is_in)))


def settle(session: Session, customer_ids: Sequence[str], *, cause: str, only: str | None = None) -> set[str]:
    """Put the membership of these customers (a few) right; who of them entered or left anything.

    Running it again changes nothing. `only` is one segment's id; else all whose rules are at work.
    """
    wanted = _at_work() if only is None else _WITH_RULES.where(Segment.id == only)
    ids = list(session.scalars(wanted.with_only_columns(Segment.id).order_by(Segment.id).with_for_update()))
    segments = list(session.scalars(sa.select(Segment).where(Segment.id.in_(ids)).order_by(Segment.id)))
    fits, is_in = _compare(session, segments, customer_ids)
    move(session, entering=fits - is_in, leaving=is_in - fits, cause=cause)
    return {customer_id for _segment_id, customer_id in fits ^ is_in}


_WITH_RULES = sa.select(Segment).where(Segment.kind == "rules", Segment.archived_at.is_(None))


def _at_work() -> sa.Select[Any]:
    return _WITH_RULES.where(Segment.is_active.is_(True))


def _compare(session: Session, segments: list[Segment], customer_ids: Sequence[str]) -> tuple[Pairs, Pairs]:
    """(segment, customer) pairs by the rules, and as they stand. Segments whose rules cannot be read are left alone."""
    catalogue = read_catalogue(session)
    readable = [(one, node) for one in segments if (node := read_segment(session, one, catalogue)) is not None]
    fits = _who_fits(session, readable, customer_ids)
    return fits, _who_is_in(session, [one.id for one, _node in readable], customer_ids)


def move(
    session: Session,
    *,
    entering: Pairs,
    leaving: Pairs,
    cause: str,
    actor_id: str | None = None,
    batch_id: str | None = None,
) -> None:
    """Let (segment, customer) pairs in and out, and write down that they came and went."""
    if not entering and not leaving:
        return
    moment = now()
    if entering:
        rows = [{"segment_id": s, "customer_id": c, "entered_at": moment} for s, c in sorted(entering)]
        session.execute(sa.insert(SegmentMember), rows)
    for segment_id in {s for s, _c in leaving}:
        gone = sorted(c for s, c in leaving if s == segment_id)
        for start in range(0, len(gone), _GONE_AT_ONCE):
            some = SegmentMember.customer_id.in_(gone[start : start + _GONE_AT_ONCE])
            session.execute(sa.delete(SegmentMember).where(SegmentMember.segment_id == segment_id, some))
    log = [
        {
            "id": new_id("sgl"), "segment_id": s, "customer_id": c, "at": moment, "is_entry": is_entry,
            "cause": cause, "actor_id": actor_id, "batch_id": batch_id,
        }
        for pairs, is_entry in ((entering, True), (leaving, False))
        for s, c in sorted(pairs)
    ]  # fmt: skip
    session.execute(sa.insert(SegmentLog), log)
    for segment_id in sorted({s for s, _c in entering | leaving}):
        came = sum(s == segment_id for s, _c in entering)
        went = sum(s == segment_id for s, _c in leaving)
        _count(session, segment_id, came, went)


def _count(session: Session, segment_id: str, came: int, went: int) -> None:
    grown = sa.update(Segment).where(Segment.id == segment_id).values(size=Segment.size + came - went)
    size = session.execute(grown.returning(Segment.size), execution_options={"synchronize_session": False}).scalar_one()
    _note_day(session, segment_id, size, came, went)


def correct_size(session: Session, segment_id: str, size: int, counted: int) -> None:
    """Set a size right by what was counted. Whoever went without a word (an import undone, a merge) left today.

    Somebody has moved since: nothing changes, the next count will find it.
    """
    still = sa.update(Segment).where(Segment.id == segment_id, Segment.size == size).values(size=counted)
    if session.execute(still, execution_options={"synchronize_session": False}).rowcount:  # type: ignore[attr-defined]
        _note_day(session, segment_id, counted, max(0, counted - size), max(0, size - counted))


def _note_day(session: Session, segment_id: str, size: int, came: int, went: int) -> None:
    insert: Any = postgresql.insert if session.connection().dialect.name == "postgresql" else sqlite.insert
    day = {"segment_id": segment_id, "day": this_moment().today, "size": size, "entered": came, "exited": went}
    table: Any = SegmentDay.__table__
    session.execute(
        insert(table).values(day).on_conflict_do_update(
            index_elements=["segment_id", "day"],
            set_={"size": size, "entered": table.c.entered + came, "exited": table.c.exited + went},
        )
    )  # fmt: skip


def _who_fits(session: Session, readable: list[tuple[Segment, Node]], ids: Sequence[str]) -> Pairs:
    fits: Pairs = set()
    for start in range(0, len(readable), _SEGMENTS_AT_ONCE):
        some = readable[start : start + _SEGMENTS_AT_ONCE]
        columns = [
            sa.case((condition(node, this_moment(one.owner_id)), 1), else_=0).label(f"fits_{n}")
            for n, (one, node) in enumerate(some)
        ]
        asked = from_people(sa.select(Customer.id, *columns), [node for _one, node in some])
        for row in session.execute(asked.where(Customer.id.in_(ids))):
            fits |= {(one.id, row[0]) for (one, _node), holds in zip(some, row[1:], strict=True) if holds}
    return fits


def _who_is_in(session: Session, segment_ids: list[str], ids: Sequence[str]) -> Pairs:
    members = sa.select(SegmentMember.segment_id, SegmentMember.customer_id).where(
        SegmentMember.segment_id.in_(segment_ids), SegmentMember.customer_id.in_(ids)
    )
    return {(row[0], row[1]) for row in session.execute(members)}
