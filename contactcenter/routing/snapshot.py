"""The console's snapshot: all that one agent's screen shows, at one moment."""

from typing import Any

from sqlalchemy.orm import Session

from contactcenter.agents import policies, presence
from contactcenter.agents.actor import Actor
from contactcenter.agents.models import User
from contactcenter.agents.statuses.service import list_statuses
from contactcenter.agents.teams.reach import limited_roles, reach_name, reach_of
from contactcenter.calls import wrapup
from contactcenter.calls.hands import queries as hands
from contactcenter.calls.hands.models import Hand
from contactcenter.calls.hands.service import find_up
from contactcenter.calls.present import present
from contactcenter.core.clock import now
from contactcenter.core.settings import current
from contactcenter.crm.notifications.queries import count_unread
from contactcenter.routing import kinds, offers, queries, queues
from contactcenter.routing.missed import queries as missed
from contactcenter.routing.pop import build_pop
from contactcenter.routing.queue_callbacks.work import pop_of_call
from contactcenter.routing.transfers import queries as transfers
from contactcenter.routing.transfers.service import CONSULT


def build_snapshot(session: Session, actor: Actor, user: User, seq: int) -> dict[str, Any]:
    """Of the shape of `SnapshotSchema`."""
    settings = current()
    calls = [*queries.my_calls(session, user.id), *transfers.consulted_calls(session, user.id)]
    shown = present(session, calls)
    for row in shown:
        offer = queries.offer_that_won(session, row["id"])
        row["pop"] = build_pop(session, offer) if offer else None
        consult = transfers.consultation_of(session, row["id"], user.id)
        if consult is not None:
            won = queries.offer_that_won(session, consult.id)
            row["pop"] = kinds.get(CONSULT).pop(session, won) if won else None
        row["pop"] = row["pop"] or pop_of_call(session, row["id"])
        row["draft"] = wrapup.get_draft(session, row["id"], user.id)
    return {
        "server_time": now(),
        "seq": seq,
        "me": {
            "id": user.id,
            "name": user.name,
            "email": user.email,
            "role": user.role,
            "locale": user.locale,
            "theme": user.theme,
            "voice_identity": user.voice_identity,
            "reach": reach_name(session, actor),
            "limited_roles": sorted(limited_roles(session)),
        },
        "presence": presence.get_presence(session, user.id),
        "statuses": list_statuses(session),
        "offers": [_offer(session, offer) for offer in offers.pending_at(session, user.id)],
        "calls": shown,
        "queue": queues.figures(session),
        "dispositions": wrapup.list_dispositions(session),
        "softphone": {"mode": softphone_mode(user)},
        "is_demo": settings.is_demo,
        "can": policies.list_allowed(actor),
        "unread": count_unread(session, user.id),
        "missed": missed.count_open(session, reach_of(session, actor)),
        "hands": hands.present(session, _hands(session, actor, user.id)),
    }


def softphone_mode(user: User) -> str:
    """Where this agent's calls are heard: twilio | simulated | phone | none."""
    settings = current()
    if user.answers_on == "phone" and user.own_phone:
        return "phone"
    twilio = settings.twilio
    if twilio.is_configured and twilio.api_key_sid and twilio.api_key_secret:
        return "twilio"
    return "simulated" if settings.is_demo else "none"


def _hands(session: Session, actor: Actor, user_id: str) -> list[Hand]:
    """My own raised hand; everybody's for those who answer them."""
    if policies.can(actor, "hands.answer"):
        return hands.list_up(session, reach_of(session, actor))
    own = find_up(session, user_id)
    return [own] if own else []


def _offer(session: Session, offer: Any) -> dict[str, Any]:
    return {**queries.as_shown(session, [offer])[0], "pop": kinds.get(offer.kind).pop(session, offer)}
