"""The deliveries' console over HTTP: what came, how it went, and once more for what failed."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import require
from contactcenter.core.db import read
from contactcenter.webhooks import queries
from contactcenter.webhooks.replay import replay
from contactcenter.webhooks.schemas import DeliveryFilters, DeliveryPage, DeliverySchema

blp = Blueprint("deliveries", __name__, url_prefix="/api/v1/deliveries", description="What providers have delivered")


@blp.get("")
@require("deliveries.read")
@blp.arguments(DeliveryFilters, location="query")
@blp.response(200, DeliveryPage)
def list_deliveries(filters: dict[str, Any]) -> Any:
    """The inbox, newest first."""
    with read() as session:
        return queries.list_deliveries(session, filters)


@blp.get("/<delivery_id>")
@require("deliveries.read")
@blp.response(200, DeliverySchema)
def get_delivery(delivery_id: str) -> Any:
    with read() as session:
        return queries.get_delivery(session, delivery_id)


@blp.post("/<delivery_id>/replay")
@require("deliveries.replay")
@blp.response(200, DeliverySchema)
def replay_delivery(delivery_id: str) -> Any:
    """Run it again now. One that is done is left alone; the answer's `state` says how it went."""
    replay(delivery_id)
    with read() as session:
        return queries.get_delivery(session, delivery_id)
