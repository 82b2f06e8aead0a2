"""Whom an export holds: everybody, those a list shows, a segment's members, or chosen ones."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.db import read
from contactcenter.core.errors import NotFound
from contactcenter.core.settings import current
from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.models import Customer
from contactcenter.crm.queries import list_customers
from contactcenter.crm.reach import concerns, within

PAGE = 200


def count_ids(session: Session, selection: dict[str, Any]) -> int | None:
    """How many there will be, where that is one cheap statement."""
    if "ids" in selection:
        return len(selection["ids"])
    if "segment_id" in selection:
        members = _members()
        return session.scalar(
            sa.select(sa.func.count()).select_from(members).where(members.segment_id == selection["segment_id"])
        )
    if not selection.get("filters"):
        return session.scalar(sa.select(sa.func.count(Customer.id)).where(Customer.merged_into_id.is_(None)))
    return None


def iterate_ids(selection: dict[str, Any], mask: Mask = NOTHING, reach: Reach = EVERYTHING) -> Iterator[list[str]]:
    """Ids of customers page by page, each in a session of its own; chosen ones whether within `reach` or not."""
    if "ids" in selection:
        ids = selection["ids"]
        yield from (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))
    elif "segment_id" in selection:
        members = _members()
        those = sa.select(members.customer_id).where(members.segment_id == selection["segment_id"])
        if reach:
            those = those.where(concerns(reach, members.customer_id))
        yield from _by_id(those, members.customer_id)
    elif selection.get("filters"):
        yield from _listed(selection["filters"], mask, reach)
    else:
        everybody = sa.select(Customer.id).where(Customer.merged_into_id.is_(None))
        yield from _by_id(everybody.where(within(reach)) if reach else everybody, Customer.id)


def check_segment(session: Session, segment_id: str) -> str:
    """The segment's name. Raises NotFound."""
    from contactcenter.crm.segments.models import Segment

    segment = session.get(Segment, segment_id)
    if segment is None:
        raise NotFound("segment_not_found", "There is no such segment.")
    return segment.name


def _by_id(statement: sa.Select[Any], column: Any) -> Iterator[list[str]]:
    last = ""
    while True:
        with read() as session:
            ids = list(session.scalars(statement.where(column > last).order_by(column).limit(PAGE)))
        if not ids:
            return
        yield ids
        last = ids[-1]


def _listed(filters: dict[str, Any], mask: Mask, reach: Reach) -> Iterator[list[str]]:
    """Ids of what the list of customers shows. All of them first: whoever is changed meanwhile moves to its top."""
    ids: dict[str, None] = {}
    cursor = None
    while True:
        with read() as session:
            page = list_customers(
                session,
                **filters,
                limit=PAGE,
                cursor=cursor,
                region=current().default_region,
                mask=mask,
                reach=reach,
            )
            ids.update(dict.fromkeys(customer.id for customer in page.items))
        cursor = page.next_cursor
        if cursor is None:
            break
    found = list(ids)
    yield from (found[start : start + PAGE] for start in range(0, len(found), PAGE))


def _members() -> Any:
    """Segments stand above exports, whose members are yet what most exports are of."""
    from contactcenter.crm.segments.models import SegmentMember

    return SegmentMember
