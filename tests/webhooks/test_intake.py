"""A delivery comes in: verified, stored once, acted on once, answered the same each time."""

import json
import logging
from dataclasses import replace
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from prometheus_client import REGISTRY

from contactcenter.core import settings as settings_module
from contactcenter.providers.twilio.hooks import HOOKS
from tests.fixtures import PUBLIC_URL, Recorded, deliveries, delivery
from tests.providers.signing import FORM, sign, sign_body
from tests.webhooks.conftest import ACCOUNT, CALL, TOKEN, Edge

INBOUND = delivery("01_inbound_ringing.form")


def counted(outcome: str) -> float:
    labels = {"provider": "twilio", "outcome": outcome}
    return REGISTRY.get_sample_value("webhook_requests_total", labels) or 0.0


def test_every_fixture_is_taken_and_answered_in_its_way(edge: Edge) -> None:
    for recorded in deliveries():
        response = edge.deliver(recorded)
        hook = HOOKS.get(recorded.hook)
        if hook is not None and hook.is_interactive:
            assert (response.status_code, response.mimetype) == (200, "text/xml"), recorded.file
            assert ET.fromstring(response.text).tag == "Response"
        else:
            assert (response.status_code, response.data) == (204, b""), recorded.file
    rows = {row.event_key for row in edge.rows()}
    polls = [d for d in deliveries() if d.hook == "voice/queue/wait"]
    assert len(rows) == len(edge.rows()) == len(deliveries()) - len(polls)


def test_what_is_stored_is_what_came_without_what_authenticates(edge: Edge) -> None:
    edge.deliver(INBOUND, headers={**INBOUND.headers, "Cookie": "a=b", "Authorization": "Basic x"})
    row = edge.row()
    assert (row.provider, row.account, row.hook) == ("twilio", ACCOUNT, "voice/inbound")
    assert (row.method, row.path, row.body) == ("POST", INBOUND.path, INBOUND.body)
    assert set(row.headers) == {"User-Agent", "Content-Type", "I-Twilio-Idempotency-Token"}
    assert (row.state, row.attempts, row.error) == ("done", 1, None)
    assert (row.reply_status, row.reply_type) == (200, "text/xml")
    assert "Hello 1" in row.reply_body
    assert row.handled_at is not None


@pytest.mark.parametrize("recorded", [INBOUND, delivery("18_parent_completed.form")], ids=lambda r: r.hook)
def test_a_repeat_gets_the_same_answer_and_has_no_effect(edge: Edge, recorded: Recorded) -> None:
    first, second, third = (edge.deliver(recorded) for _ in range(3))
    assert first.status_code == second.status_code == third.status_code
    assert first.data == second.data == third.data
    assert first.content_type == second.content_type
    assert edge.domain.effects() == len(edge.rows()) == 1


def test_the_same_event_in_another_order_of_fields_is_a_repeat(edge: Edge) -> None:
    edge.deliver(INBOUND)
    edge.post("voice/inbound", list(INBOUND.form.items())[::-1])
    assert edge.domain.effects() == 1


def test_the_whole_call_three_times_has_each_effect_once(edge: Edge) -> None:
    call = deliveries("twilio/voice/inbound_call/")
    for recorded in (*call, *reversed(call), *call):
        assert edge.deliver(recorded).status_code in (200, 204)
    assert edge.domain.effects() == len(edge.rows()) == len(call) == 19


def test_polls_are_answered_each_time_and_not_kept(edge: Edge) -> None:
    poll = delivery("queue/02_wait_url.form")
    for _ in range(3):
        assert edge.deliver(poll).status_code == 200
    assert len(edge.domain.seen) == 3
    assert edge.rows() == []


def test_what_is_not_used_yet_is_kept_as_ignored(edge: Edge) -> None:
    for file in ("conversations/on_message_added.form", "inbound/sms_text.form"):
        assert edge.deliver(delivery(file)).status_code == 204
    assert {row.state for row in edge.rows()} == {"ignored"}
    assert edge.domain.seen == []


# Forgeries


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": FORM},
        {"Content-Type": FORM, "X-Twilio-Signature": ""},
        {"Content-Type": FORM, "X-Twilio-Signature": "lFxmdCP2T16aBF7WBhEro1bHvNl="},
        {"Content-Type": FORM, "X-Twilio-Signature": "x" * 5000},
        {"Content-Type": "application/json", "X-Twilio-Signature": INBOUND.headers["X-Twilio-Signature"]},
        {"Content-Type": FORM, "Authorization": INBOUND.headers["X-Twilio-Signature"]},
    ],
    ids=repr,
)
def test_an_unsigned_delivery_leaves_nothing_but_a_count(edge: Edge, headers: dict[str, str]) -> None:
    before = counted("forged")
    response = edge.deliver(INBOUND, headers=headers)
    assert response.status_code == 403
    assert json.loads(response.data)["error"]["code"] == "bad_signature"
    assert edge.rows() == []
    assert edge.domain.seen == []
    assert counted("forged") == before + 1


