"""Customers over HTTP: find, save, change, their lines, their timeline."""

from typing import Any

from flask import make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import NotFound
from contactcenter.core.settings import current
from contactcenter.core.versions import IfMatch
from contactcenter.crm import history, identities, queries, service
from contactcenter.crm.masking import views
from contactcenter.crm.masking.rules import mask_for
from contactcenter.crm.models import Customer
from contactcenter.crm.owners import guarding_owner
from contactcenter.crm.present import present, present_items, present_one
from contactcenter.crm.schemas import (
    CreateArgs,
    CustomerFieldsIn,
    CustomerFilters,
    CustomerIn,
    CustomerPage,
    CustomerSchema,
    FieldChangePage,
    HistoryFilters,
    IdentityChangeIn,
    IdentityIn,
    ItemFilters,
    TimelineFilters,
    TimelineItemSchema,
    TimelinePage,
    UndoChangeIn,
)
from contactcenter.crm.search.sight import mask_for_search
from contactcenter.crm.timeline import queries as timeline
from contactcenter.crm.timeline.hits import with_hits

_customer = CustomerSchema()  # building one costs more than using it

blp = Blueprint("customers", __name__, url_prefix="/api/v1/customers", description="Customers")


@blp.get("")
@require("customers.read")
@blp.arguments(CustomerFilters, location="query")
@blp.response(200, CustomerPage)
def list_customers(filters: dict[str, Any]) -> Any:
    """Find customers by name, any written form of a number, or email."""
    mask = mask_for_search(current_actor(), filters["q"], filters["phone"], filters["email"])
    with read() as session:
        reach = reach_of(session, current_actor())
        page = queries.list_customers(session, **filters, region=current().default_region, mask=mask, reach=reach)
        return {"items": present(session, page.items), "next_cursor": page.next_cursor}


@blp.post("")
@require("customers.edit")
@blp.arguments(CustomerIn)
@blp.arguments(CreateArgs, location="query")
@blp.response(201, CustomerSchema)
def create_customer(body: dict[str, Any], args: dict[str, Any]) -> Any:
    """Save a customer; 409 `duplicate_identity` tells who has that number or address already."""
    region = current().default_region
    with transaction() as session:
        customer = service.create_customer(
            session,
            **body,
            region=region,
            allow_duplicate=args["allow_duplicate"],
            reach=reach_of(session, current_actor()),
        )
        answer = _shown(session, customer)
    answer.status_code = 201
    return answer


@blp.get("/<customer_id>")
@require("customers.read")
@blp.response(200, CustomerSchema)
def get_customer(customer_id: str) -> Any:
    """One customer; its ETag is the version to send back as If-Match. Views of sensitive fields are kept."""
    actor = current_actor()
    with read() as session:
        customer = service.get_customer(session, customer_id)
        shown = present_one(session, customer)
        seen = views.unnoted(session, customer, mask_for(session, actor.role), actor_id=actor.id)
    if seen:
        with transaction() as session:
            views.note(session, shown["id"], seen, actor_id=actor.id)
    return _tagged(shown)


@blp.patch("/<customer_id>")
@require("customers.edit")
@blp.arguments(IfMatch, location="headers")
@blp.arguments(CustomerFieldsIn)
@blp.response(200, CustomerSchema)
def update_customer(headers: dict[str, Any], body: dict[str, Any], customer_id: str) -> Any:
    """Change fields; with If-Match, 412 `version_conflict` when somebody else was faster.

    403 `not_your_customer` for an agent who would take it away from a colleague.
    """
    with transaction() as session, guarding_owner(session, customer_id, current_actor()):
        return _shown(session, service.update_customer(session, customer_id, body, **headers, **_by()))


@blp.post("/<customer_id>/identities")
@require("customers.edit")
@blp.arguments(IfMatch, location="headers")
@blp.arguments(IdentityIn)
@blp.response(201, CustomerSchema)
def add_identity(headers: dict[str, Any], body: dict[str, Any], customer_id: str) -> Any:
    """One more number, address or account."""
    channel, value = body.pop("channel"), body.pop("value")
    region = current().default_region
    with transaction() as session:
        identities.add_identity(session, customer_id, channel, value, region=region, **body, **headers, **_by())
        answer = _shown(session, service.get_customer(session, customer_id))
    answer.status_code = 201
    return answer


