"""How facts read on a call that we placed: the provider's call is the agent's leg, the customer's is below it.

Once it needs a room or is passed on it is turned round: the customer's leg becomes the call, and the agent's hangs
below it, as on every call in. Whatever is still told of it by the old names finds it by them.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call, Leg
from contactcenter.calls.outbound.models import Placement
from contactcenter.calls.states import LEG_TERMINAL
from contactcenter.core.clock import now
from contactcenter.providers.events import CallFacts, CallProgressed, LegProgressed


def is_ours(call: Call) -> bool:
    """Whether we had the carrier place it (a call written down by hand has no legs), and its legs are as they were."""
    return call.placed_via in ("softphone", "phone") and call.turned_at is None


def turn(session: Session, call: Call, leg: Leg) -> None:
    """From now on the customer's leg is the call; `leg`, theirs until now, is the agent's, who spoke as long."""
    if not is_ours(call):
        return
    address = session.scalar(sa.select(Placement.address).where(Placement.call_id == call.id))
    call.provider_call_id, leg.provider_leg_id = leg.provider_leg_id, call.provider_call_id
    leg.endpoint, leg.duration_seconds, leg.is_dialer = address or "", None, True
    call.turned_at = now()
    call.version += 1
    session.flush()


def find_turned(session: Session, provider: str, provider_leg_id: str) -> Call | None:
    """The turned call, locked, whose agent's leg had that name as a call."""
    found = (
        sa.select(Call)
        .join(Leg, Leg.call_id == Call.id)
        .where(Leg.provider == provider, Leg.provider_leg_id == provider_leg_id, Call.turned_at.is_not(None))
    )
    return session.scalars(found.with_for_update(of=Call)).one_or_none()


def may_be_turned(facts: CallFacts) -> bool:
    """Callers' first words need not be looked up: nobody's leg was their call."""
    return facts.direction != "inbound" or bool(facts.placement_id) or facts.from_number.startswith("client:")


def as_agents_leg(call: Call, event: CallProgressed) -> LegProgressed:
    """The agent's own call as the leg that it is now. Its length counts from before the customer answered."""
    return LegProgressed(
        event.provider, event.account, event.event_key, event.call.provider_call_id, call.provider_call_id, "", "", "",
        event.call.status, event.sequence, event.at, None, event.provider_code,
    )  # fmt: skip


def is_told_of_agent(call: Call, facts: CallFacts) -> bool:
    """Whether what is told of this call by its old name is about its agent's leg."""
    return call.turned_at is not None and facts.provider_call_id != call.provider_call_id


def has_agent_first(call: Call, began_at: datetime | None) -> bool:
    """Whether a recording has the agent where others have the customer: one of the agent's own dial."""
    is_later = call.turned_at is not None and began_at is not None and began_at >= call.turned_at
    return call.placed_via is not None and not is_later


def name_agent(call: Call, leg: Leg) -> None:
    """The customer's leg is the conversation of the agent who placed the call."""
    if is_ours(call) and leg.agent_id is None:
        leg.agent_id = call.handler_id


def caller_of(call: Call) -> str | None:
    """Whose attempt it was, also when nobody answered."""
    return call.handler_id if is_ours(call) else None


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
