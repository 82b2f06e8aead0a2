"""Instructions as TwiML, built by the library alone: no name or number is ever pasted into markup.

Every address is absolute and our own query names are sorted (one report says that Twilio
signs a query in another order than it sends it otherwise). Progress callbacks carry
connection overrides in the fragment, which is neither sent nor signed: without them Twilio
does not repeat a callback that we answered with 503.
"""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode, urljoin

from twilio.twiml.voice_response import Dial, Gather, Start, VoiceResponse

from contactcenter.providers.base import Reply
from contactcenter.providers.instructions import (
    Acknowledge,
    AskRating,
    Audio,
    ConnectAgent,
    ConnectNumber,
    DialCustomer,
    EnterQueue,
    Instruction,
    InTurn,
    JoinRoom,
    LeaveQueue,
    OfferMenu,
    PlaySounds,
    PlayWaiting,
    RefuseCall,
    SayAndHangUp,
    Sound,
    TakeVoicemail,
    Whisper,
)

CONTENT_TYPE = "text/xml"
REPEAT_ON_FAILURE = "#rc=3&rp=5xx,ct,rt"
LEG_EVENTS = "initiated ringing answered completed"
ROOM_EVENTS = "start end join leave mute hold modify"
RECORDING_EVENTS = "in-progress completed absent"
KEY_SECONDS = 5
RATING_SECONDS = 8
MIN_RING_SECONDS, MAX_RING_SECONDS = 5, 600

# Twilio's default voice speaks no Vietnamese; this one is listed for every account.
_VOICES = {"vi-VN": "Google.vi-VN-Standard-A"}


