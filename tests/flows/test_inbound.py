"""An inbound call from the provider's first request to the wrap-up, by every way it can go."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.core import clock
from contactcenter.providers.twilio.provider import TwilioProvider
from contactcenter.routing import jobs as timers
from tests.flows.carrier import VOICE, PhoneCall, path_of, verbs
from tests.flows.desk import Desk


@pytest.fixture
def redirects(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What the carrier was asked to do with live calls."""
    asked: list[tuple[str, Any]] = []
    monkeypatch.setattr(TwilioProvider, "redirect_to_agent", lambda _self, sid, what: asked.append((sid, what)))
    return asked


def talk(call: PhoneCall, connecting: Any) -> str:
    """The agent's phone rings and is answered. Returns the dial action's path."""
    dial = connecting.find("Dial")
    target = dial.find("Client/Identity").text
    call.leg("initiated", 0, f"client:{target}")
    call.leg("ringing", 1, f"client:{target}")
    call.leg("in-progress", 2, f"client:{target}")
    return path_of(dial.attrib["action"])


def hang_up_first(call: PhoneCall, action: str, seconds: int = 30) -> Any:
    """The agent ends the talk; the caller hears what follows."""
    call.leg("completed", 3, "client:x", CallDuration=str(seconds))
    return call.dial_over(action, "completed", DialCallDuration=str(seconds), DialBridged="true")


def state_of(desk: Desk, call: PhoneCall) -> dict[str, Any]:
    return desk.get(f"/calls?provider_call_id={call.call_sid}").json["items"][0]


def test_an_answered_call_goes_all_the_way(call: PhoneCall, lan: Desk, redirects: list[Any]) -> None:
    greeting = call.ring()
    assert verbs(greeting)[0] == "Say"
    assert greeting.find(".//Gather") is not None
    assert verbs(call.press(greeting, "1")) == ["Say", "Enqueue"]

    [pop] = lan.events("screen_pop")
    assert pop["data"]["identity"]["confidence"] == "unknown"
    [offer] = lan.events("offer.created")
    assert offer["data"]["state"] == "pending"
    assert state_of(lan, call)["state"] == "queued"

    accepted = lan.post(f"/offers/{pop['data']['offer_id']}/accept")
    assert accepted.status_code == 200
    assert [sid for sid, _ in redirects] == [call.call_sid]
    assert lan.events("offer.closed")[0]["data"]["state"] == "accepted"

    assert verbs(call.wait(5)) == ["Play"]  # the redirect is on its way: see test_bridge for one that is lost
    action = talk(call, call.leave_queue())
    assert lan.snapshot()["presence"]["activity"] == "talking"
    assert state_of(lan, call)["state"] == "in_progress"

    rating = hang_up_first(call, action)
    gather = rating.find(".//Gather")
    assert gather is not None
    assert gather.attrib["numDigits"] == "1"
    assert lan.snapshot()["presence"]["activity"] == "wrap_up"
    call.ask(path_of(gather.attrib["action"]), Digits="4")
    assert lan.events("rating.created")[0]["data"]["rating"]["score"] == 4
    call.end(CallDuration="45")

    call_id = state_of(lan, call)["id"]
    done = lan.post(f"/calls/{call_id}/wrap-up", {"disposition": "resolved", "notes": "Đã gửi báo giá"})
    assert done.status_code == 200, done.text
    shown = state_of(lan, call)
    assert (shown["state"], shown["end_reason"], shown["disposition"]) == ("completed", "agent", "resolved")
    assert shown["ratings"][0]["score"] == 4
    assert shown["agent_id"] == lan.user_id
    presence = lan.snapshot()["presence"]
    assert (presence["activity"], presence["status"]) == ("idle", "available")


