"""Tags over HTTP: those there are, and those of one customer."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.core.db import read, transaction
from contactcenter.core.versions import IfMatch
from contactcenter.crm import service as crm
from contactcenter.crm.tags import service
from contactcenter.crm.tags.schemas import (
    CountedTagList,
    CustomerTagIn,
    TagChangeIn,
    TagFilters,
    TagIn,
    TagList,
    TagMergeIn,
    TagSchema,
)

blp = Blueprint("tags", __name__, url_prefix="/api/v1", description="Tags on customers")


@blp.get("/tags")
@require("customers.read")
@blp.arguments(TagFilters, location="query")
@blp.response(200, CountedTagList)
def list_tags(filters: dict[str, Any]) -> Any:
    """Tags, the most used first, with how many customers have each: null for whoever does not see all of them."""
    with read() as session:
        rows = service.list_tags(session, filters["q"])
        is_told = not current_actor().is_limited
        return {"items": [{**TagSchema().dump(tag), "customers": count if is_told else None} for tag, count in rows]}


@blp.post("/tags")
@require("customers.edit")
@blp.arguments(TagIn)
@blp.response(201, TagSchema)
def create_tag(body: dict[str, Any]) -> Any:
    """Make a tag; one of the same name, however written, is given back as it is."""
    with transaction() as session:
        return service.ensure_tag(session, body["name"], body["colour"])


@blp.patch("/tags/<tag_id>")
@require("customers.audit")
@blp.arguments(TagChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, TagSchema)
def change_tag(body: dict[str, Any], match: dict[str, Any], tag_id: str) -> Any:
    """Rename or recolour, for everybody; 409 `tag_exists` when the name is another's: merge them instead."""
    with transaction() as session:
        return service.change_tag(session, tag_id, body, version=match["version"])


@blp.post("/tags/<tag_id>/merge")
@require("customers.audit")
@blp.arguments(TagMergeIn)
@blp.response(200, TagSchema)
def merge_tags(body: dict[str, Any], tag_id: str) -> Any:
    """Put this tag into another: its customers get that one, and this one is gone."""
    with transaction() as session:
        return service.merge_tags(session, tag_id, body["into"])


@blp.delete("/tags/<tag_id>")
@require("customers.audit")
@blp.response(204)
def delete_tag(tag_id: str) -> None:
    """Forget a tag that nobody has; 409 `tag_in_use` otherwise."""
    with transaction() as session:
        service.delete_tag(session, tag_id)


@blp.get("/customers/<customer_id>/tags")
@require("customers.read")
@blp.response(200, TagList)
def list_customer_tags(customer_id: str) -> Any:
    with read() as session:
        return {"items": service.list_customer_tags(session, crm.get_customer(session, customer_id).id)}


@blp.post("/customers/<customer_id>/tags")
@require("customers.edit")
@blp.arguments(CustomerTagIn)
@blp.response(201, TagList)
def add_customer_tag(body: dict[str, Any], customer_id: str) -> Any:
    """Hang a tag on the customer. Repeating changes nothing."""
    with transaction() as session:
        if body["tag_id"] is not None:
            tag = service.get_tag(session, body["tag_id"])
        else:
            tag = service.ensure_tag(session, body["name"])
        service.add_tag(session, customer_id, tag, actor_id=current_actor().id)
        return {"items": service.list_customer_tags(session, crm.get_customer(session, customer_id).id)}


@blp.delete("/customers/<customer_id>/tags/<tag_id>")
@require("customers.edit")
@blp.response(200, TagList)
def remove_customer_tag(customer_id: str, tag_id: str) -> Any:
    """Take a tag off. Repeating changes nothing."""
    with transaction() as session:
        service.remove_tag(session, customer_id, tag_id)
        return {"items": service.list_customer_tags(session, crm.get_customer(session, customer_id).id)}