class Renderer:
    """TwiML for one provider name; `public_url` is where Twilio reaches us, without a last slash."""

    def __init__(self, provider: str, public_url: str) -> None:
        self._public_url = public_url
        self._base = f"{public_url}/webhooks/{provider}/voice"
        self._verbs: dict[type[Instruction], Callable[[Any, VoiceResponse], None]] = {
            Acknowledge: self._acknowledge,
            PlaySounds: self._play_sounds,
            InTurn: self._in_turn,
            OfferMenu: self._offer_menu,
            EnterQueue: self._enter_queue,
            PlayWaiting: self._play_waiting,
            LeaveQueue: self._leave_queue,
            ConnectAgent: self._connect_agent,
            DialCustomer: self._dial_customer,
            ConnectNumber: self._connect_number,
            JoinRoom: self._join_room,
            AskRating: self._ask_rating,
            TakeVoicemail: self._take_voicemail,
            SayAndHangUp: self._say_and_hang_up,
            Whisper: self._whisper,
            RefuseCall: self._refuse,
        }

    def document(self, instruction: Instruction) -> str:
        """The TwiML document that carries the instruction."""
        response = VoiceResponse()
        self._verbs[type(instruction)](instruction, response)
        return str(response.to_xml())

    def reply(self, instruction: Instruction) -> Reply:
        return Reply(200, CONTENT_TYPE, self.document(instruction))

    def url(self, step: str, **query: str | int | None) -> str:
        """The public address of one of our voice hooks."""
        given = sorted((name, value) for name, value in query.items() if value is not None)
        return f"{self._base}/{step}" + (f"?{urlencode(given)}" if given else "")

    def _acknowledge(self, _instruction: Acknowledge, _response: VoiceResponse) -> None:
        """An empty document: on an agent's leg it bridges, at the end of a call it ends it."""

    def _play_sounds(self, instruction: PlaySounds, response: VoiceResponse) -> None:
        say(response, instruction.sounds)

    def _in_turn(self, instruction: InTurn, response: VoiceResponse) -> None:
        for part in instruction.parts:
            self._verbs[type(part)](part, response)

    def _offer_menu(self, menu: OfferMenu, response: VoiceResponse) -> None:
        say(response, menu.greeting)  # outside the gather: the recording announcement is heard in full
        gather = Gather(
            input="dtmf",
            num_digits=menu.max_digits or max((len(key) for key in menu.keys), default=1),
            timeout=menu.wait_seconds or KEY_SECONDS,
            finish_on_key="" if "#" in menu.keys else None,  # else Twilio takes it for the end of the keys
            action_on_empty_result=True,
            action=self.url("ivr", attempt=menu.attempt, walk=menu.walk),
        )
        say(gather, menu.prompt)
        response.append(gather)

    def _enter_queue(self, queue: EnterQueue, response: VoiceResponse) -> None:
        say(response, [queue.announcement])
        done = self.url("queue/done", attempt=queue.attempt if queue.attempt > 1 else None)
        response.enqueue(clean_text(queue.queue_name), wait_url=self.url("queue/wait"), action=done)

    def _play_waiting(self, waiting: PlayWaiting, response: VoiceResponse) -> None:
        say(response, [waiting.announcement])
        music = urljoin(f"{self._public_url}/", waiting.music_url)
        if waiting.offer is None:
            response.play(music)
            return
        # Nothing pressed: the document ends, and the wait address is asked again all the same.
        gather = Gather(input="dtmf", num_digits=1, timeout=1, finish_on_key="", action=self.url("queue/wait"))
        say(gather, [waiting.offer.words])
        gather.play(music)
        response.append(gather)

    def _leave_queue(self, _instruction: LeaveQueue, response: VoiceResponse) -> None:
        response.leave()

    def _connect_agent(self, connect: ConnectAgent, response: VoiceResponse) -> None:
        if connect.is_transcribed:
            response.append(self._transcription(connect.language, self.url("transcription")))
        dial = Dial(
            action=self.url("dial-action", offer=connect.offer_id),
            answer_on_bridge=True,
            timeout=min(max(connect.ring_seconds, MIN_RING_SECONDS), MAX_RING_SECONDS),
            caller_id=clean_text(connect.caller_id or "") or None,
            **self._recording() if connect.is_recorded else {},
        )
        leg = {
            "url": self.url("whisper", offer=connect.offer_id),
            "status_callback": self.url("status/leg") + REPEAT_ON_FAILURE,
            "status_callback_event": LEG_EVENTS,
        }
        if connect.identity:
            client = dial.client(**leg)
            client.identity(clean_text(connect.identity))
            client.parameter(name="offer_id", value=connect.offer_id)
        else:
            dial.number(clean_text(connect.phone or ""), **leg)
        response.append(dial)

    def _connect_number(self, connect: ConnectNumber, response: VoiceResponse) -> None:
        dial = Dial(
            action=self.url("dial-action", transfer=connect.transfer_id, walk=connect.walk),
            answer_on_bridge=True,
            timeout=min(max(connect.ring_seconds, MIN_RING_SECONDS), MAX_RING_SECONDS),
            caller_id=clean_text(connect.caller_id or "") or None,
            **self._recording() if connect.is_recorded else {},
        )
        dial.number(
            clean_text(connect.phone),
            status_callback=self.url("status/leg", role="outside") + REPEAT_ON_FAILURE,
            status_callback_event=LEG_EVENTS,
        )
        response.append(dial)

    def _join_room(self, join: JoinRoom, response: VoiceResponse) -> None:
        if join.is_recorded:  # of this leg: a conference's own recording has one channel and no call id
            start = Start()
            recording = self._recording()
            start.recording(
                channels="dual",
                track="both",
                recording_status_callback=recording["recording_status_callback"],
                recording_status_callback_event=recording["recording_status_callback_event"],
            )
            response.append(start)
        dial = Dial(action=self.url("room-over", room=join.room_name) if join.is_caller else None)
        dial.conference(
            clean_text(join.room_name),
            participant_label=join.label,
            start_conference_on_enter=join.starts_room,
            end_conference_on_exit=join.ends_room,
            beep="false",
            wait_url=join.music_url,
            wait_method="GET",
            status_callback=self.url("conference") + REPEAT_ON_FAILURE,
            status_callback_event=ROOM_EVENTS,
        )
        response.append(dial)

    def _recording(self) -> dict[str, str]:
        return {
            "record": "record-from-answer-dual",
            "recording_status_callback": self.url("recording") + REPEAT_ON_FAILURE,
            "recording_status_callback_event": RECORDING_EVENTS,
        }

    def _dial_customer(self, dial_: DialCustomer, response: VoiceResponse) -> None:
        """The agent is the parent here: tracks and channels are the other way round."""
        placed = {"placement": dial_.placement_id}
        if dial_.is_transcribed:
            response.append(self._transcription(dial_.language, self.url("transcription", **placed)))
        dial = Dial(
            action=self.url("dial-action", **placed),
            answer_on_bridge=True,
            timeout=min(max(dial_.ring_seconds, MIN_RING_SECONDS), MAX_RING_SECONDS),
            caller_id=clean_text(dial_.caller_id) or None,
            **self._recording() if dial_.is_recorded else {},
        )
        dial.number(
            clean_text(dial_.phone),
            status_callback=self.url("status/leg", **placed) + REPEAT_ON_FAILURE,
            status_callback_event=LEG_EVENTS,
        )
        response.append(dial)

    def _transcription(self, language: str, callback_url: str) -> Start:
        start = Start()
        start.transcription(
            status_callback_url=callback_url,
            track="both_tracks",
            language_code=language,
            partial_results=True,
            inbound_track_label="customer",
            outbound_track_label="agent",
        )
        return start

    def _ask_rating(self, rating: AskRating, response: VoiceResponse) -> None:
        gather = Gather(
            input="dtmf",
            num_digits=1,
            timeout=RATING_SECONDS,
            action=self.url("csat", leg=rating.provider_leg_id),
        )
        say(gather, [rating.prompt])
        response.append(gather)
        response.hangup()  # nothing pressed

    def _take_voicemail(self, voicemail: TakeVoicemail, response: VoiceResponse) -> None:
        say(response, [voicemail.prompt])
        response.record(**self.message(voicemail.max_seconds))
        response.hangup()  # nothing said

    def message(self, max_seconds: int) -> dict[str, Any]:
        """Attributes of a <Record> that takes a message. Without `action` Twilio would loop."""
        return {
            "max_length": max_seconds,
            "play_beep": True,
            "finish_on_key": "#",
            "action": self.url("voicemail"),
            "recording_status_callback": self.url("recording") + REPEAT_ON_FAILURE,
            "recording_status_callback_event": RECORDING_EVENTS,
        }

    def _say_and_hang_up(self, instruction: SayAndHangUp, response: VoiceResponse) -> None:
        say(response, [instruction.speech])
        response.hangup()

    def _whisper(self, whisper: Whisper, response: VoiceResponse) -> None:
        if not whisper.must_confirm:
            say(response, [whisper.speech])
            return
        gather = Gather(input="dtmf", num_digits=1, timeout=RATING_SECONDS, action=self.url("whisper", confirmed=1))
        say(gather, [whisper.speech])
        response.append(gather)
        response.hangup()  # a mailbox, or nobody: the caller is not bridged to it

    def _refuse(self, _instruction: RefuseCall, response: VoiceResponse) -> None:
        response.reject()


def say(parent: VoiceResponse | Gather, sounds: Sequence[Sound | None]) -> None:
    """Append each file, and each text in its language with a voice that speaks it."""
    for speech in sounds:
        if isinstance(speech, Audio):
            parent.play(speech.url)
        elif speech is not None and speech.text.strip():
            parent.say(clean_text(speech.text), language=speech.language, voice=_VOICES.get(speech.language))


def clean_text(text: str) -> str:
    """Without the characters that XML 1.0 cannot carry even escaped."""
    return "".join(c for c in text if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
