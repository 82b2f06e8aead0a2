"""Orders and products over HTTP, and what belongs to one customer: orders, interests, points."""

from typing import Any

from flask import make_response
from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.paging import Page
from contactcenter.core.schemas import PageArgs
from contactcenter.core.settings import current
from contactcenter.core.versions import IfMatch
from contactcenter.crm.orders import bulk, interests, loyalty, products, queries, schemas, service
from contactcenter.crm.orders.models import Order
from contactcenter.crm.queries import user_names
from contactcenter.crm.reach import demand_sight, guard_rows
from contactcenter.crm.search.sight import mask_for_search
from contactcenter.crm.service import get_customer
from contactcenter.crm.stats import queries as stats

blp = Blueprint("orders", __name__, url_prefix="/api/v1", description="Orders and products")
guard_rows("/orders/<order_id>", Order.id, Order.customer_id)


@blp.get("/orders")
@require("orders.read")
@blp.arguments(schemas.OrderFilters, location="query")
@blp.response(200, schemas.OrderPage)
def list_orders(filters: dict[str, Any]) -> Any:
    """Orders, the newest first; `q` begins a code, or finds the customer."""
    actor = current_actor()
    mask = mask_for_search(actor, filters["q"])
    with read() as session:
        demand_sight(session, actor, filters["customer_id"])
        reach, region = reach_of(session, actor), current().default_region
        return _page(session, queries.list_orders(session, **filters, region=region, mask=mask, reach=reach))


@blp.post("/orders")
@require("orders.edit")
@blp.arguments(schemas.OrderIn)
@blp.response(201, schemas.OrderSchema)
@blp.alt_response(200, schema=schemas.OrderSchema, description="There was an order of that source and code.")
def put_order(body: dict[str, Any]) -> Any:
    """Write an order. The same `source` and `code` again is the same order: 200, brought up to date.

    403 `outside_reach` where the buyer is a customer of another team.
    """
    actor = current_actor()
    with transaction() as session:
        order, outcome = bulk.put_bought(
            session, body, region=current().default_region, actor_id=actor.user_id, reach=reach_of(session, actor)
        )
        return _tagged(session, order, 201 if outcome == "created" else 200)


@blp.post("/orders/bulk")
@require("orders.edit")
@blp.arguments(schemas.OrdersIn)
@blp.response(200, schemas.OrderResultsSchema)
def put_orders(body: dict[str, Any]) -> Any:
    """Write up to 1,000 orders; each row stands or fails by itself, and repeating is harmless."""
    actor = current_actor()
    with read() as session:
        reach = reach_of(session, actor)
    return bulk.put_many(
        body["items"], source=body["source"], region=current().default_region, actor_id=actor.user_id, reach=reach
    )


@blp.get("/orders/classes")
@require("orders.read")
@blp.response(200, schemas.PurchaseClassesSchema)
def count_classes() -> Any:
    """How many customers each purchase class (RFM) has, and what they spent, by currency."""
    with read() as session:
        return {"items": stats.count_classes(session)}


@blp.get("/orders/<order_id>")
@require("orders.read")
@blp.response(200, schemas.OrderSchema)
def get_order(order_id: str) -> Any:
    with read() as session:
        return _tagged(session, service.get_order(session, order_id))


@blp.patch("/orders/<order_id>")
@require("orders.edit")
@blp.arguments(schemas.OrderChangesIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.OrderSchema)
def change_order(body: dict[str, Any], lock: dict[str, Any], order_id: str) -> Any:
    """Change an order; with If-Match, 412 `version_conflict` when somebody else was faster."""
    with transaction() as session:
        return _tagged(session, service.change_order(session, order_id, body, version=lock["version"]))


@blp.get("/products")
@require("orders.read")
@blp.arguments(schemas.ProductFilters, location="query")
@blp.response(200, schemas.ProductPage)
def list_products(filters: dict[str, Any]) -> Any:
    """Products by name."""
    with read() as session:
        return products.list_products(session, **filters)


@blp.get("/products/categories")
@require("orders.read")
@blp.response(200, schemas.CategoriesSchema)
def list_categories() -> Any:
    with read() as session:
        return {"items": products.list_categories(session)}


