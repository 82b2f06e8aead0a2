"""What routing does when calls and agents change. Same transaction, a few lines each."""

from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.account_events import UserCreated
from contactcenter.agents.events import BecameReady, LeftReady
from contactcenter.calls import service as calls
from contactcenter.calls import wrapup
from contactcenter.calls.events import CallAnswered, CallEnded, ConversationEnded, WrapUpEnded
from contactcenter.calls.models import Call
from contactcenter.core.events import at_end, within
from contactcenter.routing import engine, queues, rounds
from contactcenter.routing.events import AgentEdited, QueueEdited, SlotFreed
from contactcenter.routing.models import Queue
from contactcenter.routing.queue_callbacks import service as queue_callbacks


@within(UserCreated)
def join_default_queue(session: Session, event: UserCreated) -> None:
    queues.add_member(session, queues.ensure_default_queue(session).id, event.user_id)


@within(BecameReady, SlotFreed, AgentEdited)
def offer_to_ready_agent(session: Session, event: BecameReady | SlotFreed | AgentEdited) -> None:
    at_end(session, f"serve:{event.user_id}", lambda s: rounds.serve_agent(s, event.user_id))


@within(QueueEdited)
def offer_by_new_policy(session: Session, event: QueueEdited) -> None:
    at_end(session, f"round:{event.queue_id}", lambda s: _one_round(s, event.queue_id))


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
    queue = session.get_one(Queue, item.queue_id)
    if queue.wrap_up_mode == "none":
        engine.finish(session, item)
        return
    engine.start_wrap_up(session, item)
    seconds = queue.wrap_up_seconds if queue.wrap_up_mode == "timed" else None
    wrapup.start(session, calls.get_call(session, event.call_id), seconds)


@within(CallEnded)
def caller_left(session: Session, event: CallEnded) -> None:
    if queue_callbacks.hung_up(session, session.get_one(Call, event.call_id)):
        return
    item = engine.find_item(session, event.call_id, for_update=True)
    is_in_line = item is not None and item.state in ("waiting", "offered")
    if is_in_line or event.state != "completed":
        engine.cancel(session, event.call_id, "caller_left")


@within(WrapUpEnded)
def agent_is_free(session: Session, event: WrapUpEnded) -> None:
    item = engine.find_item(session, event.call_id, for_update=True)
    if item is not None and item.state == "wrapping":
        engine.finish(session, item)


def _one_round(session: Session, queue_id: str) -> None:
    rounds.serve_queue(session, queue_id)
