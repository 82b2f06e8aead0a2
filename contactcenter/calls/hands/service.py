"""Raise, answer and lower hands. Repeating any of it changes nothing."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.models import User
from contactcenter.agents.policies import can
from contactcenter.agents.teams.reach import colleagues_among
from contactcenter.calls import service as calls
from contactcenter.calls.hands.events import HandChanged
from contactcenter.calls.hands.models import Hand
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, Forbidden, NotFound
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.crm.notifications.service import notify, withdraw

NOTICE = "hand_raised"


def raise_hand(session: Session, agent_id: str, call_id: str | None = None) -> Hand:
    """Ask for help, about `call_id` or the call in hand; without one, in general. Up already: that hand.

    Raises NotFound for a call that is not there, Forbidden for somebody else's.
    """
    call = _own_call(session, agent_id, call_id)
    values = {"id": new_id("hnd"), "agent_id": agent_id, "up_key": agent_id, "call_id": call.id if call else None}
    session.flush()
    is_new = insert_once(session, Hand, {**values, "version": 1, "raised_at": now()}, key=["up_key"])
    hand = find_up(session, agent_id)
    if hand is None:
        raise Conflict("hand_is_down", "It was lowered just now.")
    if is_new:
        _tell_supervisors(session, hand)
        _changed(session, hand)
    return hand


def come(session: Session, hand_id: str, user_id: str) -> Hand:
    """Say that one is on one's way. Raises Conflict when it is down, or somebody else is coming."""
    hand = _lock(session, hand_id)
    _demand_up(hand)
    if hand.coming_id not in (None, user_id):
        raise Conflict("already_coming", "A colleague is on their way.", name=_name(session, hand.coming_id))
    if hand.coming_id is None:
        hand.coming_id, hand.coming_at = user_id, now()
        _changed(session, hand)
    return hand


def stay(session: Session, hand_id: str, user_id: str) -> Hand:
    """Take "I am coming" back: others may go."""
    hand = _lock(session, hand_id)
    if hand.lowered_at is None and hand.coming_id == user_id:
        hand.coming_id = hand.coming_at = None
        _changed(session, hand)
    return hand


def lower(session: Session, hand_id: str, actor: Actor) -> Hand:
    """By the agent or whoever leads. Raises Forbidden for a colleague's."""
    hand = _lock(session, hand_id)
    is_own = hand.agent_id == actor.user_id
    if not is_own and not can(actor, "hands.answer"):
        raise Forbidden("not_your_hand", "Only they or a supervisor may lower that hand.")
    end(session, hand, "agent" if is_own else "supervisor", actor.id)
    return hand


def end(session: Session, hand: Hand, reason: str, actor_id: str | None = None) -> None:
    """Down, whoever or whatever caused it; `hand` is locked. Down already: nothing changes."""
    if hand.lowered_at is not None:
        return
    hand.lowered_at, hand.lowered_by, hand.lowered_reason, hand.up_key = now(), actor_id, reason, None
    _changed(session, hand)
    withdraw(session, hand.id)


def end_for_call(session: Session, call_id: str, reason: str) -> None:
    """The call that help was asked for is over."""
    up = sa.select(Hand).where(Hand.call_id == call_id, Hand.up_key.is_not(None)).with_for_update()
    for hand in session.scalars(up).all():
        end(session, hand, reason)


def helped(session: Session, agent_ids: set[str], helper_id: str) -> None:
    """Who said that they are coming came: into a call of the agent's, or they took one over.

    A hand raised about a call goes down with that call.
    """
    up = sa.select(Hand).where(Hand.up_key.in_(agent_ids), Hand.call_id.is_(None), Hand.coming_id == helper_id)
    for hand in session.scalars(up.with_for_update()).all():
        end(session, hand, "helped", helper_id)


def find_up(session: Session, agent_id: str) -> Hand | None:
    """The agent's raised hand."""
    return session.scalars(sa.select(Hand).where(Hand.up_key == agent_id)).one_or_none()


def lock_up(session: Session, hand_id: str) -> Hand | None:
    """The hand, locked, while it is up."""
    hand = _lock(session, hand_id)
    return hand if hand.up_key else None


def _lock(session: Session, hand_id: str) -> Hand:
    found = sa.select(Hand).where(Hand.id == hand_id).with_for_update().execution_options(populate_existing=True)
    hand = session.scalars(found).one_or_none()
    if hand is None:
        raise NotFound("hand_not_found", "There is no such hand.")
    return hand


def _demand_up(hand: Hand) -> None:
    if hand.lowered_at is not None:
        raise Conflict("hand_is_down", "They need no help any more.")


def _own_call(session: Session, agent_id: str, call_id: str | None) -> Call | None:
    if call_id is None:
        mine = sa.select(Call).where(Call.handler_id == agent_id, Call.ended_at.is_(None))
        return session.scalars(mine.order_by(Call.started_at.desc()).limit(1)).first()
    call = calls.get_call(session, call_id)
    if agent_id not in (call.handler_id, call.agent_id):
        raise Forbidden("not_your_call", "Somebody else handles this call.")
    return None if calls.is_over(call) else call


def _tell_supervisors(session: Session, hand: Hand) -> None:
    leads = sa.select(User.id).where(User.role == "supervisor", User.is_active.is_(True), User.id != hand.agent_id)
    for user_id in colleagues_among(session, session.scalars(leads.order_by(User.id)).all(), hand.agent_id):
        occasion = f"hand:{hand.id}:{user_id}"
        notify(session, user_id, NOTICE, ref_id=hand.id, occasion=occasion, actor_id=hand.agent_id)


def _name(session: Session, user_id: str | None) -> str | None:
    return session.scalar(sa.select(User.name).where(User.id == user_id))


def _changed(session: Session, hand: Hand) -> None:
    hand.version += 1
    session.flush()
    emit(session, HandChanged(hand.id, hand.agent_id))
