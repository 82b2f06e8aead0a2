"""Calling out over HTTP: place a call, write one down, ask whether one may."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.session import current_actor, require
from contactcenter.calls import service as calls
from contactcenter.calls.outbound import attempts, by_hand, service
from contactcenter.calls.outbound.schemas import (
    CallAttemptsSchema,
    CallLogIn,
    CallPlaceIn,
    ContactCheckArgs,
    ContactCheckSchema,
)
from contactcenter.calls.present import present_one
from contactcenter.calls.schemas import CallSchema
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Forbidden
from contactcenter.core.settings import current
from contactcenter.crm import service as crm
from contactcenter.crm.reach import demand_sight, demand_sight_of_number
from contactcenter.privacy import gate

blp = Blueprint("outbound", __name__, url_prefix="/api/v1", description="Calls that we place")


@blp.post("/calls")
@require("calls.place")
@blp.arguments(CallPlaceIn)
@blp.response(201, CallSchema)
def place_call(body: dict[str, Any]) -> Any:
    """Ring the signed-in agent, then the customer.

    409 `contact_refused` (`details.reason`), `agent_busy`, `no_line`; 403 `outside_reach` for another team's customer.
    With an `Idempotency-Key` one click is one call, however often it is sent.
    """
    user_id, wish = _user_id(), service.Wish(**body)
    with gate.keeping_refusals(user_id), transaction() as session:
        _demand_sight(session, wish.customer_id, wish.to)
        decision = gate.demand(session, wish.customer_id, wish.to, gate.VOICE, wish.purpose, now())
        call, _placement = service.place(session, session.get_one(User, user_id), wish, decision)
        call_id = call.id
    with read() as session:
        return present_one(session, calls.get_call(session, call_id))


@blp.post("/call-log")
@require("calls.handle")
@blp.arguments(CallLogIn)
@blp.response(201, CallSchema)
def log_call(body: dict[str, Any]) -> Any:
    """Write down a call that was made elsewhere."""
    with transaction() as session:
        _demand_sight(session, body["customer_id"], body["number"])
        call = by_hand.log_call(session, agent_id=current_actor().user_id, **body)
        session.flush()
        return present_one(session, call)


@blp.get("/contact-check")
@require("calls.place")
@blp.arguments(ContactCheckArgs, location="query")
@blp.response(200, ContactCheckSchema)
def check_contact(args: dict[str, Any]) -> Any:
    """Whether this number may be called now, and why not."""
    with read() as session:
        _demand_sight(session, args["customer_id"], args["number"])
        return gate.may_contact(session, args["customer_id"], args["number"], gate.VOICE, args["purpose"], now())


@blp.get("/customers/<customer_id>/attempts")
@require("customers.read")
@blp.response(200, CallAttemptsSchema)
def get_attempts(customer_id: str) -> Any:
    """How often we tried to reach them, and the hour at which they answer."""
    with read() as session:
        return attempts.attempts_with(session, crm.get_customer(session, customer_id).id)


def _demand_sight(session: Session, customer_id: str | None, number: str) -> None:
    """Also of a number: a call would put on the screen whose it is, and let whoever dialled it see them."""
    demand_sight(session, current_actor(), customer_id)
    demand_sight_of_number(session, current_actor(), number, current().default_region)


def _user_id() -> str:
    user_id = current_actor().user_id
    if user_id is None:
        raise Forbidden("people_only", "Only a person can be rung.")
    return user_id
