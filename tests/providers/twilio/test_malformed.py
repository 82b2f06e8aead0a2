"""What no carrier sends is refused or trimmed; what people typed never loses a call."""

from datetime import UTC, datetime

import pytest

from contactcenter.providers import events as said
from contactcenter.providers.base import UnreadablePayload
from contactcenter.providers.twilio.fields import read_moment
from tests.fixtures import PUBLIC_URL
from tests.providers.signing import form_request
from tests.providers.twilio.parsing import ACCOUNT, CALL, LEG, PROVIDER, TOKEN, parse


@pytest.mark.parametrize(
    "fields",
    [
        {"CallSid": "-"},
        {"CallSid": ""},
        {"CallSid": "CA123"},
        {"CallSid": "ca" + "1" * 32},
        {"CallSid": "CA" + "g" * 32},
        {"CallSid": "CA" + "1" * 20_000},
        {"CallSid": "CA" + "\u0661" * 32},
        {"CallSid": CALL + "\n" + CALL},
        {"AccountSid": "-"},
        {"From": "-"},
        {"To": "-"},
        {"From": "+849\u202e01234567"},
        {"From": "+84\x07"},
        {"From": "x" * 20_000},
        {"From": "a\x00b"},
        {"Unread": "a\x00b"},
        {"ForwardedFrom": "\u2066+84"},
    ],
    ids=repr,
)
def test_a_malformed_arrival_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(UnreadablePayload):
        parse("voice/inbound", **fields)


@pytest.mark.parametrize("number", ["9" * 400, "1e9", "NaN", "0x10", "12.5", "\u0661", "-", "1 2"])
def test_a_number_that_is_none_is_refused(number: str) -> None:
    if number == "-":
        assert parse("voice/status", CallStatus="completed").duration_seconds is None
        return
    with pytest.raises(UnreadablePayload):
        parse("voice/status", CallStatus="completed", CallDuration=number)


@pytest.mark.parametrize(
    ("number", "seconds"), [("", None), ("0", 0), ("-1", None), ("172800", 172800), ("172801", None)]
)
def test_durations_have_sane_bounds(number: str, seconds: int | None) -> None:
    assert parse("voice/status", CallStatus="completed", CallDuration=number).duration_seconds == seconds


@pytest.mark.parametrize(
    "body",
    [
        f"AccountSid={ACCOUNT}&CallSid={CALL}&CallSid={CALL}&From=a&To=b",
        f"AccountSid={ACCOUNT}&CallSid={CALL}&CallSid={LEG}&From=a&To=b",
        f"AccountSid={ACCOUNT}&CallSid[]={CALL}&From=a&To=b",
        f"AccountSid={ACCOUNT}&CallSid[0]={CALL}&From=a&To=b",
        f"AccountSid={ACCOUNT}&CallSid={CALL}&From=%FF%FE&To=b",
        f"AccountSid={ACCOUNT}&CallSid={CALL}&From=%ED%A0%80&To=b",
        f"AccountSid={ACCOUNT}&CallSid={CALL}&From=a&To=b&%FF=1",
        f"AccountSid={ACCOUNT}&CallSid={CALL}&From=a&To=b&x",
        f"AccountSid={ACCOUNT}&CallSid={CALL}&From=a&To=b" + "&x=1" * 600,
    ],
)
def test_a_malformed_form_is_refused(body: str) -> None:
    with pytest.raises(UnreadablePayload):
        PROVIDER.parse(form_request(TOKEN, f"{PUBLIC_URL}/webhooks/twilio/voice/inbound", body.encode()))


def test_peoples_words_are_cleaned_and_never_lose_a_call() -> None:
    def name(written: str) -> str | None:
        event = parse("voice/inbound", CallerName=written)
        assert isinstance(event, said.CallArrived)
        return event.call.caller_name

    assert name("\u202eLan\u2066 \x07Ng\nọc\ue000") == "Lan Ng ọc"
    assert name("שלום لان") == "שלום لان"
    assert name("<b>=1+1</b>") == "<b>=1+1</b>"
    assert name("\u202e") is None
    assert len(name("a" * 20_000) or "") == 200
    assert name("l\u00fa \ufffd") == "lú \ufffd"


def test_long_addresses_are_trimmed() -> None:
    assert len(parse("voice/inbound", From="sip:" + "a" * 500).call.from_number) == 254


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sun, 25 Mar 2018 09:53:19 +0000", datetime(2018, 3, 25, 9, 53, 19, tzinfo=UTC)),
        ("Sun, 25 Mar 2018 16:53:19 +0700", datetime(2018, 3, 25, 9, 53, 19, tzinfo=UTC)),
        ("Sun, 25 Mar 2018 09:53:19 -0000", datetime(2018, 3, 25, 9, 53, 19, tzinfo=UTC)),
        ("2026-03-24T09:00:23.000000Z", datetime(2026, 3, 24, 9, 0, 23, tzinfo=UTC)),
        ("2026-03-24T09:00:23", datetime(2026, 3, 24, 9, 0, 23, tzinfo=UTC)),
        ("", None),
        ("yesterday", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("1969-01-01T00:00:00Z", None),
        ("Sun, 99 Foo 2018 99:99:99 +9999", None),
        ("2" * 20_000, None),
        ("\u0662\u0660\u0662\u0666-01-01", None),
    ],
)
def test_moments(text: str, moment: datetime | None) -> None:
    assert read_moment(text) == moment