@blp.post("/products")
@require("products.edit")
@blp.arguments(schemas.ProductIn)
@blp.response(201, schemas.ProductSchema)
def create_product(body: dict[str, Any]) -> Any:
    """409 `product_code_taken` when another product has the code."""
    with transaction() as session:
        return products.create_product(session, body)


@blp.get("/products/<product_id>")
@require("orders.read")
@blp.response(200, schemas.ProductSchema)
def get_product(product_id: str) -> Any:
    with read() as session:
        return products.get_product(session, product_id)


@blp.patch("/products/<product_id>")
@require("products.edit")
@blp.arguments(schemas.ProductChangesIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.ProductSchema)
def change_product(body: dict[str, Any], lock: dict[str, Any], product_id: str) -> Any:
    with transaction() as session:
        return products.change_product(session, product_id, body, version=lock["version"])


@blp.get("/customers/<customer_id>/orders")
@require("orders.read")
@blp.arguments(schemas.OrderFilters(exclude=("customer_id",)), location="query")
@blp.response(200, schemas.OrderPage)
def list_customers_orders(filters: dict[str, Any], customer_id: str) -> Any:
    """One customer's orders, the newest first."""
    mask = mask_for_search(current_actor(), filters["q"])
    with read() as session:
        wanted = {**filters, "customer_id": get_customer(session, customer_id).id}
        return _page(session, queries.list_orders(session, **wanted, region=current().default_region, mask=mask))


@blp.get("/customers/<customer_id>/interests")
@require("orders.read")
@blp.response(200, schemas.InterestsSchema)
def list_interests(customer_id: str) -> Any:
    """What the customer wants, the strongest first."""
    with read() as session:
        return {"items": interests.list_interests(session, get_customer(session, customer_id).id)}


@blp.put("/customers/<customer_id>/interests")
@require("customers.edit")
@blp.arguments(schemas.InterestsIn)
@blp.response(200, schemas.InterestsSchema)
def put_interests(body: dict[str, Any], customer_id: str) -> Any:
    """Make these all of the customer's interests."""
    wanted = {one["product_id"]: one["level"] for one in body["items"]}
    with transaction() as session:
        interests.put_interests(session, customer_id, wanted)
        return {"items": interests.list_interests(session, get_customer(session, customer_id).id)}


@blp.get("/customers/<customer_id>/loyalty")
@require("orders.read")
@blp.arguments(PageArgs, location="query")
@blp.response(200, schemas.LoyaltyPageSchema)
def list_points(filters: dict[str, Any], customer_id: str) -> Any:
    """The customer's points: the balance, and each entry, newest first."""
    with read() as session:
        return _ledger(session, get_customer(session, customer_id).id, filters)


@blp.post("/customers/<customer_id>/loyalty")
@require("orders.edit")
@blp.arguments(schemas.LoyaltyIn)
@blp.response(201, schemas.LoyaltyPageSchema)
def add_points(body: dict[str, Any], customer_id: str) -> Any:
    """Give points, or take them with a negative number; 409 `not_enough_points`."""
    with transaction() as session:
        entry = loyalty.add_points(session, customer_id, **body, actor_id=current_actor().user_id)
        return _ledger(session, entry.customer_id, {"limit": 20, "cursor": None})


def _ledger(session: Any, customer_id: str, filters: dict[str, Any]) -> dict[str, Any]:
    page = loyalty.list_points(session, customer_id, **filters)
    names = user_names(session, {entry.actor_id for entry in page.items})
    columns = ("id", "points", "reason", "order_id", "actor_id", "created_at")
    items = [
        {**{name: getattr(entry, name) for name in columns}, "actor_name": names.get(entry.actor_id or "")}
        for entry in page.items
    ]
    return {"items": items, "next_cursor": page.next_cursor, "balance": loyalty.balance_of(session, customer_id)}


def _page(session: Any, page: Page) -> dict[str, Any]:
    return {"items": queries.present_orders(session, page.items), "next_cursor": page.next_cursor}


def _tagged(session: Any, order: Order, status: int = 200) -> Any:
    session.flush()
    response = make_response(schemas.OrderSchema().dump(queries.present_orders(session, [order])[0]), status)
    response.set_etag(str(order.version))
    return response
