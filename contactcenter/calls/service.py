"""Calls from deliveries: gather facts, settle. Which call a delivery is about: opening.py.

Every verb locks its call first (lock order: call, work item, offer, presence), writes
facts that only grow, and settles: state, times and people follow from the facts, so any
order and number of copies of a call's deliveries end in the same rows.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from contactcenter.calls import legs, states
from contactcenter.calls.announcing import announce
from contactcenter.calls.events import CallAnswered, CallEnded, ConversationEnded, LegEnded
from contactcenter.calls.models import Call, Leg
from contactcenter.calls.opening import open_call, stub_call
from contactcenter.calls.outbound import placed
from contactcenter.core.clock import now, seconds_between
from contactcenter.core.errors import NotFound
from contactcenter.core.events import at_end, emit
from contactcenter.providers.events import CallProgressed, CallStatus, DialEnded, LegProgressed

_PLACE_IN_LINE = frozenset({"version", "state", "queue_id", "queued_at", "menu_key", "walked"})
"""What a card on the timeline says nothing of: everybody else sees it by the call itself."""


def get_call(session: Session, call_id: str, *, for_update: bool = False) -> Call:
    """The call, locked when it is about to change. Raises NotFound."""
    if for_update:
        locked = sa.select(Call).where(Call.id == call_id).with_for_update()
        call = session.scalars(locked.execution_options(populate_existing=True)).one_or_none()
    else:
        call = session.get(Call, call_id)  # once read in this transaction it is not read again
    if call is None:
        raise NotFound("call_not_found", "There is no such call.")
    return call


def leg_progressed(session: Session, event: LegProgressed) -> Call:
    """A dialled leg rang, was answered or ended. Stale and repeated news changes nothing."""
    call = stub_call(session, event, event.provider_call_id)
    if call.turned_at is not None and event.provider_leg_id == call.provider_call_id:
        return _customer_progressed(session, call, event)
    leg = legs.open_leg(session, call, event.provider_leg_id, event.endpoint)
    if leg.max_sequence < 0 and leg.role == "agent":
        leg.role = event.role
    moment = event.at or now()
    status = event.status.value
    placed.name_agent(call, leg)
    leg.status = states.later_leg_status(leg.status, status)
    leg.max_sequence = max(leg.max_sequence, event.sequence)
    leg.provider_code = event.provider_code or leg.provider_code
    if event.status is CallStatus.RINGING:
        leg.ringing_at = _earliest(leg.ringing_at, moment)
    elif event.status is CallStatus.IN_PROGRESS:
        legs.answer_told(leg, moment)
    elif event.status.is_terminal:
        leg.ended_at = _earliest(leg.ended_at, moment)
        if event.duration_seconds is not None:
            leg.duration_seconds = event.duration_seconds
        if event.status is CallStatus.COMPLETED and event.duration_seconds:
            legs.guess_answer(leg, leg.ended_at)
        if call.room_state in ("moving", "open"):
            at_end(session, f"leg:{leg.id}", lambda s: emit(s, LegEnded(call.id, event.provider_leg_id)))
    settle(session, call)
    return call


def call_progressed(session: Session, event: CallProgressed) -> Call:
    """The customer-facing call itself moved on; its end carries the times that count."""
    call = open_call(session, event, event.call)
    if placed.is_told_of_agent(call, event.call):  # its beginning was before the customer's answer, which counts
        return leg_progressed(session, placed.as_agents_leg(call, event)) if event.call.status.is_terminal else call
    call.provider_code = event.provider_code or call.provider_code
    if event.call.status.is_terminal:
        _end(call, event.call.status, event.at or now())
        if event.duration_seconds is not None and call.ended_at is not None:
            call.duration_seconds = event.duration_seconds
            if call.placed_via is None:  # one that we placed began with the click
                call.started_at = call.ended_at - timedelta(seconds=event.duration_seconds)
    elif event.call.status is CallStatus.IN_PROGRESS and call.direction == "outbound" and call.placed_via is None:
        call.answered_at = _earliest(call.answered_at, event.at or now())
    settle(session, call)
    return call


def _customer_progressed(session: Session, call: Call, event: LegProgressed) -> Call:
    """What is told of the customer's leg by the name it had below the agent's: only its end is news."""
    if event.status.is_terminal:
        _end(call, event.status, event.at or now())
    settle(session, call)
    return call


def dial_ended(session: Session, event: DialEnded) -> Call:
    """Dialling an agent is over; tells who hung up first, since the caller may still be there."""
    call = open_call(session, event, event.call)
    if _is_moved(session, call, event):
        return call
    note_dialled(session, call, event)
    if event.is_talk:
        call.has_dial_ended = True
        call.agent_hung_up = event.call.is_gone if placed.is_ours(call) else not event.call.is_gone
    settle(session, call)
    return call


def note_dialled(session: Session, call: Call, event: DialEnded) -> None:
    """What a dial's end tells of the leg that was dialled, whose own callbacks may be late or lost."""
    if not event.provider_leg_id:
        return
    leg = legs.open_leg(session, call, event.provider_leg_id, "")
    if (event.walk or event.transfer_id) and leg.max_sequence < 0:
        leg.role = "outside"
    leg.is_bridged = event.is_bridged if event.is_bridged is not None else leg.is_bridged
    leg.status = states.later_leg_status(leg.status, event.status.value)
    if event.is_talk and leg.duration_seconds is None:
        leg.duration_seconds = event.duration_seconds
    if event.is_talk:
        legs.guess_answer(leg, leg.ended_at or now())


