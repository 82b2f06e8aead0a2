"""The figures of many customers at once, from the tables they come from. Reads only."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.orders.models import LoyaltyEntry, Order, OrderLine, Product
from contactcenter.crm.orders.states import BOUGHT
from contactcenter.crm.stats.edges import find_edges
from contactcenter.crm.stats.facts import contact_kinds, read_facts
from contactcenter.crm.stats.rfm import Edges, score

FAVOURITES = 3
_YEAR_DAYS = 365

NO_PURCHASES: dict[str, Any] = {
    "orders": 0, "spent_minor": 0, "average_minor": None, "currency": None, "other_currencies": [],
    "first_order_at": None, "last_order_at": None, "frequency": None, "r": None, "f": None, "m": None,
    "rfm": None, "rfm_class": None, "favourite_products": [], "points": 0,
}  # fmt: skip

Figures = dict[str, dict[str, Any]]

_IDS: Any = sa.bindparam("ids", expanding=True)
_BOUGHT = (Order.customer_id.in_(_IDS), Order.status.in_(sorted(BOUGHT)))
_SUMS = (
    sa.select(
        Order.customer_id,
        Order.currency,
        sa.func.count(),
        sa.func.sum(Order.total_minor),
        sa.func.min(Order.placed_at),
        sa.func.max(Order.placed_at),
    )
    .where(*_BOUGHT)
    .group_by(Order.customer_id, Order.currency)
)
_PRODUCTS = (
    sa.select(Order.customer_id, Product.id, Product.name, sa.func.sum(OrderLine.quantity))
    .join(OrderLine, OrderLine.order_id == Order.id)
    .join(Product, Product.id == OrderLine.product_id)
    .where(*_BOUGHT)
    .group_by(Order.customer_id, Product.id, Product.name)
)
_POINTS = (
    sa.select(LoyaltyEntry.customer_id, sa.func.sum(LoyaltyEntry.points))
    .where(LoyaltyEntry.customer_id.in_(_IDS))
    .group_by(LoyaltyEntry.customer_id)
)


def purchases_of(session: Session, ids: Sequence[str], edges: dict[str, Edges] | None = None) -> Figures:
    """What each bought, their points, and their class. `edges` by currency saves reading them again."""
    if not ids:
        return {}
    known = {} if edges is None else edges
    figures: Figures = {customer_id: dict(NO_PURCHASES) for customer_id in ids}
    sums: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in session.execute(_SUMS, {"ids": ids}):
        sums[row[0]].append(tuple(row[1:]))
    moment = now()
    for customer_id, rows in sums.items():
        rows.sort(key=lambda row: (-row[1], -row[2], row[0]))
        currency = rows[0][0]
        if currency not in known:
            known[currency] = find_edges(session, currency)
        figures[customer_id] |= _purchases(rows, known[currency], moment)
    for customer_id, favourites in (_favourites(session, list(sums)) if sums else {}).items():
        figures[customer_id]["favourite_products"] = favourites
    for customer_id, points in session.execute(_POINTS, {"ids": ids}):
        figures[customer_id]["points"] = int(points)
    return figures


def contacts_of(session: Session, ids: Sequence[str]) -> Figures:
    """How often each was spoken to, when last, and what packages above know besides."""
    if not ids:
        return {}
    figures = read_facts(session, list(ids))
    for told in figures.values():
        told |= {"contacts": 0, "last_contact_at": None}
    kinds = contact_kinds()
    if kinds:
        counted = (
            sa.select(TimelineItem.customer_id, sa.func.count(), sa.func.max(TimelineItem.occurred_at))
            .where(TimelineItem.customer_id.in_(_IDS), TimelineItem.kind.in_(kinds))
            .group_by(TimelineItem.customer_id)
        )
        for customer_id, contacts, last in session.execute(counted, {"ids": ids}):
            figures[customer_id or ""] |= {"contacts": contacts, "last_contact_at": last}
    return figures


def _purchases(rows: list[tuple[Any, ...]], edges: Edges, moment: datetime) -> dict[str, Any]:
    """From one row per currency, the main one first."""
    currency, orders, spent, first, last = rows[0]
    spent = int(spent)  # PostgreSQL sums bigints to a decimal
    years = max(1.0, (moment - first).total_seconds() / 86_400 / _YEAR_DAYS)
    points = score(edges, last_order_at=last, orders=orders, spent_minor=spent)
    return {
        "orders": orders,
        "spent_minor": spent,
        "average_minor": round(spent / orders),
        "currency": currency,
        "other_currencies": [{"currency": c, "orders": n, "spent_minor": int(s)} for c, n, s, _, _ in rows[1:]],
        "first_order_at": first,
        "last_order_at": last,
        "frequency": round(orders / years, 2),
        "r": points.r,
        "f": points.f,
        "m": points.m,
        "rfm": points.code,
        "rfm_class": points.name,
    }


def _favourites(session: Session, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    bought: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for customer_id, product_id, name, quantity in session.execute(_PRODUCTS, {"ids": ids}):
        bought[customer_id].append({"id": product_id, "name": name, "quantity": int(quantity)})
    for products in bought.values():
        products.sort(key=lambda product: (-product["quantity"], product["name"]))
    return {customer_id: products[:FAVOURITES] for customer_id, products in bought.items()}
