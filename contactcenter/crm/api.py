"""Customers over HTTP: find, save, change, their lines, their timeline."""

from typing import Any

from flask import make_response, request
from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Invalid
from contactcenter.core.settings import current
from contactcenter.crm import queries, service
from contactcenter.crm.present import present, present_items, present_one
from contactcenter.crm.schemas import (
    CreateArgs,
    CustomerFieldsIn,
    CustomerFilters,
    CustomerIn,
    CustomerPage,
    CustomerSchema,
    IdentityChangeIn,
    IdentityIn,
    NoteIn,
    TimelineFilters,
    TimelineItemSchema,
    TimelinePage,
)

blp = Blueprint("customers", __name__, url_prefix="/api/v1/customers", description="Customers")


@blp.get("")
@require("customers.read")
@blp.arguments(CustomerFilters, location="query")
@blp.response(200, CustomerPage)
def list_customers(filters: dict[str, Any]) -> Any:
    """Find customers by name, any written form of a number, or email."""
    with read() as session:
        page = queries.list_customers(session, **filters, region=current().default_region)
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
        )
        return present_one(session, customer)


@blp.get("/<customer_id>")
@require("customers.read")
@blp.response(200, CustomerSchema)
def get_customer(customer_id: str) -> Any:
    """One customer; its ETag is the version to send back as If-Match."""
    with read() as session:
        return _tagged(present_one(session, service.get_customer(session, customer_id)))


@blp.patch("/<customer_id>")
@require("customers.edit")
@blp.arguments(CustomerFieldsIn)
@blp.response(200, CustomerSchema)
def update_customer(body: dict[str, Any], customer_id: str) -> Any:
    """Change fields; with If-Match, 412 `version_conflict` when somebody else was faster."""
    with transaction() as session:
        customer = service.update_customer(session, customer_id, body, version=_if_match(), actor_id=current_actor().id)
        session.flush()
        return _tagged(present_one(session, customer))


@blp.post("/<customer_id>/identities")
@require("customers.edit")
@blp.arguments(IdentityIn)
@blp.response(201, CustomerSchema)
def add_identity(body: dict[str, Any], customer_id: str) -> Any:
    with transaction() as session:
        service.add_identity(
            session,
            customer_id,
            body["channel"],
            body["value"],
            region=current().default_region,
            label=body["label"],
            is_shared=body["is_shared"],
        )
        return present_one(session, service.get_customer(session, customer_id))


@blp.patch("/<customer_id>/identities/<identity_id>")
@require("customers.edit")
@blp.arguments(IdentityChangeIn)
@blp.response(200, CustomerSchema)
def change_identity(body: dict[str, Any], customer_id: str, identity_id: str) -> Any:
    with transaction() as session:
        service.change_identity(session, customer_id, identity_id, body)
        return present_one(session, service.get_customer(session, customer_id))


@blp.delete("/<customer_id>/identities/<identity_id>")
@require("customers.edit")
@blp.response(204)
def remove_identity(customer_id: str, identity_id: str) -> None:
    with transaction() as session:
        service.remove_identity(session, customer_id, identity_id)


@blp.get("/<customer_id>/timeline")
@require("customers.read")
@blp.arguments(TimelineFilters, location="query")
@blp.response(200, TimelinePage)
def list_timeline(filters: dict[str, Any], customer_id: str) -> Any:
    """Everything that happened with this customer, newest first."""
    with read() as session:
        customer = service.get_customer(session, customer_id)
        page = queries.list_timeline(session, customer.id, filters)
        return {"items": present_items(session, page.items), "next_cursor": page.next_cursor}


@blp.post("/<customer_id>/notes")
@require("customers.edit")
@blp.arguments(NoteIn)
@blp.response(201, TimelineItemSchema)
def add_note(body: dict[str, Any], customer_id: str) -> Any:
    with transaction() as session:
        item = service.add_note(session, customer_id, body["text"], actor_id=current_actor().id)
        return present_items(session, [item])[0]


def _if_match() -> int | None:
    written = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not written or written == "*":
        return None
    if not written.isdigit() or len(written) > 9:
        raise Invalid("bad_if_match", "If-Match must be the ETag that was given.")
    return int(written)


def _tagged(customer: dict[str, Any]) -> Any:
    response = make_response(CustomerSchema().dump(customer))
    response.set_etag(str(customer["version"]))
    return response