def _is_moved(session: Session, call: Call, event: DialEnded) -> bool:
    """The dial is over because its leg went into a room: they still talk. No leg is named then, at Twilio."""
    moved = [leg.provider_leg_id for leg in legs.list_legs(session, call) if leg.moved_at is not None]
    return bool(moved) and (event.provider_leg_id or moved[-1]) in moved


def conversation_ended(session: Session, call: Call, *, agent_hung_up: bool) -> None:
    """The talk is over though the caller is still on the line."""
    call.has_dial_ended, call.agent_hung_up = True, agent_hung_up
    settle(session, call)


def caller_gone(session: Session, call: Call) -> None:
    """Some interactive hook said that the caller has left; the end callback may be late or lost."""
    if call.ended_at is None:
        _end(call, CallStatus.COMPLETED, now(), is_provider_end=False)
    settle(session, call)


def ended_untold(session: Session, call: Call, provider_leg_id: str) -> None:
    """The carrier says that the caller's or an agent's leg is over, and no callback told us."""
    if provider_leg_id == call.provider_call_id:
        caller_gone(session, call)
        return
    leg = legs.open_leg(session, call, provider_leg_id, "")
    leg.status = states.later_leg_status(leg.status, CallStatus.COMPLETED.value)
    leg.ended_at = leg.ended_at or now()
    settle(session, call)


def enter_queue(session: Session, call: Call, queue_id: str) -> None:
    call.queue_id = queue_id
    call.queued_at = call.queued_at or now()
    settle(session, call)


def reach_voicemail(session: Session, call: Call) -> None:
    call.voicemail_at = call.voicemail_at or now()
    settle(session, call)


def is_over(call: Call) -> bool:
    """Whether the caller is gone, or an answered call was hung up. A voicemail being left is not over."""
    return call.provider_status is not None or (call.has_dial_ended and call.answered_at is not None)


def our_number(call: Call) -> str:
    """The company's side of it."""
    return call.to_number if call.direction == "inbound" else call.from_number


