"""Commands to the carrier about a live call. Network calls: never inside a transaction."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.policies import can
from contactcenter.calls import service
from contactcenter.calls.models import Call, Leg
from contactcenter.calls.outbound import placed
from contactcenter.calls.outbound import service as outbound
from contactcenter.calls.outbound.binding import STAND_IN
from contactcenter.calls.outbound.models import Placement
from contactcenter.calls.service import is_over
from contactcenter.core.db import transaction
from contactcenter.core.errors import Conflict, Forbidden
from contactcenter.providers import registry


def demand_handling(actor: Actor, call: Call) -> None:
    """Raises Forbidden unless the call is the actor's own, or they lead those who handle calls."""
    is_own = actor.user_id is not None and actor.user_id in (call.agent_id, call.handler_id)
    if not is_own and not can(actor, "calls.handle_all"):
        raise Forbidden("not_your_call", "Somebody else handles this call.")


def demand_attributing(actor: Actor, call: Call) -> None:
    """Raises Forbidden where that is for somebody else to say: who handles the call, or did and has said who it was."""
    is_wrapping = call.wrap_up_started_at is not None and call.wrap_up_ended_at is None
    is_said = call.agent_id is not None and call.customer_id is not None
    if is_wrapping or is_said or (call.handler_id is not None and not is_over(call)):
        demand_handling(actor, call)


def leg_to_end(session: Session, call: Call) -> str:
    """Which leg ends when the agent hangs up: their own, so that the caller may still rate.

    Before anybody talks it is the caller's. Raises Conflict when the call is over.
    """
    if is_over(call):
        raise Conflict("call_over", "The call is over already.")
    if placed.is_ours(call):  # the agent's leg is the call itself: with it the customer's ends
        return call.provider_call_id
    live = sa.select(Leg.provider_leg_id).where(
        Leg.call_id == call.id, Leg.status == "in_progress", Leg.role == "agent"
    )
    return session.scalar(live.order_by(Leg.answered_at.desc()).limit(1)) or call.provider_call_id


def will_hang_up(call: Call) -> None:
    """Note that the agent wants the end: a line that drops while the customer is on hold would not be one."""
    if call.room_state is not None and call.answered_at is not None:
        call.agent_hung_up = True


def hang_up(call: Call, provider_leg_id: str) -> None:
    """End a leg at the carrier; its own callbacks then tell of the end. Raises ProviderError.

    One that is over there already lost its callbacks: noted here, or its agent would talk for ever.
    """
    if provider_leg_id.startswith(STAND_IN):
        _give_up_placing(call.id)
        return
    if registry.get(call.provider).hang_up(provider_leg_id):
        return
    with transaction() as session:
        service.ended_untold(session, service.get_call(session, call.id, for_update=True), provider_leg_id)


def _give_up_placing(call_id: str) -> None:
    """The agent no longer wants a call that the carrier has not named yet: should it ring, it is told to hang up."""
    with transaction() as session:
        placement_id = session.scalar(sa.select(Placement.id).where(Placement.call_id == call_id))
        if placement_id is not None:
            outbound.fail(session, placement_id, "given_up", "canceled")
