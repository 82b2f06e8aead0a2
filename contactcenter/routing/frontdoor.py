"""The front door: what a caller hears at each step, as instructions to the provider.

Greeting with the recording announcement, a short menu, the queue, the agent, a rating;
voicemail when nobody can come. Each step answers something sensible whatever state the
call is in, because a caller hears every reply.
"""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls import service as calls
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.settings import Settings
from contactcenter.crm.models import Customer
from contactcenter.providers.instructions import (
    Acknowledge,
    AskRating,
    ConnectAgent,
    EnterQueue,
    Instruction,
    LeaveQueue,
    OfferMenu,
    PlayWaiting,
    RefuseCall,
    SayAndHangUp,
    Speech,
    TakeVoicemail,
)
from contactcenter.routing import call_work, engine, line, queues
from contactcenter.routing.models import Offer, Queue, WorkItem
from contactcenter.routing.prompts import LANGUAGES, menu_words, prompt

MENU_ATTEMPTS = 3
HOPELESS_WAIT = timedelta(seconds=20)
"""How long a caller is kept when nobody who is signed in can take the call."""
VOICEMAIL_SECONDS = 120
REDIRECT_TAKES = timedelta(seconds=5)
"""After that a redirect counts as lost, and the caller's next poll takes them to the agent."""

_IS_BLOCKED = sa.select(Customer.is_blocked).where(Customer.id == sa.bindparam("id"))


def greet(session: Session, call: Call, settings: Settings) -> Instruction:
    """The first words: who we are, that the call is recorded, the menu."""
    if call.customer_id and session.scalar(_IS_BLOCKED, {"id": call.customer_id}):
        return RefuseCall()
    return menu(session, call, settings, attempt=1)


def menu(session: Session, call: Call, settings: Settings, *, attempt: int) -> Instruction:
    language = _language(call, settings)
    greeting = (_say("greeting", language), _say("recorded", language)) if attempt == 1 else ()
    choices = [q for q in queues.list_queues(session) if q.menu_key] or [queues.ensure_default_queue(session)]
    words = menu_words([(q.menu_key or "", q.name) for q in choices], language)
    sorry = "" if attempt == 1 else prompt("sorry", language) + " "
    return OfferMenu(
        greeting=greeting,
        prompt=Speech(sorry + words, LANGUAGES[language]),
        attempt=attempt,
        keys=tuple(q.menu_key or "" for q in choices),
    )


def menu_answered(session: Session, call: Call, key: str, attempt: int, settings: Settings) -> Instruction:
    """A key was pressed, or none: queue it, ask again, and in the end use the default queue."""
    queue = queues.find_by_key(session, key) if key else None
    if queue is None and attempt < MENU_ATTEMPTS and not calls.is_over(call):
        return menu(session, call, settings, attempt=attempt + 1)
    queue = queue or queues.ensure_default_queue(session)
    if call.menu_key is None:
        call.menu_key = key[:20] or None
    return line_up(session, call, queue, settings)


def line_up(session: Session, call: Call, queue: Queue, settings: Settings) -> Instruction:
    """Into the queue, or to voicemail at once when nobody is signed in."""
    language = _language(call, settings)
    calls.enter_queue(session, call, queue.id)
    if calls.is_over(call) or call.answered_at is not None:  # told late: facts only
        return SayAndHangUp(None)
    if not queues.is_staffed(session, queue.id):
        return voicemail(session, call, settings, "nobody_here")
    call_work.line_up(session, call, queue)
    return EnterQueue(queue_name=queue.id, announcement=_say("please_wait", language))


def wait(session: Session, call: Call, settings: Settings) -> Instruction:
    """The music ended: keep waiting, go to the agent who accepted, or stop hoping."""
    offer = call_work.accepted_offer(session, call.id)
    if offer is not None:
        return _keep_waiting(settings) if _is_redirect_coming(offer) else LeaveQueue()
    item = engine.find_item(session, call.id, for_update=True)
    if item is None or item.state in ("canceled", "done") or _is_hopeless(session, item):
        return LeaveQueue()
    line.seen(item)
    return _keep_waiting(settings)


