"""Live calls over REST: what is sent, to where, and what each failure is called."""

import json
from base64 import b64decode
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from contactcenter.core.errors import ProviderError
from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.instructions import ConnectAgent, SayAndHangUp, Speech
from contactcenter.providers.twilio import rest
from contactcenter.providers.twilio.provider import TwilioProvider
from tests.fixtures import FOLDER, PUBLIC_URL, secrets
from tests.providers.twilio.conftest import Answer, Carrier

ACCOUNT, TOKEN = secrets()["account_sid"], secrets()["auth_token"]
CALL = "CA6ac869e8ab0a6b68bfc3324cf69616e7"
CONNECT = ConnectAgent("off_1", "agent_lan", None, None, 20, True, True, "vi-VN")
REST: Path = FOLDER / "twilio" / "rest"


def provider(api_url: str) -> TwilioProvider:
    return TwilioProvider("twilio", TwilioSettings(ACCOUNT, TOKEN, api_url=api_url), PUBLIC_URL)


def answering(carrier: Carrier, status: int, file: str) -> TwilioProvider:
    carrier.answer = lambda _: Answer(status, (REST / file).read_bytes(), {"Content-Type": "application/json"})
    return provider(carrier.url)


def test_a_call_is_redirected_with_its_document(carrier: Carrier) -> None:
    twilio = answering(carrier, 200, "call_fetch_completed_200.json")
    twilio.redirect_to_agent(CALL, CONNECT)
    (asked,) = carrier.asked
    assert (asked.method, asked.path) == ("POST", f"/2010-04-01/Accounts/{ACCOUNT}/Calls/{CALL}.json")
    assert b64decode(asked.headers["Authorization"].removeprefix("Basic ")).decode() == f"{ACCOUNT}:{TOKEN}"
    assert parse_qs(asked.body.decode())["Twiml"] == [twilio.render(CONNECT).body]


def test_a_call_is_hung_up(carrier: Carrier) -> None:
    answering(carrier, 200, "call_fetch_completed_200.json").hang_up(CALL)
    assert carrier.asked[0].body == b"Status=completed"


def test_hanging_up_what_is_over_is_success(carrier: Carrier) -> None:
    answering(carrier, 404, "error_20404_not_found_404.json").hang_up(CALL)
    over = json.dumps({"code": 21220, "message": "Call is not in-progress", "status": 400}).encode()
    carrier.answer = lambda _: Answer(400, over, {"Content-Type": "application/json"})
    provider(carrier.url).hang_up(CALL)
    assert len(carrier.asked) == 2


def test_the_carrier_says_whether_a_call_is_over(carrier: Carrier) -> None:
    assert answering(carrier, 200, "call_fetch_completed_200.json").is_over(CALL)
    assert carrier.asked[0].method == "GET"
    with pytest.raises(ProviderError):  # unknown is no end
        answering(carrier, 404, "error_20404_not_found_404.json").is_over(CALL)


@pytest.mark.parametrize(
    ("status", "file", "code", "is_retryable"),
    [
        (404, "error_20404_not_found_404.json", "call_gone", False),
        (401, "error_20003_auth_401.json", "provider_refused", False),
        (429, "error_20429_rate_429.json", "provider_refused", True),
        (400, "error_21211_invalid_to_400.json", "provider_refused", False),
        (500, "error_20429_rate_429.json", "provider_refused", True),
        (302, "error_20429_rate_429.json", "provider_refused", False),
    ],
)
def test_refusals(carrier: Carrier, status: int, file: str, code: str, is_retryable: bool) -> None:
    with pytest.raises(ProviderError) as caught:
        answering(carrier, status, file).redirect_to_agent(CALL, CONNECT)
    assert (caught.value.code, caught.value.is_retryable) == (code, is_retryable)
    assert caught.value.details["status"] == status


def test_a_host_that_is_not_there() -> None:
    with pytest.raises(ProviderError) as caught:
        provider("http://127.0.0.1:9").hang_up(CALL)
    assert (caught.value.code, caught.value.is_retryable) == ("provider_unreachable", True)


def test_a_host_that_is_silent(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "READ_SECONDS", 0.2)
    carrier.answer = lambda _: Answer(delay=5)
    with pytest.raises(ProviderError) as caught:
        provider(carrier.url).hang_up(CALL)
    assert caught.value.is_retryable


def test_no_id_of_another_shape_is_put_into_an_address(carrier: Carrier) -> None:
    for odd in ("", "../Accounts", CALL + "/Recordings", "RE" + "1" * 32, "CA" + "1" * 31 + "?"):
        with pytest.raises(ProviderError):
            provider(carrier.url).hang_up(odd)
    assert carrier.asked == []


def test_a_document_too_long_for_a_redirect_is_not_sent(carrier: Carrier) -> None:
    with pytest.raises(ProviderError):
        provider(carrier.url).redirect_to_agent(CALL, SayAndHangUp(Speech("a" * 4000, "en-US")))
    assert carrier.asked == []
