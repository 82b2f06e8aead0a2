"""The fields of a customer over HTTP."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import require
from contactcenter.core.db import read
from contactcenter.crm.fields.builtin import GROUPS
from contactcenter.crm.fields.catalogue import list_fields
from contactcenter.crm.fields.schemas import CatalogueSchema

blp = Blueprint("customer_fields", __name__, url_prefix="/api/v1/customer-fields", description="Customers' fields")


@blp.get("")
@require("customers.read")
@blp.response(200, CatalogueSchema)
def get_catalogue() -> Any:
    """Every field of a customer, built-in and the company's own, and the groups they are shown in."""
    groups = [{"code": code, "label_vi": vi, "label_en": en} for code, vi, en in GROUPS]
    with read() as session:
        return {"groups": groups, "items": list_fields(session)}
