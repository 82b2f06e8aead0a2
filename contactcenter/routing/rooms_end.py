"""What a customer hears who is out of a room: the rating, the queue again, or an apology; never silence.

Whoever hangs up while talking ends the conversation. An agent whose line drops while the customer is on hold does
not: the customer goes back to their place in line, with the hold music still playing, as it were.
"""

import time

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.calls import legs
from contactcenter.calls import service as calls
from contactcenter.calls.announcing import announce
from contactcenter.calls.models import Call
from contactcenter.calls.rooms import queries as rooms_queries
from contactcenter.calls.rooms import service as rooms
from contactcenter.calls.rooms.events import CustomerStranded, HoldChanged
from contactcenter.calls.rooms.facts import fold
from contactcenter.calls.rooms.models import RoomMark
from contactcenter.calls.rooms.queries import CUSTOMER, LIVE
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.core.errors import ProviderError
from contactcenter.core.events import within
from contactcenter.core.settings import Settings, current
from contactcenter.providers import registry
from contactcenter.providers.events import DialEnded
from contactcenter.providers.instructions import AskRating, EnterQueue, Instruction, SayAndHangUp
from contactcenter.routing import call_work, engine, frontdoor, queues
from contactcenter.routing.models import Queue, WorkItem
from contactcenter.routing.transfers import service as transfers
from contactcenter.routing.transfers.models import Transfer

STRANDED_AFTER_SECONDS = 3.0
"""The room's end, told in a moment, usually takes the customer out by itself."""
TRIES = 3

_log = structlog.get_logger(__name__)


def customer_out(session: Session, call: Call, room_name: str, settings: Settings) -> Instruction:
    """The customer is out of the room and still on the line."""
    if room_name != call.room_name or calls.is_over(call):
        return SayAndHangUp(None)
    is_drop = _was_held(session, call) and not call.agent_hung_up
    had_outsider = any(r.kind == "outside" and r.ends_room for r in rooms_queries.participants(session, call))
    agent_leg = legs.latest_leg(session, call)
    transfers.call_over(session, call)
    rooms.close_room(session, call)
    if had_outsider:
        calls.conversation_ended(session, call, agent_hung_up=True)
        return SayAndHangUp(None)
    if is_drop:
        return back_in_line(session, call, settings, "line_lost")
    calls.conversation_ended(session, call, agent_hung_up=True)
    if call.placed_via:  # we called them: they are not asked what they think of it
        return SayAndHangUp(None)
    return AskRating(
        prompt=frontdoor.say("rate", call, settings), provider_leg_id=agent_leg.provider_leg_id if agent_leg else None
    )


def number_over(session: Session, call: Call, event: DialEnded, settings: Settings) -> Instruction:
    """The dial of a cold transfer to somebody outside is over: they talked, or the customer waits for us again."""
    row = session.get(Transfer, event.transfer_id or "")
    if row is None or row.call_id != call.id or row.ended_at is not None:
        return SayAndHangUp(None)
    calls.note_dialled(session, call, event)
    if event.is_talk:
        transfers.completed_outside(session, call, row)
    if event.call.is_gone:
        calls.caller_gone(session, call)
        return SayAndHangUp(None)
    if event.is_talk:
        calls.conversation_ended(session, call, agent_hung_up=True)
        return SayAndHangUp(None)
    transfers.returned(session, call, row, event.status.value)
    return back_in_line(session, call, settings, "not_reached")


def back_in_line(session: Session, call: Call, settings: Settings, cause: str) -> Instruction:
    """The caller waits again, in their old place; whoever had them is told that their line does not work."""
    queue = session.get(Queue, call.queue_id or "") or queues.ensure_default_queue(session)
    call.between_at, call.turns = now(), call.turns + 1
    put_back(session, call, cause)
    if not queues.is_staffed(session, queue.id):
        return frontdoor.voicemail(session, call, settings, "nobody_here")
    attempt = 1 + call_work.count_failed_bridges(session, call.id) + call.turns
    return EnterQueue(queue.id, frontdoor.say("still_trying", call, settings), attempt=min(attempt, 99))


def put_back(session: Session, call: Call, cause: str) -> None:
    """The call waits again in its old place; its agent, whose line is lost, is free of it."""
    item = engine.find_item(session, call.id, for_update=True)
    if item is not None and item.state in ("accepted", "wrapping") and item.agent_id:
        item.seen_at = now()
        call.version += 1
        engine.take_back(session, item, cause, is_silent_agent=True)
        announce(session, call)
    elif item is not None and item.state in ("done", "canceled"):
        _enter_again(session, call, item)


def _enter_again(session: Session, call: Call, before: WorkItem) -> None:
    """Their agent had passed them on, and it came to nothing: a new item with the place that they had."""
    queue = session.get_one(Queue, before.queue_id)
    item = engine.enter(
        session, kind=call_work.KIND, ref_id=call.id, queue=queue, customer_id=call.customer_id, party=call.party
    )
    item.entered_at, item.rank, item.priority = before.entered_at, before.rank, before.priority
    call.handler_id = item.agent_id
    announce(session, call)


@within(HoldChanged)
def show_activity(session: Session, event: HoldChanged) -> None:
    """An agent whose customer is on hold is at work all the same, and counted apart."""
    item = engine.find_item(session, event.call_id)
    if item is not None and item.state == "accepted" and item.agent_id:
        presence.set_activity(session, item.agent_id, "hold" if event.is_held else "talking", "hold_changed")


@within(CustomerStranded)
def plan_rescue(session: Session, event: CustomerStranded) -> None:
    call = session.get_one(Call, event.call_id)
    key = f"stranded-{call.room_name}-{call.version}"
    jobs.enqueue(session, "fetch_stranded", call.id, key=key, delay_seconds=STRANDED_AFTER_SECONDS)


@jobs.job("fetch_stranded")
def fetch_stranded(call_id: str) -> None:
    """Take a customer out of a room where nobody else is; doing it again finds them gone from there."""
    with transaction() as session:
        call = calls.get_call(session, call_id, for_update=True)
        if not _is_stranded(session, call):
            return
        instruction = customer_out(session, call, call.room_name or "", current())
        provider, leg_id = registry.get(call.provider), call.provider_call_id
    for attempt in range(TRIES):
        try:
            provider.redirect_to_agent(leg_id, instruction)
            return
        except ProviderError as error:
            _log.warning("stranded caller not fetched", call_id=call_id, code=error.code)
            if error.code == "call_gone":
                with transaction() as session:
                    calls.caller_gone(session, calls.get_call(session, call_id, for_update=True))
                return
            time.sleep(attempt)


def _is_stranded(session: Session, call: Call) -> bool:
    if call.room_state not in LIVE or calls.is_over(call):
        return False
    people = rooms_queries.participants(session, call)
    customer = rooms_queries.find_customer(people)
    return customer is not None and customer.state == "in" and rooms.is_left_alone(people)


def _was_held(session: Session, call: Call) -> bool:
    """Whether the customer heard music when the room ended."""
    marks = session.scalars(sa.select(RoomMark).where(RoomMark.room_name == (call.room_name or ""))).all()
    seat = fold(marks).seats.get(CUSTOMER)
    if seat is None or not seat.holds:
        return call.wants_hold
    return seat.holds[-1][1] in (None, seat.left_at)