def settle(session: Session, call: Call) -> None:
    """Bring everything that follows from the facts up to date, and tell once what changed."""
    have_legs_changed = any(leg in session.dirty for leg in legs.list_legs(session, call))
    was_answered = call.answered_at
    answered, latest = legs.answered_leg(session, call), legs.latest_leg(session, call)
    if answered is not None and answered.ended_at is None and call.ended_at is not None:
        legs.guess_answer(answered, call.ended_at)
    if answered is None and (call.direction == "inbound" or placed.is_ours(call)):
        call.answered_at = call.talk_seconds = None
        call.agent_id = placed.caller_of(call)
    elif answered is not None:
        call.answered_at = answered.answered_at
        call.agent_id = (latest or answered).agent_id or call.agent_id
        call.talk_seconds = legs.call_talk_seconds(session, call, call.hold_seconds or 0)
    call.state, call.end_reason = states.derive(
        states.Facts(
            direction=call.direction,
            is_ended=call.provider_status is not None,
            provider_status=placed.final_status(call, legs.list_legs(session, call)),
            is_answered=call.answered_at is not None,
            has_dial_ended=call.has_dial_ended,
            is_queued=call.queued_at is not None,
            has_reached_voicemail=call.voicemail_at is not None,
            has_voicemail=call.has_voicemail,
            agent_hung_up=call.agent_hung_up,
            wants_callback=call.callback_number is not None,
            is_handed_outside=legs.handed_outside(legs.list_legs(session, call)) is not None,
        )
    )
    _settle_times(call, answered)
    changed = _changed(call)
    if changed:  # a leg that only rings changes nothing that is shown of its call
        call.version += 1
        announce(session, call, is_on_card=not (call.state == "queued" and changed <= _PLACE_IN_LINE))
    if changed or have_legs_changed:
        _tell_turns(session, call, latest, was_answered)


def conversation_over(call: Call, leg_ended: bool) -> bool:
    """Whether nobody talks with the caller any more, and nobody is about to."""
    goes_on = call.room_state in ("moving", "open") or call.between_at is not None
    return call.has_dial_ended or call.provider_status is not None or (leg_ended and not goes_on)


def _tell_turns(session: Session, call: Call, latest: Leg | None, was_answered: datetime | None) -> None:
    if (
        call.between_at is not None
        and latest is not None
        and latest.answered_at
        and latest.answered_at > call.between_at
    ):
        call.between_at, was_answered = None, None  # in line again, and answered again
    if call.answered_at is not None and was_answered is None and not is_over(call):
        emit(session, CallAnswered(call.id, call.agent_id))
    if latest is not None and conversation_over(call, latest.ended_at is not None):
        at_end(
            session,
            f"conversation:{call.id}",
            lambda s: emit(s, ConversationEnded(call.id, call.agent_id)),
        )
    if call.provider_status is not None:
        at_end(session, f"ended:{call.id}", lambda s: emit(s, CallEnded(call.id, call.state)))


def _changed(call: Call) -> set[str]:
    """Names of the columns that this transaction has changed and not written yet."""
    state: Any = sa.inspect(call)
    touched = set(state.mapper.column_attrs.keys()) - state.unmodified
    return {name for name in touched if get_history(call, name).has_changes()}


def _settle_times(call: Call, answered: Leg | None) -> None:
    if call.state in states.TERMINAL and call.ended_at is None and answered is not None:
        call.ended_at = answered.ended_at
    boundary = call.answered_at or (call.ended_at if call.provider_status else None)
    if call.queued_at and boundary and call.queued_at > boundary:
        call.queued_at = call.started_at  # a late delivery: its receipt says nothing of the wait
    waited_from = call.queued_at or call.started_at
    if boundary is not None:
        call.wait_seconds = seconds_between(waited_from, boundary)
    if call.ended_at is not None and call.duration_seconds is None:
        call.duration_seconds = seconds_between(call.started_at, call.ended_at)


def _end(call: Call, status: CallStatus, moment: datetime, *, is_provider_end: bool = True) -> None:
    """Note the end. The provider's own time replaces a guess; its first final status stands."""
    if call.provider_status is None:
        call.provider_status = status.value
    if is_provider_end or call.ended_at is None:
        call.ended_at = moment


def _earliest(known: datetime | None, new: datetime) -> datetime:
    return new if known is None or new < known else known
