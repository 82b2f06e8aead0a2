"""Orders as a fact of rules: how many, when, how much, of what."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.fields.field import Choice
from contactcenter.crm.orders.models import Order, OrderLine, Product
from contactcenter.crm.orders.states import BOUGHT, STATUSES
from contactcenter.crm.segments.facts import Dimension, Fact, compares, contribute_fact, is_in

_STATUS_LABELS = {
    "draft": ("Nháp", "Draft"), "placed": ("Đã đặt", "Placed"), "paid": ("Đã trả tiền", "Paid"),
    "shipped": ("Đang giao", "Shipped"), "delivered": ("Đã giao", "Delivered"),
    "returned": ("Trả hàng", "Returned"), "canceled": ("Đã hủy", "Canceled"),
}  # fmt: skip
_MOST_CHOICES = 1_000


def register() -> None:
    """Whoever asks for no status means purchases: no drafts, nothing canceled or returned."""
    contribute_fact(
        Fact(
            code="order",
            label_vi="Đơn hàng",
            label_en="Order",
            source=Order,
            customer_id=Order.customer_id,
            at=Order.placed_at,
            unless_named=(("status", Order.status.in_(sorted(BOUGHT))),),
            dimensions=(
                Dimension("product", "choice", "Sản phẩm", "Product", _has_product, _products),
                Dimension("category", "choice", "Nhóm hàng", "Category", _has_category, _categories),
                Dimension("total", "money", "Giá trị", "Total", compares(Order.total_minor)),
                Dimension("status", "choice", "Trạng thái", "Status", is_in(Order.status), _statuses),
                Dimension("channel", "choice", "Kênh", "Channel", is_in(Order.channel)),
            ),
        )
    )


def _has_product(_op: str, ids: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(OrderLine.order_id == Order.id, OrderLine.product_id.in_(ids)).correlate(Order)


def _has_category(_op: str, categories: Any) -> sa.ColumnElement[bool]:
    of: sa.Select[Any] = sa.select(sa.literal_column("1")).select_from(OrderLine)
    of = of.join(Product, Product.id == OrderLine.product_id)
    return sa.exists(of.where(OrderLine.order_id == Order.id, Product.category.in_(categories)).correlate(Order))


def _products(session: Session) -> list[Choice]:
    rows = session.execute(sa.select(Product.id, Product.name).order_by(Product.search_folded).limit(_MOST_CHOICES))
    return [Choice(row.id, row.name, row.name) for row in rows]


def _categories(session: Session) -> list[Choice]:
    rows = session.scalars(sa.select(Product.category).where(Product.category != "").distinct().limit(_MOST_CHOICES))
    return [Choice(name, name, name) for name in sorted(rows)]


def _statuses(_session: Session) -> list[Choice]:
    return [Choice(code, *_STATUS_LABELS[code]) for code in STATUSES]
