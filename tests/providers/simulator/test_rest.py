"""The carrier's REST side: what the product's own adapter does to it, and what it refuses."""

import base64
import io
import json
import time
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import numpy as np
import pytest
import soundfile

from contactcenter.providers.instructions import SayAndHangUp
from contactcenter.providers.simulator import media
from contactcenter.providers.simulator.carrier import Carrier
from contactcenter.providers.simulator.state import SimulatedRecording
from contactcenter.providers.twilio.provider import TwilioProvider
from tests.providers.simulator.conftest import ACCOUNT
from tests.providers.simulator.fake_product import LEAVE, FakeProduct

ROOT = f"/2010-04-01/Accounts/{ACCOUNT.account_sid}"


def request(
    carrier: Carrier,
    method: str,
    path: str,
    form: dict[str, str] | None = None,
    *,
    token: str = ACCOUNT.auth_token,
) -> tuple[int, bytes]:
    credentials = base64.b64encode(f"{ACCOUNT.account_sid}:{token}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}"}
    body = None
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(form)
    connection = HTTPConnection(urlsplit(carrier.account.api_url).netloc, timeout=10)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def simulate(carrier: Carrier, wishes: Any) -> tuple[int, Any]:
    credentials = base64.b64encode(f"{ACCOUNT.account_sid}:{ACCOUNT.auth_token}".encode()).decode()
    connection = HTTPConnection(urlsplit(carrier.account.api_url).netloc, timeout=10)
    headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}
    try:
        connection.request("POST", "/simulate/calls", json.dumps(wishes), headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


@pytest.fixture
def provider(carrier: Carrier, product: FakeProduct) -> TwilioProvider:
    return TwilioProvider("simulator", carrier.account, product.url, carrier.channel_order)


def talk_to_the_end(carrier: Carrier, dialogue: str = "vi-thank-you", speed: float = 40) -> str:
    call = carrier.place_call(scenario="answered", seed=3, speed=speed, dialogue_id=dialogue)
    assert carrier.wait_until_idle(20)
    return carrier.exchange.recordings(call.sid)[0].sid


@pytest.mark.parametrize("path", [f"{ROOT}/Calls.json", "/simulate", "/nowhere"])
def test_nothing_is_told_without_the_token(carrier: Carrier, path: str):
    status, body = request(carrier, "GET", path, token="wrong")
    assert status == 401
    assert json.loads(body)["code"] == 20003


def test_missing_things_are_twilios_404(carrier: Carrier):
    for path in ("Calls/CA1.json", "Recordings/RE1.wav", "Recordings/RE1.json", "Nothing.json"):
        status, body = request(carrier, "GET", f"{ROOT}/{path}")
        assert status == 404
        assert json.loads(body)["code"] == 20404
    assert request(carrier, "GET", "/2010-04-01/Accounts/AC1/Calls.json")[0] == 404


def test_the_adapter_moves_a_waiting_caller(carrier: Carrier, queueing: FakeProduct, provider: TwilioProvider):
    call = carrier.place_call(scenario="answered", seed=3, speed=40)
    queueing.wait_for("queue/wait")
    provider.redirect_to_agent(call.sid, SayAndHangUp(None))
    assert queueing.wait_for("queue/done").form["QueueResult"] == "redirected"
    assert queueing.wait_for("status").form["CallStatus"] == "completed"


def test_hanging_up_the_callers_leg_ends_the_call_and_cuts_the_recording(
    carrier: Carrier, product: FakeProduct, provider: TwilioProvider
):
    call = carrier.place_call(scenario="answered", seed=3, speed=3, dialogue_id="vi-order-late")
    product.wait_for("recording", RecordingStatus="in-progress", seconds=20)
    time.sleep(1.5)
    assert not provider.is_over(call.sid)
    provider.hang_up(call.sid)
    action = product.wait_for("dial-action").form
    assert (action["CallStatus"], action["DialCallStatus"]) == ("completed", "completed")
    recording = product.wait_for("recording", RecordingStatus="completed").form
    assert 1 <= int(recording["RecordingDuration"]) <= 4
    with provider.open_recording(recording["RecordingSid"], 2) as stream:
        samples, rate = soundfile.read(io.BytesIO(b"".join(stream.chunks)), always_2d=True)
    assert abs(len(samples) / rate - int(recording["RecordingDuration"])) <= 0.5
    assert product.wait_for("status").form["CallSid"] == call.sid
    provider.hang_up(call.sid)  # over already: a success
    assert provider.is_over(call.sid)


def test_hanging_up_the_agents_leg_lets_the_caller_rate(carrier: Carrier, product: FakeProduct):
    carrier.place_call(scenario="answered", seed=3, speed=8, dialogue_id="vi-order-late")
    leg = product.wait_for("status/leg", CallStatus="in-progress", seconds=20).form["CallSid"]
    product.wait_for("recording", RecordingStatus="in-progress")
    assert request(carrier, "POST", f"{ROOT}/Calls/{leg}.json", {"Status": "completed"})[0] == 200
    action = product.wait_for("dial-action").form
    assert (action["CallStatus"], action["DialCallSid"]) == ("in-progress", leg)
    product.wait_for("csat")


def test_an_ended_call_cannot_be_changed(carrier: Carrier, product: FakeProduct):
    talk_to_the_end(carrier)
    sid = product.forms("status")[0]["CallSid"]
    status, body = request(carrier, "POST", f"{ROOT}/Calls/{sid}.json", {"Twiml": "<Response/>"})
    assert (status, json.loads(body)["code"]) == (400, 21220)


def test_a_recording_is_what_was_announced(carrier: Carrier, provider: TwilioProvider):
    sid = talk_to_the_end(carrier, speed=20)
    with provider.open_recording(sid, 2) as stream:
        wav = b"".join(stream.chunks)
        assert stream.size == len(wav)
    samples, rate = soundfile.read(io.BytesIO(wav), always_2d=True)
    resource = json.loads(request(carrier, "GET", f"{ROOT}/Recordings/{sid}.json")[1])
    assert (rate, samples.shape[1], resource["channels"]) == (8000, 2, 2)
    assert abs(len(samples) / rate - float(resource["duration"])) <= 1
    assert carrier.exchange.recording(sid).downloads == 1  # type: ignore[union-attr]


def test_channels_are_the_agent_then_the_customer_and_can_be_swapped(carrier: Carrier):
    # At speed 1, without waiting for a real talk: only the registry is filled in.
    recording = SimulatedRecording(
        "RE" + "1" * 32,
        "CA" + "1" * 32,
        "DialVerb",
        2,
        datetime.now(UTC),
        "vi-wrong-number",
        1.0,
        24.72,
        "completed",
    )
    carrier.exchange.add(recording)
    original, _ = soundfile.read(io.BytesIO(media.read_wav("vi-wrong-number")), dtype="int16")
    path = f"{ROOT}/Recordings/{recording.sid}.wav?RequestedChannels=2"
    served, _ = soundfile.read(io.BytesIO(request(carrier, "GET", path)[1]), dtype="int16")
    assert np.array_equal(served, original[: len(served)])
    carrier.channel_order = "customer_first"
    swapped, _ = soundfile.read(io.BytesIO(request(carrier, "GET", path)[1]), dtype="int16")
    assert np.array_equal(swapped, served[:, ::-1])
    mono = request(carrier, "GET", path.replace("=2", "=1"))[1]
    assert soundfile.info(io.BytesIO(mono)).channels == 1


def test_two_channels_of_a_voicemail_do_not_exist(carrier: Carrier, queueing: FakeProduct):
    queueing.replies["queue/wait"] = LEAVE
    carrier.place_call(scenario="voicemail", seed=3, speed=40)
    assert carrier.wait_until_idle(20)
    sid = queueing.forms("recording")[0]["RecordingSid"]
    assert request(carrier, "GET", f"{ROOT}/Recordings/{sid}.wav?RequestedChannels=2")[0] == 400
    assert request(carrier, "GET", f"{ROOT}/Recordings/{sid}.wav?RequestedChannels=1")[0] == 200


def test_a_deleted_recording_is_gone_but_known(carrier: Carrier):
    sid = talk_to_the_end(carrier)
    assert request(carrier, "DELETE", f"{ROOT}/Recordings/{sid}.json")[0] == 204
    assert request(carrier, "GET", f"{ROOT}/Recordings/{sid}.wav")[0] == 404
    assert json.loads(request(carrier, "GET", f"{ROOT}/Recordings/{sid}.json")[1])["status"] == "deleted"


def test_recordings_outlive_a_restart(make_carrier, carrier: Carrier):
    sid = talk_to_the_end(carrier)
    carrier.stop()
    again = make_carrier()
    assert again.start()
    status, wav = request(again, "GET", f"{ROOT}/Recordings/{sid}.wav")
    assert status == 200
    assert wav[:4] == b"RIFF"


def test_live_audio_is_there_only_while_they_talk(carrier: Carrier, product: FakeProduct):
    call = carrier.place_call(scenario="answered", seed=3, speed=8, dialogue_id="vi-thank-you")
    assert request(carrier, "GET", f"{ROOT}/Calls/{call.sid}/live.wav")[0] == 404
    product.wait_for("recording", RecordingStatus="in-progress", seconds=20)
    time.sleep(0.1)
    status, wav = request(carrier, "GET", f"{ROOT}/Calls/{call.sid}/live.wav")
    assert status == 200
    assert soundfile.info(io.BytesIO(wav)).channels == 2
    assert request(carrier, "POST", f"/simulate/calls/{call.sid}/hang-up", {})[0] == 202
    assert carrier.wait_until_idle(20)
    assert request(carrier, "GET", f"{ROOT}/Calls/{call.sid}/live.wav")[0] == 404


def test_calls_are_listed_and_filtered(carrier: Carrier):
    talk_to_the_end(carrier)
    everything = json.loads(request(carrier, "GET", f"{ROOT}/Calls.json")[1])["calls"]
    assert {call["direction"] for call in everything} == {"inbound", "outbound-dial"}
    parent = next(call for call in everything if call["direction"] == "inbound")
    query = urlencode({"ParentCallSid": parent["sid"], "StartTime>": "2020-01-01"})
    children = json.loads(request(carrier, "GET", f"{ROOT}/Calls.json?{query}")[1])["calls"]
    assert [call["to"] for call in children] == ["client:agent_lan"]
    one = json.loads(request(carrier, "GET", f"{ROOT}/Calls.json?PageSize=1")[1])
    assert len(one["calls"]) == 1
    assert one["next_page_uri"]
    assert json.loads(request(carrier, "GET", f"{ROOT}/Calls/{parent['sid']}.json")[1])["status"] == "completed"


def test_calls_are_placed_and_hung_up_from_the_control_page(carrier: Carrier, queueing: FakeProduct):
    status, told = simulate(carrier, {"scenario": "answered", "from": "+84901234567", "speed": 20})
    assert status == 201
    queueing.wait_for("queue/wait")
    listed = json.loads(request(carrier, "GET", "/simulate/calls")[1])["items"]
    assert [call["sid"] for call in listed] == [told["sid"]]
    assert request(carrier, "POST", f"/simulate/calls/{told['sid']}/hang-up", {})[0] == 202
    assert queueing.wait_for("queue/done").form["QueueResult"] == "hangup"
    queueing.wait_for("status")
    assert json.loads(request(carrier, "GET", f"/simulate/calls/{told['sid']}")[1])["status"] == "completed"


@pytest.mark.parametrize(
    "wishes",
    [
        [],
        {"scenario": "teleports"},
        {"speed": 0},
        {"speed": "fast"},
        {"seed": "x"},
        {"from": "9" * 300},
        {"url": "x"},
    ],
)
def test_strange_wishes_are_refused(carrier: Carrier, wishes: Any):
    assert simulate(carrier, wishes)[0] == 400
    assert carrier.exchange.calls() == []