@blp.patch("/<customer_id>/identities/<identity_id>")
@require("customers.edit")
@blp.arguments(IfMatch, location="headers")
@blp.arguments(IdentityChangeIn)
@blp.response(200, CustomerSchema)
def change_identity(headers: dict[str, Any], body: dict[str, Any], customer_id: str, identity_id: str) -> Any:
    """Confirm (`known`), dismiss (`former`), share, label or verify a line."""
    with transaction() as session:
        identities.change_identity(session, customer_id, identity_id, body, **headers, **_by())
        return _shown(session, service.get_customer(session, customer_id))


@blp.delete("/<customer_id>/identities/<identity_id>")
@require("customers.edit")
@blp.arguments(IfMatch, location="headers")
@blp.response(204)
def remove_identity(headers: dict[str, Any], customer_id: str, identity_id: str) -> None:
    with transaction() as session:
        identities.remove_identity(session, customer_id, identity_id, **headers, **_by())


@blp.get("/<customer_id>/history")
@require("customers.read")
@blp.arguments(HistoryFilters, location="query")
@blp.response(200, FieldChangePage)
def list_history(filters: dict[str, Any], customer_id: str) -> Any:
    """Who changed which field, when, from what to what; newest first."""
    locale = current_actor().locale
    with read() as session:
        customer = service.get_customer(session, customer_id)
        page = history.list_history(session, customer.id, **filters)
        items = history.present_changes(session, page.items)
    label = "label_en" if locale == "en" else "label_vi"
    return {"items": [{**item, "label": item[label]} for item in items], "next_cursor": page.next_cursor}


@blp.post("/<customer_id>/history/<change_id>/undo")
@require("customers.edit")
@blp.arguments(IfMatch, location="headers")
@blp.arguments(UndoChangeIn)
@blp.response(200, CustomerSchema)
def undo_change(headers: dict[str, Any], body: dict[str, Any], customer_id: str, change_id: str) -> Any:
    """Take one change back; 409 `changed_since` when the field was changed again."""
    with transaction() as session, guarding_owner(session, customer_id, current_actor()):
        customer = history.undo_change(
            session, customer_id, change_id,
            is_forced=body["is_forced"], region=current().default_region, actor_id=current_actor().id, **headers,
        )  # fmt: skip
        return _shown(session, customer)


@blp.get("/<customer_id>/timeline")
@require("customers.read")
@blp.arguments(TimelineFilters, location="query")
@blp.response(200, TimelinePage)
def list_timeline(filters: dict[str, Any], customer_id: str) -> Any:
    """Everything that happened with this customer, newest first; with `text`, the lines that hold it."""
    mask = mask_for_search(current_actor())
    with read() as session:
        customer = service.get_customer(session, customer_id)
        reach = reach_of(session, current_actor())
        page, hits = timeline.list_timeline(session, customer.id, filters, mask)
        return {"items": with_hits(present_items(session, page.items, reach), hits), "next_cursor": page.next_cursor}


@blp.get("/<customer_id>/timeline/<item_id>")
@require("customers.read")
@blp.arguments(ItemFilters, location="query")
@blp.response(200, TimelineItemSchema)
def get_timeline_item(filters: dict[str, Any], customer_id: str, item_id: str) -> Any:
    """One item as the list shows it; 404 when it is gone, or the filters leave it out."""
    mask = mask_for_search(current_actor())
    with read() as session:
        customer = service.get_customer(session, customer_id)
        item, hits = timeline.find_item(session, customer.id, item_id, filters, mask)
        if item is None:
            raise NotFound("item_not_found", "There is no such item on this timeline.")
        return with_hits(present_items(session, [item], reach_of(session, current_actor())), hits)[0]


def _by() -> dict[str, Any]:
    """Who changes something, for the history."""
    actor = current_actor()
    return {"actor_id": actor.id, "cause": "manual" if actor.kind == "user" else "api"}


def _shown(session: Session, customer: Customer) -> Any:
    """A changed customer as the answer; what it tells of sensitive fields is a view of them."""
    actor = current_actor()
    session.flush()
    seen = views.unnoted(session, customer, mask_for(session, actor.role), actor_id=actor.id)
    views.note(session, customer.id, seen, actor_id=actor.id)
    return _tagged(present_one(session, customer))


def _tagged(customer: dict[str, Any]) -> Any:
    response = make_response(_customer.dump(customer))
    response.set_etag(str(customer["version"]))
    return response
