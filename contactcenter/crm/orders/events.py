"""What happened to orders, points and interests. Ids and codes only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OrderSaved:
    """An order was written or changed; fetch it for the rest."""

    order_id: str
    customer_id: str
    status: str


@dataclass(frozen=True)
class ProductSaved:
    product_id: str


@dataclass(frozen=True)
class PointsChanged:
    customer_id: str


@dataclass(frozen=True)
class InterestsChanged:
    customer_id: str
