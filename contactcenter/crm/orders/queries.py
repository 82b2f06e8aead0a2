"""Named reads of orders."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.paging import Page, page
from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.models import Customer
from contactcenter.crm.orders.models import Order, OrderLine, Product
from contactcenter.crm.orders.states import list_next
from contactcenter.crm.reach import list_within
from contactcenter.crm.search.find import matching_ids

_AFTER_ANY_TEXT = "\U0010ffff"


def list_orders(
    session: Session,
    *,
    q: str | None = None,
    customer_id: str | None = None,
    status: str | None = None,
    channel: str | None = None,
    source: str | None = None,
    product_id: str | None = None,
    from_: Any = None,
    to: Any = None,
    limit: int = 50,
    cursor: str | None = None,
    region: str = "VN",
    mask: Mask = NOTHING,
    reach: Reach = EVERYTHING,
) -> Page:
    """Orders, the newest first; `q` begins a code, or finds the customer by name, number or address."""
    statement = sa.select(Order).options(selectinload(Order.lines))
    if reach:
        statement = statement.where(list_within(session, reach, Order.customer_id))
    told = {"customer_id": customer_id, "status": status, "channel": channel, "source": source}
    for name, value in told.items():
        if value:
            statement = statement.where(getattr(Order, name) == value)
    if from_:
        statement = statement.where(Order.placed_at >= from_)
    if to:
        statement = statement.where(Order.placed_at < to)
    if product_id:
        bought = sa.exists().where(OrderLine.order_id == Order.id, OrderLine.product_id == product_id)
        statement = statement.where(bought)
    if q:
        statement = statement.where(_matches(session, q, region, mask, reach))
    return page(session, statement, (Order.placed_at, Order.id), limit=limit, cursor=cursor)


def present_orders(session: Session, orders: Sequence[Order]) -> list[dict[str, Any]]:
    """One dict per order, of the shape of `OrderSchema`."""
    buyers = {order.customer_id for order in orders}
    names: dict[str, str] = {}
    if buyers:
        rows = session.execute(sa.select(Customer.id, Customer.display_name).where(Customer.id.in_(buyers)))
        names = {row.id: row.display_name for row in rows}
    codes = _product_codes(session, orders)
    return [_shown(order, names.get(order.customer_id, ""), codes) for order in orders]


def _shown(order: Order, customer_name: str, codes: dict[str, str]) -> dict[str, Any]:
    columns = (
        "id", "version", "source", "code", "external_id", "customer_id", "placed_at", "status", "total_minor",
        "currency", "channel", "created_at", "updated_at",
    )  # fmt: skip
    lines = [
        {
            "product_id": line.product_id,
            "product_code": codes.get(line.product_id or ""),
            "name": line.name,
            "quantity": line.quantity,
            "price_minor": line.price_minor,
        }
        for line in order.lines
    ]
    return {
        **{name: getattr(order, name) for name in columns},
        "customer_name": customer_name,
        "lines": lines,
        "next_statuses": list_next(order.status),
    }


def _product_codes(session: Session, orders: Sequence[Order]) -> dict[str, str]:
    ids = {line.product_id for order in orders for line in order.lines if line.product_id}
    if not ids:
        return {}
    return {row.id: row.code for row in session.execute(sa.select(Product.id, Product.code).where(Product.id.in_(ids)))}


def _matches(session: Session, q: str, region: str, mask: Mask, reach: Reach) -> sa.ColumnElement[bool]:
    wanted = q.strip()
    begins = [
        sa.and_(
            Order.code >= written,
            Order.code < written + _AFTER_ANY_TEXT,
            Order.code.startswith(written, autoescape=True),
        )
        for written in dict.fromkeys((wanted, wanted.upper(), f"#{wanted}"))
    ]
    theirs = matching_ids(session, q, region=region, mask=mask, reach=reach)
    return sa.or_(*begins, Order.customer_id.in_(theirs))
