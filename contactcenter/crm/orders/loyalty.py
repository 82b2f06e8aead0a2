"""Points: a ledger that only grows; the balance is its sum."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.errors import Conflict, Invalid
from contactcenter.core.events import emit
from contactcenter.core.paging import Page, page
from contactcenter.crm.orders.events import PointsChanged
from contactcenter.crm.orders.models import LoyaltyEntry, Order
from contactcenter.crm.service import get_customer
from contactcenter.crm.stats import service as stats

MOST_POINTS = 1_000_000_000


def add_points(
    session: Session,
    customer_id: str,
    points: int,
    reason: str,
    *,
    order_id: str | None = None,
    actor_id: str | None = None,
) -> LoyaltyEntry:
    """Give points, or take them with a negative number.

    Raises Conflict `not_enough_points` (with the balance) where the balance would fall below nothing,
    Invalid for an order that is not the customer's.
    """
    customer = get_customer(session, customer_id, for_update=True)
    if not points or abs(points) > MOST_POINTS:
        raise Invalid("invalid_points", "Not a number of points.", points=["Not a number of points."])
    if order_id is not None and session.scalar(sa.select(Order.customer_id).filter_by(id=order_id)) != customer.id:
        raise Invalid("not_their_order", "The customer has no such order.", order_id=["Not one of theirs."])
    held = balance_of(session, customer.id)
    if held + points < 0:
        raise Conflict("not_enough_points", "The customer has not so many points.", balance=held)
    entry = LoyaltyEntry(customer_id=customer.id, points=points, reason=reason, order_id=order_id, actor_id=actor_id)
    session.add(entry)
    session.flush()
    stats.touch_purchases(session, customer.id)
    emit(session, PointsChanged(customer.id))
    return entry


def balance_of(session: Session, customer_id: str) -> int:
    held = session.scalar(sa.select(sa.func.sum(LoyaltyEntry.points)).filter_by(customer_id=customer_id))
    return int(held or 0)


def list_points(session: Session, customer_id: str, *, limit: int = 50, cursor: str | None = None) -> Page:
    """One customer's entries, newest first."""
    statement = sa.select(LoyaltyEntry).filter_by(customer_id=customer_id)
    return page(session, statement, (LoyaltyEntry.created_at, LoyaltyEntry.id), limit=limit, cursor=cursor)
