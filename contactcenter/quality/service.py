"""Ratings by keypad at the end of a call: the first answer stands."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls import service as calls
from contactcenter.calls.announcing import announce
from contactcenter.calls.models import Leg
from contactcenter.calls.opening import open_call
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.providers.events import RatingGiven
from contactcenter.quality.events import RatingCreated
from contactcenter.quality.models import Rating

KEYS = ("1", "2", "3", "4", "5")


def rate_by_keypad(session: Session, event: RatingGiven) -> None:
    """Keep a CSAT of 1–5 with the agent, queue and channel of the moment; other keys rate nothing."""
    call = open_call(session, event, event.call)
    if event.digits not in KEYS:
        return
    agent_id = _agent_of_leg(session, call.provider, event.provider_leg_id) or call.agent_id
    rating_id = new_id("rat")
    values = {
        "id": rating_id,
        "call_id": call.id,
        "kind": "csat",
        "channel": "keypad",
        "score": int(event.digits),
        "customer_id": call.customer_id,
        "agent_id": agent_id,
        "queue_id": call.queue_id,
        "provider_leg_id": event.provider_leg_id,
        "created_at": now(),
    }
    if insert_once(session, Rating, values, key=["call_id", "kind"]):
        announce(session, call)
        emit(session, RatingCreated(rating_id, call.id, agent_id))


def complete_ratings(session: Session, call_id: str) -> None:
    """Fill in agent, queue and customer of ratings that arrived before their call's other facts."""
    call = calls.get_call(session, call_id)
    for rating in session.scalars(sa.select(Rating).where(Rating.call_id == call_id)):
        leg_agent = _agent_of_leg(session, call.provider, rating.provider_leg_id)
        rating.agent_id = rating.agent_id or leg_agent or call.agent_id
        rating.queue_id = rating.queue_id or call.queue_id
        rating.customer_id = rating.customer_id or call.customer_id


def _agent_of_leg(session: Session, provider: str, provider_leg_id: str | None) -> str | None:
    if provider_leg_id is None:
        return None
    return session.scalar(
        sa.select(Leg.agent_id).where(Leg.provider == provider, Leg.provider_leg_id == provider_leg_id)
    )
