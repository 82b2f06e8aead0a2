"""What routing does when calls and agents change. Same transaction, a few lines each."""

from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.account_events import UserCreated
from contactcenter.agents.events import BecameReady, LeftReady
from contactcenter.calls import service as calls
from contactcenter.calls import wrapup
from contactcenter.calls.events import CallAnswered, CallEnded, ConversationEnded, WrapUpEnded
from contactcenter.core.events import at_end, within
from contactcenter.routing import engine, queues
from contactcenter.routing.models import Queue


@within(UserCreated)
def join_default_queue(session: Session, event: UserCreated) -> None:
    queues.add_member(session, queues.ensure_default_queue(session).id, event.user_id)


@within(BecameReady)
def offer_to_ready_agent(session: Session, _event: BecameReady) -> None:
    at_end(session, "offer_waiting", _offer_waiting)


@within(LeftReady)
def withdraw_from_agent(session: Session, event: LeftReady) -> None:
    engine.withdraw_offers(session, event.user_id, event.cause)


@within(CallAnswered)
def agent_talks(session: Session, event: CallAnswered) -> None:
    item = engine.find_item(session, event.call_id, for_update=True)
    if item is not None and item.state == "accepted" and item.agent_id:
        presence.set_activity(session, item.agent_id, "talking", "answered")
    elif item is not None:  # told after the bridge was given up: nobody else need come
        engine.cancel(session, event.call_id, "answered")


@within(ConversationEnded)
def agent_wraps_up(session: Session, event: ConversationEnded) -> None:
    item = engine.find_item(session, event.call_id, for_update=True)
    if item is None or item.state != "accepted" or not item.agent_id:
        return
    item.state = "wrapping"
    presence.set_activity(session, item.agent_id, "wrap_up", "call_ended")
    seconds = session.get_one(Queue, item.queue_id).wrap_up_seconds
    wrapup.start(session, calls.get_call(session, event.call_id), seconds)


@within(CallEnded)
def caller_left(session: Session, event: CallEnded) -> None:
    item = engine.find_item(session, event.call_id, for_update=True)
    is_in_line = item is not None and item.state in ("waiting", "offered")
    if is_in_line or event.state != "completed":
        engine.cancel(session, event.call_id, "caller_left")


@within(WrapUpEnded)
def agent_is_free(session: Session, event: WrapUpEnded) -> None:
    item = engine.find_item(session, event.call_id, for_update=True)
    if item is not None and item.state == "wrapping":
        engine.close_item(session, item, "done", None)
        presence.set_activity(session, item.agent_id or event.agent_id, "idle", "wrapped_up")


def _offer_waiting(session: Session) -> None:
    """Whoever waits longest first, until this agent (or nobody) has something."""
    for item_id in session.scalars(engine.waiting_items()).all():
        if engine.offer_item(session, item_id) is not None:
            return