def left_queue(session: Session, call: Call, result: str, settings: Settings) -> Instruction:
    """Out of the provider's queue: to the agent, to voicemail, or gone."""
    if result in ("bridged", "redirected", "redirected-from-bridged"):
        return Acknowledge()  # another document runs the call by now
    if calls.is_over(call) or result == "hangup":
        return SayAndHangUp(None)
    offer = call_work.accepted_offer(session, call.id)
    if offer is not None:
        offer.connect_sent_at = now()  # a redirect now would cut this dial off
        return connect(session, call, offer, settings)
    return voicemail(session, call, settings, "nobody_free")


def connect(session: Session, call: Call, offer: Offer, settings: Settings) -> Instruction:
    """Bridge to where the accepting agent answers: softphone, or their own phone."""
    agent = session.get_one(User, offer.agent_id)
    is_phone = agent.answers_on == "phone" and agent.own_phone
    return ConnectAgent(
        offer_id=offer.id,
        identity=None if is_phone else agent.voice_identity,
        phone=agent.own_phone if is_phone else None,
        caller_id=call.to_number if is_phone else None,
        ring_seconds=20,
        is_recorded=_is_queue_recorded(session, call) and not call.is_leg_recorded,  # it is, since it was in a room
        is_transcribed=call.transcription_state == "none",  # a second dial must not double the lines
        language=LANGUAGES[_language(call, settings)],
    )


def dial_over(
    session: Session, call: Call, *, is_talk: bool, provider_leg_id: str | None, settings: Settings
) -> Instruction:
    """The agent hung up first: ask for a rating. Nobody was reached: wait again, else voicemail."""
    language = _language(call, settings)
    if is_talk:
        return AskRating(prompt=_say("rate", language), provider_leg_id=provider_leg_id)
    if call_work.bridge_failed(session, call):
        return EnterQueue(
            queue_name=call.queue_id or "default",
            announcement=_say("still_trying", language),
            attempt=1 + call_work.count_failed_bridges(session, call.id),
        )
    return voicemail(session, call, settings, "nobody_free")


def rated(call: Call, settings: Settings) -> Instruction:
    return SayAndHangUp(_say("thanks", _language(call, settings)))


def voicemail(session: Session, call: Call, settings: Settings, reason: str) -> Instruction:
    """Take a message. The place in line, if any, ends here."""
    calls.reach_voicemail(session, call)
    engine.cancel(session, call.id, "voicemail")
    return TakeVoicemail(prompt=_say(reason, _language(call, settings)), max_seconds=VOICEMAIL_SECONDS)


def message_taken(call: Call, settings: Settings) -> Instruction:
    return SayAndHangUp(_say("message_taken", _language(call, settings)))


def _is_hopeless(session: Session, item: WorkItem) -> bool:
    """Whether to stop waiting: too long in line, or nobody left who could take it for a while."""
    queue = session.get_one(Queue, item.queue_id)
    moment = now()
    if moment - item.entered_at > timedelta(seconds=queue.max_wait_seconds) and item.state == "waiting":
        return True
    if item.state == "offered" or call_work.has_prospect(session, item):
        item.no_prospect_since = None
        return False
    item.no_prospect_since = item.no_prospect_since or moment
    return moment - item.no_prospect_since > HOPELESS_WAIT


def _keep_waiting(settings: Settings) -> PlayWaiting:
    return PlayWaiting(music_url=f"{settings.public_url}/static/sounds/hold-music.mp3", announcement=None)


def _is_redirect_coming(offer: Offer) -> bool:
    """Whether the carrier is just being told to bridge this call: leaving the queue as well would start a dial
    that the redirect cuts off a moment later, which looks like the end of the conversation."""
    return offer.connect_sent_at is not None and now() - offer.connect_sent_at < REDIRECT_TAKES


def _is_queue_recorded(session: Session, call: Call) -> bool:
    queue = session.get(Queue, call.queue_id) if call.queue_id else None
    return queue is None or queue.is_recorded


def say(code: str, call: Call, settings: Settings) -> Speech:
    """A prompt in the caller's language."""
    return _say(code, _language(call, settings))


def _language(call: Call, settings: Settings) -> str:
    """Vietnamese or English: by the caller's country when the number tells, else the company's."""
    if call.party and call.party.startswith("+"):
        return "vi" if call.party.startswith("+84") else "en"
    return settings.locale


def _say(code: str, language: str) -> Speech:
    return Speech(prompt(code, language), LANGUAGES[language])
