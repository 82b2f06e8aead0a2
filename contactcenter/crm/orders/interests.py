"""How much a customer wants which product."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid
from contactcenter.core.events import emit
from contactcenter.crm.orders.events import InterestsChanged
from contactcenter.crm.orders.models import Product, ProductInterest
from contactcenter.crm.service import get_customer


def list_interests(session: Session, customer_id: str) -> list[dict[str, Any]]:
    """The strongest first: `{product_id, code, name, category, level, source, updated_at}`."""
    rows = session.execute(
        sa.select(ProductInterest, Product.code, Product.name, Product.category)
        .join(Product, Product.id == ProductInterest.product_id)
        .where(ProductInterest.customer_id == customer_id)
        .order_by(ProductInterest.level.desc(), Product.name)
    )
    return [
        {
            "product_id": interest.product_id,
            "code": code,
            "name": name,
            "category": category,
            "level": interest.level,
            "source": interest.source,
            "updated_at": interest.updated_at,
        }
        for interest, code, name, category in rows
    ]


def put_interests(session: Session, customer_id: str, wanted: dict[str, int], *, source: str = "manual") -> None:
    """Make these (product id → level, 1 to 5) all that the customer is interested in. Raises Invalid."""
    customer = get_customer(session, customer_id, for_update=True)
    known = set(session.scalars(sa.select(Product.id).where(Product.id.in_(wanted))))
    if unknown := sorted(set(wanted) - known):
        raise Invalid("unknown_product", "There is no such product.", product_id=unknown[:5])
    held = {
        row.product_id: row for row in session.scalars(sa.select(ProductInterest).filter_by(customer_id=customer.id))
    }
    for product_id, row in held.items():
        if product_id not in wanted:
            session.delete(row)
    for product_id, level in wanted.items():
        row = held.get(product_id) or ProductInterest(customer_id=customer.id, product_id=product_id, level=0)
        if row.level != level:
            row.level, row.source, row.updated_at = level, source, now()
            session.add(row)
    session.flush()
    emit(session, InterestsChanged(customer.id))
