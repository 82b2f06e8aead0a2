"""Twilio's side of conference rooms for flow tests: what is asked over REST happens, and is told by signed events.

`told` keeps every conference event that Twilio would post; `tell()` posts those not posted yet, in any order.
"""

from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from contactcenter.core.clock import now
from contactcenter.core.errors import ProviderError
from contactcenter.providers.base import GuestChange, Invitation, Room, RoomGuest
from contactcenter.providers.instructions import Instruction, JoinRoom
from contactcenter.providers.twilio.provider import TwilioProvider
from tests.flows.carrier import VOICE, PhoneCall, path_of, sid
from tests.flows.desk import Desk


@dataclass
class Seat:
    leg: str
    is_held: bool = False
    is_muted: bool = False
    is_coaching: bool = False


@dataclass
class RoomCarrier:
    """`fails` is raised by the next request (`fails_on`: of that sort), which `is_silent_success` carries out."""

    call: PhoneCall
    room_id: str = field(default_factory=lambda: sid("CF"))
    name: str = ""
    seats: dict[str, Seat] = field(default_factory=dict)
    told: list[dict[str, str]] = field(default_factory=list)
    asked: list[tuple[str, Any]] = field(default_factory=list)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    hung_up: list[str] = field(default_factory=list)
    redirected: dict[str, Instruction] = field(default_factory=dict)
    fails: ProviderError | None = None
    fails_on: str = ""
    is_silent_success: bool = False
    over: set[str] = field(default_factory=set)
    _posted: int = 0

    def patch(self, monkeypatch: pytest.MonkeyPatch) -> "RoomCarrier":
        verbs = {
            "redirect_to_agent": self._redirect,
            "find_room": self._find,
            "change_guest": self._change,
            "invite": self._invite,
            "hang_up": self._hang_up,
            "is_over": lambda leg: leg in self.over,
        }
        for name, verb in verbs.items():
            monkeypatch.setattr(TwilioProvider, name, lambda _self, *given, verb=verb: verb(*given))
        return self

    def join(self, document: ET.Element, leg: str) -> None:
        """A leg runs a document that takes it into the room."""
        conference = document.find("Dial/Conference")
        assert conference is not None, ET.tostring(document)
        self.enter(str(conference.text), conference.attrib["participantLabel"], leg)

    def enter(self, name: str, label: str, leg: str) -> None:
        self.name = name
        self.seats[label] = Seat(leg)
        self._note("participant-join", label)

    def leave(self, label: str) -> None:
        self._note("participant-leave", label, ReasonParticipantLeft="participant_hung_up")
        self.seats.pop(label)

    def tell(self, order: Any = None) -> None:
        """Post what has not been told yet; `order` rearranges it."""
        waiting = self.told[self._posted :]
        self._posted = len(self.told)
        for form in order(waiting) if order else waiting:
            answer = self.call.post(f"{VOICE}/conference", **form)
            assert answer.status_code in (200, 204), answer.text

    def agent_label(self) -> str:
        return next(label for label, seat in self.seats.items() if seat.leg == self.call.leg_sid)

    def _note(self, event: str, label: str, **extra: str) -> None:
        seat = self.seats[label]
        self.told.append(
            {
                "ConferenceSid": self.room_id,
                "FriendlyName": self.name,
                "StatusCallbackEvent": event,
                "SequenceNumber": str(len(self.told) + 1),
                "Timestamp": format_datetime(now().replace(microsecond=0)),
                "CallSid": seat.leg,
                "ParticipantLabel": label,
                "Muted": str(seat.is_muted).lower(),
                "Hold": str(seat.is_held).lower(),
                "Coaching": str(seat.is_coaching).lower(),
                **extra,
            }
        )

    def _checked(self, what: str, detail: Any) -> None:
        self.asked.append((what, detail))
        if self.fails is not None and self.fails_on in ("", what):
            error, self.fails = self.fails, None
            if not self.is_silent_success:
                raise error
            self._pending = error

    _pending: ProviderError | None = None

    def _answer(self) -> None:
        if self._pending is not None:
            error, self._pending = self._pending, None
            raise error

    def _redirect(self, leg: str, instruction: Instruction) -> None:
        self._checked("redirect", leg)
        self.redirected[leg] = instruction
        if isinstance(instruction, JoinRoom):
            self.enter(instruction.room_name, instruction.label, leg)
        self._answer()

    def _find(self, name: str) -> Room | None:
        if name != self.name or not self.seats:
            return None
        guests = (RoomGuest(s.leg, label, s.is_muted, s.is_held, s.is_coaching) for label, s in self.seats.items())
        return Room(self.room_id, tuple(guests))

    def _change(self, room_id: str, label: str, change: GuestChange) -> None:
        self._checked("change", (label, change))
        assert room_id == self.room_id
        seat = self.seats.get(label)
        if seat is None:
            raise ProviderError("call_gone", "gone", is_retryable=False)
        if change.is_held is not None:
            seat.is_held = change.is_held
            self._note("participant-hold" if seat.is_held else "participant-unhold", label)
        if change.coached_leg_id is not None:
            seat.is_coaching = bool(change.coached_leg_id)
        if change.is_muted is not None:
            seat.is_muted = change.is_muted
            self._note("participant-mute" if seat.is_muted else "participant-unmute", label)
        self._answer()

    def _invite(self, invitation: Invitation) -> str:
        self._checked("invite", invitation)
        self.invitations[invitation.label] = invitation
        leg = sid("CA")
        if self.is_silent_success or self._pending:
            self.seats[invitation.label] = Seat(leg)
        self._answer()
        return leg

    def _hang_up(self, leg: str) -> bool:
        self._checked("hang_up", leg)
        self.hung_up.append(leg)
        self._answer()
        return leg not in self.over


def talking(desk: Desk, call: PhoneCall) -> str:
    """The call is with that agent, who has accepted and answered; its id."""
    call.arrive()
    offer_id = desk.events("screen_pop")[0]["data"]["offer_id"]
    assert desk.post(f"/offers/{offer_id}/accept").status_code == 200
    identity = desk.snapshot()["me"]["voice_identity"]
    for number, status in enumerate(("initiated", "ringing", "in-progress")):
        call.leg(status, number, f"client:{identity}")
    return str(desk.snapshot()["calls"][0]["id"])


def follow(call: PhoneCall) -> ET.Element:
    """The dial's leg was moved into a room: what the caller's leg is told then."""
    return call.ask(f"{VOICE}/dial-action?offer=off_1", DialCallStatus="completed", DialBridged="true")


def out_of_room(call: PhoneCall, document: ET.Element, status: str = "in-progress") -> ET.Element:
    dial = document.find("Dial")
    assert dial is not None
    return call.ask(path_of(dial.attrib["action"]), status, DialCallStatus="answered")
