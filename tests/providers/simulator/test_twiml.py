"""TwiML as the carrier reads it, the line's interruptions, and the signature against Twilio's own."""

import threading
import time

import pytest
from twilio.request_validator import RequestValidator

from contactcenter.providers.simulator.line import HangUp, Interrupted, Line, Redirect
from contactcenter.providers.simulator.signing import sign
from contactcenter.providers.simulator.twiml import TwimlError, parse, spoken_seconds

URL = "http://127.0.0.1:5000/webhooks/simulator/voice/inbound"


def test_verbs_come_in_order_with_attributes_text_and_children():
    document = parse(
        '<?xml version="1.0"?><Response><!-- x --><Say language="vi-VN">  Xin\n chào </Say>'
        '<Gather numDigits="1"><Say>Bấm 1</Say><Pause length="2"/></Gather></Response>',
        URL,
    )
    say, gather = document.verbs
    assert (say.name, say.text, say.get("language")) == ("Say", "Xin chào", "vi-VN")
    assert [child.name for child in gather.children] == ["Say", "Pause"]
    assert gather.number("numDigits", 0) == 1
    assert gather.children[1].number("length", 1) == 2
    assert document.url == URL


def test_an_empty_body_is_an_empty_document():
    assert parse(" ", URL).verbs == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<Response><Say>", 12100),
        ("not xml", 12100),
        ("<Wrong/>", 12100),
        ('<!DOCTYPE r [<!ENTITY a "b">]><Response>&a;</Response>', 12100),
        ("<Response>" + "x" * 70_000 + "</Response>", 12100),
        ("<Response><Teleport/></Response>", 12200),
    ],
)
def test_unusable_documents_have_twilios_codes(text: str, code: int):
    with pytest.raises(TwimlError) as error:
        parse(text, URL)
    assert (error.value.code, error.value.url) == (code, URL)


def test_attributes_that_are_no_numbers_count_as_absent():
    (verb,) = parse('<Response><Dial timeout="soon" statusCallbackEvent="a b"/></Response>', URL).verbs
    assert verb.number("timeout", 30) == 30
    assert verb.words("statusCallbackEvent", "completed") == {"a", "b"}
    assert verb.words("recordingStatusCallbackEvent", "completed") == {"completed"}


def test_longer_texts_take_longer_to_say():
    assert spoken_seconds("") == 0
    assert spoken_seconds("một hai ba bốn năm sáu") > spoken_seconds("một hai")


def test_a_wait_ends_early_when_somebody_breaks_in():
    line = Line("CA1")
    timer = threading.Timer(0.1, line.interrupt, ("CA1", Redirect(twiml="<Response/>")))
    timer.start()
    with pytest.raises(Interrupted) as interrupted:
        line.wait(30)
    timer.join()
    assert interrupted.value.cause == Redirect(twiml="<Response/>")


def test_speed_shortens_waits_down_to_their_floor():
    line, started = Line("CA1", speed=1000), time.monotonic()
    line.wait(30)
    assert time.monotonic() - started < 1
    line.wait(0, at_least=0.2)
    assert time.monotonic() - started >= 0.2


def test_patience_ends_by_hanging_up_and_can_be_cleared():
    line = Line("CA1")
    line.set_patience(0.05)
    with pytest.raises(Interrupted) as interrupted:
        line.wait(30)
    assert interrupted.value.cause == HangUp("caller")
    line.set_patience(0.05)
    line.set_patience(None)
    line.wait(0.1)


def test_a_leg_that_is_over_disturbs_nobody():
    line = Line("CA1")
    line.interrupt("CA2", HangUp("rest"))
    line.forget("CA2")
    line.interrupt("CA2", HangUp("rest"))
    line.check()
    line.wait(0)


@pytest.mark.parametrize(
    ("url", "pairs"),
    [
        (URL, [("b", "2"), ("a", "1"), ("blank", "")]),
        ("https://crm.example.com/csat?leg=CA1", [("Digits", "5")]),
        (URL, [("Ten", "Nguyễn Lan & Co"), ("x", "+84 90")]),
        (URL, []),
    ],
)
def test_the_signature_is_twilios(url: str, pairs: list[tuple[str, str]]):
    assert sign("token", url, pairs) == RequestValidator("token").compute_signature(url, dict(pairs))
