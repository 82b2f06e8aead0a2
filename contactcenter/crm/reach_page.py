"""A page of the customers that somebody with a limited reach sees, the last changed first.

Mostly some of the last ten thousand are theirs, and asking these one by one is quickest. Were everybody asked in that
order, who sees few of a million would wait until all had been: seconds. So where these do not fill a page, every part
of the reach names its own first ones by an index: those of each colleague, those of nobody, those dealt with.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from contactcenter.agents.models import User
from contactcenter.agents.teams.reach import Reach
from contactcenter.core.paging import after_cursor
from contactcenter.crm.models import Customer
from contactcenter.crm.reach import dealt_with, within

PAGE_ORDER = (Customer.updated_at, Customer.id)
LOOKED_THROUGH = 10_000

_LATEST = tuple(column.desc() for column in PAGE_ORDER)


def first_within(session: Session, reach: Reach, matching: Any, *, limit: int, cursor: str | None) -> list[str]:
    """Ids of the first `limit` customers after the cursor that are within reach and match, and of one more."""
    after = after_cursor(PAGE_ORDER, cursor) if cursor else sa.true()

    def first(*where: Any) -> Any:
        return sa.select(*PAGE_ORDER).where(matching, after, *where).order_by(*_LATEST).limit(limit + 1)

    edge = session.execute(
        sa.select(*PAGE_ORDER).where(after).order_by(*_LATEST).offset(LOOKED_THROUGH).limit(1)
    ).one_or_none()
    is_recent = sa.true() if edge is None else sa.tuple_(*PAGE_ORDER) > sa.tuple_(*_bound(edge))
    recent = session.execute(first(within(reach), is_recent)).all()
    if edge is None or len(recent) > limit:
        return [row.id for row in recent]
    parts = (
        first(Customer.owner_id.is_(None)),
        _of_each(reach, first(Customer.owner_id == User.id), session.get_bind().dialect.name),
        first(dealt_with(reach)),
    )
    found = sa.union(*(sa.select(part.subquery()) for part in parts)).subquery()
    latest = (found.c.updated_at.desc(), found.c.id.desc())
    return list(session.scalars(sa.select(found.c.id).order_by(*latest).limit(limit + 1)))


def _bound(edge: Any) -> list[Any]:
    return [sa.literal(value, column.type) for value, column in zip(edge, PAGE_ORDER, strict=True)]


def _of_each(reach: Reach, theirs: Any, dialect: str) -> Any:
    """`theirs` of each colleague, who is its `User`."""
    theirs, is_colleague = theirs.correlate(User), User.id.in_(sorted(reach.colleagues or ()))
    if dialect == "postgresql":
        each = theirs.lateral()
        return sa.select(each.c.updated_at, each.c.id).select_from(User).join(each, sa.true()).where(is_colleague)
    customer, ids = aliased(Customer), theirs.with_only_columns(Customer.id)  # SQLite has no LATERAL
    named = sa.select(customer.updated_at, customer.id).select_from(User).join(customer, customer.id.in_(ids))
    return named.where(is_colleague)
