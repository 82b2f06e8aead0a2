"""The front door: what a caller hears at each step, as instructions to the provider.

Up to the queue, and when it is left without an agent, the number's flow says what comes (see `flows.walk`); here it
is applied to the call. The agent, the rating and the end are the same for every flow. Each step answers something
sensible whatever state the call is in, because a caller hears every reply.
"""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls import service as calls
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.settings import Settings
from contactcenter.crm.models import Customer
from contactcenter.providers.events import DialEnded
from contactcenter.providers.instructions import (
    Acknowledge,
    AskRating,
    ConnectAgent,
    EnterQueue,
    Instruction,
    KeyOffer,
    LeaveQueue,
    OfferMenu,
    PlayWaiting,
    RefuseCall,
    SayAndHangUp,
    Sound,
    Speech,
    TakeVoicemail,
)
from contactcenter.routing import call_work, engine, line, queues
from contactcenter.routing.flows import announce, outside, places, published, speak
from contactcenter.routing.flows.caller import Caller
from contactcenter.routing.flows.walk import Arrived, Document, Given, Left, Place, Pressed, Turn, leads_on, walk
from contactcenter.routing.models import Offer, Queue, WorkItem
from contactcenter.routing.patience import is_hopeless
from contactcenter.routing.prompts import LANGUAGES, prompt
from contactcenter.routing.queue_callbacks import asking
from contactcenter.routing.queue_callbacks import service as queue_callbacks
from contactcenter.routing.queue_callbacks.dialogue import Asked

NO_MORE_TRIES = 99
VOICEMAIL_SECONDS = 120
DIRECT_RING_SECONDS = 20
"""Of a call that never stood in a queue."""
REDIRECT_TAKES = timedelta(seconds=5)
"""After that a redirect counts as lost, and the caller's next poll takes them to the agent."""

_IS_BLOCKED = sa.select(Customer.is_blocked).where(Customer.id == sa.bindparam("id"))


def greet(session: Session, call: Call, settings: Settings) -> Instruction:
    """The first words of the flow of the number that was called; a blocked caller is refused."""
    if call.customer_id and session.scalar(_IS_BLOCKED, {"id": call.customer_id}):
        return RefuseCall()
    flow, active = published.for_number(session, call.to_number)
    return _answer(session, call, settings, flow, None, Arrived(), Caller(session, call, active))


def menu_answered(
    session: Session, call: Call, key: str, attempt: int, settings: Settings, walked: str | None = None
) -> Instruction:
    """A key was pressed, or none. `walked` says which menu asked; without it that was the built-in one."""
    if walked is not None and walked.startswith(f"{asking.WALK}."):
        return _callback_answered(session, call, walked, key, settings)
    flow, place = places.of_menu(session, walked, attempt)
    if calls.is_over(call):  # told late: nobody is there to be asked again
        place = replace(place, tries=NO_MORE_TRIES)
    caller = Caller(session, call)
    if call.menu_key is None and key and leads_on(flow, place, key, caller):
        call.menu_key = key[:20]
    return _answer(session, call, settings, flow, place, Pressed(key), caller)


def wait(session: Session, call: Call, settings: Settings, waited_seconds: int = 0, key: str = "") -> Instruction:
    """The music ended, or a key was pressed: keep waiting, go to the agent who accepted, be asked where to call
    back, or stop hoping."""
    offer = call_work.accepted_offer(session, call.id)
    if offer is not None:
        return _keep_waiting(settings) if _is_redirect_coming(offer) else LeaveQueue()
    item = engine.find_item(session, call.id, for_update=True)
    if item is None or item.state in ("canceled", "done"):
        return LeaveQueue()
    flow, place = places.of_call(session, call)
    step, language = flow.steps.get(place.step), _language(call, settings)
    if asking.is_asking(call) or (key and asking.begin(session, call, item, step, key, waited_seconds)):
        line.seen(item)
        return LeaveQueue()
    if is_hopeless(session, item):
        return LeaveQueue()
    words = announce.place_in_line(session, step, item, waited_seconds, language)
    offer_of_key = asking.offer(call, step, item, waited_seconds, language)
    line.seen(item)
    return _keep_waiting(settings, flow, place, words, offer_of_key)


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
    if asking.is_asking(call):
        return _ask_back(session, call, asking.standing(call), settings)
    return _give_up(session, call, settings)


