"""Deliveries that come late, early or never, and what must hold all the same: nobody stuck, nobody rung for nothing."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.core import clock
from contactcenter.core.errors import ProviderError
from contactcenter.providers.twilio.provider import TwilioProvider
from contactcenter.routing import jobs as timers
from tests.flows.carrier import PhoneCall, path_of, verbs
from tests.flows.desk import Desk


@pytest.fixture
def redirects(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls that the carrier was asked to bridge."""
    asked: list[str] = []
    monkeypatch.setattr(TwilioProvider, "redirect_to_agent", lambda _self, sid, _what: asked.append(sid))
    return asked


def accept(desk: Desk) -> Any:
    return desk.post(f"/offers/{desk.events('screen_pop')[-1]['data']['offer_id']}/accept")


def accepted(desk: Desk, call: PhoneCall) -> Any:
    """A call in their hands, not yet bridged; the dial that rings them."""
    call.arrive()
    accept(desk)
    return call.leave_queue().find("Dial")


def presence(desk: Desk) -> tuple[str, str]:
    shown = desk.snapshot()["presence"]
    return shown["status"], shown["activity"]


def state_of(desk: Desk, call: PhoneCall) -> dict[str, Any]:
    return desk.get(f"/calls?provider_call_id={call.call_sid}").json["items"][0]


def client_of(dial: Any) -> str:
    return f"client:{dial.find('Client/Identity').text}"


