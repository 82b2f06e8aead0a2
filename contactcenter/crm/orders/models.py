"""Products, orders with their lines, interests and the loyalty ledger. Amounts: whole minor units of `currency`."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id
from contactcenter.crm.orders.states import STATUSES

_STATUS_LIST = ", ".join(f"'{status}'" for status in STATUSES)

_CODE = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")
"""Compared byte by byte in both databases, so that codes are found by their beginning through the index."""


def key_of(code: str) -> str:
    """A code as orders are told apart by it: DH-1 and dh-1 are one. ASCII only, as `lower` is in both databases."""
    return code.encode().lower().decode()


def _key_of_new(context: Any) -> str:
    return key_of(context.get_current_parameters()["code"])


class Product(Base):
    """Something sold. `code` is the company's own; `search_folded` holds code, name and category without diacritics."""

    __tablename__ = "products"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "prd"))
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    category: Mapped[str] = mapped_column(sa.String(80), default="", index=True)
    search_folded: Mapped[str] = mapped_column(sa.String(700), default="")
    price_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    currency: Mapped[str] = mapped_column(sa.String(3), default="VND")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.CheckConstraint("price_minor >= 0", name="price"),)


class Order(Base):
    """One purchase, wherever it was made. (`source`, `code`) names it: the same pair again is the same order,
    with a code in capitals or not (`code_key`). Orders from before that was so may differ by nothing else.

    `source` says who keeps the original (manual, import, or a shop's name), `external_id` its key there.
    `total_minor` is what the customer pays: discounts and freight may set it apart from the lines' sum.
    """

    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "ord"))
    version: Mapped[int] = mapped_column(default=1)
    source: Mapped[str] = mapped_column(sa.String(30), default="manual")
    code: Mapped[str] = mapped_column(_CODE, index=True)
    code_key: Mapped[str] = mapped_column(_CODE, default=_key_of_new, server_default="")
    external_id: Mapped[str | None] = mapped_column(sa.String(80))
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    placed_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(sa.String(12), default="placed")
    total_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    currency: Mapped[str] = mapped_column(sa.String(3), default="VND")
    channel: Mapped[str] = mapped_column(sa.String(20), default="phone")
    created_by: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="order", order_by="OrderLine.position", cascade="all, delete-orphan"
    )

    __table_args__ = (
        sa.UniqueConstraint("source", "code"),
        sa.Index("ix_orders_source_code_key", "source", "code_key"),
        sa.Index("ix_orders_customer_page", "customer_id", "placed_at", "id"),
        sa.Index("ix_orders_page", "placed_at", "id"),
        *(
            sa.Index(f"ix_orders_{column}_page", column, "placed_at", "id")
            for column in ("status", "channel", "source")
        ),
        sa.CheckConstraint("total_minor >= 0", name="total"),
        sa.CheckConstraint(f"status IN ({_STATUS_LIST})", name="status"),
    )


class OrderLine(Base):
    """So many of one thing at a price. `name` is what it was called then; the product may be unknown to us."""

    __tablename__ = "order_lines"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "orl"))
    order_id: Mapped[str] = mapped_column(sa.ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    product_id: Mapped[str | None] = mapped_column(sa.ForeignKey("products.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    quantity: Mapped[int] = mapped_column(default=1)
    price_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0)

    order: Mapped[Order] = relationship(back_populates="lines")

    __table_args__ = (
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.CheckConstraint("price_minor >= 0", name="price"),
    )


class ProductInterest(Base):
    """How much somebody wants a product: 1 (a question) to 5 (about to buy)."""

    __tablename__ = "product_interests"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "int"))
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id", ondelete="CASCADE"), index=True)
    level: Mapped[int]
    source: Mapped[str] = mapped_column(sa.String(30), default="manual")
    updated_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.UniqueConstraint("customer_id", "product_id"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )


class LoyaltyEntry(Base):
    """Points given or taken. Entries are never changed: a mistake is set right by its opposite."""

    __tablename__ = "loyalty_entries"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "loy"))
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    points: Mapped[int] = mapped_column(sa.BigInteger)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    order_id: Mapped[str | None] = mapped_column(sa.ForeignKey("orders.id", ondelete="SET NULL"), index=True)
    actor_id: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.Index("ix_loyalty_entries_customer_page", "customer_id", "created_at", "id"),
        sa.CheckConstraint("points <> 0", name="points"),
    )