def test_each_persons_events_are_numbered_without_gaps(call: PhoneCall, lan: Desk, redirects: list[Any]) -> None:
    call.arrive()
    lan.post(f"/offers/{lan.events('screen_pop')[0]['data']['offer_id']}/accept")
    numbers = [e["seq"] for e in lan.events() if e["seq"] is not None]
    last = lan.snapshot()["seq"]
    lan.connect(after_seq=0)
    replayed = [e["seq"] for e in lan.events() if e["seq"] is not None]
    assert replayed == list(range(1, last + 1))
    assert set(numbers) <= set(replayed)


def test_nobody_signed_in_means_voicemail_which_is_a_missed_call(app: Flask, call: PhoneCall) -> None:
    desk = Desk(app, "Boss", "supervisor").sit_down()
    voicemail = call.arrive()
    record = voicemail.find("Record")
    assert record is not None
    call.ask(
        path_of(record.attrib["action"]),
        RecordingSid=call.recording_sid,
        RecordingDuration="12",
        Digits="hangup",
    )
    call.end(CallDuration="30")
    shown = state_of(desk, call)
    assert (shown["state"], shown["is_missed"], shown["recording"]["kind"]) == (
        "voicemail",
        True,
        "voicemail",
    )


def test_declining_offers_it_to_the_next_agent(app: Flask, call: PhoneCall, lan: Desk, redirects: list[Any]) -> None:
    minh = Desk(app, "Minh").sit_down().available()
    call.arrive()
    [first] = lan.events("screen_pop")  # the longest idle
    assert not minh.events("screen_pop")
    declined = lan.post(f"/offers/{first['data']['offer_id']}/decline", {"reason": "busy"})
    assert declined.json["state"] == "declined"
    [second] = minh.events("screen_pop")
    assert lan.snapshot()["presence"]["status"] == "available"
    assert minh.post(f"/offers/{second['data']['offer_id']}/accept").status_code == 200


