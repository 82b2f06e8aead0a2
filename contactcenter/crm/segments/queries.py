"""Named reads of segments, their members, and what happened in them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.paging import Page, page
from contactcenter.crm.models import Customer
from contactcenter.crm.queries import user_names
from contactcenter.crm.reach import within_of_many
from contactcenter.crm.segments.compiling import Moment, select_ids, this_moment
from contactcenter.crm.segments.models import Segment, SegmentDay, SegmentLog, SegmentMember
from contactcenter.crm.segments.reaching import among
from contactcenter.crm.segments.rules import Node
from contactcenter.crm.segments.timing import allow_seconds
from contactcenter.crm.segments.tree import check_rules

COUNT_SECONDS = 3
DRAWN = (("7", 1), ("77", 30))
"""How the ids end of those from whom a count is estimated, one in 32 or in 1,024; so many of them must fit."""
TREND_DAYS = 30

_NAMES = (
    sa.select(SegmentMember.customer_id, Segment.name)
    .join(Segment, Segment.id == SegmentMember.segment_id)
    .where(SegmentMember.customer_id.in_(sa.bindparam("ids", expanding=True)), Segment.archived_at.is_(None))
    .order_by(Segment.position, Segment.name_folded)
)


@dataclass(frozen=True)
class Counted:
    """Estimated where counting all takes longer than anybody waits while typing; None where that takes as long."""

    count: int | None
    sample: list[Any]
    ms: int
    is_estimate: bool = False


def list_segments(
    session: Session,
    *,
    kind: str | None = None,
    q: str | None = None,
    is_archived: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page:
    """By name. `q` is a folded part of it."""
    statement = sa.select(Segment).where(
        Segment.archived_at.is_not(None) if is_archived else Segment.archived_at.is_(None)
    )
    if kind:
        statement = statement.where(Segment.kind == kind)
    if q:
        statement = statement.where(Segment.name_folded.contains(q, autoescape=True))
    order = (Segment.position, Segment.name_folded, Segment.id)
    return page(session, statement, order, limit=limit, cursor=cursor, is_descending=False)


def count_rules(
    session: Session,
    raw: Any,
    *,
    me: str | None,
    hidden: frozenset[str] = frozenset(),
    reach: Reach = EVERYTHING,
    seconds: float = COUNT_SECONDS,
) -> Counted:
    """How many within `reach` fit rules that are not saved, and any five of them.

    Raises Invalid; Forbidden for `hidden` fields.
    """
    began = monotonic()
    node = check_rules(session, raw, hidden=hidden).node
    moment = this_moment(me)
    try:
        return Counted(*_count(session, select_ids(node, moment), seconds, reach), _milliseconds(began))
    except sa.exc.OperationalError:
        session.rollback()
    for ending, least in DRAWN:
        try:
            count, sample = _estimate(session, node, moment, seconds, reach, Customer.id.endswith(ending), least)
        except sa.exc.OperationalError:
            session.rollback()
        else:
            return Counted(count, sample, _milliseconds(began), is_estimate=True)
    return Counted(None, [], _milliseconds(began))


def _count(session: Session, fitting: sa.Select[Any], seconds: float, reach: Reach) -> tuple[int, list[Any]]:
    if reach:
        fitting = fitting.where(within_of_many(reach))
    with allow_seconds(session, seconds):
        count = session.scalar(fitting.with_only_columns(sa.func.count(), maintain_column_froms=True)) or 0
        five = fitting.with_only_columns(Customer, maintain_column_froms=True).limit(5)
        return count, list(session.scalars(five))


def _estimate(
    session: Session,
    node: Node,
    moment: Moment,
    seconds: float,
    reach: Reach,
    is_drawn: sa.ColumnElement[bool],
    least: int,
) -> tuple[int | None, list[Any]]:
    """From those who are drawn by the random end of their ids; in two figures. None when fewer than `least` fit."""
    everybody = sa.select(sa.func.count()).select_from(Customer).where(Customer.merged_into_id.is_(None))
    count, sample = _count(session, select_ids(node, moment, among=is_drawn), seconds, reach)
    if count < least:
        return None, []
    with allow_seconds(session, seconds):
        drawn, of = session.scalar(everybody.where(is_drawn)) or 1, session.scalar(everybody) or 0
    estimate = round(count * of / drawn)
    return round(estimate, 2 - len(str(estimate))), sample


def count_members(session: Session) -> dict[str, tuple[int, int]]:
    """Segments whose `size` is not what it is counted to be → (what it says, what it is)."""
    members = sa.select(SegmentMember.segment_id, sa.func.count().label("size")).group_by(SegmentMember.segment_id)
    counted = members.subquery()
    size = sa.func.coalesce(counted.c.size, 0)
    rows = session.execute(
        sa.select(Segment.id, Segment.size, size)
        .outerjoin(counted, counted.c.segment_id == Segment.id)
        .where(Segment.size != size)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def list_members(
    session: Session,
    segment_id: str,
    *,
    limit: int,
    cursor: str | None,
    q: str | None = None,
    reach: Reach = EVERYTHING,
) -> Page:
    """(entered_at, Customer) rows, the last to enter first."""
    statement: Any = (
        sa.select(SegmentMember.entered_at, Customer)
        .join(Customer, Customer.id == SegmentMember.customer_id)
        .where(SegmentMember.segment_id == segment_id, Customer.merged_into_id.is_(None))
    )
    if reach:
        statement = statement.where(among(session, reach))
    if q:
        statement = statement.where(Customer.name_folded.contains(q, autoescape=True))
    order = (SegmentMember.entered_at, SegmentMember.customer_id)
    return page(session, statement, order, limit=limit, cursor=cursor)


def list_log(session: Session, segment_id: str, *, limit: int, cursor: str | None, reach: Reach = EVERYTHING) -> Page:
    """(SegmentLog, display_name) rows, the latest first."""
    statement: Any = (
        sa.select(SegmentLog, Customer.display_name)
        .join(Customer, Customer.id == SegmentLog.customer_id)
        .where(SegmentLog.segment_id == segment_id)
    )
    if reach:
        statement = statement.where(among(session, reach))
    return page(session, statement, (SegmentLog.at, SegmentLog.id), limit=limit, cursor=cursor)


def list_days(session: Session, segments: list[Segment], days: int) -> dict[str, list[dict[str, Any]]]:
    """Per segment the last `days` days, oldest first: size when the day ended, who came and went.

    A day on which nothing happened has the size of the day before; before its first day a
    segment had none.
    """
    today = this_moment().today
    first = today - timedelta(days=days - 1)
    ids = [one.id for one in segments]
    rows = session.scalars(
        sa.select(SegmentDay).where(SegmentDay.segment_id.in_(ids), SegmentDay.day >= first).order_by(SegmentDay.day)
    )
    known: dict[str, dict[date, SegmentDay]] = {segment_id: {} for segment_id in ids}
    for row in rows:
        known[row.segment_id][row.day] = row
    before = _sizes_before(session, ids, first)
    calendar = [first + timedelta(days=n) for n in range(days)]
    return {segment_id: _filled(known[segment_id], calendar, before.get(segment_id, 0)) for segment_id in ids}


def names_of(session: Session, customer_ids: list[str]) -> dict[str, list[str]]:
    """The names of each customer's segments."""
    names: dict[str, list[str]] = {customer_id: [] for customer_id in customer_ids}
    for customer_id, name in session.execute(_NAMES, {"ids": customer_ids}):
        names[customer_id].append(name)
    return names


