"""What the carrier hears when it asks about a call that we placed."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.models import User
from contactcenter.agents.policies import PERMISSIONS
from contactcenter.calls import service as calls
from contactcenter.calls.announcing import announce
from contactcenter.calls.models import Call, Leg
from contactcenter.calls.opening import open_call, stub_call
from contactcenter.calls.outbound import service
from contactcenter.calls.outbound.binding import bind
from contactcenter.calls.outbound.models import Placement
from contactcenter.core.clock import now
from contactcenter.privacy import gate
from contactcenter.providers.events import (
    CallFacts,
    MachineDetected,
    PlacedCallAnswered,
    ProviderEvent,
    SoftphoneDialed,
)
from contactcenter.providers.instructions import DialCustomer, Instruction, SayAndHangUp


def agent_answered(session: Session, event: PlacedCallAnswered, language: str) -> Instruction | None:
    """The agent has answered: ring the customer, unless that may no longer be. None for a call that is not ours."""
    return _dial_customer(session, event, event.call, language)


def softphone_dialed(session: Session, event: SoftphoneDialed, language: str) -> Instruction | None:
    """A browser dials by itself: who it is and what they may do is ours to know, never the browser's to say.

    What they clicked just now is taken up; else the number that was dialled, through the same gate.
    """
    user = session.scalars(
        sa.select(User).where(User.voice_identity == event.identity, User.is_active.is_(True))
    ).one_or_none()
    if user is None or user.role not in PERMISSIONS["calls.place"]:
        return None
    sid = event.call.provider_call_id
    known = sa.select(Call.id).where(Call.provider == event.provider, Call.provider_call_id == sid)
    if session.scalar(known) is None:
        placement = service.find_open(session, user.id) or _place_now(session, event, user)
        if placement is None or bind(session, event.provider, placement.id, sid) is None:
            return None
    return _dial_customer(session, event, event.call, language)


def note_machine(session: Session, event: MachineDetected) -> None:
    """Who picked up, for a call or one of its legs that we know."""
    sid = event.provider_call_id
    below = Call.id.in_(sa.select(Leg.call_id).where(Leg.provider_leg_id == sid))
    named = sa.select(Call.id).where(Call.provider == event.provider, sa.or_(Call.provider_call_id == sid, below))
    call_id = session.scalar(named.limit(1))
    call = stub_call(session, event, sid) if call_id is None else calls.get_call(session, call_id, for_update=True)
    if call.answered_by in (None, "unknown"):
        call.answered_by = event.answered_by
        call.version += 1
        announce(session, call)


def find_placement(session: Session, call: Call) -> Placement | None:
    return session.scalars(sa.select(Placement).where(Placement.call_id == call.id)).one_or_none()


def _dial_customer(session: Session, event: ProviderEvent, facts: CallFacts, language: str) -> Instruction | None:
    call = open_call(session, event, facts)
    placement = find_placement(session, call)
    if placement is None:
        return None
    if calls.is_over(call) or facts.is_gone or placement.state == "canceled":
        return SayAndHangUp(None)
    decision = gate.may_contact(session, call.customer_id, call.to_number, gate.VOICE, placement.purpose, now())
    if not decision.is_allowed:
        return SayAndHangUp(None)
    return DialCustomer(
        placement_id=placement.id,
        phone=call.to_number,
        caller_id=call.from_number,
        ring_seconds=service.CUSTOMER_RING_SECONDS,
        is_recorded=True,
        is_transcribed=call.transcription_state == "none",
        language=language,
    )


def _place_now(session: Session, event: SoftphoneDialed, user: User) -> Placement | None:
    """A number dialled in the browser without a click of ours before; None when it may not be."""
    wish = service.Wish(to=event.wanted_number, via="softphone")
    decision = gate.may_contact(session, None, wish.to, gate.VOICE, wish.purpose, now())
    is_idle = presence.get_presence(session, user.id).activity == "idle"
    if not decision.is_allowed or not is_idle or service.choose_provider().name != event.provider:
        return None
    _call, placement = service.place(session, user, wish, decision)
    placement.state, placement.asked_at = "asked", now()  # the browser has asked already
    return placement
