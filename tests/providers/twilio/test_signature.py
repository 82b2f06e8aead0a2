"""The signature vectors, on which the SDK and an independent implementation agree, and the SDK's gaps."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.base import ProviderRequest
from contactcenter.providers.twilio.provider import TwilioProvider
from contactcenter.providers.twilio.signature import is_signed
from tests.fixtures import PUBLIC_URL, delivery, secrets, vectors
from tests.providers.signing import FORM, form_request, make_request, sign
from tests.providers.test_conformance import as_request

TOKEN = secrets()["auth_token"]
ACCOUNT = secrets()["account_sid"]
URL = f"{PUBLIC_URL}/webhooks/twilio/voice/inbound"


def vector_request(vector: dict[str, Any]) -> ProviderRequest:
    url = vector["request_url_seen_by_app"]
    is_post = bool(vector["body"]) or vector["name"] == "post_no_params"
    return ProviderRequest(
        method="POST" if is_post else "GET",
        hook="x",
        url=url,
        query=urlsplit(url).query,
        headers={"X-Twilio-Signature": vector["signature_sdk"]},
        body=vector["body"].encode(),
        content_type=vector["content_type"],
    )


@pytest.mark.parametrize("vector", vectors(), ids=lambda v: v["name"])
def test_a_vector_is_judged_as_published(vector: dict[str, Any]) -> None:
    # Signing by a shared key with SHA-256 is in the SDK's source only: no account here has such a key.
    is_supported = vector.get("algorithm") is None
    assert is_signed(vector["token"], vector_request(vector)) is (vector["valid"] and is_supported)


@pytest.mark.parametrize("vector", [v for v in vectors() if v["valid"]], ids=lambda v: v["name"])
def test_another_token_opens_nothing(vector: dict[str, Any]) -> None:
    assert not is_signed("0" * 32, vector_request(vector))
    assert not is_signed("", vector_request(vector))


def test_a_get_is_verified_by_its_url_alone() -> None:
    url = f"{URL}?AccountSid={ACCOUNT}&CallSid=CA{'1' * 32}&From=%2B84901234567"
    request = make_request("GET", url, b"", "", sign(TOKEN, url))
    assert is_signed(TOKEN, request)
    assert not is_signed(TOKEN, replace(request, body=b"Digits=1", content_type=FORM))


def test_the_order_of_fields_does_not_matter() -> None:
    pairs = [("b", "2"), ("a", "1"), ("a", "0")]
    signature = sign(TOKEN, URL, pairs)
    assert is_signed(TOKEN, form_request(TOKEN, URL, pairs[::-1], signature))


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "", "multipart/form-data; boundary=x"])
def test_a_body_that_no_signature_covers_is_refused(content_type: str) -> None:
    request = make_request("POST", URL, b'{"transcript_sid":"GT1"}', content_type, sign(TOKEN, URL))
    assert not is_signed(TOKEN, request)


def test_a_json_body_is_compared_with_its_signed_hash() -> None:
    request = as_request(delivery("19_intelligence_available.json"))
    assert is_signed(TOKEN, request)
    for body in (b"", b"{}", request.body + b" ", request.body.upper()):
        assert not is_signed(TOKEN, replace(request, body=body))


def test_a_form_that_says_json_is_refused() -> None:
    request = as_request(delivery("01_inbound_ringing.form"))
    assert not is_signed(TOKEN, replace(request, content_type="application/json"))


@pytest.mark.parametrize("account", ["AC" + "0" * 32, secrets()["subaccount_sid"], ACCOUNT.upper(), ""])
def test_our_token_over_another_account_is_refused(account: str) -> None:
    provider = TwilioProvider("twilio", TwilioSettings(ACCOUNT, TOKEN), PUBLIC_URL)
    fields = {"AccountSid": account, "CallSid": "CA" + "1" * 32}
    assert is_signed(TOKEN, form_request(TOKEN, URL, fields))
    assert not provider.verify(form_request(TOKEN, URL, fields))


def test_two_accounts_in_one_request_are_refused() -> None:
    provider = TwilioProvider("twilio", TwilioSettings(ACCOUNT, TOKEN), PUBLIC_URL)
    pairs = [("AccountSid", ACCOUNT), ("AccountSid", "AC" + "0" * 32)]
    assert not provider.verify(form_request(TOKEN, URL, pairs))


def test_without_an_account_nothing_is_verified() -> None:
    provider = TwilioProvider("twilio", TwilioSettings(), PUBLIC_URL)
    assert not provider.verify(form_request("", URL, {"CallSid": "CA" + "1" * 32}, sign("", URL)))
    assert not provider.verify(as_request(delivery("01_inbound_ringing.form")))


def test_a_body_cut_at_any_byte_is_refused() -> None:
    request = as_request(delivery("02_ivr_gather_in_progress.form"))
    for length in range(len(request.body)):
        assert not is_signed(TOKEN, replace(request, body=request.body[:length]))
