"""Named reads of the roll-up."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.crm.present import contribute_part
from contactcenter.crm.stats.models import CustomerStats

UNKNOWN: dict[str, Any] = {
    "orders": None, "spent": None, "average_order": None, "last_order_at": None, "rfm": None, "rfm_class": None,
    "currency": None, "lifetime_value": None, "frequency": None, "first_order_at": None, "recency_days": None,
    "favourite_products": [], "points": 0, "other_currencies": [],
}  # fmt: skip
"""Of whom nothing was bought: nothing is known, which is not zero."""

_OF = sa.select(CustomerStats).where(CustomerStats.customer_id.in_(sa.bindparam("ids", expanding=True)))


def metrics_of(session: Session, customer_ids: list[str]) -> dict[str, Any]:
    """What each customer bought, as `customer.metrics` shows it, for every id."""
    shown = {customer_id: dict(UNKNOWN) for customer_id in customer_ids}
    for row in session.scalars(_OF, {"ids": customer_ids}) if customer_ids else ():
        shown[row.customer_id] = metrics(row)
    return shown


def register() -> None:
    contribute_part("metrics", metrics_of)


def metrics(row: CustomerStats) -> dict[str, Any]:
    if not row.orders:
        return {**UNKNOWN, "points": row.points}
    return {
        "orders": row.orders,
        "spent": row.spent_minor,
        "average_order": row.average_minor,
        "currency": row.currency,
        "lifetime_value": row.spent_minor,
        "frequency": row.frequency,
        "first_order_at": row.first_order_at,
        "last_order_at": row.last_order_at,
        "recency_days": max(0, (now() - row.last_order_at).days) if row.last_order_at else None,
        "rfm": row.rfm,
        "rfm_class": row.rfm_class,
        "favourite_products": row.favourite_products,
        "points": row.points,
        "other_currencies": [
            {"currency": one["currency"], "orders": one["orders"], "spent": one["spent_minor"]}
            for one in row.other_currencies
        ],
    }


def count_classes(session: Session) -> list[dict[str, Any]]:
    """How many customers each purchase class has and what they spent, by currency."""
    rows = session.execute(
        sa.select(
            CustomerStats.rfm_class,
            CustomerStats.currency,
            sa.func.count(),
            sa.func.sum(CustomerStats.spent_minor),
        )
        .where(CustomerStats.rfm_class.is_not(None))
        .group_by(CustomerStats.rfm_class, CustomerStats.currency)
    )
    return [
        {"rfm_class": name, "currency": currency, "customers": count, "spent": int(spent)}
        for name, currency, count, spent in rows
    ]
