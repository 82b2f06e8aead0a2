"""Passing calls on: cold and warm, to a colleague, a queue or outside; the card comes with the ring; nobody is lost."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core.db import read
from contactcenter.core.errors import ProviderError
from contactcenter.core.jobs import MemoryQueue
from contactcenter.privacy.models import ContactRefusal
from contactcenter.providers.instructions import ConnectNumber, EnterQueue
from contactcenter.routing.transfers import jobs as transfer_jobs
from tests.flows.carrier import VOICE, PhoneCall, sid, verbs
from tests.flows.desk import Desk
from tests.flows.rooms import RoomCarrier, follow, out_of_room, talking

NOTE = "Khách hỏi bảo hành <b>máy lọc</b>"


def pass_on(desk: Desk, call_id: str, kind: str, **to: str) -> Any:
    return desk.post(f"/calls/{call_id}/transfers", {"kind": kind, "to": to, "note": NOTE})


def consulting(lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue) -> tuple[str, str, Any]:
    """Lan asks Minh, who is on the line; the customer hears music. (call, transfer, the customer's document)"""
    call_id = talking(lan, call)
    minh.available()
    made = pass_on(lan, call_id, "warm", agent_id=minh.user_id)
    assert made.status_code == 201, made.text
    document = follow(call)
    rooms.join(document, call.call_sid)
    rooms.tell()
    queue.drain()
    pop = minh.events("screen_pop")[0]["data"]
    assert pop["reason"]["queue"] == shown(lan, call_id)["queue_name"]
    assert (pop["call_id"], pop["reason"]["transferred_by"], pop["reason"]["note"]) == (call_id, "Lan", NOTE)
    assert minh.post(f"/offers/{pop['offer_id']}/accept").status_code == 200
    queue.drain()
    label, invitation = next(iter(rooms.invitations.items()))
    assert invitation.parameters == (("offer_id", pop["offer_id"]),)
    rooms.enter(rooms.name, label, rooms_leg(lan, call_id))
    rooms.tell()
    assert shown(lan, call_id)["transfer"]["state"] == "consulting"
    return call_id, made.json["id"], document


def rooms_leg(_desk: Desk, _call_id: str) -> str:
    return sid("CA")


def shown(desk: Desk, call_id: str) -> dict[str, Any]:
    return dict(desk.get(f"/calls/{call_id}").json)


def transfers(desk: Desk, call_id: str) -> list[dict[str, Any]]:
    return list(desk.get(f"/calls/{call_id}/transfers").json["items"])


def answer(call: PhoneCall, desk: Desk) -> None:
    """The agent's leg of a new dial is answered."""
    call.leg_sid = sid("CA")
    identity = desk.snapshot()["me"]["voice_identity"]
    for number, status in enumerate(("initiated", "ringing", "in-progress")):
        call.leg(status, number, f"client:{identity}")


# Warm


def test_a_colleague_is_consulted_and_takes_over(
    lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, transfer_id, document = consulting(lan, minh, call, rooms, queue)
    assert rooms.seats["customer"].is_held
    assert [c["id"] for c in minh.snapshot()["calls"]] == [call_id]  # a reload shows it to both
    assert minh.snapshot()["presence"]["activity"] == "talking"
    done = lan.http.patch(
        f"/api/v1/calls/{call_id}/transfers/{transfer_id}",
        json={"state": "completed"},
        headers={"X-CSRF-Token": lan.csrf},
    )
    assert done.json["state"] == "completed"
    assert not rooms.seats["customer"].is_held
    assert rooms.hung_up == [call.leg_sid]  # Lan's, and last: the room knew by then that Minh ends it
    ends = [detail[1].ends_room for what, detail in rooms.asked if what == "change" and detail[1].ends_room is not None]
    assert sorted(ends) == [False, True]
    assert lan.snapshot()["calls"] == []
    assert lan.snapshot()["presence"]["activity"] == "idle"
    assert shown(minh, call_id)["handler_id"] == minh.user_id
    assert verbs(out_of_room(call, document, "completed")) == ["Hangup"]
    assert minh.snapshot()["presence"]["activity"] == "wrap_up"


@pytest.mark.parametrize(
    ("whom", "customer_held", "colleague_held"),
    [("all", False, False), ("customer", False, True), ("colleague", True, False)],
)
def test_who_is_spoken_to_is_chosen(
    lan: Desk,
    minh: Desk,
    call: PhoneCall,
    rooms: RoomCarrier,
    queue: MemoryQueue,
    whom: str,
    *,
    customer_held: bool,
    colleague_held: bool,
) -> None:
    call_id, transfer_id, _ = consulting(lan, minh, call, rooms, queue)
    change(lan, call_id, transfer_id, talk_to=whom)
    colleague = next(label for label in rooms.invitations)
    assert (rooms.seats["customer"].is_held, rooms.seats[colleague].is_held) == (customer_held, colleague_held)


def change(desk: Desk, call_id: str, transfer_id: str, **body: str) -> Any:
    path = f"/api/v1/calls/{call_id}/transfers/{transfer_id}"
    return desk.http.patch(path, json=body, headers={"X-CSRF-Token": desk.csrf})


def test_taking_the_customer_back_frees_the_colleague(
    lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, transfer_id, _ = consulting(lan, minh, call, rooms, queue)
    assert change(lan, call_id, transfer_id, state="returned").json["state"] == "returned"
    assert not rooms.seats["customer"].is_held
    assert len(rooms.hung_up) == 1
    assert minh.snapshot()["calls"] == []
    assert minh.snapshot()["presence"]["activity"] == "idle"
    assert [c["id"] for c in lan.snapshot()["calls"]] == [call_id]
    assert change(lan, call_id, transfer_id, state="completed").status_code == 409


def test_a_customer_who_leaves_during_a_consultation_frees_everybody(
    lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, _, document = consulting(lan, minh, call, rooms, queue)
    out_of_room(call, document, "completed")
    assert (transfers(lan, call_id)[0]["state"], shown(lan, call_id)["state"]) == ("canceled", "completed")
    assert minh.snapshot()["presence"]["activity"] == "idle"
    assert lan.snapshot()["presence"]["activity"] == "wrap_up"


def test_an_agent_whose_line_drops_leaves_the_customer_in_line(
    lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, _, document = consulting(lan, minh, call, rooms, queue)
    assert out_of_room(call, document).find("Enqueue") is not None
    assert transfers(lan, call_id)[0]["state"] == "canceled"
    assert lan.snapshot()["presence"]["status"] == "not_responding"
    assert minh.events("screen_pop")[-1]["data"]["call_id"] == call_id  # Minh was just free again


def test_a_colleague_who_declines_is_told_of_at_once(
    lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id = talking(lan, call)
    minh.available()
    pass_on(lan, call_id, "warm", agent_id=minh.user_id)
    pop = minh.events("screen_pop")[0]["data"]
    minh.post(f"/offers/{pop['offer_id']}/decline", {"reason": "busy"})
    assert (transfers(lan, call_id)[0]["state"], transfers(lan, call_id)[0]["reason"]) == ("failed", "declined")
    assert rooms.invitations == {}
    assert shown(lan, call_id)["transfer"] is None


def test_somebody_outside_is_asked_by_phone(lan: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue) -> None:
    call_id = talking(lan, call)
    made = pass_on(lan, call_id, "warm", number="0908 111 222")
    assert made.json["to"]["name"] == "0908 111 222"
    rooms.join(follow(call), call.call_sid)
    rooms.tell()
    queue.drain()
    invitation = next(iter(rooms.invitations.values()))
    assert (invitation.phone, invitation.caller_id, invitation.role) == ("+84908111222", call.line, "outside")
    rooms.enter(rooms.name, invitation.label, sid("CA"))
    rooms.tell()
    assert change(lan, call_id, made.json["id"], state="completed").json["state"] == "completed"
    assert lan.snapshot()["presence"]["activity"] == "idle"


def test_an_invitation_whose_answer_is_lost_is_not_repeated(
    lan: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id = talking(lan, call)
    pass_on(lan, call_id, "warm", number="0908 111 222")
    rooms.join(follow(call), call.call_sid)
    rooms.tell()
    rooms.fails_on = "invite"
    rooms.fails = ProviderError("provider_unreachable", "no answer", is_retryable=True)
    rooms.is_silent_success = True
    queue.drain()
    queue.drain()
    assert [what for what, _ in rooms.asked].count("invite") == 1


# Cold


def test_a_call_is_passed_on_to_a_colleague_with_its_card(
    lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id = talking(lan, call)
    minh.available()
    assert pass_on(lan, call_id, "cold", agent_id=minh.user_id).json["state"] == "waiting"
    assert isinstance(rooms.redirected[call.call_sid], EnterQueue)
    assert lan.snapshot()["calls"] == []
    assert lan.snapshot()["presence"]["activity"] == "idle"
    pop = minh.events("screen_pop")[0]["data"]
    assert (pop["reason"]["transferred_by"], pop["reason"]["note"]) == ("Lan", NOTE)
    call.leg("completed", 9, "", CallDuration="9")  # Lan's leg ends with the move: no end of the call
    assert shown(lan, call_id)["state"] == "in_progress"
    assert minh.post(f"/offers/{pop['offer_id']}/accept").status_code == 200
    queue.drain()
    answer(call, minh)
    assert transfers(lan, call_id)[0]["state"] == "completed"
    assert transfers(lan, call_id)[0]["taken_by_id"] == minh.user_id
    assert (shown(minh, call_id)["agent_id"], shown(minh, call_id)["state"]) == (minh.user_id, "in_progress")
    assert minh.snapshot()["presence"]["activity"] == "talking"


def test_a_call_that_one_colleague_lets_pass_is_anybodys(
    lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier
) -> None:
    call_id = talking(lan, call)
    minh.available()
    pass_on(lan, call_id, "cold", agent_id=minh.user_id)
    assert lan.events("screen_pop")[1:] == []
    minh.post(f"/offers/{minh.events('screen_pop')[0]['data']['offer_id']}/decline")
    assert lan.events("screen_pop")[-1]["data"]["call_id"] == call_id


def test_a_number_that_does_not_answer_brings_the_customer_back_in_line(
    lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier
) -> None:
    call_id = talking(lan, call)
    made = pass_on(lan, call_id, "cold", number="+84908111222").json
    assert isinstance(rooms.redirected[call.call_sid], ConnectNumber)
    minh.available()
    line = call.ask(f"{VOICE}/dial-action?transfer={made['id']}", DialCallStatus="busy", DialCallSid=sid("CA"))
    assert line.find("Enqueue") is not None
    assert (transfers(lan, call_id)[0]["state"], transfers(lan, call_id)[0]["reason"]) == ("returned", "busy")
    assert shown(lan, call_id)["state"] == "in_progress"


def test_a_number_that_answered_ends_the_call_when_they_are_done(
    lan: Desk, call: PhoneCall, rooms: RoomCarrier
) -> None:
    call_id = talking(lan, call)
    made = pass_on(lan, call_id, "cold", number="+84908111222").json
    path = f"{VOICE}/dial-action?transfer={made['id']}"
    over = call.ask(path, DialCallStatus="completed", DialBridged="true", DialCallSid=sid("CA"), DialCallDuration="30")
    assert verbs(over) == ["Hangup"]
    assert (transfers(lan, call_id)[0]["state"], shown(lan, call_id)["state"]) == ("completed", "completed")


@pytest.mark.parametrize("is_done", [True, False])
def test_a_move_whose_answer_is_lost_is_settled_by_asking(
    lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier, *, is_done: bool
) -> None:
    call_id = talking(lan, call)
    minh.available()
    rooms.fails = ProviderError("provider_unreachable", "no answer", is_retryable=True)
    if is_done:
        rooms.over.add(call.leg_sid)
    assert pass_on(lan, call_id, "cold", agent_id=minh.user_id).status_code == (201 if is_done else 502)
    assert transfers(lan, call_id)[0]["state"] == ("waiting" if is_done else "failed")
    assert (lan.snapshot()["calls"] == []) is is_done


def test_a_move_that_was_interrupted_is_finished_by_the_tick(
    lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = talking(lan, call)
    minh.available()
    monkeypatch.setattr(transfer_jobs, "move", lambda _id: None)  # the process died right after the commit
    assert pass_on(lan, call_id, "cold", agent_id=minh.user_id).json["state"] == "moving"
    monkeypatch.setattr(transfer_jobs, "MOVES_WITHIN", -transfer_jobs.MOVES_WITHIN)
    transfer_jobs.settle_transfers()
    assert transfers(lan, call_id)[0]["state"] == "failed"  # the agent's leg lives: nothing was moved
    assert [c["id"] for c in lan.snapshot()["calls"]] == [call_id]


# What is refused


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"kind": "cold", "to": {}}, 422),
        ({"kind": "hot", "to": {"number": "0908111222"}}, 422),
        ({"kind": "cold", "to": {"number": "0908111222", "queue_id": "que_1"}}, 422),
        ({"kind": "cold", "to": {"number": "12"}}, 422),
        ({"kind": "cold", "to": {"agent_id": "usr_none"}}, 422),
        ({"kind": "cold", "to": {"queue_id": "que_none"}}, 422),
        ({"kind": "warm", "to": {"number": "0908111222"}, "note": "x" * 2001}, 422),
    ],
)
def test_what_makes_no_sense_is_refused(
    lan: Desk, call: PhoneCall, rooms: RoomCarrier, body: dict[str, Any], status: int
) -> None:
    call_id = talking(lan, call)
    assert lan.post(f"/calls/{call_id}/transfers", body).status_code == status
    assert transfers(lan, call_id) == []


@pytest.mark.parametrize("kind", ["cold", "warm"])
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("19001234", "premium_number"),
        ("113", "emergency_number"),
        ("0905 111 222", "do_not_call"),
        ("028 7109 0001", "own_number"),
        ("028 7109 0002", "own_number"),
    ],
)
def test_a_number_outside_passes_the_gate_of_every_call(
    app: Flask, lan: Desk, call: PhoneCall, rooms: RoomCarrier, kind: str, number: str, reason: str
) -> None:
    boss = Desk(app, "Boss", "admin").sit_down()
    assert boss.post("/numbers", {"number": "028 7109 0002", "label": "", "flow_id": None}).status_code == 201
    boss.post("/customers", {"display_name": "Bình", "phones": ["0905111222"], "do_not_call": True})
    call_id = talking(lan, call)
    refused = pass_on(lan, call_id, kind, number=number)
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "contact_refused")
    assert refused.json["error"]["details"]["reason"] == reason
    assert transfers(lan, call_id) == []
    assert not any(isinstance(one, ConnectNumber) for one in rooms.redirected.values())
    assert shown(lan, call_id)["held_at"] is None
    with read() as session:
        kept = session.scalars(sa.select(ContactRefusal)).one()
    assert (kept.reason, kept.actor_id) == (reason, lan.user_id)


def test_who_is_not_free_cannot_be_asked(
    app: Flask, lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier
) -> None:
    call_id = talking(lan, call)
    refused = pass_on(lan, call_id, "warm", agent_id=minh.user_id)
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "agent_not_available")
    assert pass_on(lan, call_id, "cold", agent_id=lan.user_id).status_code == 422
    assert pass_on(minh, call_id, "cold", number="0908111222").status_code == 403
    free = lan.get(f"/calls/{call_id}/transfer-targets").json["agents"]
    assert [(one["name"], one["is_available"]) for one in free if one["id"] == minh.user_id] == [("Minh", False)]
