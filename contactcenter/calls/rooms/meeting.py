"""In which order the two who talk already are taken into a room."""

from datetime import timedelta

from sqlalchemy.orm import Session

from contactcenter.calls import legs
from contactcenter.calls.models import Call
from contactcenter.calls.rooms.models import Participant
from contactcenter.core.clock import now

FOLLOWS_WITHIN = timedelta(seconds=4)
"""The leg that stays behind asks what to do at once when the other was moved; after that it is fetched."""


def is_on_the_way(row: Participant | None) -> bool:
    return row is not None and row.state in ("wanted", "asked")


def choose_next(session: Session, call: Call, agent: Participant | None, customer: Participant) -> Participant | None:
    """Whom to move now; None while the other's own question, or the provider's news, must come first.

    A dial's child goes first, and its parent asks what comes next: the other way round the child would be dropped.
    Who goes second is fetched if they do not ask.
    """
    first, second = (customer, agent) if _has_dialed(session, call, agent) else (agent, customer)
    if first is not None and first.state == "wanted":
        return first
    if first is None or second is None or first.state != "in" or not is_on_the_way(second):
        return None
    since = second.asked_at or first.asked_at
    return second if since is not None and now() - since > FOLLOWS_WITHIN else None


def _has_dialed(session: Session, call: Call, agent: Participant | None) -> bool:
    """Whether the customer's leg is below this agent's at the provider."""
    if call.turned_at is None:
        return False
    own = agent.provider_leg_id if agent is not None else None
    return any(leg.is_dialer and leg.provider_leg_id == own for leg in legs.list_legs(session, call))
