"""What the demo company's customers bought in two years, what they want, and the points they have.

Through the product's own verbs: figures, timeline and search are what they would be. Kept apart from the
month of calls, so that an install whose demo is older gets its shop at the next start.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.db import read, transaction
from contactcenter.crm.models import Customer
from contactcenter.crm.orders.interests import put_interests
from contactcenter.crm.orders.loyalty import add_points, balance_of
from contactcenter.crm.orders.models import Order, Product
from contactcenter.crm.orders.products import create_product
from contactcenter.crm.orders.service import put_order
from contactcenter.crm.stats.nightly import rebuild_everybody
from contactcenter.demo.profiles import SOURCE
from contactcenter.demo.shop import ARTICLES, OFF_SALE

CHANNELS = ("store", "phone", "web", "zalo", "marketplace")
CHANNEL_WEIGHTS = (34, 26, 18, 14, 8)
VND_A_POINT = 10_000


@dataclass(frozen=True)
class Habit:
    """How many orders, how many days ago the last one, and over how many days they lie."""

    orders: tuple[int, int]
    last: tuple[int, int]
    span: int


HABITS = {
    "loyal": Habit((5, 14), (1, 50), 700),
    "current": Habit((1, 5), (1, 120), 420),
    "lapsed": Habit((1, 4), (190, 380), 300),
    "past": Habit((1, 2), (420, 640), 120),
}


def add_shop(now: datetime, seed: int) -> None:
    """Products and purchases up to `now`, all or nothing; nothing where there are products already."""
    with read() as session:
        if session.scalar(sa.select(Product.id).limit(1)) is not None:
            return
    rng = random.Random(f"shop {seed}")
    with transaction() as session:
        products = [_product(session, position) for position in range(len(ARTICLES))]
        people = session.execute(sa.select(Customer.id, Customer.status).filter_by(source=SOURCE).order_by(Customer.id))
        for customer_id, status in people.all():
            _buy(session, customer_id, HABITS.get(status), products, now, rng)
            _want(session, customer_id, status, products, rng)
    rebuild_everybody()


def _product(session: Session, position: int) -> Product:
    article = ARTICLES[position]
    return create_product(
        session,
        {
            "code": article.code,
            "name": article.name,
            "category": article.category,
            "price_minor": article.price,
            "is_active": article.code not in OFF_SALE,
        },
    )


def _buy(
    session: Session, customer_id: str, habit: Habit | None, products: list[Product], now: datetime, rng: random.Random
) -> None:
    if habit is None:
        return
    for number, placed_at in enumerate(_moments(habit, now, rng), start=1):
        lines = _lines(products, rng)
        discount = rng.choices((0, 5, 10), weights=(70, 20, 10))[0]
        total = sum(line["quantity"] * line["price_minor"] for line in lines) * (100 - discount) // 100
        order, _ = put_order(
            session,
            customer_id=customer_id,
            code=f"NX{placed_at:%y%m%d}-{customer_id[-3:].upper()}{number}",
            placed_at=placed_at,
            status=_status(placed_at, now, rng),
            total_minor=total,
            channel=rng.choices(CHANNELS, weights=CHANNEL_WEIGHTS)[0],
            lines=lines,
        )
        _reward(session, order, now)
    if rng.random() < 0.2:
        _redeem(session, customer_id)


def _moments(habit: Habit, now: datetime, rng: random.Random) -> Iterator[datetime]:
    """When they bought, oldest first, in shop hours."""
    last = rng.randint(*habit.last)
    days = sorted((last + rng.randrange(habit.span) for _ in range(rng.randint(*habit.orders) - 1)), reverse=True)
    for day in (*days, last):
        moment = now - timedelta(days=day)
        yield moment.replace(hour=rng.randrange(2, 13), minute=rng.randrange(60), second=rng.randrange(60))


def _lines(products: list[Product], rng: random.Random) -> list[dict[str, Any]]:
    count = rng.choices((1, 2, 3), weights=(62, 28, 10))[0]
    chosen = dict.fromkeys(rng.choices(range(len(products)), weights=[a.weight for a in ARTICLES], k=count))
    return [
        {
            "product_id": products[position].id,
            "quantity": 2 if products[position].price_minor < 600_000 and rng.random() < 0.3 else 1,
            "price_minor": products[position].price_minor,
        }
        for position in chosen
    ]


def _status(placed_at: datetime, now: datetime, rng: random.Random) -> str:
    if now - placed_at > timedelta(days=8):
        return rng.choices(("delivered", "returned", "canceled"), weights=(93, 3, 4))[0]
    return rng.choices(("placed", "paid", "shipped", "delivered"), weights=(3, 2, 3, 2))[0]


def _reward(session: Session, order: Order, now: datetime) -> None:
    points = order.total_minor // VND_A_POINT
    if order.status == "delivered" and points:
        entry = add_points(session, order.customer_id, points, f"Tích điểm đơn {order.code}", order_id=order.id)
        entry.created_at = min(now, order.placed_at + timedelta(days=2))


def _redeem(session: Session, customer_id: str) -> None:
    if balance_of(session, customer_id) >= 300:
        add_points(session, customer_id, -200, "Đổi phiếu quà 200.000 ₫")


def _want(session: Session, customer_id: str, status: str, products: list[Product], rng: random.Random) -> None:
    """People who bought little so far have said what they look for."""
    if rng.random() > (0.75 if status == "potential" else 0.3):
        return
    wanted = rng.sample([product for product in products if product.is_active], rng.randint(1, 3))
    put_interests(session, customer_id, {product.id: rng.choices((2, 3, 4, 5), (2, 4, 3, 1))[0] for product in wanted})
