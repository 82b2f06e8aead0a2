"""Search from anywhere: people, calls, companies, orders, and what was said and written."""

from typing import Any

import sqlalchemy as sa
from flask_smorest import Blueprint
from marshmallow import fields, validate
from sqlalchemy.orm import Session, joinedload, selectinload

from contactcenter.agents.actor import Actor
from contactcenter.agents.policies import can
from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import Reach, reach_of
from contactcenter.calls import queries as calls
from contactcenter.calls.present import present as present_calls
from contactcenter.calls.reach import find_outside_calls
from contactcenter.calls.schemas import CallSchema
from contactcenter.core.db import read
from contactcenter.core.schemas import Question, StrictSchema
from contactcenter.core.settings import current
from contactcenter.crm.companies import queries as companies
from contactcenter.crm.companies.schemas import CompanySchema
from contactcenter.crm.masking.mask import Mask
from contactcenter.crm.models import Customer
from contactcenter.crm.orders import products
from contactcenter.crm.orders import queries as orders
from contactcenter.crm.orders.models import Order
from contactcenter.crm.orders.schemas import OrderSchema, ProductSchema
from contactcenter.crm.present import present as present_customers
from contactcenter.crm.reach import concerns
from contactcenter.crm.schemas import CustomerSchema
from contactcenter.crm.search.find import find_customers
from contactcenter.crm.search.lines import Hit, find_lines
from contactcenter.crm.search.schemas import TextHitSchema
from contactcenter.crm.search.sight import mask_for_search

blp = Blueprint("search", __name__, url_prefix="/api/v1", description="Search from anywhere")

AFTER_ANY_TEXT = "\U0010ffff"
OTHERS = 4
"""At most as many calls, companies, orders and texts: people come first."""


class SearchArgs(StrictSchema):
    q = Question(required=True, min_length=1, max_length=100)
    limit = fields.Integer(load_default=8, validate=validate.Range(1, 20))


class SearchSchema(StrictSchema):
    customers = fields.List(fields.Nested(CustomerSchema))
    calls = fields.List(fields.Nested(CallSchema))
    companies = fields.List(fields.Nested(CompanySchema))
    orders = fields.List(fields.Nested(OrderSchema))
    products = fields.List(fields.Nested(ProductSchema))
    texts = fields.List(fields.Nested(TextHitSchema))


@blp.get("/search")
@require("customers.read")
@blp.arguments(SearchArgs, location="query")
@blp.response(200, SearchSchema)
def search(args: dict[str, Any]) -> Any:
    """Everything that fits, by group: names without diacritics in any order, numbers in any form, addresses, codes."""
    actor, q, limit = current_actor(), args["q"], args["limit"]
    region, mask = current().default_region, mask_for_search(actor, q)
    with read() as session:
        reach = reach_of(session, actor)
        found_orders = _orders(session, actor, q, reach)
        ids = find_customers(session, q, region=region, actor_id=actor.user_id, limit=limit, mask=mask, reach=reach)
        ids = _with_buyers(ids, found_orders, q)[:limit]
        people = {row.id: row for row in session.scalars(_WITH_LINES, {"ids": ids}).unique()} if ids else {}
        ranked = [people[i] for i in ids if i in people]
        found_calls = _calls(session, actor, q, ids, mask, reach)
        return {
            "customers": present_customers(session, ranked),
            "calls": present_calls(session, found_calls, with_transcript=False),
            "companies": _companies(session, actor, q, mask, reach),
            "orders": found_orders,
            "products": _products(session, actor, q),
            "texts": _texts(session, _lines(session, q, limit, mask, reach)),
        }


_WITH_LINES = (
    sa.select(Customer)
    .where(Customer.id.in_(sa.bindparam("ids", expanding=True)))
    .options(joinedload(Customer.identities))
)


_CODES = ("written", "marked", "as_typed")


def _beginning_with(name: str, *is_seen: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """By the index on the code, which is compared byte by byte in both databases."""
    is_meant = sa.and_(Order.code >= sa.bindparam(name), Order.code < sa.bindparam(f"after_{name}"), *is_seen)
    return sa.select(sa.select(Order.id).where(is_meant).order_by(Order.code).limit(OTHERS).subquery().c.id)


def _orders_by_code(*is_seen: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Each form of a code by itself: in one condition they would be a walk through all codes."""
    found = sa.union_all(*(_beginning_with(name, *is_seen) for name in _CODES))
    wanted = sa.select(Order).where(Order.id.in_(found)).order_by(Order.code).limit(OTHERS)
    return wanted.options(selectinload(Order.lines))


_ORDERS = _orders_by_code()


def _calls(session: Session, actor: Actor, q: str, ids: list[str], mask: Mask, reach: Reach) -> list[Any]:
    if not can(actor, "calls.read_all"):
        return []
    return calls.find_calls(session, q, ids, limit=OTHERS, mask=mask, reach=reach)


def _companies(session: Session, actor: Actor, q: str, mask: Mask, reach: Reach) -> list[Any]:
    if not can(actor, "companies.read"):
        return []
    wanted = {"q": q, "limit": OTHERS, "cursor": None}
    page = companies.list_companies(session, wanted, region=current().default_region, mask=mask, reach=reach)
    return companies.present(session, page.items) if page.items else []


def _orders(session: Session, actor: Actor, q: str, reach: Reach) -> list[Any]:
    if not can(actor, "orders.read"):
        return []
    written = _as_code(q)
    codes = dict(zip(_CODES, (written, f"#{written}", q.strip()), strict=True))
    ends = {f"after_{name}": code + AFTER_ANY_TEXT for name, code in codes.items()}
    found = _orders_by_code(concerns(reach, Order.customer_id)) if reach else _ORDERS
    return orders.present_orders(session, session.scalars(found, codes | ends).all())


def _as_code(q: str) -> str:
    return "".join(q.split()).lstrip("#").upper()


def _with_buyers(ids: list[str], found: list[Any], q: str) -> list[str]:
    """Who bought comes with the order; the first of all when its whole code was typed."""
    meant = [order["customer_id"] for order in found if _as_code(order["code"]) == _as_code(q)]
    return [*dict.fromkeys([*meant, *ids, *(order["customer_id"] for order in found)])]


def _products(session: Session, actor: Actor, q: str) -> list[Any]:
    return products.list_products(session, q=q, limit=OTHERS).items if can(actor, "orders.read") else []


def _lines(session: Session, q: str, limit: int, mask: Mask, reach: Reach) -> list[Hit]:
    hits = find_lines(session, q, limit=limit, mask=mask, reach=reach)
    strangers = {hit.ref_id for hit in hits if hit.kind == "call" and hit.customer_id is None}
    outside = find_outside_calls(session, reach, strangers)
    return [hit for hit in hits if hit.ref_id not in outside]


def _texts(session: Session, hits: list[Hit]) -> list[dict[str, Any]]:
    ids = {hit.customer_id for hit in hits if hit.customer_id}
    rows = session.execute(sa.select(Customer.id, Customer.display_name).where(Customer.id.in_(ids))) if ids else ()
    names = {row.id: row.display_name for row in rows}
    return [
        {
            "customer_id": hit.customer_id,
            "customer_name": names.get(hit.customer_id or ""),
            "kind": hit.kind,
            "ref_id": hit.ref_id,
            "seconds": hit.seconds,
            "speaker": hit.speaker,
            "occurred_at": hit.occurred_at,
            "snippet": hit.snippet.text,
            "marks": hit.snippet.marks,
        }
        for hit in hits
    ]
