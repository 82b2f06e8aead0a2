"""What there is to buy."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.core.paging import Page, page
from contactcenter.crm.orders.events import ProductSaved
from contactcenter.crm.orders.models import Product
from contactcenter.crm.orders.money import check_amount, check_currency
from contactcenter.crm.service import fold


def create_product(session: Session, values: dict[str, Any]) -> Product:
    """Raises Conflict `product_code_taken`, Invalid for an amount or currency that is none."""
    _refuse_taken(session, values["code"])
    product = Product(**_checked(values))
    product.search_folded = _folded(product)
    session.add(product)
    session.flush()
    emit(session, ProductSaved(product.id))
    return product


def change_product(session: Session, product_id: str, changes: dict[str, Any], *, version: int | None) -> Product:
    """Raises Stale when somebody was faster. Orders keep the name and the price they were made with."""
    product = get_product(session, product_id, for_update=True)
    if version is not None and version != product.version:
        raise Stale("version_conflict", "Somebody changed this product meanwhile.", version=product.version)
    if changes.get("code", product.code) != product.code:
        _refuse_taken(session, changes["code"])
    for name, value in _checked(changes).items():
        setattr(product, name, value)
    if session.is_modified(product):
        product.search_folded = _folded(product)
        product.version += 1
        product.updated_at = now()
        emit(session, ProductSaved(product.id))
    return product


def get_product(session: Session, product_id: str, *, for_update: bool = False) -> Product:
    statement = sa.select(Product).where(Product.id == product_id)
    product = session.scalars(statement.with_for_update() if for_update else statement).one_or_none()
    if product is None:
        raise NotFound("product_not_found", "There is no such product.")
    return product


def find_products(session: Session, ids: Iterable[str], codes: Iterable[str]) -> dict[str, Product]:
    """Products by id and by code, whichever was asked for."""
    wanted = sa.select(Product).where(sa.or_(Product.id.in_(list(ids)), Product.code.in_(list(codes))))
    found: dict[str, Product] = {}
    for product in session.scalars(wanted):
        found |= {product.id: product, product.code: product}
    return found


def find_product_named(session: Session, written: str) -> Product | None:
    """The one active product of that code or name, as people write it; None when there is none, or several."""
    same_name = Product.search_folded.contains(fold(written), autoescape=True)
    near = sa.select(Product).where(Product.is_active.is_(True), sa.or_(Product.code == written, same_name)).limit(50)
    rows = list(session.scalars(near))
    by_code = [row for row in rows if row.code.lower() == written.lower()]
    found = by_code or [row for row in rows if fold(row.name) == fold(written)]
    return found[0] if len(found) == 1 else None


def list_products(
    session: Session,
    *,
    q: str | None = None,
    category: str | None = None,
    is_active: bool | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page:
    """Products by name; `q` words anywhere in code, name or category, without diacritics."""
    statement = sa.select(Product)
    for word in fold(q or "").split()[:6]:
        statement = statement.where(Product.search_folded.contains(word, autoescape=True))
    if category is not None:
        statement = statement.where(Product.category == category)
    if is_active is not None:
        statement = statement.where(Product.is_active.is_(is_active))
    return page(session, statement, (Product.name, Product.id), limit=limit, cursor=cursor, is_descending=False)


def list_categories(session: Session) -> list[str]:
    named = sa.select(Product.category).where(Product.category != "")
    return list(session.scalars(named.distinct().order_by(Product.category).limit(200)))


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    checked = dict(values)
    if "price_minor" in checked:
        checked["price_minor"] = check_amount(checked["price_minor"], "price_minor")
    if "currency" in checked:
        checked["currency"] = check_currency(checked["currency"])
    return checked


def _folded(product: Product) -> str:
    return fold(f"{product.code} {product.name} {product.category or ''}")[:700]


def _refuse_taken(session: Session, code: str) -> None:
    if session.scalar(sa.select(Product.id).where(Product.code == code)) is not None:
        raise Conflict("product_code_taken", "Another product has that code.", code=["Another product has it."])
