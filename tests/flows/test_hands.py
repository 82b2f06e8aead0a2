"""A raised hand: asked for in a call or outside one, answered, lowered by either, and never left up."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.agents.models import Presence
from contactcenter.calls.hands.jobs import lower_forgotten_hands
from contactcenter.calls.hands.models import Hand
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.core.jobs import MemoryQueue
from tests.flows.carrier import PhoneCall, sid
from tests.flows.desk import Desk
from tests.flows.rooms import RoomCarrier, talking


def told(desk: Desk) -> dict[str, Any]:
    return desk.events("hand.updated")[-1]["data"]["hand"]


def test_help_is_asked_for_answered_and_ends_with_the_call(lan: Desk, nam: Desk, call: PhoneCall) -> None:
    call_id = talking(lan, call)
    raised = lan.post("/hands")
    assert (raised.status_code, raised.json["call_id"]) == (201, call_id)
    assert lan.post("/hands").json["id"] == raised.json["id"]  # pressed twice: one hand

    assert (told(nam)["agent_name"], told(lan)["id"]) == ("Lan", raised.json["id"])
    assert [n["data"]["notification"]["kind"] for n in nam.events("notification.created")] == ["hand_raised"]
    assert [hand["id"] for hand in nam.snapshot()["hands"]] == [raised.json["id"]]
    [listed] = nam.get("/hands").json["items"]
    assert (listed["call_id"], listed["lowered_at"]) == (call_id, None)

    assert nam.put(f"/hands/{raised.json['id']}/coming", {}).json["coming_name"] == "Nam"
    assert told(lan)["coming_name"] == "Nam"
    assert lan.snapshot()["hands"][0]["coming_name"] == "Nam"  # after a reload too

    call.end(CallDuration="9")
    assert told(lan)["lowered_reason"] == "call_ended"
    assert nam.get("/hands").json["items"] == []
    assert nam.get("/notifications").json["items"] == []
    assert [hand["id"] for hand in nam.get("/hands?is_up=false").json["items"]] == [raised.json["id"]]


def test_outside_a_call_either_lowers_it_and_it_may_go_up_again(lan: Desk, nam: Desk) -> None:
    first = lan.post("/hands").json
    assert first["call_id"] is None
    lowered = nam.http.delete(f"/api/v1/hands/{first['id']}", headers={"X-CSRF-Token": nam.csrf}).json
    assert lowered["lowered_reason"] == "supervisor"
    again = lan.post("/hands").json
    assert again["id"] != first["id"]
    own = lan.http.delete(f"/api/v1/hands/{again['id']}", headers={"X-CSRF-Token": lan.csrf})
    assert own.json["lowered_reason"] == "agent"
    assert nam.put(f"/hands/{again['id']}/coming", {}).json["error"]["code"] == "hand_is_down"


def test_one_supervisor_comes_and_may_change_their_mind(app: Flask, lan: Desk, nam: Desk) -> None:
    hand = lan.post("/hands").json
    assert nam.put(f"/hands/{hand['id']}/coming", {}).status_code == 200
    hoa = Desk(app, "Hoa", "supervisor").sit_down()
    refused = hoa.put(f"/hands/{hand['id']}/coming", {}).json["error"]
    assert (refused["code"], refused["details"]["name"]) == ("already_coming", "Nam")
    nam.http.delete(f"/api/v1/hands/{hand['id']}/coming", headers={"X-CSRF-Token": nam.csrf})
    assert hoa.put(f"/hands/{hand['id']}/coming", {}).json["coming_name"] == "Hoa"


def test_a_hand_outside_a_call_goes_down_after_half_an_hour(lan: Desk, call: PhoneCall) -> None:
    lan.post("/hands")
    for minutes, up in ((29, 1), (31, 0)):
        with transaction() as session:
            session.execute(sa.update(Hand).values(raised_at=now() - timedelta(minutes=minutes)))
        lower_forgotten_hands()
        assert len(lan.snapshot()["hands"]) == up
    assert told(lan)["lowered_reason"] == "forgotten"


@pytest.mark.parametrize("way", ["listens", "takes_over"])
def test_a_hand_outside_a_call_goes_down_when_whoever_was_coming_came(
    lan: Desk, nam: Desk, call: PhoneCall, monkeypatch: pytest.MonkeyPatch, queue: MemoryQueue, way: str
) -> None:
    RoomCarrier(call).patch(monkeypatch)
    hand = lan.post("/hands").json
    nam.put(f"/hands/{hand['id']}/coming", {})
    call_id = talking(lan, call)
    assert len(lan.snapshot()["hands"]) == 1
    if way == "listens":
        assert nam.post(f"/calls/{call_id}/monitors", {"mode": "listen"}).status_code == 201
    else:
        taken_over(lan, nam, call, call_id, queue)
    assert lan.snapshot()["hands"] == []
    assert told(lan)["lowered_reason"] == "helped"


def taken_over(lan: Desk, nam: Desk, call: PhoneCall, call_id: str, queue: MemoryQueue) -> None:
    """Handed over at once to a supervisor, who answers."""
    nam.available()
    sent = lan.post(f"/calls/{call_id}/transfers", {"kind": "cold", "to": {"agent_id": nam.user_id}, "note": ""})
    assert sent.status_code == 201, sent.text
    call.leg("completed", 9, "", CallDuration="9")
    nam.post(f"/offers/{nam.events('screen_pop')[0]['data']['offer_id']}/accept")
    queue.drain()
    call.leg_sid = sid("CA")
    call.leg("in-progress", 2, f"client:{nam.snapshot()['me']['voice_identity']}")


def test_nobody_reaches_for_a_colleagues_hand_or_call(app: Flask, lan: Desk, nam: Desk, call: PhoneCall) -> None:
    call_id, hand = talking(lan, call), lan.post("/hands").json
    minh = Desk(app, "Minh").sit_down()
    delete = {"headers": {"X-CSRF-Token": minh.csrf}}
    assert minh.http.delete(f"/api/v1/hands/{hand['id']}", **delete).status_code == 403
    assert minh.post("/hands", {"call_id": call_id}).json["error"]["code"] == "not_your_call"
    assert minh.post("/hands", {"call_id": "cal_none"}).status_code == 404
    assert minh.post("/hands", {"call": call_id}).status_code == 422
    assert minh.get("/hands").status_code == 403
    assert minh.snapshot()["hands"] == []
    assert [one["agent_name"] for one in nam.get("/hands?is_up=false").json["items"]] == ["Lan"]


@pytest.mark.parametrize(
    ("table", "values", "reason"),
    [
        (Presence, {"status": "offline", "status_since": now() - timedelta(minutes=2)}, "left"),
        (Call, {"handler_id": "somebody_else"}, "passed_on"),
        (Call, {"ended_at": now()}, "call_ended"),
    ],
)
def test_a_forgotten_hand_goes_down_by_itself(
    lan: Desk, call: PhoneCall, table: Any, values: dict[str, Any], reason: str
) -> None:
    talking(lan, call)
    lan.post("/hands")
    lower_forgotten_hands()
    assert len(lan.snapshot()["hands"]) == 1  # not yet
    with transaction() as session:
        session.execute(sa.update(table).values(**values))
    lower_forgotten_hands()
    assert told(lan)["lowered_reason"] == reason
