"""The fields of a customer over HTTP: the catalogue for everybody, the company's own for who manages them."""

from typing import Any

from flask import make_response
from flask_smorest import Blueprint

from contactcenter.agents.session import require
from contactcenter.core.db import read, transaction
from contactcenter.core.versions import IfMatch
from contactcenter.crm.fields import service
from contactcenter.crm.fields.builtin import GROUPS
from contactcenter.crm.fields.catalogue import list_fields
from contactcenter.crm.fields.models import CustomField
from contactcenter.crm.fields.schemas import (
    CatalogueSchema,
    CustomFieldChangeIn,
    CustomFieldIn,
    CustomFieldListSchema,
    CustomFieldSchema,
    FieldOrderIn,
)

blp = Blueprint("customer_fields", __name__, url_prefix="/api/v1/customer-fields", description="Customers' fields")


@blp.get("")
@require("customers.read")
@blp.response(200, CatalogueSchema)
def get_catalogue() -> Any:
    """Every field of a customer, built-in and the company's own, and the groups they are shown in."""
    groups = [{"code": code, "label_vi": vi, "label_en": en} for code, vi, en in GROUPS]
    with read() as session:
        return {"groups": groups, "items": list_fields(session)}


@blp.get("/custom")
@require("fields.manage")
@blp.response(200, CustomFieldListSchema)
def list_custom() -> Any:
    """The company's own fields in their order, archived ones too."""
    with read() as session:
        return {"items": service.list_rows(session), "next_cursor": None}


@blp.post("/custom")
@require("fields.manage")
@blp.arguments(CustomFieldIn)
@blp.response(201, CustomFieldSchema)
def create_custom(body: dict[str, Any]) -> Any:
    """A new field: in forms, filters, import and API at once. Its key and type are for good."""
    with transaction() as session:
        return service.create_field(session, **body)


@blp.patch("/custom/<field_id>")
@require("fields.manage")
@blp.arguments(IfMatch, location="headers")
@blp.arguments(CustomFieldChangeIn)
@blp.response(200, CustomFieldSchema)
def update_custom(headers: dict[str, Any], body: dict[str, Any], field_id: str) -> Any:
    """Change labels, choices, secrecy, or archive it; 409 `choice_in_use` when a customer has a choice left out."""
    with transaction() as session:
        return _tagged(service.update_field(session, field_id, body, **headers))


@blp.put("/custom/order")
@require("fields.manage")
@blp.arguments(FieldOrderIn)
@blp.response(200, CustomFieldListSchema)
def order_custom(body: dict[str, Any]) -> Any:
    """Show the fields in this order."""
    with transaction() as session:
        return {"items": service.put_in_order(session, body["ids"]), "next_cursor": None}


def _tagged(row: CustomField) -> Any:
    response = make_response(CustomFieldSchema().dump(row))
    response.set_etag(str(row.version))
    return response
