"""Calls that we placed, held, consulted about and passed on: the same as calls in, once turned round."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.calls.models import Call, Leg
from contactcenter.core.db import read
from contactcenter.core.jobs import MemoryQueue
from contactcenter.core.settings import Settings
from contactcenter.providers.instructions import ConnectNumber, EnterQueue, JoinRoom
from tests.crm.hands import patch
from tests.flows.carrier import VOICE, verbs
from tests.flows.desk import Desk
from tests.flows.placing import CUSTOMER, LINE, Placed, Placer, with_a_line
from tests.flows.rooms import RoomCarrier

ROOM_OVER = f"{VOICE}/room-over"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return with_a_line(settings)


class TheirLeg(Placed):
    """The customer's leg, on its own: what it asks and tells once it is out of the agent's dial."""

    def __init__(self, placed: Placed) -> None:
        super().__init__(placed.client, caller=LINE, line=CUSTOMER, call_sid=placed.leg_sid)


@pytest.fixture
def lan(app: Flask, placer: Placer) -> Desk:
    return Desk(app, "Lan").sit_down().available()


@pytest.fixture
def talk(client: Any, lan: Desk, placer: Placer) -> tuple[str, Placed]:
    phone = Placed(client)
    placer.answer = lambda _placing: phone.call_sid
    call = lan.post("/calls", {"to": CUSTOMER}).json
    phone.about(placer.asked[-1])
    phone.asks("c2c/twiml")
    phone.leg("in-progress", 2, CUSTOMER)
    return call["id"], phone


@pytest.fixture
def rooms(talk: tuple[str, Placed], monkeypatch: pytest.MonkeyPatch) -> RoomCarrier:
    return RoomCarrier(talk[1]).patch(monkeypatch)


def shown(desk: Desk, call_id: str) -> dict[str, Any]:
    return dict(desk.get(f"/calls/{call_id}").json)


def follow(phone: Placed) -> Any:
    """The customer was taken out of the agent's dial: what the agent's own leg is told."""
    return phone.asks("dial-action", DialCallStatus="completed", DialBridged="true")


def hold(lan: Desk, talk: tuple[str, Placed], rooms: RoomCarrier) -> None:
    call_id, phone = talk
    assert lan.post(f"/calls/{call_id}/hold", {"is_held": True}).status_code == 200
    rooms.join(follow(phone), phone.call_sid)
    rooms.tell()
    assert lan.post(f"/calls/{call_id}/hold", {"is_held": True}).status_code == 200
    rooms.tell()


def all_calls() -> list[Call]:
    with read() as session:
        return list(session.scalars(sa.select(Call)))


def test_the_customer_goes_into_the_room_first_and_the_agent_follows(
    lan: Desk, talk: tuple[str, Placed], rooms: RoomCarrier
) -> None:
    call_id, phone = talk
    assert shown(lan, call_id)["can"]["hold"] is True
    hold(lan, talk, rooms)
    assert list(rooms.redirected) == [phone.leg_sid]  # never the parent: that would drop the customer
    instruction = rooms.redirected[phone.leg_sid]
    assert isinstance(instruction, JoinRoom)
    assert (instruction.label, instruction.starts_room, instruction.is_recorded) == ("customer", False, True)
    assert rooms.seats["customer"].is_held
    held = shown(lan, call_id)
    assert held["held_at"]
    assert (held["direction"], held["agent_id"], held["provider_call_id"]) == ("outbound", lan.user_id, phone.leg_sid)
    assert lan.snapshot()["presence"]["activity"] == "hold"

    lan.post(f"/calls/{call_id}/hold", {"is_held": False})
    rooms.tell()
    assert shown(lan, call_id)["held_at"] is None
    customer = TheirLeg(phone)
    phone.tells("completed", 5, CallDuration="90")  # the agent hangs up
    over = customer.ask(f"{ROOM_OVER}?room={rooms.name}", DialCallStatus="answered", Direction="outbound-dial")
    assert verbs(over) == ["Hangup"]  # whom we called is not asked to rate
    phone.leg("completed", 6, CUSTOMER, CallDuration="80")
    ended = shown(lan, call_id)
    assert (ended["state"], ended["end_reason"]) == ("completed", "agent")
    assert lan.snapshot()["presence"]["activity"] == "wrap_up"
    assert len(all_calls()) == 1


def test_late_and_repeated_news_by_the_old_names_makes_no_second_call(
    lan: Desk, talk: tuple[str, Placed], rooms: RoomCarrier
) -> None:
    call_id, phone = talk
    hold(lan, talk, rooms)
    for _ in range(2):
        phone.tells("in-progress", 2)
        phone.leg("ringing", 1, CUSTOMER)
        phone.post(
            f"{VOICE}/recording", CallSid=phone.call_sid, RecordingSid=phone.recording_sid,
            RecordingStatus="completed", RecordingDuration="9", RecordingChannels="2", RecordingSource="DialVerb",
        )  # fmt: skip
    phone.leg("completed", 6, CUSTOMER, CallDuration="80")  # the customer hangs up on hold
    phone.leg("completed", 6, CUSTOMER, CallDuration="80")
    phone.tells("completed", 7, CallDuration="99")
    assert len(all_calls()) == 1
    with read() as session:
        legs = list(session.scalars(sa.select(Leg)))
    assert [(leg.provider_leg_id, leg.agent_id, leg.status) for leg in legs] == [
        (phone.call_sid, lan.user_id, "completed")
    ]
    ended = shown(lan, call_id)
    assert (ended["state"], ended["end_reason"]) == ("completed", "customer")
    assert ended["recording"]["state"] != "absent"


def test_a_placed_call_is_passed_on_to_a_queue_and_answered_by_a_colleague(
    app: Flask, lan: Desk, talk: tuple[str, Placed], rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, phone = talk
    mai = Desk(app, "Mai").sit_down().available()
    sent = lan.post(f"/calls/{call_id}/transfers", {"kind": "cold", "to": {"agent_id": mai.user_id}, "note": "VIP"})
    assert sent.status_code == 201, sent.text
    assert isinstance(rooms.redirected[phone.leg_sid], EnterQueue)
    assert verbs(follow(phone)) == ["Hangup"]
    phone.tells("completed", 5, CallDuration="60")
    [pop] = [e["data"] for e in mai.events("screen_pop")]
    assert pop["reason"]["transferred_by"] == "Lan"
    mai.post(f"/offers/{pop['offer_id']}/accept")
    customer = TheirLeg(phone)
    bridge = customer.ask(f"{VOICE}/queue/done", QueueResult="leave", QueueTime="5", Direction="outbound-dial")
    assert bridge.find("Dial/Client") is not None
    identity = mai.snapshot()["me"]["voice_identity"]
    customer.leg_sid = "CA" + "c" * 32
    customer.leg("in-progress", 2, f"client:{identity}")
    taken = shown(mai, call_id)
    assert (taken["state"], taken["agent_id"], taken["direction"]) == ("in_progress", mai.user_id, "outbound")
    assert len(all_calls()) == 1


def test_a_placed_call_is_passed_on_to_a_number_outside(
    lan: Desk, talk: tuple[str, Placed], rooms: RoomCarrier
) -> None:
    call_id, phone = talk
    sent = lan.post(f"/calls/{call_id}/transfers", {"kind": "cold", "to": {"number": "+842838223344"}, "note": ""})
    assert sent.status_code == 201, sent.text
    dial = rooms.redirected[phone.leg_sid]
    assert isinstance(dial, ConnectNumber)
    assert (dial.phone, dial.caller_id) == ("+842838223344", LINE)


def test_a_colleague_is_consulted_about_a_placed_call_and_takes_over(
    app: Flask, lan: Desk, talk: tuple[str, Placed], rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, phone = talk
    mai = Desk(app, "Mai").sit_down().available()
    asked = lan.post(
        f"/calls/{call_id}/transfers", {"kind": "warm", "to": {"agent_id": mai.user_id}, "note": "Hỏi giá"}
    )
    assert asked.status_code == 201, asked.text
    rooms.join(follow(phone), phone.call_sid)
    rooms.tell()
    queue.drain()
    [pop] = [e["data"] for e in mai.events("screen_pop")]
    mai.post(f"/offers/{pop['offer_id']}/accept")
    queue.drain()
    [(label, invitation)] = list(rooms.invitations.items())
    assert invitation.caller_id == LINE
    rooms.enter(rooms.name, label, "CA" + "d" * 32)
    rooms.tell()
    queue.drain()
    done = patch(lan, f"/calls/{call_id}/transfers/{asked.json['id']}", {"state": "completed"})
    assert done.status_code == 200, done.text
    queue.drain()
    assert phone.call_sid in rooms.hung_up
    assert shown(mai, call_id)["handler_id"] == mai.user_id


def test_a_customer_who_is_gone_meanwhile_ends_the_call(
    lan: Desk, talk: tuple[str, Placed], rooms: RoomCarrier
) -> None:
    call_id, phone = talk
    phone.leg("completed", 5, CUSTOMER, CallDuration="30")
    assert lan.post(f"/calls/{call_id}/hold", {"is_held": True}).status_code == 409
    assert rooms.redirected == {}
