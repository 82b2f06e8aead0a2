"""The deliveries' console over HTTP: what came, how it went, what seems missing, and once more for what failed."""

from datetime import timedelta
from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Invalid
from contactcenter.webhooks import gaps, health, inspecting, queries, refusals, replays
from contactcenter.webhooks.replay import replay
from contactcenter.webhooks.schemas import (
    DeliveryDetail,
    DeliveryFilters,
    DeliveryPage,
    DeliverySchema,
    GapsSchema,
    HealthSchema,
    HookNames,
    ReplayIn,
    ReplayList,
    ReplaySchema,
    SpanArgs,
)

blp = Blueprint("deliveries", __name__, url_prefix="/api/v1/deliveries", description="What providers have delivered")

LONGEST_SPAN = timedelta(days=7)
USUAL_SPAN = timedelta(hours=1)


@blp.get("")
@require("deliveries.read")
@blp.arguments(DeliveryFilters, location="query")
@blp.response(200, DeliveryPage)
def list_deliveries(filters: dict[str, Any]) -> Any:
    """The inbox, newest first."""
    with read() as session:
        return queries.list_deliveries(session, filters)


@blp.get("/hooks")
@require("deliveries.read")
@blp.response(200, HookNames)
def list_hooks() -> Any:
    """The hooks at which anything has arrived."""
    with read() as session:
        return {"items": queries.list_hooks(session)}


@blp.get("/health")
@require("deliveries.read")
@blp.arguments(SpanArgs, location="query")
@blp.response(200, HealthSchema)
def get_health(args: dict[str, Any]) -> Any:
    """How many, how fast, how many turned away."""
    refusals.keep()
    with read() as session:
        return health.summarise(session, *_span(args))


@blp.get("/gaps")
@require("deliveries.read")
@blp.arguments(SpanArgs, location="query")
@blp.response(200, GapsSchema)
def get_gaps(args: dict[str, Any]) -> Any:
    """What seems to have been lost: numbers left out, kinds that never came, silences while calls ran."""
    with read() as session:
        return gaps.list_gaps(session, *_span(args))


@blp.get("/replays")
@require("deliveries.read")
@blp.response(200, ReplayList)
def list_replays() -> Any:
    """The latest replays of many, newest first."""
    with read() as session:
        return {"items": replays.list_recent(session)}


@blp.post("/replays")
@require("deliveries.replay")
@blp.arguments(ReplayIn)
@blp.response(202, ReplaySchema)
def start_replay(filters: dict[str, Any]) -> Any:
    """Run again, in the background, what the filters select and is not done."""
    with transaction() as session:
        return replays.start(session, filters, actor_id=current_actor().id)


@blp.get("/replays/<replay_id>")
@require("deliveries.read")
@blp.response(200, ReplaySchema)
def get_replay(replay_id: str) -> Any:
    with read() as session:
        return replays.get(session, replay_id)


@blp.delete("/replays/<replay_id>")
@require("deliveries.replay")
@blp.response(200, ReplaySchema)
def cancel_replay(replay_id: str) -> Any:
    """Stop it; what was done stands."""
    with transaction() as session:
        return replays.cancel(session, replay_id)


@blp.get("/<delivery_id>")
@require("deliveries.read")
@blp.response(200, DeliveryDetail)
def get_delivery(delivery_id: str) -> Any:
    """One delivery with what it held (for 30 days), what we understood, and what we answered."""
    with read() as session:
        return inspecting.inspect(session, queries.get_delivery(session, delivery_id, with_content=True))


@blp.post("/<delivery_id>/replay")
@require("deliveries.replay")
@blp.response(200, DeliverySchema)
def replay_delivery(delivery_id: str) -> Any:
    """Run it again now. One that is done is left alone; the answer's `state` says how it went."""
    replay(delivery_id)
    with read() as session:
        return queries.get_delivery(session, delivery_id)


def _span(args: dict[str, Any]) -> tuple[Any, Any]:
    until = args["to"] or now()
    try:
        since = args["from_"] or until - USUAL_SPAN
    except OverflowError:
        since = until
    if not timedelta(0) < until - since <= LONGEST_SPAN:
        raise Invalid("bad_span", "Choose a span of at most a week, its beginning first.", to=["Not after `from`."])
    return since, until
