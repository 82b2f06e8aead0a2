"""Bring a whole segment up to date: find who must enter or leave, then move them a few at a time.

Finding reads only; moving looks at each again in its own small transaction, so what changed meanwhile
is not overwritten and nobody waits long for the database.
"""

import time
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.urgency import give_way
from contactcenter.crm.models import Customer
from contactcenter.crm.segments.compiling import Moment, select_ids, this_moment
from contactcenter.crm.segments.marks import mark
from contactcenter.crm.segments.membership import settle
from contactcenter.crm.segments.models import Segment, SegmentMember
from contactcenter.crm.segments.rules import Node
from contactcenter.crm.segments.timing import allow_seconds
from contactcenter.crm.segments.tree import read_catalogue, read_segment

_log = structlog.get_logger(__name__)

JOB = "refresh_segment"
AT_ONCE = 100
_PAUSE_SECONDS = 0.005  # lets another writer in between: SQLite has one at a time
_LONGEST_SEARCH_SECONDS = 120


def plan_refresh(session: Session, segment: Segment) -> None:
    """Queue a refresh of everybody, after the rules changed."""
    segment.refresh_state = "waiting"
    segment.refresh_done = segment.refresh_total = 0
    session.flush()
    jobs.enqueue(session, JOB, segment.id, segment.version, key=f"segment-{segment.id}-{segment.version}")


def refresh(segment_id: str, *, cause: str, version: int | None = None) -> None:
    """Repeating it is harmless: whoever stands right already is not found. Gives way to newer rules."""
    found = _find_misplaced(segment_id, version)
    if found is None:
        return
    _note(segment_id, version, refresh_state="running", refresh_done=0, refresh_total=len(found))
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        give_way()
        with transaction() as session:
            moved = settle(session, some, cause=cause, only=segment_id)
            if session.scalar(sa.select(Segment.drives_field).where(Segment.id == segment_id)):
                mark(session, moved)
        if not _note(segment_id, version, refresh_done=start + len(some)):
            return
        time.sleep(_PAUSE_SECONDS)
    _note(segment_id, version, refresh_state="fresh", refreshed_at=now())


def _find_misplaced(segment_id: str, version: int | None) -> list[str] | None:
    """Who must enter or leave; None when there is nothing (more) to do for these rules."""
    with read() as session:
        segment = session.get(Segment, segment_id)
        if segment is None or segment.kind != "rules" or segment.archived_at is not None:
            return None
        if version is not None and segment.version != version:
            return None
        node = read_segment(session, segment, read_catalogue(session))
        moment = this_moment(segment.owner_id)
        try:
            if node is not None:
                with allow_seconds(session, _LONGEST_SEARCH_SECONDS):
                    return [
                        *_missing(session, segment_id, node, moment),
                        *_left_over(session, segment_id, node, moment),
                    ]
        except sa.exc.OperationalError:  # it took longer than that
            _log.warning("segment takes too long", segment_id=segment_id)
    _note(segment_id, version, refresh_state="failed")
    return None


def _missing(session: Session, segment_id: str, node: Node, moment: Moment) -> Sequence[Any]:
    is_in = sa.exists().where(SegmentMember.segment_id == segment_id, SegmentMember.customer_id == Customer.id)
    return session.scalars(select_ids(node, moment).where(~is_in)).all()


def _left_over(session: Session, segment_id: str, node: Node, moment: Moment) -> Sequence[str]:
    fits = select_ids(node, moment).subquery()
    members = sa.select(SegmentMember.customer_id).where(SegmentMember.segment_id == segment_id)
    return session.scalars(
        members.where(~sa.exists().where(fits.c.id == SegmentMember.customer_id)).order_by(SegmentMember.customer_id)
    ).all()


def _note(segment_id: str, version: int | None, **values: object) -> bool:
    """Write progress; False when newer rules took over."""
    with transaction() as session:
        statement = sa.update(Segment).where(Segment.id == segment_id).values(**values)
        if version is not None:
            statement = statement.where(Segment.version == version)
        return bool(session.execute(statement).rowcount)  # type: ignore[attr-defined]