def ask_anew(session: Session, call: Call) -> EnterQueue:
    """Into the same line once more: the provider then asks at once what is to become of them (`wait`)."""
    return EnterQueue(call.queue_id or "default", None, attempt=_entries(session, call))


def connect(session: Session, call: Call, offer: Offer, settings: Settings) -> Instruction:
    """Bridge to where the accepting agent answers: softphone, or their own phone."""
    agent = session.get_one(User, offer.agent_id)
    is_phone = agent.answers_on == "phone" and agent.own_phone
    return ConnectAgent(
        offer_id=offer.id,
        identity=None if is_phone else agent.voice_identity,
        phone=agent.own_phone if is_phone else None,
        caller_id=calls.our_number(call) if is_phone else None,
        ring_seconds=_ring_seconds(session, call),
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
            attempt=_entries(session, call),
        )
    return _give_up(session, call, settings)


def outside_over(session: Session, call: Call, event: DialEnded, settings: Settings) -> Instruction:
    """Whom the flow sent them to outside has hung up, or never answered: then on, as the flow says."""
    if calls.is_over(call) or event.is_talk:
        return SayAndHangUp(None)
    call.forwarded_to = None
    flow, place = places.of_outside(session, event.walk or "")
    return _answer(session, call, settings, flow, place, Left("unanswered"), Caller(session, call))


def rated(call: Call, settings: Settings) -> Instruction:
    return SayAndHangUp(_say("thanks", _language(call, settings)))


def voicemail(session: Session, call: Call, settings: Settings, reason: str) -> Instruction:
    """Take a message. The place in line, if any, ends here."""
    calls.reach_voicemail(session, call)
    engine.cancel(session, call.id, "voicemail")
    return TakeVoicemail(prompt=_say(reason, _language(call, settings)), max_seconds=VOICEMAIL_SECONDS)


def message_taken(call: Call, settings: Settings) -> Instruction:
    return SayAndHangUp(_say("message_taken", _language(call, settings)))


def _answer(
    session: Session,
    call: Call,
    settings: Settings,
    flow: Document,
    place: Place | None,
    given: Given,
    caller: Caller,
) -> Instruction:
    """Walk on, do to the call what the flow says, and answer with it."""
    turn = outside.walk_past_refused(session, flow, walk(flow, place, given, caller), caller)
    language = _language(call, settings)
    said = speak.sounds(flow, turn.heard, language)
    if turn.stop == "gone" or calls.is_over(call):
        return SayAndHangUp(None)
    if turn.stop == "menu":
        return _offer_menu(flow, turn, said, language)
    if turn.stop == "queue":
        return speak.said_then(said, _line_up(session, call, flow, turn, language))
    if turn.stop == "outside":
        engine.cancel(session, call.id, "sent_outside")
        return speak.said_then(said, outside.dial(call, flow, turn, language))
    if turn.stop == "hang_up":
        engine.cancel(session, call.id, "sent_away")
        return speak.good_bye(said)
    calls.reach_voicemail(session, call)
    engine.cancel(session, call.id, given.reason if isinstance(given, Left) else "voicemail")
    step = flow.steps.get(turn.place.step, {})
    seconds = step.get("max_seconds", VOICEMAIL_SECONDS)
    prompt_sound = said[-1] if said else _say("nobody_free", language)
    return speak.said_then(said[:-1], TakeVoicemail(prompt=prompt_sound, max_seconds=seconds))


def _callback_answered(session: Session, call: Call, walked: str, keys: str, settings: Settings) -> Instruction:
    """They said where to call them back; an agent who took the call meanwhile has them at once instead."""
    offer = call_work.accepted_offer(session, call.id)
    if calls.is_over(call):
        return SayAndHangUp(None)
    if offer is not None:
        if _is_redirect_coming(offer):
            return _keep_waiting(settings)
        offer.connect_sent_at = now()
        return connect(session, call, offer, settings)
    return _ask_back(session, call, asking.answered(session, call, walked, keys), settings)


