"""Verbs of transfers. The call is locked by whoever calls; what must be asked of the provider is told apart.

Whoever passes a call on is done with it: their note is the context card, and takes the place of a wrap-up.
"""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.models import User
from contactcenter.calls import legs
from contactcenter.calls import service as calls
from contactcenter.calls.events import CallChanged
from contactcenter.calls.models import Call
from contactcenter.calls.outbound import placed
from contactcenter.calls.rooms import queries as rooms_queries
from contactcenter.calls.rooms import service as rooms
from contactcenter.calls.rooms.models import Participant
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid, NotFound
from contactcenter.core.events import emit
from contactcenter.core.phone import format_national
from contactcenter.privacy import gate
from contactcenter.routing import activity, engine, kinds, queues
from contactcenter.routing.models import Offer, Queue, WorkItem
from contactcenter.routing.transfers import queries
from contactcenter.routing.transfers.models import OPEN_STATES, Transfer

CONSULT = "consult"


class Target(NamedTuple):
    """Exactly one is given."""

    agent_id: str | None = None
    queue_id: str | None = None
    number: str | None = None


def create(session: Session, call: Call, kind: str, to: Target, note: str) -> Transfer:
    """Begin a transfer. Raises Conflict (call over, one under way, nobody there, the gate refuses) or Invalid."""
    if calls.is_over(call):
        raise Conflict("call_over", "The call is over already.")
    if call.answered_at is None or call.between_at is not None:
        raise Conflict("not_talking", "Nobody talks with the customer at the moment.")
    if queries.open_of(session, call.id) is not None:
        raise Conflict("transfer_open", "This call is being passed on already.")
    queue, number = _checked(session, call, to)
    leg = legs.talking_leg(session, call)
    if leg is not None:
        placed.turn(session, call, leg)
    row = Transfer(
        call_id=call.id,
        kind=kind,
        state="ringing" if kind == "warm" else "moving",
        talk_to="colleague" if kind == "warm" else None,
        from_agent_id=call.handler_id or call.agent_id,
        to_agent_id=to.agent_id,
        to_queue_id=to.queue_id,
        to_number=number,
        note=note,
    )
    session.add(row)
    session.flush()
    queries.note_first(session, call.id)
    if kind == "warm":
        _consult(session, call, row, queue)
    _changed(session, call, row)
    return row


def _checked(session: Session, call: Call, to: Target) -> tuple[Queue | None, str | None]:
    """The queue to ask in, and the number as E.164."""
    if to.number is not None:
        return None, _dialable(session, to.number)
    if to.queue_id is not None:
        queue = session.get(Queue, to.queue_id)
        if queue is None or not queue.is_active:
            raise Invalid("unknown_queue", "There is no such queue.")
        if not queues.is_staffed(session, queue.id):
            raise Conflict("nobody_there", "Nobody is signed in to that queue.")
        return queue, None
    return _agents_queue(session, call, to.agent_id or ""), None


def _dialable(session: Session, number: str) -> str:
    """Whoever is asked outside is called by us: the gate decides. Raises Refused, Invalid for what is no number."""
    try:
        return gate.demand(session, None, number, gate.VOICE, gate.SERVICE, now()).e164
    except gate.Refused as refused:
        if refused.decision.reason == "invalid_number":
            raise Invalid("bad_number", "That is no phone number.") from None
        raise


def _agents_queue(session: Session, call: Call, agent_id: str) -> Queue:
    user = session.get(User, agent_id)
    if user is None or not user.is_active:
        raise Invalid("unknown_agent", "There is no such colleague.")
    if agent_id == call.handler_id:
        raise Invalid("to_oneself", "That is who has the call already.")
    state = presence.get_presence(session, agent_id)
    queue = queries.queue_of_agent(session, agent_id, call.queue_id)
    kept_out = queries.barred(session, [agent_id])
    if queue is None or kept_out or not presence.is_ready(state):
        raise Conflict(
            "agent_not_available", "That colleague is not free.", status=state.status, activity=state.activity
        )
    return queue


