"""`<Dial><Conference>`: rooms where legs meet, as the carrier runs them.

A room begins when somebody enters who may start it; until then, and on hold, there is music. Whoever enters with
`endConferenceOnExit` ends it for all by leaving. While customer and somebody of ours hear each other, the call's
dialogue goes on from where it was.
"""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

from contactcenter.providers.simulator import forms
from contactcenter.providers.simulator.line import Cause, HangUp, Interrupted, Line, RoomOver, Stop
from contactcenter.providers.simulator.script import Run
from contactcenter.providers.simulator.state import SimulatedCall, new_sid
from contactcenter.providers.simulator.talking import Conversation
from contactcenter.providers.simulator.twiml import Document, Verb

TICK_SECONDS = 0.1


@dataclass
class Seat:
    """One leg in a room, and how it takes part."""

    call: SimulatedCall
    label: str = ""
    is_muted: bool = False
    is_held: bool = False
    is_coaching: bool = False
    coached_sid: str = ""
    starts_room: bool = True
    ends_room: bool = False
    joined_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def is_customer(self) -> bool:
        return self.call.direction == "inbound" or self.call.is_dialed_customer


class Room:
    """All methods may be called from any thread; `tell` posts a conference event."""

    def __init__(self, name: str, run: Run, noun: Verb, base: str) -> None:
        self.sid = new_sid("CF")
        self.name = name
        self.status = "init"
        self.seats: dict[str, Seat] = {}
        self._events = noun.words("statusCallbackEvent")
        self._link = noun.get("statusCallback")
        self._run, self._base = run, base
        self._sequence = 0
        self._lock = threading.RLock()

    def join(self, seat: Seat) -> None:
        with self._lock:
            self.seats[seat.call.sid] = seat
            self.tell("join", "participant-join", seat)
            if self.status == "init" and seat.starts_room:
                self.status = "in-progress"
                self.tell("start", "conference-start")

    def leave(self, sid: str, reason: str = "participant_hung_up") -> None:
        with self._lock:
            seat = self.seats.pop(sid, None)
            if seat is None:
                return
            self.tell(
                "leave",
                "participant-leave",
                seat,
                ("ParticipantCallStatus", "completed"),
                ("ReasonParticipantLeft", reason),
            )
            if self.status == "completed" or (self.seats and not seat.ends_room):
                return
            ending = [("CallSidEndingConference", sid), ("ParticipantLabelEndingConference", seat.label)]
            left, self.seats = list(self.seats.values()), {}
            self.status = "completed"
            for other in left:
                self.tell("leave", "participant-leave", other, ("ReasonParticipantLeft", "moderator_ended_conference"))
                other.call.line.interrupt(other.call.sid, RoomOver())
            why = "participant-with-end-conference-on-exit-left" if left else "last-participant-left"
            self.tell("end", "conference-end", None, *ending, ("ReasonConferenceEnded", why))

    def find(self, label_or_sid: str) -> Seat | None:
        with self._lock:
            return next((s for s in self.seats.values() if label_or_sid in (s.label, s.call.sid)), None)

    def change(self, seat: Seat, form: dict[str, str]) -> None:
        """What a Participants update asks for."""
        with self._lock:
            if "Hold" in form and (form["Hold"] == "true") != seat.is_held:
                seat.is_held = form["Hold"] == "true"
                self.tell("hold", "participant-hold" if seat.is_held else "participant-unhold", seat)
            if "Coaching" in form:
                seat.is_coaching = form["Coaching"] == "true"
                seat.coached_sid = form.get("CallSidToCoach", "") if seat.is_coaching else ""
            if "EndConferenceOnExit" in form:
                seat.ends_room = form["EndConferenceOnExit"] == "true"
            if "Muted" in form and (form["Muted"] == "true") != seat.is_muted:
                seat.is_muted = form["Muted"] == "true"
                self.tell("mute", "participant-mute" if seat.is_muted else "participant-unmute", seat)
            elif "Coaching" in form or "EndConferenceOnExit" in form:
                self.tell("modify", "participant-modify", seat)

    def partner_of(self, customer: Seat) -> Seat | None:
        """Whom the customer talks with now: somebody unmuted, neither on hold, in a room that has begun."""
        with self._lock:
            if self.status != "in-progress" or customer.is_held:
                return None
            others = (s for s in self.seats.values() if not s.is_customer and not s.is_held and not s.is_coaching)
            return next((s for s in others if not s.is_muted or s.ends_room), None)

    def tell(self, group: str, event: str, seat: Seat | None = None, *extra: tuple[str, str]) -> None:
        self._sequence += 1
        if group not in self._events:
            return
        pairs = [
            ("AccountSid", self._run.account_sid),
            ("ConferenceSid", self.sid),
            ("FriendlyName", self.name),
            ("StatusCallbackEvent", event),
            ("SequenceNumber", str(self._sequence)),
            ("Timestamp", forms.rfc2822(datetime.now(UTC))),
        ]
        self._run.notify(self._base, self._link, [*pairs, *(_about(seat) if seat else []), *extra])