def list_of_customer(session: Session, customer_id: str) -> list[tuple[datetime, Segment]]:
    rows = session.execute(
        sa.select(SegmentMember.entered_at, Segment)
        .join(Segment, Segment.id == SegmentMember.segment_id)
        .where(SegmentMember.customer_id == customer_id, Segment.archived_at.is_(None))
        .order_by(Segment.position, Segment.name_folded)
    )
    return [(row[0], row[1]) for row in rows]


def owner_names(session: Session, segments: list[Segment]) -> dict[str, str]:
    return user_names(session, {one.owner_id for one in segments})


def is_member(customer_id: Any, segment_id: str) -> sa.ColumnElement[bool]:
    """For other lists: whether a customer column is in a segment."""
    return sa.exists().where(SegmentMember.segment_id == segment_id, SegmentMember.customer_id == customer_id)


def _sizes_before(session: Session, ids: list[str], first: date) -> dict[str, int]:
    latest = (
        sa.select(SegmentDay.segment_id, sa.func.max(SegmentDay.day).label("day"))
        .where(SegmentDay.segment_id.in_(ids), SegmentDay.day < first)
        .group_by(SegmentDay.segment_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(SegmentDay.segment_id, SegmentDay.size).join(
            latest, sa.and_(latest.c.segment_id == SegmentDay.segment_id, latest.c.day == SegmentDay.day)
        )
    )
    return {row[0]: row[1] for row in rows}


def _filled(known: dict[date, SegmentDay], calendar: list[date], size: int) -> list[dict[str, Any]]:
    series = []
    for day in calendar:
        row = known.get(day)
        size = row.size if row else size
        series.append(
            {"day": day, "size": size, "entered": row.entered if row else 0, "exited": row.exited if row else 0}
        )
    return series


def _milliseconds(began: float) -> int:
    return round((monotonic() - began) * 1000)
