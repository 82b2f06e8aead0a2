"""Which customers somebody sees: those their colleagues take care of, those nobody does, and those they dealt with.

Whoever answers a call must see who calls, whosever customer that is, and afterwards what they said. Dealings are read
from the calls, leads and tasks themselves; packages above contribute theirs.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from contactcenter.agents.actor import Actor
from contactcenter.agents.teams.paths import guard_path, outside_reach
from contactcenter.agents.teams.reach import Reach, reach_of
from contactcenter.core.errors import NotFound
from contactcenter.crm.loading import get_customer
from contactcenter.crm.models import Customer

Dealings = Callable[[str], sa.Select[Any]]

_dealings: list[Dealings] = []


def contribute_dealings(fn: Dealings) -> None:
    """Let a package tell whom somebody dealt with: `fn(user_id)` selects ids of customers."""
    if fn not in _dealings:
        _dealings.append(fn)


def within(reach: Reach, customer: Any = Customer) -> sa.ColumnElement[bool]:
    """Whether a row of `customers` is within somebody's reach."""
    if reach.colleagues is None:
        return sa.true()
    return sa.or_(
        customer.owner_id.is_(None),
        customer.owner_id.in_(sorted(reach.colleagues)),
        *(customer.id.in_(dealt_with(reach.user_id)) for dealt_with in _dealings),
    )


def known_outside(reach: Reach) -> sa.ColumnElement[bool]:
    """Whether a row of `customers` is within somebody's reach for their dealings only: others take care of it."""
    dealings = [dealt_with(reach.user_id) for dealt_with in _dealings]
    known = Customer.id.in_(sa.union(*dealings)) if dealings else sa.false()
    others = Customer.owner_id.not_in(sorted(reach.colleagues or ()))
    return sa.and_(Customer.merged_into_id.is_(None), others, known)


def concerns(reach: Reach, customer_id: Any) -> sa.ColumnElement[bool]:
    """Whether a row that names a customer in that column, or nobody, is within somebody's reach."""
    if not reach:
        return sa.true()
    customer = aliased(Customer)
    return sa.or_(customer_id.is_(None), sa.exists().where(customer.id == customer_id, within(reach, customer)))


def sees(session: Session, reach: Reach, customer_id: str) -> bool:
    """Whether this customer, or whom they were merged into, is within somebody's reach. Nobody is."""
    if not reach:
        return True
    try:
        found = get_customer(session, customer_id)
    except NotFound:
        return True
    return session.scalar(sa.select(sa.literal(1)).where(Customer.id == found.id, within(reach))) is not None


def demand_sight(session: Session, actor: Actor, *customer_ids: str | None) -> None:
    """For customers that a body or a filter names. Raises Forbidden (outside_reach)."""
    reach = reach_of(session, actor)
    if reach and not all(sees(session, reach, one) for one in customer_ids if one):
        raise outside_reach()


def guard_rows(piece: str, row_id: InstrumentedAttribute[str], customer_id: InstrumentedAttribute[Any]) -> None:
    """Guard a piece of paths that names a row of a table by the customer it belongs to."""

    def sees_row(session: Session, reach: Reach, named: str) -> bool:
        is_outside = sa.select(sa.literal(1)).where(row_id == named, sa.not_(concerns(reach, customer_id)))
        return session.scalar(is_outside) is None

    guard_path(piece, sees_row)


guard_path("<customer_id>", sees)