def _consult(session: Session, call: Call, row: Transfer, queue: Queue | None) -> None:
    """The customer hears music while the colleague is asked."""
    rooms.want_hold(session, call, is_held=True)
    if queue is None:
        guest = rooms.add(session, call, "outside", phone=row.to_number, name=format_national(row.to_number or ""))
        row.participant_id = guest.id
        return
    item = engine.enter(session, kind=CONSULT, ref_id=row.id, queue=queue, customer_id=call.customer_id, channel="call")
    if row.to_agent_id and item.state != "offered":
        raise Conflict("agent_not_available", "That colleague is not free.")


def taken(session: Session, row: Transfer, item: WorkItem) -> None:
    """A colleague accepted being consulted: their phone rings for the room."""
    call = calls.get_call(session, row.call_id)
    user = session.get_one(User, item.agent_id or "")
    row.taken_by_id = user.id
    offer_id = _accepted_offer_id(session, item)
    guest = rooms.add(session, call, "colleague", agent_id=user.id, name=user.name, offer_id=offer_id)
    row.participant_id = guest.id
    _changed(session, call, row)


def guest_changed(session: Session, call: Call, row: Transfer, state: str) -> None:
    """Who was asked is in the room, out of it, or never came."""
    if row.state == "ringing" and state == "in":
        row.state, row.answered_at = "consulting", now()
        if row.taken_by_id:
            presence.set_activity(session, row.taken_by_id, "talking", "consulted")
    elif row.state in ("ringing", "consulting") and state in ("out", "failed"):
        _end(session, call, row, "failed" if row.state == "ringing" else "returned", "guest_left")
    _changed(session, call, row)


def talk_to(session: Session, call: Call, row: Transfer, whom: str) -> None:
    """customer | colleague | all: who is heard; the others wait with music. Raises Conflict unless consulting."""
    guest = _guest(session, row)
    rooms.want_hold(session, call, is_held=whom == "colleague")
    guest.wants_held = whom == "customer"
    row.talk_to = whom
    _changed(session, call, row)


def complete(session: Session, call: Call, row: Transfer) -> None:
    """Leave the customer with who was consulted. Raises Conflict unless they are there."""
    guest = _guest(session, row)
    rooms.want_hold(session, call, is_held=False)
    guest.wants_held, guest.wants_ends_room = False, True
    for one in rooms_queries.participants(session, call):
        if one.kind == "agent":
            one.wants_ends_room, one.wants_out = False, True
    _leave_screen(session, call)
    item = engine.find_item(session, call.id, for_update=True)
    if guest.kind == "colleague":
        _give_to_colleague(session, call, guest, item)
    elif item is not None and item.state == "accepted":
        engine.hand_over(session, item)
    _end(session, call, row, "completed", None)


def _give_to_colleague(session: Session, call: Call, guest: Participant, item: WorkItem | None) -> None:
    for leg in legs.list_legs(session, call):
        if leg.provider_leg_id == guest.provider_leg_id:
            leg.role = "agent"
    for one in rooms_queries.participants(session, call):
        one.kind = "former" if one.kind == "agent" else one.kind
    guest.kind = "agent"
    call.handler_id = guest.agent_id
    if item is not None and item.state == "accepted":
        giver_id, item.agent_id = item.agent_id, guest.agent_id
        session.flush()
        if giver_id:
            activity.release(session, giver_id, kinds.get("call"), "transferred")
    calls.settle(session, call)


def cancel(session: Session, call: Call, row: Transfer) -> None:
    """Take the customer back. Raises Conflict for one that is over, or cold and on its way."""
    if row.kind != "warm" or row.state not in ("ringing", "consulting"):
        raise Conflict("transfer_over", "This transfer cannot be taken back any more.", state=row.state)
    state = "canceled" if row.state == "ringing" else "returned"
    if row.participant_id:
        rooms.dismiss(session, call, session.get_one(Participant, row.participant_id))
    rooms.want_hold(session, call, is_held=False)
    _end(session, call, row, state, None)