def test_a_truncated_delivery_is_forged(edge: Edge) -> None:
    for recorded in deliveries("twilio/voice/inbound_call/"):
        for body in (recorded.body[:-1], recorded.body[: len(recorded.body) // 2], b"", recorded.body + b"&x=1"):
            assert edge.deliver(recorded, body=body).status_code == 403, recorded.file
    assert edge.rows() == []


def test_a_signature_is_good_for_its_own_address_only(edge: Edge) -> None:
    for path in ("voice/status", "voice/inbound?x=1", "voice/inbound/", "voice//inbound"):
        moved = replace(INBOUND, url=f"{PUBLIC_URL}/webhooks/twilio/{path}")
        assert edge.deliver(moved).status_code == 403
    assert edge.rows() == []


def test_another_accounts_delivery_with_our_token_is_forged(edge: Edge) -> None:
    assert edge.arrive(AccountSid="AC" + "0" * 32).status_code == 403
    assert edge.rows() == []


def test_unknown_providers_and_methods(edge: Edge) -> None:
    assert edge.client.post("/webhooks/nobody/voice/inbound", data=INBOUND.body).status_code == 404
    assert edge.client.post("/webhooks/simulator/voice/inbound", data=INBOUND.body).status_code == 404
    assert edge.client.put(INBOUND.path, data=INBOUND.body).status_code == 405


# The address


def test_a_get_is_verified_by_its_raw_query(edge: Edge) -> None:
    values = {"AccountSid": ACCOUNT, "CallSid": CALL, "CallStatus": "ringing", "From": "+84901234567", "To": "+1"}
    for extra in ("", "&CallerName=Nguy%E1%BB%85n+%7BLan%7D", "&CallerName=Nguy%e1%bb%85n%20%5BLan%5D"):
        path = f"/webhooks/twilio/voice/inbound?{urlencode(values)}{extra}"
        response = edge.client.get(path, headers={"X-Twilio-Signature": sign(TOKEN, PUBLIC_URL + path)})
        assert response.status_code == 200
    assert edge.row().method == "GET"


def test_the_query_of_a_post_is_part_of_what_was_signed(edge: Edge) -> None:
    rating = delivery("16_csat_gather.form")
    assert edge.deliver(rating).status_code == 200
    assert edge.row().path == rating.path
    other = replace(rating, url=rating.url.replace("leg=CAe", "leg=CAf"))
    assert edge.deliver(other).status_code == 403


@pytest.mark.parametrize("host", ["crm.example.com", "10.0.0.7:5000", "evil.example"])
def test_the_public_url_is_the_settings_whatever_the_proxy_says(edge: Edge, host: str) -> None:
    headers = {**INBOUND.headers, "Host": host, "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
    assert edge.deliver(INBOUND, headers=headers).status_code == 200


def test_a_public_url_below_a_path_works_with_and_without_it(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    using = replace(settings_module.current(), public_url=f"{PUBLIC_URL}/crm")
    monkeypatch.setattr(settings_module, "_current", [using])
    url = f"{PUBLIC_URL}/crm/webhooks/twilio/voice/inbound"
    headers = {"Content-Type": FORM, "X-Twilio-Signature": sign_body(TOKEN, url, INBOUND.body)}
    for raw in ("/webhooks/twilio/voice/inbound", "/crm/webhooks/twilio/voice/inbound"):
        response = edge.client.post(
            INBOUND.path, data=INBOUND.body, headers=headers, environ_overrides={"RAW_URI": raw, "REQUEST_URI": raw}
        )
        assert response.status_code == 200
    assert edge.row().path == "/webhooks/twilio/voice/inbound"


@pytest.mark.parametrize("raw", ["http://10.0.0.7/webhooks/twilio/voice/inbound", ""])
def test_servers_that_give_the_address_in_another_form(edge: Edge, raw: str) -> None:
    overrides = {"RAW_URI": raw, "REQUEST_URI": raw}
    response = edge.client.post(INBOUND.path, data=INBOUND.body, headers=INBOUND.headers, environ_overrides=overrides)
    assert response.status_code == 200


def test_logs_hold_no_number_body_or_signature(edge: Edge, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    edge.deliver(INBOUND)
    edge.deliver(INBOUND, headers={})
    for secret in ("+14155550123", "NGUYEN", INBOUND.headers["X-Twilio-Signature"]):
        assert secret not in caplog.text
