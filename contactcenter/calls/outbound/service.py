"""Placing a call: the wish is written down with its call, then the carrier is asked, once.

`place` runs in the click's transaction; `ask_carrier` after it, without one. What the carrier
says of the new call carries our placement's id in its address, so that whichever comes first,
its answer or a webhook, ties the two together (`binding`).
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.models import User
from contactcenter.calls import service as calls
from contactcenter.calls.announcing import announce
from contactcenter.calls.models import Call
from contactcenter.calls.outbound.binding import OPEN, STAND_IN
from contactcenter.calls.outbound.events import CallPlaced
from contactcenter.calls.outbound.models import Placement
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import current
from contactcenter.crm import matching
from contactcenter.crm import service as crm
from contactcenter.privacy.gate import VOICE, Decision, Refused
from contactcenter.providers import registry
from contactcenter.providers.placing import Placing, PlacingProvider

AGENT_RING_SECONDS = 25
CUSTOMER_RING_SECONDS = 40


@dataclass(frozen=True)
class Wish:
    """Whom an agent wants to call, as they clicked it."""

    to: str
    customer_id: str | None = None
    via: str | None = None
    purpose: str = "service"
    queue_id: str | None = None


def choose_provider() -> PlacingProvider:
    """Where this company calls from: in the demo only ever the simulated carrier. Raises Conflict."""
    name = "simulator" if current().is_demo else "twilio"
    provider: object = registry.find(name)
    if not isinstance(provider, PlacingProvider) or not provider.line:
        raise Conflict("no_line", "No number is set up to call from: set TWILIO_PHONE_NUMBER.")
    return provider


def place(
    session: Session, user: User, wish: Wish, decision: Decision, *, is_reserved: bool = False
) -> tuple[Call, Placement]:
    """Write the call and the wish down and take the agent. Raises Refused, Conflict `agent_busy`, `no_line`.

    `is_reserved`: the agent is taken for this very call already.
    """
    if not decision.is_allowed:
        raise Refused("contact_refused", decision, wish.to, VOICE, wish.purpose)
    provider = choose_provider()
    via, address = _agent_end(user, wish.via)
    customer_id = wish.customer_id and crm.get_customer(session, wish.customer_id).id
    placement = Placement(
        id=new_id("plc"), provider=provider.name, user_id=user.id, via=via, address=address, purpose=wish.purpose
    )
    call = Call(
        provider=provider.name,
        account=provider.account,
        provider_call_id=f"{STAND_IN}{placement.id}",
        direction="outbound",
        from_number=provider.line,
        to_number=decision.e164,
        party=decision.e164,
        customer_id=customer_id or matching.find_match(session, "phone", decision.e164).customer_id,
        agent_id=user.id,
        handler_id=user.id,
        queue_id=wish.queue_id,
        placed_via=via,
        started_at=now(),
    )
    session.add(call)
    session.flush()
    placement.call_id = call.id
    session.add(placement)
    session.flush()
    announce(session, call)
    emit(session, CallPlaced(call.id, user.id, placement.id))
    _take_agent(session, user.id, is_reserved=is_reserved)
    return call, placement


def placing_of(placement: Placement) -> Placing:
    identity = placement.address.removeprefix("client:") if placement.address.startswith("client:") else None
    provider = registry.get(placement.provider)
    return Placing(
        placement_id=placement.id,
        identity=identity,
        phone=None if identity else placement.address,
        caller_id=getattr(provider, "line", ""),
        ring_seconds=AGENT_RING_SECONDS,
    )


def fail(session: Session, placement_id: str, code: str, status: str = "failed") -> None:
    """The carrier will not place it: the call is over before it began, and the agent is free."""
    placement = session.get_one(Placement, placement_id)
    call = calls.get_call(session, placement.call_id, for_update=True)
    session.refresh(placement, with_for_update=True)
    if placement.state not in OPEN:
        return
    placement.state = "canceled" if status == "canceled" else "failed"
    placement.error, placement.resolved_at = code, now()
    end_unplaced(session, call, status)


def end_unplaced(session: Session, call: Call, status: str) -> None:
    """A call that nobody was rung for is over."""
    if call.provider_status is None:
        call.provider_status, call.ended_at = status, now()
        calls.settle(session, call)


def find_open(session: Session, user_id: str) -> Placement | None:
    """What this agent is about to call, if anything."""
    statement = sa.select(Placement).where(Placement.user_id == user_id, Placement.state.in_(OPEN))
    return session.scalars(statement.order_by(Placement.created_at.desc()).limit(1)).first()


def _agent_end(user: User, via: str | None) -> tuple[str, str]:
    """How and where the agent is rung. Raises Invalid `no_own_phone`, `bad_via`."""
    chosen = via or ("phone" if user.answers_on == "phone" and user.own_phone else "softphone")
    if chosen == "softphone":
        return chosen, f"client:{user.voice_identity}"
    phone = parse_phone(user.own_phone) if user.own_phone else None
    if phone is None:
        raise Invalid("no_own_phone", "Set your own phone first.", via=["You have no own phone."])
    return chosen, phone.e164


def _take_agent(session: Session, user_id: str, *, is_reserved: bool) -> None:
    row = presence.get_presence(session, user_id, for_update=True)
    if row.activity != "idle" and not is_reserved:
        if row.activity == "wrap_up":
            raise Conflict("wrap_up_first", "Save the last call's outcome first.")
        raise Conflict("agent_busy", "You are on a call already.", activity=row.activity)
    presence.set_activity(session, user_id, "talking", "calling_out")