def confer(run: Run, verb: Verb, noun: Verb, base: str) -> Document | None:
    """The verb: be in the room until it ends, or something takes this leg out of it."""
    room = run.exchange.room(noun.text) or run.exchange.open_room(Room(noun.text, run, noun, base))
    seat = Seat(
        run.call,
        label=noun.get("participantLabel"),
        is_muted=noun.is_set("muted"),
        starts_room=noun.get("startConferenceOnEnter", "true").lower() == "true",
        ends_room=noun.is_set("endConferenceOnExit"),
    )
    run.line.set_patience(None)
    try:
        stay(run, room, seat)
    except Interrupted as interrupted:
        if not isinstance(interrupted.cause, RoomOver):
            _go(run, room, verb, base, interrupted.cause)
            raise
    if verb.get("action"):
        return run.ask(base, verb.get("action"), ("DialCallStatus", "answered"))
    return None


def stay(run: Run, room: Room, seat: Seat) -> None:
    """Join and be there. Raises Interrupted, always."""
    room.join(seat)
    if not seat.is_customer:
        while True:
            run.line.wait(3600.0 * run.line.speed)
    conversation = Conversation(run)
    try:
        while True:
            run.line.wait(TICK_SECONDS * run.line.speed)
            partner = room.partner_of(seat)
            if conversation.goes_on(is_talking=partner is not None):
                continue
            if run.scenario.ends_talk == "customer" or partner is None:
                raise Interrupted(run.call.sid, HangUp("caller"))
            partner.call.line.interrupt(partner.call.sid, HangUp("caller"))
    finally:
        conversation.pause()


def _go(run: Run, room: Room, verb: Verb, base: str, cause: Cause) -> None:
    if isinstance(cause, Stop):
        return
    is_gone = isinstance(cause, HangUp)
    if is_gone:
        run.call.end()
    room.leave(run.call.sid, "participant_hung_up" if is_gone else "participant_updated_via_api")
    if is_gone:
        run.notify(base, verb.get("action"), run.form(("DialCallStatus", "answered")))


def _about(seat: Seat) -> forms.Pairs:
    pairs = [
        ("CallSid", seat.call.sid),
        ("Muted", _word(seat.is_muted)),
        ("Hold", _word(seat.is_held)),
        ("Coaching", _word(seat.is_coaching)),
        ("EndConferenceOnExit", _word(seat.ends_room)),
        ("StartConferenceOnEnter", _word(seat.starts_room)),
        ("ParticipantLabel", seat.label),
    ]
    return [*pairs, ("CallSidToCoach", seat.coached_sid)] if seat.is_coaching else pairs


def _word(flag: bool) -> str:
    return "true" if flag else "false"


def invited_leg(form: dict[str, str], speed: float) -> SimulatedCall:
    """The new leg that a Participants create asks for; it has a line of its own."""
    sid = new_sid("CA")
    return SimulatedCall(
        sid=sid,
        from_number=form.get("From", ""),
        to_number=form.get("To", "").partition("?")[0],
        line=Line(sid, speed),
        direction="outbound-api",
        status="initiated",
    )


def ring_and_join(run: Run, room: Room, form: dict[str, str], events: frozenset[str]) -> None:
    """The life of an invited leg, in a thread of its own. Never raises."""
    call, link = run.call, form.get("StatusCallback", "")

    def report(event: str) -> None:
        if event in events:
            run.notify(run.webhooks.public_url, link, forms.status_form(run.account_sid, call, datetime.now(UTC)))

    try:
        report("initiated")
        run.line.wait(0.2)
        call.status = "ringing"
        report("ringing")
        run.line.wait(0.5 if call.to_number.startswith("client:") else 3.0)
        call.answer()
        report("answered")
        run.exchange.changed(call)
        if room.status != "completed":
            stay(run, room, _invited_seat(call, form))
    except Interrupted as interrupted:
        if isinstance(interrupted.cause, Stop):
            return
    room.leave(call.sid)
    call.end("completed" if call.answered_at else "canceled")
    run.exchange.changed(call)
    report("completed")


def _invited_seat(call: SimulatedCall, form: dict[str, str]) -> Seat:
    return Seat(
        call,
        label=form.get("Label", ""),
        is_muted=form.get("Muted") == "true",
        is_coaching=form.get("Coaching") == "true",
        coached_sid=form.get("CallSidToCoach", ""),
        ends_room=form.get("EndConferenceOnExit") == "true",
    )
