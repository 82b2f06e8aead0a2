"""Whole calls through the carrier against a tiny server in the product's place."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator

from contactcenter.providers.simulator import carrier as carrier_module
from contactcenter.providers.simulator.carrier import Carrier
from contactcenter.providers.simulator.line import HangUp, Line, Redirect
from contactcenter.providers.simulator.media import get_dialogue
from contactcenter.providers.simulator.placing import Wanted
from contactcenter.providers.simulator.scenarios import UnknownScenario
from contactcenter.providers.simulator.state import SimulatedCall, new_sid
from tests.providers.simulator.conftest import ACCOUNT, MakeCarrier
from tests.providers.simulator.fake_product import BASE, CONNECT, HANG_UP, LEAVE, QUEUE, FakeProduct

FIXTURE = Path(__file__).parent / "fixtures" / "inbound_call_fields.json"
FAST = 40.0
ENDED_BY_AGENT = 3  # a seed whose answered caller presses a key at the rating


def place(carrier: Carrier, scenario: str, seed: int = ENDED_BY_AGENT, **wishes: object) -> str:
    wishes = {"speed": FAST, "seed": seed, "scenario": scenario, **wishes}
    return carrier.place_call(**wishes).sid  # type: ignore[arg-type]


def test_an_answered_call_makes_the_deliveries_that_twilio_makes(carrier: Carrier, product: FakeProduct):
    place(carrier, "answered", from_number="+14155550123", to_number="+12065550142", caller_name="NGUYEN LAN")
    assert carrier.wait_until_idle(20)
    expected = {
        (entry["hook"].removeprefix("voice/"), tuple(entry["fields"])) for entry in json.loads(FIXTURE.read_text())
    }
    actual = {(delivery.hook, tuple(sorted(delivery.form))) for delivery in product.received}
    assert actual == expected


def test_an_answered_call_is_told_in_order_and_adds_up(carrier: Carrier, product: FakeProduct):
    sid = place(carrier, "answered", dialogue_id="vi-thank-you", speed=20)
    assert carrier.wait_until_idle(20)
    legs = product.forms("status/leg")
    assert [form["CallStatus"] for form in sorted(legs, key=lambda form: int(form["SequenceNumber"]))] == [
        "initiated",
        "ringing",
        "in-progress",
        "completed",
    ]
    assert {form["ParentCallSid"] for form in legs} == {sid}
    assert {form["To"] for form in legs} == {"client:agent_lan"}
    action = product.forms("dial-action")[0]
    assert action["DialCallStatus"] == "completed"
    assert action["DialBridged"] == "true"
    assert action["DialCallSid"] == legs[0]["CallSid"]
    recordings = {form["RecordingStatus"]: form for form in product.forms("recording")}
    assert set(recordings) == {"in-progress", "completed"}
    assert recordings["completed"]["RecordingDuration"] == action["RecordingDuration"]
    assert product.forms("csat")[0]["Digits"] in "12345"
    end = product.forms("status")[0]
    assert (end["CallSid"], end["CallStatus"], end["SequenceNumber"]) == (sid, "completed", "0")


def test_the_transcript_is_the_dialogues_lines_by_track(carrier: Carrier, product: FakeProduct):
    place(carrier, "answered", dialogue_id="vi-thank-you")
    assert carrier.wait_until_idle(20)
    forms = sorted(product.forms("transcription"), key=lambda form: int(form["SequenceId"]))
    assert [int(form["SequenceId"]) for form in forms] == list(range(1, len(forms) + 1))
    assert forms[0]["TranscriptionEvent"] == "transcription-started"
    assert forms[-1]["TranscriptionEvent"] == "transcription-stopped"
    finals = [
        ("customer" if form["Track"] == "inbound_track" else "agent", json.loads(form["TranscriptionData"]))
        for form in forms
        if form.get("Final") == "true"
    ]
    lines = get_dialogue("vi-thank-you").lines
    assert sorted((who, data["transcript"]) for who, data in finals) == sorted(
        (line.speaker, line.text) for line in lines
    )
    assert any(form.get("Final") == "false" for form in forms)


def test_nobody_whom_we_call_is_greeted_as_if_they_had_called(carrier: Carrier, product: FakeProduct):
    product.replies["c2c/twiml"] = (
        CONNECT.replace("<Client", "<Number")
        .replace("</Client>", "</Number>")
        .replace("<Identity>agent_lan</Identity>", "+84901234567")
        .replace('<Parameter name="offer_id" value="off_1"/>', "")
    )
    carrier.placing_speed = 60.0
    carrier.outcomes.append("answers")
    carrier.ring_out(Wanted("client:agent_lan", "+842871090001", f"{product.url}{BASE}/c2c/twiml", "", frozenset()))
    assert carrier.wait_until_idle(20)
    call = next(c for c in carrier.exchange.calls() if c.direction == "outbound-api")
    first, second = get_dialogue(call.dialogue_id or "").lines[:2]
    said = [
        json.loads(form["TranscriptionData"])["transcript"]
        for form in product.forms("transcription")
        if form.get("Final") == "true"
    ]
    assert first.text not in said
    assert second.text in said
    [recording] = carrier.exchange.recordings()
    assert recording.pieces[0][0] == first.end_seconds


def test_every_signature_verifies_with_the_sdk(carrier: Carrier, product: FakeProduct):
    place(carrier, "answered", from_number="+84901234567")
    assert carrier.wait_until_idle(20)
    validator = RequestValidator(ACCOUNT.auth_token)
    assert len(product.received) > 10
    for delivery in product.received:
        assert validator.validate(delivery.url, delivery.form, delivery.headers["X-Twilio-Signature"])


def test_a_caller_waits_in_the_queue_until_the_product_moves_them(carrier: Carrier, queueing: FakeProduct):
    sid = place(carrier, "answered")
    first = queueing.wait_for("queue/wait").form
    assert (first["QueuePosition"], first["QueueTime"], first["CurrentQueueSize"]) == ("1", "0", "1")
    assert first["QueueSid"].startswith("QU")
    second = queueing.wait_for("queue/wait", count=2).form
    assert second["QueueSid"] == first["QueueSid"]
    call = carrier.exchange.call(sid)
    assert call is not None
    call.line.interrupt(sid, Redirect(twiml=CONNECT))
    assert queueing.wait_for("queue/done").form["QueueResult"] == "redirected"
    queueing.wait_for("dial-action", DialCallStatus="completed")
    assert carrier.wait_until_idle(20)


def test_the_product_takes_the_caller_out_to_voicemail(carrier: Carrier, queueing: FakeProduct):
    queueing.replies["queue/wait"] = LEAVE
    sid = place(carrier, "voicemail")
    assert carrier.wait_until_idle(20)
    assert queueing.forms("queue/done")[0]["QueueResult"] == "leave"
    message = queueing.forms("voicemail")[0]
    assert message["RecordingSid"].startswith("RE")
    assert message["Digits"] in ("#", "hangup")
    recording = queueing.forms("recording")[0]
    assert recording["RecordingSource"] == "RecordVerb"
    assert recording["RecordingChannels"] == "1"
    assert queueing.forms("voicemail-text")[0]["TranscriptionText"]
    assert queueing.forms("status")[0]["CallSid"] == sid


def test_a_missed_caller_hangs_up_at_the_beep(carrier: Carrier, queueing: FakeProduct):
    queueing.replies["queue/wait"] = LEAVE
    place(carrier, "missed")
    assert carrier.wait_until_idle(20)
    assert queueing.forms("voicemail") == []
    assert queueing.forms("recording") == []
    assert queueing.forms("status")[0]["CallStatus"] == "completed"


@pytest.mark.parametrize("scenario", ["abandons_in_queue", "hangs_up_while_ringing"])
def test_a_caller_loses_patience(carrier: Carrier, queueing: FakeProduct, scenario: str):
    place(carrier, scenario)
    assert carrier.wait_until_idle(20)
    done = queueing.forms("queue/done")[0]
    assert (done["QueueResult"], done["CallStatus"]) == ("hangup", "completed")
    assert len(queueing.forms("status")) == 1


def test_a_caller_hangs_up_in_the_menu(carrier: Carrier, product: FakeProduct):
    place(carrier, "hangs_up_in_menu")
    assert carrier.wait_until_idle(20)
    assert [delivery.hook for delivery in product.received] == ["inbound", "status"]


def test_a_wrong_key_comes_before_the_right_one(carrier: Carrier, product: FakeProduct):
    menu = str(product.replies["inbound"])
    product.replies["ivr"] = lambda delivery: menu if delivery.form["Digits"] > "2" else HANG_UP
    place(carrier, "wrong_key_then_right")
    assert carrier.wait_until_idle(20)
    wrong, right = (form["Digits"] for form in product.forms("ivr"))
    assert wrong in "789"
    assert right in "12"


def test_pressing_nothing_posts_empty_digits(carrier: Carrier, product: FakeProduct):
    product.replies["ivr"] = HANG_UP
    place(carrier, "no_key")
    assert carrier.wait_until_idle(20)
    assert product.forms("ivr")[0]["Digits"] == ""


def test_an_anonymous_caller_has_neither_number_nor_place(carrier: Carrier, product: FakeProduct):
    product.replies["inbound"] = HANG_UP
    place(carrier, "anonymous")
    assert carrier.wait_until_idle(20)
    form = product.forms("inbound")[0]
    assert form["From"] == form["Caller"] == "+266696687"
    assert "FromCountry" not in form
    assert form["ToCountry"] == "VN"


def test_a_shared_line_calls_from_the_books_shared_number(carrier: Carrier, product: FakeProduct):
    product.replies["inbound"] = HANG_UP
    place(carrier, "shared_line")
    assert carrier.wait_until_idle(20)
    assert product.forms("inbound")[0]["From"] == "+842838220011"


@pytest.mark.parametrize(
    ("scenario", "status"),
    [("agent_no_answer", "no-answer"), ("agent_busy", "busy"), ("agent_failed", "failed")],
)
def test_an_agents_phone_may_not_answer(carrier: Carrier, product: FakeProduct, scenario: str, status: str):
    product.replies["dial-action"] = HANG_UP
    place(carrier, scenario)
    assert carrier.wait_until_idle(20)
    action = product.forms("dial-action")[0]
    assert (action["DialCallStatus"], action["CallStatus"]) == (status, "in-progress")
    assert "DialCallDuration" not in action
    assert product.forms("status/leg")[-1]["CallStatus"] == status


def test_an_agent_who_hangs_up_in_the_whisper_is_not_bridged(carrier: Carrier, product: FakeProduct):
    product.replies["whisper"] = HANG_UP
    product.replies["dial-action"] = HANG_UP
    place(carrier, "answered")
    assert carrier.wait_until_idle(20)
    action = product.forms("dial-action")[0]
    assert (action["DialCallStatus"], action["DialBridged"]) == ("completed", "false")
    assert product.forms("recording") == []


def test_a_failing_server_is_asked_twice_and_then_for_its_fallback(carrier: Carrier, product: FakeProduct):
    product.replies["ivr"] = 500
    place(carrier, "answered")
    assert carrier.wait_until_idle(20)
    tries = [delivery for delivery in product.received if delivery.hook == "ivr"]
    assert len(tries) == 2
    assert len({delivery.headers["I-Twilio-Idempotency-Token"] for delivery in tries}) == 1
    fallback = product.forms("fallback")[0]
    assert fallback["ErrorCode"] == "11200"
    assert "/ivr?attempt=1" in fallback["ErrorUrl"]


def test_an_unreadable_document_leads_to_the_fallback_and_no_further(carrier: Carrier, product: FakeProduct):
    product.replies["inbound"] = product.replies["fallback"] = "<Response><Say>"
    place(carrier, "answered")
    assert carrier.wait_until_idle(20)
    assert product.forms("fallback")[0]["ErrorCode"] == "12100"
    assert product.forms("status")[0]["CallStatus"] == "failed"


def test_a_callback_is_repeated_after_503(carrier: Carrier, product: FakeProduct):
    product.replies["inbound"] = HANG_UP
    product.replies["status"] = lambda _delivery: 503 if len(product.forms("status")) < 3 else 204
    place(carrier, "answered")
    assert carrier.wait_until_idle(20)
    assert len(product.forms("status")) == 3
    assert product.forms("status")[0] == product.forms("status")[2]


def test_addresses_of_other_servers_are_never_called(carrier: Carrier, product: FakeProduct):
    product.replies["inbound"] = "<Response><Redirect>http://169.254.169.254/latest</Redirect></Response>"
    place(carrier, "answered")
    assert carrier.wait_until_idle(20)
    assert product.forms("fallback")[0]["ErrorCode"] == "11100"


def test_the_same_seed_tells_the_same_story(carrier: Carrier, product: FakeProduct):
    for _ in range(2):
        place(carrier, "answered", seed=11)
    assert carrier.wait_until_idle(20)
    numbers = {form["From"] for form in product.forms("inbound")}
    assert len(numbers) == 1
    assert len({form["CallSid"] for form in product.forms("inbound")}) == 2
    assert len({form["Digits"] for form in product.forms("ivr")}) == 1


def test_what_a_stop_cut_off_is_told_after_the_next_start(make_carrier: MakeCarrier, product: FakeProduct):
    first = make_carrier()
    assert first.start()
    sid = place(first, "answered", speed=1)
    product.wait_for("inbound")
    first.stop()
    assert product.forms("status") == []
    second = make_carrier()
    assert second.start()
    assert product.wait_for("status").form["CallSid"] == sid


def test_a_call_that_a_kill_cut_off_ended_when_the_carrier_last_lived(
    make_carrier: MakeCarrier, product: FakeProduct, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(carrier_module, "BEAT_SECONDS", 0.02)
    first = make_carrier()
    assert first.start()
    path = first._journal._path
    os.utime(path, (0, 0))
    while path.stat().st_mtime == 0:
        time.sleep(0.01)
    first.stop()
    call = SimulatedCall(new_sid("CA"), "+84901234567", "+842871090001", line=Line("x"))
    call.started_at = datetime.now(UTC) - timedelta(minutes=10)
    first._journal.keep(call)
    last_alive = time.time() - 300
    os.utime(path, (last_alive, last_alive))
    assert make_carrier().start()
    assert abs(int(product.wait_for("status").form["CallDuration"]) - 300) <= 1


def test_starting_twice_is_noticed(make_carrier: MakeCarrier, carrier: Carrier):
    assert make_carrier().start() is False


def test_an_unknown_scenario_is_refused(carrier: Carrier):
    with pytest.raises(UnknownScenario, match="answered"):
        carrier.place_call(scenario="teleports")


def test_two_callers_wait_one_behind_the_other(carrier: Carrier, queueing: FakeProduct):
    assert QUEUE in queueing.replies.values()
    place(carrier, "abandons_in_queue", speed=15)
    queueing.wait_for("queue/wait", QueuePosition="1")
    place(carrier, "abandons_in_queue", speed=25)
    assert queueing.wait_for("queue/wait", QueuePosition="2").form["CurrentQueueSize"] == "2"
    for call in carrier.exchange.live_calls():
        call.line.interrupt(call.sid, HangUp("caller"))
    assert carrier.wait_until_idle(20)
