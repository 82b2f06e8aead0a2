"""What an order is made of."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.core.errors import Invalid
from contactcenter.crm.orders.models import Order, OrderLine, Product
from contactcenter.crm.orders.money import check_amount
from contactcenter.crm.orders.products import find_products

MOST_LINES = 200
MOST_OF_ONE = 1_000_000

Line = dict[str, Any]


def read_lines(session: Session, written: Sequence[Line]) -> list[Line]:
    """Lines as they are kept: `{product_id, name, quantity, price_minor}`.

    A product by id or code brings its name and price where none are given; a line without one needs a
    name and a price. Raises Invalid naming the line.
    """
    if len(written) > MOST_LINES:
        raise Invalid("too_many_lines", "An order has at most 200 lines.", lines=["Too many."])
    ids = [str(line["product_id"]) for line in written if line.get("product_id")]
    codes = [str(line["product_code"]) for line in written if line.get("product_code")]
    known = find_products(session, ids, codes) if ids or codes else {}
    return [_read(number, line, known) for number, line in enumerate(written)]


def sum_of(lines: Sequence[Line]) -> int:
    return sum(int(line["quantity"]) * int(line["price_minor"]) for line in lines)


def put_lines(session: Session, order: Order, lines: Sequence[Line]) -> None:
    """Make these the order's lines."""
    order.lines[:] = [OrderLine(position=position, **line) for position, line in enumerate(lines)]
    session.flush()


def _read(number: int, line: Line, known: dict[str, Product]) -> Line:
    wanted = line.get("product_id") or line.get("product_code")
    product = known.get(wanted) if wanted else None
    if wanted and product is None:
        raise Invalid("unknown_product", "There is no such product.", **{f"lines.{number}": ["No product has that."]})
    name = line.get("name") or (product.name if product else "")
    if not name:
        raise Invalid("line_without_product", "A line needs a product or a name.", **{f"lines.{number}": ["No name."]})
    quantity = line.get("quantity", 1)
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 0 < quantity <= MOST_OF_ONE:
        raise Invalid("invalid_quantity", "Not a number of things.", **{f"lines.{number}": ["Not a quantity."]})
    price = line.get("price_minor")
    if price is None:
        price = product.price_minor if product else None
    return {
        "product_id": product.id if product else None,
        "name": name,
        "quantity": quantity,
        "price_minor": check_amount(price, f"lines.{number}.price_minor"),
    }