def test_ringing_out_makes_the_agent_not_responding_and_asks_the_next(
    app: Flask, call: PhoneCall, lan: Desk, redirects: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    minh = Desk(app, "Minh").sit_down().available()
    call.arrive()
    later = clock.now() + timedelta(seconds=21)
    monkeypatch.setattr(timers, "now", lambda: later)
    timers.expire_offers()
    assert lan.snapshot()["presence"]["status"] == "not_responding"
    assert lan.events("offer.closed")[0]["data"]["state"] == "timed_out"
    assert len(minh.events("screen_pop")) == 1


def test_an_agent_may_ask_why_their_own_call_came_to_them(
    app: Flask, client: Any, lan: Desk, redirects: list[Any]
) -> None:
    PhoneCall(client).arrive()
    pop = lan.events("screen_pop")[0]["data"]
    lan.post(f"/offers/{pop['offer_id']}/accept")
    path = f"/work-items/decisions?kind=call&ref_id={pop['call_id']}"
    assert [one["chosen_name"] for one in lan.get(path).json["items"]] == ["Lan"]
    assert Desk(app, "Minh").sit_down().get(path).status_code == 403


def test_an_offer_that_rang_out_while_we_were_down_is_nobodys_fault(
    call: PhoneCall, lan: Desk, redirects: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    call.arrive()
    lan.events()
    later = clock.now() + timedelta(seconds=35)
    monkeypatch.setattr(timers, "now", lambda: later)
    timers.expire_offers()
    assert lan.snapshot()["presence"]["status"] == "available"
    closed = lan.events("offer.closed")[0]["data"]
    assert (closed["state"], closed["reason"]) == ("canceled", "outage")
    assert len(lan.events("screen_pop")) == 1, "she is asked again"


def test_a_caller_who_leaves_while_it_rings_closes_the_pop_without_penalty(call: PhoneCall, lan: Desk) -> None:
    call.arrive()
    call.leave_queue("hangup", status="completed")
    closed = lan.events("offer.closed")[0]["data"]
    assert (closed["state"], closed["reason"]) == ("canceled", "caller_left")
    snapshot = lan.snapshot()
    assert (snapshot["presence"]["status"], snapshot["presence"]["activity"]) == ("available", "idle")
    assert snapshot["offers"] == []
    call.end(CallDuration="12")
    assert state_of(lan, call)["state"] == "abandoned"


def test_two_tabs_accept_once(call: PhoneCall, lan: Desk, redirects: list[Any]) -> None:
    second_tab = lan.connect()
    call.arrive()
    offer_id = lan.events("screen_pop")[0]["data"]["offer_id"]
    assert lan.post(f"/offers/{offer_id}/accept").status_code == 200
    assert lan.post(f"/offers/{offer_id}/accept").status_code == 200  # the other tab: same call, nothing twice
    assert len(redirects) == 1
    assert second_tab.is_connected()


def test_an_agent_who_cannot_be_reached_puts_the_caller_back_in_line(
    app: Flask, call: PhoneCall, lan: Desk, redirects: list[Any]
) -> None:
    minh = Desk(app, "Minh").sit_down().available()
    call.arrive()
    lan.post(f"/offers/{lan.events('screen_pop')[0]['data']['offer_id']}/accept")
    dial = call.leave_queue().find("Dial")
    assert dial is not None
    again = call.dial_over(path_of(dial.attrib["action"]), "no-answer")
    assert verbs(again) == ["Say", "Enqueue"]
    assert lan.snapshot()["presence"]["status"] == "not_responding"
    assert len(minh.events("screen_pop")) == 1


def test_a_wrap_up_ends_on_the_servers_clock_and_keeps_what_was_typed(
    call: PhoneCall, lan: Desk, redirects: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    call.arrive()
    lan.post(f"/offers/{lan.events('screen_pop')[0]['data']['offer_id']}/accept")
    action = talk(call, call.leave_queue())
    call_id = state_of(lan, call)["id"]
    assert lan.put(f"/calls/{call_id}/notes", {"text": "Đơn trễ", "version": 0}).json["version"] == 1
    assert lan.put(f"/calls/{call_id}/notes", {"text": "khác", "version": 0}).status_code == 409
    hang_up_first(call, action)
    call.end(CallDuration="40")
    later = clock.now() + timedelta(seconds=31)
    monkeypatch.setattr(timers, "now", lambda: later)
    timers.end_wrap_ups()
    shown = state_of(lan, call)
    assert (shown["wrap_up"]["is_auto_closed"], shown["notes"]) == (True, "Đơn trễ")
    assert lan.snapshot()["presence"]["activity"] == "idle"


def test_a_known_caller_pops_with_name_and_an_unknown_one_is_saved_at_wrap_up(
    app: Flask, client: Any, lan: Desk, redirects: list[Any]
) -> None:
    created = lan.post("/customers", {"display_name": "Nguyễn Thị Hoa", "phones": ["0901 234 567"]})
    assert created.status_code == 201, created.text
    call = PhoneCall(client)
    call.arrive()
    pop = lan.events("screen_pop")[0]["data"]
    assert (pop["identity"]["name"], pop["identity"]["confidence"]) == ("Nguyễn Thị Hoa", "single")
    call.leave_queue("hangup", status="completed")

    stranger = PhoneCall(client, caller="+84912000111")
    stranger.arrive()
    call_id = lan.events("screen_pop")[0]["data"]["call_id"]
    saved = lan.post(f"/calls/{call_id}/customer", {"display_name": "Trần Văn Mới"})
    assert saved.json["customer"]["display_name"] == "Trần Văn Mới"
    found = lan.get("/customers?phone=0912000111").json["items"]
    assert [c["display_name"] for c in found] == ["Trần Văn Mới"]
    timeline = lan.get(f"/customers/{found[0]['id']}/timeline").json["items"]
    assert [(i["kind"], i["ref_id"]) for i in timeline] == [("call", call_id)]


@pytest.mark.parametrize("caller", ["+266696687", "anonymous", ""])
def test_an_anonymous_caller_never_becomes_a_customer(app: Flask, client: Any, lan: Desk, caller: str) -> None:
    call = PhoneCall(client, caller=caller)
    call.arrive()
    assert state_of(lan, call)["is_anonymous"] is True
    pop = lan.events("screen_pop")[0]["data"]
    assert pop["badges"]["anonymous"] is True
    assert lan.post(f"/calls/{pop['call_id']}/customer", {"display_name": "Ai đó"}).status_code == 422
    assert lan.get("/customers").json["items"] == []


def test_several_people_with_one_number_wait_for_a_choice_that_is_remembered(
    app: Flask, client: Any, lan: Desk
) -> None:
    ids = [
        lan.post("/customers?allow_duplicate=true", {"display_name": name, "phones": ["0901234567"]}).json["id"]
        for name in ("Anh Ba", "Chị Tư")
    ]
    call = PhoneCall(client)
    call.arrive()
    pop = lan.events("screen_pop")[0]["data"]
    assert pop["identity"]["customer_id"] is None
    assert {c["customer_id"] for c in pop["identity"]["candidates"]} == set(ids)
    assert lan.post(f"/calls/{pop['call_id']}/customer", {"customer_id": ids[1]}).status_code == 200
    call.leave_queue("hangup", status="completed")
    again = PhoneCall(client)
    again.arrive()
    assert lan.events("screen_pop")[0]["data"]["identity"]["customer_id"] == ids[1]


def test_a_menu_without_a_choice_asks_again_and_then_uses_the_default_queue(call: PhoneCall, lan: Desk) -> None:
    document = call.ring()
    for _ in range(2):
        document = call.press(document, "9")
        assert document.find(".//Gather") is not None
    assert verbs(call.press(document, "")) == ["Say", "Enqueue"]


def test_waiting_without_hope_ends_in_voicemail(call: PhoneCall, lan: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    call.arrive()
    assert lan.post("/agents/me/status", {"status": "lunch"}).status_code == 200
    assert lan.events("offer.closed")[0]["data"]["state"] == "canceled"
    assert verbs(call.wait(5)) == ["Play"]
    later = clock.now() + timedelta(seconds=25)
    monkeypatch.setattr("contactcenter.routing.patience.now", lambda: later)
    assert verbs(call.wait(30)) == ["Leave"]
    assert call.leave_queue().find("Record") is not None


def test_a_dead_database_still_lets_the_caller_leave_a_message(
    app: Flask, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contactcenter.webhooks import inbox

    def broken() -> Any:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(inbox, "transaction", broken)
    assert PhoneCall(client).ring().find("Record") is not None
    assert VOICE  # the carrier's fallback address answers the same way


def test_an_own_phone_that_nobody_confirms_is_no_answer(call: PhoneCall, lan: Desk, redirects: list[Any]) -> None:
    lan.http.patch(
        "/api/v1/me",
        json={"own_phone": "0909 123 456", "answers_on": "phone"},
        headers={"X-CSRF-Token": lan.csrf},
    )
    call.arrive()
    lan.post(f"/offers/{lan.events('screen_pop')[0]['data']['offer_id']}/accept")
    dial = call.leave_queue().find("Dial")
    assert dial is not None
    number = dial.find("Number")
    assert number is not None
    assert number.text == "+84909123456"
    for sequence, status in enumerate(["initiated", "ringing", "in-progress"]):
        call.leg(status, sequence, "+84909123456")
    call.leg("completed", 3, "+84909123456", CallDuration="8")  # its voicemail spoke, nobody pressed a key
    again = call.dial_over(path_of(dial.attrib["action"]), "completed", DialCallDuration="8", DialBridged="false")
    assert verbs(again) == ["Say", "Enqueue"]
    shown = state_of(lan, call)
    assert (shown["state"], shown["answered_at"], shown["wrap_up"]) == ("queued", None, None)
    presence = lan.snapshot()["presence"]
    assert (presence["status"], presence["activity"]) == ("not_responding", "idle")
