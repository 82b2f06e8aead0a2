"""Offers, statuses, queues, the softphone's token."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.models import User
from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.paths import guard_path, guard_person
from contactcenter.agents.teams.reach import Reach, reach_of
from contactcenter.calls import service as calls
from contactcenter.calls import wrapup
from contactcenter.calls.present import present_one
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Forbidden, NotFound
from contactcenter.core.settings import current
from contactcenter.providers import registry
from contactcenter.routing import engine, kinds, offers, queries, queues
from contactcenter.routing.models import Offer
from contactcenter.routing.queue_schemas import QueueListSchema
from contactcenter.routing.queues_api import queue_shown
from contactcenter.routing.schemas import (
    AcceptedSchema,
    DeclineIn,
    DispositionListSchema,
    OfferFilters,
    OfferPage,
    OfferSchema,
    PresenceSchema,
    StatusIn,
    WaitingListSchema,
)

blp = Blueprint("routing", __name__, url_prefix="/api/v1", description="Offers, statuses and queues")


def _sees_offer(session: Session, reach: Reach, offer_id: str) -> bool:
    offer = session.get(Offer, offer_id)
    return offer is None or reach.covers(offer.agent_id)


guard_path("/offers/<offer_id>", _sees_offer)
guard_person("/agents/<user_id>")


@blp.post("/offers/<offer_id>/accept")
@require("console.use")
@blp.response(200, AcceptedSchema)
def accept_offer(offer_id: str) -> Any:
    """Take the work; 409 `offer_closed` when it is gone. Repeating it is harmless."""
    with transaction() as session:
        offer = engine.accept(session, offer_id, my_id())
        made = kinds.get(offer.kind).call_made
        call_id = made(session, offer.ref_id) if made is not None else offer.ref_id if offer.kind == "call" else None
        call = present_one(session, calls.get_call(session, call_id)) if call_id else None
        return {"offer": queries.as_shown(session, [offer])[0], "call": call}


@blp.post("/offers/<offer_id>/decline")
@require("console.use")
@blp.arguments(DeclineIn)
@blp.response(200, OfferSchema)
def decline_offer(body: dict[str, Any], offer_id: str) -> Any:
    with transaction() as session:
        return queries.as_shown(session, [engine.decline(session, offer_id, my_id(), body["reason"])])[0]


@blp.get("/offers")
@require("calls.read_own")
@blp.arguments(OfferFilters, location="query")
@blp.response(200, OfferPage)
def list_offers(filters: dict[str, Any]) -> Any:
    """Offers with their decisions, the newest first; an agent sees their own."""
    actor = current_actor()
    with read() as session:
        own = actor.user_id if actor.role == "agent" else None
        found = queries.list_offers(session, filters, agent_id=own, reach=reach_of(session, actor))
        return {"items": found.items, "next_cursor": found.next_cursor}


@blp.get("/offers/<offer_id>")
@require("console.use")
@blp.response(200, OfferSchema)
def get_offer(offer_id: str) -> Any:
    """An offer with its decision: who was considered, who was skipped and why."""
    with read() as session:
        offer = offers.get(session, offer_id, my_id() if current_actor().role == "agent" else None)
        return queries.as_shown(session, [offer])[0]


@blp.post("/agents/me/status")
@require("console.use")
@blp.arguments(StatusIn)
@blp.response(200, PresenceSchema)
def set_my_status(body: dict[str, Any]) -> Any:
    """Pick a status now, or for when the current work is over."""
    user_id = my_id()
    with transaction() as session:
        offers.lock_work_at(session, user_id)
        presence.heartbeat(session, user_id)
        if body["when"] == "next" or body["status"] is None:
            return presence.set_next_status(session, user_id, body["status"], actor_id=user_id)
        return presence.set_status(session, user_id, body["status"], actor_id=user_id, cause="picked")


@blp.post("/agents/<user_id>/status")
@require("agents.force_status")
@blp.arguments(StatusIn)
@blp.response(200, PresenceSchema)
def force_status(body: dict[str, Any], user_id: str) -> Any:
    """A supervisor sets somebody's status; the ledger says who did."""
    with transaction() as session:
        offers.lock_work_at(session, user_id)
        return presence.set_status(session, user_id, body["status"] or "", actor_id=current_actor().id, cause="forced")


@blp.get("/dispositions")
@require("calls.read_own")
@blp.response(200, DispositionListSchema)
def list_dispositions() -> Any:
    """The outcomes a call may end with, in the order of their keys."""
    with read() as session:
        return {"items": wrapup.list_dispositions(session), "next_cursor": None}


@blp.get("/queues")
@require("queues.read")
@blp.response(200, QueueListSchema)
def list_queues() -> Any:
    with read() as session:
        return {
            "items": [queue_shown(session, queue) for queue in queues.list_by_name(session)],
            "next_cursor": None,
        }


@blp.get("/queues/waiting")
@require("queues.read")
@blp.response(200, WaitingListSchema)
def list_waiting() -> Any:
    """Who waits right now, in the order they will be served."""
    with read() as session:
        return {"items": queries.list_waiting(session, reach_of(session, current_actor())), "next_cursor": None}


@blp.post("/softphone-token")
@require("console.use")
@blp.response(200)
def softphone_token() -> Any:
    """A browser phone's access token; 404 `no_softphone` when no account gives one."""
    with read() as session:
        identity = session.get_one(User, my_id()).voice_identity
    name = "twilio" if current().twilio.is_configured else ""
    token = registry.get(name).softphone_token(identity) if name else None
    if token is None:
        raise NotFound("no_softphone", "No account for browser calls is set up.")
    return {"token": token, "identity": identity}


def my_id() -> str:
    """The signed-in person. Raises Forbidden for a machine's key."""
    user_id = current_actor().user_id
    if user_id is None:
        raise Forbidden("people_only", "Only a person can do that.")
    return user_id