def leave(session: Session, call: Call, row: Transfer) -> None:
    """Who was asked goes; the customer stays as they are, with who asked."""
    if row.participant_id:
        rooms.dismiss(session, call, session.get_one(Participant, row.participant_id))
    _end(session, call, row, "returned", "guest_left")


def moved(session: Session, call: Call, row: Transfer) -> None:
    """A cold transfer: the customer is out of the agent's hands, in line or being connected outside."""
    if row.state != "moving":
        return
    rooms.close_room(session, call)
    call.between_at, call.turns = now(), call.turns + 1
    _leave_screen(session, call)
    call.handler_id = None
    if row.to_number:
        row.state = "ringing"
        item = engine.find_item(session, call.id, for_update=True)
        if item is not None and item.state == "accepted":
            engine.hand_over(session, item)
    else:
        row.state = "waiting"
        queue = target_queue(session, call, row)
        call.queue_id = queue.id if row.to_queue_id else call.queue_id
        engine.enter(session, kind="call", ref_id=call.id, queue=queue, customer_id=call.customer_id, party=call.party)
    _changed(session, call, row)


def answered(session: Session, call: Call, agent_id: str | None) -> None:
    """Somebody answered a call that was passed on cold."""
    row = queries.open_of(session, call.id)
    if row is not None and row.state == "waiting":
        row.taken_by_id, row.answered_at = agent_id, now()
        _end(session, call, row, "completed", None)


def failed(session: Session, call: Call, row: Transfer, reason: str) -> None:
    """The provider refused, or nobody took it."""
    if row.state in OPEN_STATES:
        _end(session, call, row, "failed", reason)


def call_over(session: Session, call: Call) -> None:
    """The customer left, or the talk ended otherwise: whoever was asked is free."""
    row = queries.open_of(session, call.id)
    if row is not None:
        _end(session, call, row, "canceled", "call_over")


def returned(session: Session, call: Call, row: Transfer, reason: str) -> None:
    """Nobody outside answered a cold transfer: the customer goes back in line."""
    _end(session, call, row, "returned", reason)


def get(session: Session, call: Call, transfer_id: str) -> Transfer:
    """Raises NotFound."""
    row = session.get(Transfer, transfer_id)
    if row is None or row.call_id != call.id:
        raise NotFound("transfer_not_found", "There is no such transfer.")
    return row


def completed_outside(session: Session, call: Call, row: Transfer) -> None:
    row.answered_at = row.answered_at or now()
    _end(session, call, row, "completed", None)


def _end(session: Session, call: Call, row: Transfer, state: str, reason: str | None) -> None:
    row.state, row.reason, row.ended_at = state, reason, now()
    session.flush()
    item = engine.find_item(session, row.id, kind=CONSULT, for_update=True)
    if item is not None and item.state == "accepted":
        engine.finish(session, item, state)
    elif item is not None and item.state in ("waiting", "offered"):
        engine.cancel(session, row.id, reason or state, kind=CONSULT)
    _changed(session, call, row)


def _changed(session: Session, call: Call, row: Transfer) -> None:
    row.version += 1
    rooms.touch(session, call)


def _leave_screen(session: Session, call: Call) -> None:
    call.version += 1
    emit(session, CallChanged(call.id))  # while the handler still stands: it leaves their screen


def _guest(session: Session, row: Transfer) -> Participant:
    if row.state != "consulting" or row.participant_id is None:
        raise Conflict("not_consulting", "Nobody has answered yet.", state=row.state)
    return session.get_one(Participant, row.participant_id)


def target_queue(session: Session, call: Call, row: Transfer) -> Queue:
    """Where a cold transfer waits."""
    if row.to_queue_id:
        return session.get_one(Queue, row.to_queue_id)
    found = queries.queue_of_agent(session, row.to_agent_id or "", call.queue_id)
    return found or queues.ensure_default_queue(session)


def _accepted_offer_id(session: Session, item: WorkItem) -> str | None:
    offers = sa.select(Offer.id).where(Offer.work_item_id == item.id, Offer.state == "accepted")
    return session.scalar(offers.order_by(Offer.created_at.desc()).limit(1))
