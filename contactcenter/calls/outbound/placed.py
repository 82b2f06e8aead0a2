"""How facts read on a call that we placed: the provider's call is the agent's leg, the customer's is below it."""

from collections.abc import Sequence

from contactcenter.calls.models import Call, Leg
from contactcenter.calls.states import LEG_TERMINAL


def is_ours(call: Call) -> bool:
    """Whether we had the carrier place it (a call written down by hand has no legs)."""
    return call.placed_via in ("softphone", "phone")


def name_agent(call: Call, leg: Leg) -> None:
    """The customer's leg is the conversation of the agent who placed the call."""
    if is_ours(call) and leg.agent_id is None:
        leg.agent_id = call.handler_id


def final_status(call: Call, legs: Sequence[Leg]) -> str | None:
    """How the call ended for the customer: as their leg did; `canceled` when they were never rung.

    Of any other call, what the provider said.
    """
    if call.provider_status is None or not is_ours(call):
        return call.provider_status
    if not legs:
        return "failed" if call.provider_status == "failed" else "canceled"
    ended = [leg.status for leg in legs if leg.status in LEG_TERMINAL]
    if not ended:
        return "canceled"  # the agent gave up while it rang
    return "no_answer" if ended[-1] == "completed" else ended[-1]
