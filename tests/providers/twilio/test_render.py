"""The TwiML of each instruction, and of each apology."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest

from contactcenter.core.settings import TwilioSettings
from contactcenter.providers import instructions as told
from contactcenter.providers.twilio.provider import TwilioProvider
from tests.fixtures import PUBLIC_URL, delivery
from tests.providers.contract import HOSTILE, INSTRUCTIONS
from tests.providers.test_conformance import as_request

BASE = f"{PUBLIC_URL}/webhooks/twilio/voice"
MUSIC = f"{PUBLIC_URL}/static/sounds/hold-music.mp3"
PROVIDER = TwilioProvider("twilio", TwilioSettings(), PUBLIC_URL)
VI, EN = told.Speech("Xin chào", "vi-VN"), told.Speech("Hello", "en-US")
CONNECT = told.ConnectAgent("off_1", "agent_lan", None, "+842871090001", 20, True, True, "vi-VN")
LEG = "CA" + "1" * 32
ADDRESSES = {"action", "url", "waitUrl", "statusCallback", "statusCallbackUrl", "recordingStatusCallback"}


def render(instruction: told.Instruction) -> ET.Element:
    reply = PROVIDER.render(instruction)
    assert (reply.status, reply.content_type) == (200, "text/xml")
    root = ET.fromstring(reply.body)
    assert root.tag == "Response"
    return root


def child(root: ET.Element, path: str) -> ET.Element:
    found = root.find(path)
    assert found is not None, path
    return found


@pytest.mark.parametrize("instruction", INSTRUCTIONS, ids=lambda i: type(i).__name__)
def test_every_address_is_absolute_and_its_query_sorted(instruction: told.Instruction) -> None:
    for element in render(instruction).iter():
        for name, value in element.attrib.items():
            if name in ADDRESSES:
                assert value.startswith(f"{BASE}/") or (name, value) == ("waitUrl", MUSIC)
                names = [n for n, _ in parse_qsl(urlsplit(value).query)]
                assert names == sorted(names)
        if element.tag == "Play":
            assert element.text == MUSIC


def test_the_menu_is_asked_after_a_greeting_that_cannot_be_cut_short() -> None:
    root = render(told.OfferMenu((VI, EN), (VI,), 2, ("1", "2")))
    assert [e.tag for e in root] == ["Say", "Say", "Gather"]
    assert child(root, "Say").attrib == {"language": "vi-VN", "voice": "Google.vi-VN-Standard-A"}
    assert root[1].attrib == {"language": "en-US"}
    gather = child(root, "Gather")
    assert gather.attrib == {
        "input": "dtmf",
        "numDigits": "1",
        "timeout": "5",
        "actionOnEmptyResult": "true",
        "action": f"{BASE}/ivr?attempt=2",
    }
    assert child(gather, "Say").text == "Xin chào"


def test_the_line() -> None:
    enqueue = child(render(told.EnterQueue("que_1", EN)), "Enqueue")
    assert enqueue.text == "que_1"
    assert enqueue.attrib == {"waitUrl": f"{BASE}/queue/wait", "action": f"{BASE}/queue/done"}
    waiting = render(told.PlayWaiting("https://cdn.example.com/music.mp3", VI))
    assert [e.tag for e in waiting] == ["Say", "Play"]
    assert child(waiting, "Play").text == "https://cdn.example.com/music.mp3"
    assert [e.tag for e in render(told.LeaveQueue())] == ["Leave"]


def test_an_agents_softphone_is_dialled_recorded_and_transcribed() -> None:
    root = render(CONNECT)
    assert [e.tag for e in root] == ["Start", "Dial"]
    assert child(root, "Start/Transcription").attrib == {
        "statusCallbackUrl": f"{BASE}/transcription",
        "track": "both_tracks",
        "languageCode": "vi-VN",
        "partialResults": "true",
        "inboundTrackLabel": "customer",
        "outboundTrackLabel": "agent",
    }
    assert child(root, "Dial").attrib == {
        "action": f"{BASE}/dial-action?offer=off_1",
        "answerOnBridge": "true",
        "timeout": "20",
        "callerId": "+842871090001",
        "record": "record-from-answer-dual",
        "recordingStatusCallback": f"{BASE}/recording#rc=3&rp=5xx,ct,rt",
        "recordingStatusCallbackEvent": "in-progress completed absent",
    }
    client = child(root, "Dial/Client")
    assert client.attrib == {
        "url": f"{BASE}/whisper?offer=off_1",
        "statusCallback": f"{BASE}/status/leg#rc=3&rp=5xx,ct,rt",
        "statusCallbackEvent": "initiated ringing answered completed",
    }
    assert child(client, "Identity").text == "agent_lan"
    assert child(client, "Parameter").attrib == {"name": "offer_id", "value": "off_1"}


def test_an_agents_own_phone_is_dialled() -> None:
    root = render(replace(CONNECT, identity=None, phone="+84901234567", is_recorded=False, is_transcribed=False))
    assert [e.tag for e in root] == ["Dial"]
    assert "record" not in child(root, "Dial").attrib
    assert child(root, "Dial/Number").text == "+84901234567"
    assert render(replace(CONNECT, ring_seconds=0)).find("Dial[@timeout='5']") is not None
    assert render(replace(CONNECT, ring_seconds=9999)).find("Dial[@timeout='600']") is not None


def test_connecting_fits_a_redirect() -> None:
    longest = replace(CONNECT, offer_id="off_" + "x" * 36, identity="a" * 121)
    assert len(PROVIDER.render(longest).body) <= 4000


def test_a_rating_not_given_ends_the_call() -> None:
    root = render(told.AskRating(VI, LEG))
    assert [e.tag for e in root] == ["Gather", "Hangup"]
    assert child(root, "Gather").get("action") == f"{BASE}/csat?leg={LEG}"
    assert child(render(told.AskRating(VI, None)), "Gather").get("action") == f"{BASE}/csat"


def test_a_message_is_taken_once() -> None:
    root = render(told.TakeVoicemail(VI, 90))
    assert [e.tag for e in root] == ["Say", "Record", "Hangup"]
    assert child(root, "Record").attrib == {
        "maxLength": "90",
        "playBeep": "true",
        "finishOnKey": "#",
        "action": f"{BASE}/voicemail",
        "recordingStatusCallback": f"{BASE}/recording#rc=3&rp=5xx,ct,rt",
        "recordingStatusCallbackEvent": "in-progress completed absent",
    }


def test_short_answers() -> None:
    assert [e.tag for e in render(told.SayAndHangUp(VI))] == ["Say", "Hangup"]
    assert [e.tag for e in render(told.SayAndHangUp(None))] == ["Hangup"]
    assert [e.tag for e in render(told.RefuseCall())] == ["Reject"]
    assert list(render(told.Acknowledge())) == []


def test_a_mailbox_that_answers_for_the_agent_is_not_bridged() -> None:
    assert [e.tag for e in render(told.Whisper(VI, must_confirm=False))] == ["Say"]
    root = render(told.Whisper(VI, must_confirm=True))
    assert [e.tag for e in root] == ["Gather", "Hangup"]
    assert child(root, "Gather").get("action") == f"{BASE}/whisper?confirmed=1"


def test_what_people_are_called_stays_text() -> None:
    spoken = child(render(told.SayAndHangUp(told.Speech(HOSTILE, "en-US"))), "Say").text
    assert spoken is not None
    assert spoken.startswith("<Hangup/>\"'&]]><!--")
    offered = render(replace(CONNECT, offer_id='"><Hangup/>&a=b'))
    assert offered.find(".//Hangup") is None
    assert child(offered, "Dial").get("action") == f"{BASE}/dial-action?offer=%22%3E%3CHangup%2F%3E%26a%3Db"


def test_the_addresses_are_the_accounts_own() -> None:
    simulator = TwilioProvider("simulator", TwilioSettings(), "http://127.0.0.1:5000")
    body = simulator.render(told.EnterQueue("q", None)).body
    assert "http://127.0.0.1:5000/webhooks/simulator/voice/queue/wait" in body


# Apologies

NO_VERB_FOR_A_WAITING_CALLER = {"Record", "Dial", "Enqueue", "Reject"}


def apology(file: str, language: str = "vi", **fields: str) -> list[str]:
    request = as_request(delivery(file))
    for name, value in fields.items():
        request.form[name] = [value]
    return [e.tag for e in ET.fromstring(PROVIDER.apology(language, request).body)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_caller_who_cannot_be_served_may_leave_a_message(language: str) -> None:
    assert apology("01_inbound_ringing.form", language) == ["Say", "Record", "Hangup"]
    assert apology("02_ivr_gather_in_progress.form", language) == ["Say", "Record", "Hangup"]
    assert apology("dial_action/no_answer.form", language) == ["Say", "Record", "Hangup"]
    assert apology("fallback_after_error.form", language) == ["Say", "Record", "Hangup"]


def test_a_waiting_caller_is_asked_to_hold_and_after_long_to_leave_a_message() -> None:
    assert apology("queue/02_wait_url.form") == ["Say", "Pause"]
    assert apology("queue/02_wait_url.form", QueueTime="301") == ["Leave"]
    assert apology("queue/02_wait_url.form", QueueTime="9" * 400) == ["Leave"]
    assert apology("queue/02_wait_url.form", QueueTime="\u0663" * 9) == ["Say", "Pause"]


def test_who_has_spoken_is_thanked() -> None:
    for file in ("16_csat_gather.form", "voicemail/01_record_action.form", "14_dial_action.form"):
        assert apology(file) == ["Say", "Hangup"]


def test_an_agents_leg_is_bridged_all_the_same() -> None:
    assert apology("06_whisper_request.form") == []
    assert apology("03_agent_dequeue_url.form") == []
    assert apology("browser_softphone.form") == ["Say", "Hangup"]


def test_apologies_are_in_both_languages() -> None:
    assert "Xin lỗi" in PROVIDER.apology("vi").body
    assert "sorry" in PROVIDER.apology("en").body
    assert PROVIDER.apology("fr") == PROVIDER.apology("en")
