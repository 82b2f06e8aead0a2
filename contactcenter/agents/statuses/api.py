"""Statuses over HTTP: everybody reads them, admins edit them."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import require
from contactcenter.agents.statuses import service
from contactcenter.agents.statuses.schemas import (
    AgentStatusList,
    AgentStatusSchema,
    NewStatusIn,
    StatusChangeIn,
    StatusOrderIn,
)
from contactcenter.core.db import read, transaction
from contactcenter.core.versions import IfMatch

blp = Blueprint("statuses", __name__, url_prefix="/api/v1", description="Statuses that agents pick")


@blp.get("/statuses")
@require("presence.read")
@blp.response(200, AgentStatusList)
def list_statuses() -> Any:
    """All of them in the order of the menu, archived ones too."""
    with read() as session:
        return {"items": service.list_statuses(session)}


@blp.post("/statuses")
@require("statuses.manage")
@blp.arguments(NewStatusIn)
@blp.response(201, AgentStatusSchema)
def create_status(body: dict[str, Any]) -> Any:
    """A reason of the company's own; 409 `status_exists` when the name is another's."""
    with transaction() as session:
        return service.create_status(session, body)


@blp.patch("/statuses/<code>")
@require("statuses.manage")
@blp.arguments(StatusChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, AgentStatusSchema)
def change_status(body: dict[str, Any], match: dict[str, Any], code: str) -> Any:
    """Rename, recolour, time or put away; 409 `status_builtin` for what the product itself relies on."""
    with transaction() as session:
        return service.change_status(session, code, body, version=match["version"])


@blp.put("/statuses/order")
@require("statuses.manage")
@blp.arguments(StatusOrderIn)
@blp.response(200, AgentStatusList)
def order_statuses(body: dict[str, Any]) -> Any:
    """The order of the menu; Offline stays last."""
    with transaction() as session:
        return {"items": service.order_statuses(session, body["codes"])}
