"""What the lists show of a call that was offered, answered and rated."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.providers.twilio.provider import TwilioProvider
from tests.flows.carrier import PhoneCall, path_of
from tests.flows.desk import Desk


@pytest.fixture(autouse=True)
def _no_carrier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TwilioProvider, "redirect_to_agent", lambda _self, _sid, _what: None)


def rated_call(client: Any, lan: Desk) -> PhoneCall:
    call = PhoneCall(client)
    call.press(call.ring(), "1")
    [pop] = lan.events("screen_pop")
    lan.post(f"/offers/{pop['data']['offer_id']}/accept")
    dial = call.leave_queue().find("Dial")
    for number, status in enumerate(("initiated", "ringing", "in-progress")):
        call.leg(status, number, f"client:{dial.find('Client/Identity').text}")
    call.leg("completed", 3, "client:x", CallDuration="30")
    asking = call.dial_over(path_of(dial.attrib["action"]), "completed", DialCallDuration="30", DialBridged="true")
    call.press(asking, "4")
    return call


def test_offers_and_ratings_are_listed_for_whom_they_concern(app: Flask, client: Any) -> None:
    lan, minh = Desk(app, "Lan").sit_down().available(), Desk(app, "Minh").sit_down()
    nam = Desk(app, "Nam", "supervisor").sit_down()
    call = rated_call(client, lan)
    shown = lan.get(f"/calls?provider_call_id={call.call_sid}").json["items"][0]

    [offer] = lan.get("/offers?state=accepted").json["items"]
    assert (offer["ref_id"], offer["agent_id"]) == (shown["id"], lan.user_id)
    assert minh.get("/offers").json["items"] == []
    assert minh.get(f"/offers?agent={lan.user_id}").json["items"] == []
    assert nam.get(f"/offers?ref_id={shown['id']}").json["items"] == [offer]
    assert nam.get("/offers?state=nonsense").status_code == 422

    [rating] = nam.get(f"/ratings?agent={lan.user_id}").json["items"]
    assert (rating["score"], rating["kind"], rating["channel"]) == (4, "csat", "keypad")
    assert rating["call_id"] == shown["id"]
    assert nam.get("/ratings?agent=usr_nobody").json == {"items": [], "next_cursor": None}


def test_a_calls_etag_is_its_version(app: Flask, client: Any) -> None:
    lan = Desk(app, "Lan").sit_down().available()
    rated_call(client, lan)
    [call] = lan.get("/calls").json["items"]
    assert lan.get(f"/calls/{call['id']}").headers["ETag"] == f'"{call["version"]}"'
