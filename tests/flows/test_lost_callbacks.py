"""What carriers leave untold, and in which order they tell the rest."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
import sqlalchemy as sa

from contactcenter.calls.models import Call
from contactcenter.core import clock
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import ProviderError
from contactcenter.providers.twilio.provider import TwilioProvider
from contactcenter.routing import jobs as timers
from contactcenter.routing.models import WorkItem
from tests.flows.carrier import PhoneCall, path_of
from tests.flows.desk import Desk


@pytest.fixture(autouse=True)
def _no_carrier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TwilioProvider, "redirect_to_agent", lambda _self, _sid, _what: None)


def answer_and_talk(call_sid: str) -> tuple[Any, Any]:
    with read() as session:
        call = session.scalars(sa.select(Call).filter_by(provider_call_id=call_sid)).one()
        return call.answered_at, call.talk_seconds


@pytest.mark.parametrize("order", list(permutations(("leg", "dial", "end"))))
def test_an_untold_answer_is_reckoned_alike_whatever_comes_first(
    client: Any, lan: Desk, order: tuple[str, ...]
) -> None:
    call = PhoneCall(client)
    call.press(call.ring(), "1")
    [pop] = lan.events("screen_pop")
    lan.post(f"/offers/{pop['data']['offer_id']}/accept")
    action = path_of(call.leave_queue().find("Dial").attrib["action"])
    ended = clock.now() - timedelta(minutes=10)
    stamp = ended.strftime("%a, %d %b %Y %H:%M:%S +0000")
    tell = {
        "leg": lambda: call.leg("completed", 3, "client:x", CallDuration="20", Timestamp=stamp),
        "dial": lambda: call.dial_over(action, "completed", DialCallDuration="20", DialBridged="true"),
        "end": lambda: call.end(CallDuration="70", Timestamp=stamp),
    }
    for step in order:
        tell[step]()
    answered_at, talk_seconds = answer_and_talk(call.call_sid)
    assert answered_at == ended.replace(microsecond=0) - timedelta(seconds=20)
    assert talk_seconds == 20


def silent_caller(client: Any) -> PhoneCall:
    call = PhoneCall(client)
    call.press(call.ring(), "1")
    with transaction() as session:
        session.execute(sa.update(WorkItem).values(seen_at=clock.now() - timedelta(minutes=3)))
    return call


def state_of(desk: Desk, call: PhoneCall) -> str:
    return str(desk.get(f"/calls?provider_call_id={call.call_sid}").json["items"][0]["state"])


def test_a_caller_who_left_untold_loses_the_place_in_line(
    client: Any, lan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = silent_caller(client)
    monkeypatch.setattr(TwilioProvider, "is_over", lambda _self, _sid: True)
    timers.find_gone_callers()
    assert state_of(lan, call) == "abandoned"
    assert lan.events("offer.closed")[0]["data"]["state"] == "canceled"
    assert lan.snapshot()["presence"]["activity"] == "idle"


@pytest.mark.parametrize("answer", ["there", "unsure"])
def test_a_silent_caller_whom_the_carrier_still_has_keeps_it(
    client: Any, lan: Desk, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    asked = []

    def is_over(_self: Any, sid: str) -> bool:
        asked.append(sid)
        if answer == "unsure":
            raise ProviderError("provider_unreachable", "…", is_retryable=True)
        return False

    monkeypatch.setattr(TwilioProvider, "is_over", is_over)
    call = silent_caller(client)
    timers.find_gone_callers()
    timers.find_gone_callers()
    assert asked == [call.call_sid]
    assert state_of(lan, call) == "queued"


def test_whoever_polls_is_not_asked_after(client: Any, lan: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TwilioProvider, "is_over", lambda _self, _sid: pytest.fail("asked"))
    call = silent_caller(client)
    call.wait(30)
    timers.find_gone_callers()
    assert state_of(lan, call) == "queued"


def test_what_was_typed_before_the_caller_left_stays_with_the_call(call: PhoneCall, lan: Desk) -> None:
    call.press(call.ring(), "1")
    [pop] = lan.events("screen_pop")
    accepted = lan.post(f"/offers/{pop['data']['offer_id']}/accept").json
    lan.put(f"/calls/{accepted['call']['id']}/notes", {"text": "Hỏi giá tủ bếp", "version": 0})
    call.end()
    [shown] = lan.get(f"/calls?provider_call_id={call.call_sid}").json["items"]
    assert (shown["state"], shown["notes"]) == ("abandoned", "Hỏi giá tủ bếp")


@pytest.mark.parametrize("caller", ["sip:anonymous@anonymous.invalid", "sip:Restricted@10.0.0.1;user=phone"])
def test_a_hidden_sip_caller_is_anonymous(client: Any, lan: Desk, caller: str) -> None:
    call = PhoneCall(client, caller)
    call.press(call.ring(), "1")
    lan.events("screen_pop")
    [shown] = lan.get(f"/calls?provider_call_id={call.call_sid}").json["items"]
    refused = lan.post(f"/calls/{shown['id']}/customer", {"display_name": "Ai đó"})
    assert (refused.status_code, refused.json["error"]["code"]) == (422, "anonymous_caller")


def test_a_sip_caller_with_a_number_is_the_person_of_that_number(client: Any, lan: Desk) -> None:
    known = lan.post("/customers", {"display_name": "Nguyễn An", "phones": ["0901 234 567"]}).json
    call = PhoneCall(client, "sip:+84901234567@carrier.vn")
    call.press(call.ring(), "1")
    [shown] = lan.get(f"/calls?provider_call_id={call.call_sid}").json["items"]
    assert shown["customer_id"] == known["id"]