def pass_time(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    later = clock.now() + timedelta(seconds=seconds)
    for module in ("jobs", "engine", "deciding", "offers", "frontdoor", "queues"):
        monkeypatch.setattr(f"contactcenter.routing.{module}.now", lambda: later)


def test_an_own_phone_that_took_no_key_sends_the_caller_back_in_line_in_either_order(
    app: Flask, call: PhoneCall, lan: Desk, redirects: list[str]
) -> None:
    """A mailbox answers the agent's phone; its leg's end may be told before the dial's."""
    lan.http.patch(
        "/api/v1/me", json={"own_phone": "0912345678", "answers_on": "phone"}, headers={"X-CSRF-Token": lan.csrf}
    )
    minh = Desk(app, "Minh").sit_down().available()
    dial = accepted(lan, call)
    phone = "+84912345678"
    call.leg("in-progress", 2, phone)
    call.leg("completed", 3, phone, CallDuration="9")
    again = call.dial_over(path_of(dial.attrib["action"]), "completed", DialCallDuration="9", DialBridged="false")
    assert verbs(again) == ["Say", "Enqueue"]
    assert presence(lan) == ("not_responding", "idle")
    shown = state_of(lan, call)
    assert (shown["state"], shown["answered_at"], shown["wrap_up"]) == ("queued", None, None)
    assert (shown["agent_id"], shown["talk_seconds"]) == (None, None)

    assert accept(minh).status_code == 200
    call.leg_sid = "CA" + "9" * 32
    dial = call.leave_queue(line=again).find("Dial")  # after as long a wait as the first time
    call.leg("in-progress", 2, client_of(dial))
    assert presence(minh) == ("available", "talking")
    call.leg("completed", 3, client_of(dial), CallDuration="30")
    call.dial_over(path_of(dial.attrib["action"]), "completed", DialCallDuration="30", DialBridged="true")
    assert presence(minh) == ("available", "wrap_up")
    assert state_of(minh, call)["wrap_up"]["due_at"] is not None


def test_a_menu_key_told_after_the_talk_began_offers_the_call_to_nobody(
    app: Flask, client: Any, lan: Desk, redirects: list[str]
) -> None:
    call = PhoneCall(client)
    document = call.ring()
    call.leg("in-progress", 2, "client:somebody")
    call.press(document, "1")
    assert lan.events("screen_pop") == []
    assert presence(lan) == ("available", "idle")


def test_an_answer_told_after_the_bridge_was_given_up_ends_the_ringing_elsewhere(
    app: Flask, call: PhoneCall, lan: Desk, redirects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    minh = Desk(app, "Minh").sit_down().available()
    dial = accepted(lan, call)
    pass_time(monkeypatch, 61)
    timers.give_up_bridges()
    assert len(minh.events("screen_pop")) == 1
    call.leg("in-progress", 2, client_of(dial))
    assert minh.events("offer.closed")[-1]["data"]["state"] == "canceled"
    assert presence(minh) == ("available", "idle")
    call.leg("completed", 3, client_of(dial), CallDuration="5")
    call.end(CallDuration="90")
    timers.offer_waiting()
    assert minh.snapshot()["offers"] == []
    assert presence(lan)[1] in ("idle", "wrap_up")


def test_an_agent_who_could_not_be_reached_sees_the_call_leave_their_screen(
    call: PhoneCall, lan: Desk, redirects: list[str]
) -> None:
    dial = accepted(lan, call)
    lan.events()
    call.dial_over(path_of(dial.attrib["action"]), "no-answer")
    told = [e for e in lan.events() if e["seq"] is not None]
    assert [e["data"]["state"] for e in told if e["type"] == "offer.closed"] == ["timed_out"]
    assert lan.snapshot()["calls"] == []


def test_a_bridge_by_the_callers_own_poll_is_not_sent_again(
    call: PhoneCall, lan: Desk, queue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The redirect failed; the poll bridges; the planned second try must not interrupt the ringing."""
    asked: list[str] = []

    def refuse(_self: Any, sid: str, _what: Any) -> None:
        asked.append(sid)
        raise ProviderError("provider_unreachable", "x", is_retryable=True)

    monkeypatch.setattr(TwilioProvider, "redirect_to_agent", refuse)
    call.arrive()
    accept(lan)
    assert call.leave_queue().find("Dial") is not None
    queue.drain()
    assert asked == [call.call_sid]


@pytest.mark.parametrize("code", [21220, 20404])
def test_a_call_that_is_gone_at_the_carrier_frees_the_agent_at_once(
    call: PhoneCall, lan: Desk, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def gone(_self: Any, _sid: str, _what: Any) -> None:
        raise ProviderError("call_gone", "x", is_retryable=False, status=404, provider_code=code)

    monkeypatch.setattr(TwilioProvider, "redirect_to_agent", gone)
    call.arrive()
    accept(lan)
    assert presence(lan) == ("available", "idle")
    assert state_of(lan, call)["state"] == "abandoned"


def test_a_lone_agent_who_declines_is_asked_again_after_the_back_off(
    call: PhoneCall, lan: Desk, redirects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    call.arrive()
    offer = lan.events("screen_pop")[0]["data"]["offer_id"]
    lan.post(f"/offers/{offer}/decline", {"reason": "busy"})
    assert verbs(call.wait(2)) == ["Play"]
    pass_time(monkeypatch, 25)
    assert verbs(call.wait(27)) == ["Play"]
    pass_time(monkeypatch, 31)
    timers.offer_waiting()
    assert len(lan.events("screen_pop")) == 1


def test_a_dial_action_before_its_legs_callbacks_ends_the_same(
    call: PhoneCall, lan: Desk, redirects: list[str]
) -> None:
    dial = accepted(lan, call)
    call.dial_over(path_of(dial.attrib["action"]), "completed", DialCallDuration="20", DialBridged="true")
    call.leg("completed", 3, client_of(dial), CallDuration="20")
    call.leg("in-progress", 2, client_of(dial))
    call.leg("ringing", 1, client_of(dial))
    assert presence(lan) == ("available", "wrap_up")
    call.end(CallDuration="60")
    shown = state_of(lan, call)
    assert (shown["state"], shown["agent_id"], shown["end_reason"]) == ("completed", lan.user_id, "agent")


def test_a_canceled_leg_after_its_answer_changes_nothing(call: PhoneCall, lan: Desk, redirects: list[str]) -> None:
    dial = accepted(lan, call)
    call.leg("canceled", 3, client_of(dial))
    call.leave_queue("hangup", status="completed")
    call.dial_over(path_of(dial.attrib["action"]), "canceled", "completed")
    call.end(CallDuration="20")
    assert presence(lan) == ("available", "idle")
    assert state_of(lan, call)["state"] == "abandoned"


def test_going_offline_while_talking_ends_the_call_and_its_wrap_up_all_the_same(
    call: PhoneCall, lan: Desk, redirects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dial = accepted(lan, call)
    call.leg("in-progress", 2, client_of(dial))
    lan.post("/agents/me/status", {"status": "offline"})
    assert presence(lan) == ("offline", "talking")
    call.leg("completed", 3, client_of(dial), CallDuration="5")
    call.end(CallDuration="20")
    pass_time(monkeypatch, 40)
    timers.end_wrap_ups()
    assert presence(lan) == ("offline", "idle")


def test_hanging_up_what_is_over_at_the_carrier_frees_the_agent_whose_callbacks_were_lost(
    call: PhoneCall, lan: Desk, redirects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TwilioProvider, "hang_up", lambda _self, _sid: False)
    dial = accepted(lan, call)
    call.leg("in-progress", 2, client_of(dial))
    call_id = state_of(lan, call)["id"]
    assert lan.post(f"/calls/{call_id}/hang-up").status_code == 202
    assert presence(lan) == ("available", "wrap_up")
    assert lan.post(f"/calls/{call_id}/hang-up").status_code == 202  # now the caller's own leg
    assert state_of(lan, call)["state"] == "completed"
    assert lan.post(f"/calls/{call_id}/hang-up").status_code == 409
