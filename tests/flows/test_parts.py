"""Whose part of a call was when, after it was passed on: in the log, on its page, beside its words and recordings."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from contactcenter.calls.models import Recording, TranscriptLine
from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.core.jobs import MemoryQueue
from tests.flows.carrier import VOICE, PhoneCall, sid
from tests.flows.desk import Desk
from tests.flows.rooms import RoomCarrier, talking

OUTSIDE = "+84908111222"


def pass_on(desk: Desk, call_id: str, **to: str) -> Any:
    made = desk.post(f"/calls/{call_id}/transfers", {"kind": "cold", "to": to, "note": "Khách hỏi bảo hành"})
    assert made.status_code == 201, made.text
    return made.json


def passed_to(minh: Desk, lan: Desk, call: PhoneCall, queue: MemoryQueue) -> tuple[str, datetime]:
    """After nine seconds with Lan the call is Minh's, who has accepted; its id and when the talk began."""
    call_id = talking(lan, call)
    began = now()
    minh.available()
    pass_on(lan, call_id, agent_id=minh.user_id)
    leave(call, began + timedelta(seconds=9))
    minh.post(f"/offers/{minh.events('screen_pop')[0]['data']['offer_id']}/accept")
    queue.drain()
    call.leg_sid = sid("CA")
    return call_id, began


def leave(call: PhoneCall, at: datetime) -> None:
    call.leg("completed", 9, "", CallDuration="9", Timestamp=rfc(at))


def rfc(at: datetime) -> str:
    return at.strftime("%a, %d %b %Y %H:%M:%S +0000")


def say(call_id: str, began: datetime, *seconds: float) -> None:
    """A line of our side at each of these seconds of the recording, which ends after the first agent's part."""
    with transaction() as session:
        session.add(
            Recording(
                call_id=call_id, provider="twilio", account="a", provider_recording_id="RE1", state="verified",
                started_at=began, duration_seconds=9,
            )
        )  # fmt: skip
        for number, second in enumerate(seconds):
            session.add(
                TranscriptLine(
                    call_id=call_id, source_id="GT1", sequence=number, speaker="agent", start_seconds=second, text="Dạ"
                )
            )


def spoken(desk: Desk, call_id: str) -> list[Any]:
    return [line["speaker_name"] for line in desk.get(f"/calls/{call_id}/transcript").json["items"]]


def listed(desk: Desk, agent: Desk) -> list[str]:
    return [one["id"] for one in desk.get(f"/calls?agent={agent.user_id}").json["items"]]


def found(desk: Desk, name: str) -> list[str]:
    """By the palette."""
    return [one["id"] for one in desk.get(f"/search?q={name}").json["calls"]]


def with_calls(desk: Desk, agent: Desk) -> Any:
    """How many customers that agent spoke with, by a segment's rule."""
    rule = {"fact": "call", "where": {"agent": [agent.user_id]}, "within_days": 1}
    return desk.post("/segments/count", {"rules": {"all": [rule]}}).json["count"]


def test_a_call_passed_on_names_both_with_their_own_parts(
    lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    hoa = lan.post("/customers", {"display_name": "Hoa", "phones": [call.caller]}).json["id"]
    call_id, began = passed_to(minh, lan, call, queue)
    identity = minh.snapshot()["me"]["voice_identity"]
    call.leg("in-progress", 2, f"client:{identity}", Timestamp=rfc(began + timedelta(seconds=20)))
    say(call_id, began, 3.0, 25.0)
    shown = lan.get(f"/calls/{call_id}").json
    assert [(part["agent_name"], part["ended_at"] is None) for part in shown["parts"]] == [
        ("Lan", False),
        ("Minh", True),
    ]
    assert [part["is_recorded"] for part in shown["parts"]] == [True, False]
    assert [part["speaker_name"] for part in shown["recordings"]] == ["Lan"]
    assert spoken(lan, call_id) == ["Lan", "Minh"]
    theirs = lan.get(f"/customers/{hoa}/timeline?agent={lan.user_id}").json["items"]
    assert [item["ref_id"] for item in theirs] == [call_id]
    assert listed(lan, lan) == listed(lan, minh) == [call_id]
    assert [found(lan, name) for name in ("lan", "Minh", "Hương")] == [[call_id], [call_id], []]
    assert [with_calls(lan, agent) for agent in (lan, minh)] == [1, 1]


def test_whoever_had_a_part_hears_the_whole_recording_and_others_do_not(
    app: Flask, lan: Desk, minh: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, began = passed_to(minh, lan, call, queue)
    call.leg("in-progress", 2, f"client:{minh.snapshot()['me']['voice_identity']}")
    say(call_id, began, 3.0)
    shown = lan.get(f"/calls/{call_id}").json
    assert shown["agent_id"] == minh.user_id
    huong = Desk(app, "Hương").sit_down()
    assert [desk.get(f"/calls/{call_id}/peaks").status_code for desk in (lan, minh, huong)] == [200, 200, 403]


def test_a_number_outside_has_its_own_part_and_ends_the_call(lan: Desk, call: PhoneCall, rooms: RoomCarrier) -> None:
    call_id = talking(lan, call)
    began = now()
    made = pass_on(lan, call_id, number=OUTSIDE)
    leave(call, began + timedelta(seconds=9))
    outside = sid("CA")
    call.post(
        f"{VOICE}/status/leg?role=outside", CallSid=outside, ParentCallSid=call.call_sid, CallStatus="in-progress",
        SequenceNumber="2", From=call.line, To=OUTSIDE, Direction="outbound-dial",
        CallbackSource="call-progress-events", Timestamp=rfc(began + timedelta(seconds=15)),
    )  # fmt: skip
    say(call_id, began, 3.0, 30.0)
    assert spoken(lan, call_id) == ["Lan", "0908 111 222"]
    call.ask(
        f"{VOICE}/dial-action?transfer={made['id']}",
        DialCallStatus="completed", DialBridged="true", DialCallSid=outside, DialCallDuration="30",
    )  # fmt: skip
    shown = lan.get(f"/calls/{call_id}").json
    assert [(part["agent_name"], part["number"]) for part in shown["parts"]] == [("Lan", None), (None, OUTSIDE)]
    assert [part["is_recorded"] for part in shown["parts"]] == [True, False]
    assert (shown["state"], shown["end_reason"]) == ("completed", "outside")