def _ask_back(session: Session, call: Call, asked: Asked, settings: Settings) -> Instruction:
    language = _language(call, settings)
    item = engine.find_item(session, call.id, for_update=True)
    if item is not None:
        line.seen(item)
    words = asking.words(asked, language)
    if asked.part == "kept":
        queue_callbacks.keep(session, call)
        return SayAndHangUp(words)
    if asked.part == "waiting":
        return EnterQueue(call.queue_id or "default", words, attempt=_entries(session, call))
    return asking.question(call, asked, language)


def _offer_menu(flow: Document, turn: Turn, said: tuple[Sound, ...], language: str) -> OfferMenu:
    step = flow.steps[turn.place.step]
    return OfferMenu(
        greeting=said,
        prompt=speak.joined(speak.sounds(flow, turn.asked, language)),
        attempt=turn.place.turn,
        keys=turn.keys,
        walk=places.written(flow, turn.place),
        wait_seconds=step["wait_seconds"],
    )


def _line_up(session: Session, call: Call, flow: Document, turn: Turn, language: str) -> EnterQueue:
    queue = session.get_one(Queue, call.queue_id)
    item = call_work.line_up(session, call, queue)
    places.keep(call, flow, turn.place)
    [announcement] = speak.sounds(flow, turn.asked, language) or (None,)
    return EnterQueue(queue_name=queue.id, announcement=announcement, attempt=_entries(session, call, item))


def _give_up(session: Session, call: Call, settings: Settings) -> Instruction:
    """Nobody took it in time, or the queue was shut meanwhile: on to what the flow says then."""
    flow, place = places.of_call(session, call)
    return _answer(session, call, settings, flow, place, Left(_why_left(session, call)), Caller(session, call))


def _why_left(session: Session, call: Call) -> str:
    """Whether the hours are over, nobody is there who could take it, or all are busy: callers hear different things."""
    queue = session.get(Queue, call.queue_id) if call.queue_id else None
    if queue is not None and not queues.is_open(session, queue):
        return "closed"
    item = engine.find_item(session, call.id)
    return "full" if item is None or call_work.has_prospect(session, item) else "nobody"


def _entries(session: Session, call: Call, item: WorkItem | None = None) -> int:
    """Counts up with each time the call is put in line, so that leaving it is news each time.

    `item`: its place in line, where it has just been given one.
    """
    turns = call.callback_turn + places.turn_of(call)
    if item is None or item.previous_id is not None or item.offers_made > 1:
        turns += call_work.count_failed_bridges(session, call.id)
    return min(99, turns)


def _keep_waiting(
    settings: Settings,
    flow: Document | None = None,
    place: Place | None = None,
    words: Speech | None = None,
    offer: KeyOffer | None = None,
) -> PlayWaiting:
    step = flow.steps.get(place.step) if flow is not None and place is not None else None
    chosen = flow.sounds.get(step.get("music") or "") if flow is not None and step is not None else None
    return PlayWaiting(chosen or f"{settings.public_url}/static/sounds/hold-music.mp3", announcement=words, offer=offer)


def _is_redirect_coming(offer: Offer) -> bool:
    """Whether the carrier is just being told to bridge this call: leaving the queue as well would start a dial
    that the redirect cuts off a moment later, which looks like the end of the conversation."""
    return offer.connect_sent_at is not None and now() - offer.connect_sent_at < REDIRECT_TAKES


def _is_queue_recorded(session: Session, call: Call) -> bool:
    queue = session.get(Queue, call.queue_id) if call.queue_id else None
    return queue is None or queue.is_recorded


def _ring_seconds(session: Session, call: Call) -> int:
    """How long the accepting agent's phone rings: as long as the queue says."""
    queue = session.get(Queue, call.queue_id) if call.queue_id else None
    return queue.ring_seconds if queue is not None else DIRECT_RING_SECONDS


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
