"""Segments in the background: after a change of somebody, of the rules, or of the time."""

from datetime import timedelta
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.urgency import give_way
from contactcenter.crm.segments import queries
from contactcenter.crm.segments.driving import drive, list_due
from contactcenter.crm.segments.filling import JOB as FILL
from contactcenter.crm.segments.filling import fill
from contactcenter.crm.segments.membership import correct_size, find_misplaced, settle
from contactcenter.crm.segments.models import Segment, SegmentMark
from contactcenter.crm.segments.refreshing import JOB, refresh

_MARKS_AT_ONCE = 500
_LOOKED_AT_ONCE = 200
_MOVED_AT_ONCE = 20
_LONGEST_TURN_SECONDS = 20
TIMED_EVERY = timedelta(minutes=10)


@jobs.job(JOB)
def refresh_segment(segment_id: str, version: int) -> None:
    """Find and move everybody after a segment's rules changed. Idempotent; gives way to newer rules."""
    refresh(segment_id, cause="rules", version=version)


@jobs.job(FILL)
def fill_segment(segment_id: str, batch_id: str, source: dict[str, Any], actor_id: str | None) -> None:
    """Put very many customers on a list. Idempotent: whoever is on it already is passed over."""
    fill(segment_id, batch_id, source, actor_id)


@jobs.every(1, "settle_segments", share=0.1)
def settle_segments() -> None:
    """Look at those who changed; in a flood of calls seldom, at many at once, since looking at one costs as much.

    Marks are taken away last, so a crash only makes it look again.
    """
    began = monotonic()
    while monotonic() - began < _LONGEST_TURN_SECONDS:
        with read() as session:
            marks = session.execute(
                sa.select(SegmentMark.id, SegmentMark.customer_id).order_by(SegmentMark.id).limit(_MARKS_AT_ONCE)
            ).all()
        if not marks:
            return
        settle_customers(list(dict.fromkeys(mark.customer_id for mark in marks)))
        with transaction() as session:
            session.execute(sa.delete(SegmentMark).where(SegmentMark.id.in_([mark.id for mark in marks])))
        if len(marks) < _MARKS_AT_ONCE:
            return  # who has changed meanwhile comes with the next turn


def settle_customers(customer_ids: list[str]) -> None:
    """Membership first, then what it makes of them. Looks without holding anybody up, writes in small transactions."""
    for some in _in_parts(customer_ids, _LOOKED_AT_ONCE):
        give_way()
        with read() as session:
            misplaced = find_misplaced(session, some)
        for few in _in_parts(misplaced, _MOVED_AT_ONCE):
            give_way()
            with transaction() as session:
                settle(session, few, cause="customer")
        with read() as session:
            due = list_due(session, some)
        for few in _in_parts(due, _MOVED_AT_ONCE):
            give_way()
            with transaction() as session:
                drive(session, few)


def _in_parts(ids: list[str], size: int) -> list[list[str]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]


@jobs.every(60, "refresh_timed_segments")
def refresh_timed_segments() -> None:
    """Refresh segments whose rules speak of time. Whoever moves the time of the last refresh does it."""
    before = now() - TIMED_EVERY
    with read() as session:
        due = list(session.scalars(sa.select(Segment.id).where(*_is_due(before)).order_by(Segment.refreshed_at)))
    for segment_id in due:
        with transaction() as session:
            is_mine = _claim(session, segment_id, before)
        if is_mine:
            refresh(segment_id, cause="time")


@jobs.every(600, "count_segments")
def count_segments() -> None:
    """Count every segment's members anew: merging takes rows away without telling."""
    recount()


@jobs.job("recount_segments")
def recount_segments(_import_id: str) -> None:
    """Count anew after an import was undone: whom it had made is gone, in every segment. Idempotent."""
    recount()


def recount() -> None:
    """Set right the sizes that are not what is counted."""
    with read() as session:
        counted = queries.count_members(session)
    for segment_id, (size, is_really) in counted.items():
        with transaction() as session:
            correct_size(session, segment_id, size, is_really)


def _is_due(before: object) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Segment.is_timed.is_(True),
        Segment.is_active.is_(True),
        Segment.archived_at.is_(None),
        Segment.refresh_state == "fresh",
        sa.or_(Segment.refreshed_at.is_(None), Segment.refreshed_at < before),
    )


def _claim(session: Session, segment_id: str, before: object) -> bool:
    claimed = sa.update(Segment).where(Segment.id == segment_id, *_is_due(before)).values(refreshed_at=now())
    return bool(session.execute(claimed).rowcount)  # type: ignore[attr-defined]
