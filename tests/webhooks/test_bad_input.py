"""Malformed bodies, rightly signed or not: never a 5xx, never a row, never a trace."""

import json
import random
import socket
import threading
from collections.abc import Callable, Iterator
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.serving import BaseWSGIServer, make_server

from contactcenter.core import settings as settings_module
from contactcenter.core.settings import Settings
from tests.fixtures import PUBLIC_URL, Recorded, deliveries, delivery
from tests.providers.signing import FORM, sign, sign_body
from tests.webhooks.conftest import ACCOUNT, CALL, TOKEN, Edge

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOSTILE_IDS = [
    "",
    "CA",
    "null",
    "[object Object]",
    "CA" + "1" * 31,
    "CA" + "1" * 33,
    "CA" + "1" * 20_000,
    "CA" + "1" * 31 + "\0",
    "\u202eCA" + "1" * 32,
    "CA" + "\u0661" * 32,
    "' OR 1=1 --",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "🙏" * 34,
]
HOSTILE_NUMBERS = ["9" * 20, "9" * 5000, "1e309", "NaN", "-Infinity", "0x1F", "1;DROP TABLE", "\u0663\u0664", "１２"]
NUMBERS = ("SequenceNumber", "CallDuration", "QueueTime", "RecordingDuration", "DialCallDuration", "SequenceId")
RAW = [
    b"",
    b"\0",
    b"\xff\xfe\xfd",
    b"\xef\xbb\xbf",
    b"{}",
    b"[]",
    b"null",
    b'{"CallSid": "' + CALL.encode() + b'"}',
    b"[" * 100_000,
    b"a" * 100_000,
    b"=" * 1000,
    b"&" * 100_000,
    b"a=1&" * 10_000,
    b"%" * 1000,
    b"CallSid=%",
    b"CallSid=%zz",
    b"CallSid[]=" + CALL.encode(),
    b"CallSid[a][b]=" + CALL.encode(),
    b"AccountSid=" + ACCOUNT.encode(),
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
    b'--x\r\nContent-Disposition: form-data; name="CallSid"\r\n\r\n' + CALL.encode() + b"\r\n--x--",
    "CallSid=Nguyễn".encode("utf-16"),
    "CallSid=Nguyễn".encode("cp1258", "replace"),
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
]


def main_id(recorded: Recorded) -> str:
    return "ConferenceSid" if "ConferenceSid" in recorded.form else "CallSid"


def mutations(recorded: Recorded, chance: random.Random) -> Iterator[bytes]:
    """Bodies that Twilio would never send, made of one that it did."""
    pairs = list(recorded.form.items())
    own_id = main_id(recorded)

    def changed(name: str, value: str) -> bytes:
        return urlencode([(n, value if n == name else v) for n, v in pairs]).encode()

    def renamed(name: str, new: str) -> bytes:
        return urlencode([(new if n == name else n, v) for n, v in pairs]).encode()

    yield from (changed(own_id, odd) for odd in HOSTILE_IDS)
    yield from (renamed(own_id, odd) for odd in ("callsid", f"{own_id}[]", f"{own_id}[0]", f"{own_id}\u200b", ""))
    yield from (renamed("AccountSid", odd) for odd in ("accountsid", "AccountSid[]"))
    yield urlencode([*pairs, (own_id, recorded.form[own_id])]).encode()
    yield urlencode([*pairs, (own_id, CALL)]).encode()
    yield urlencode(pairs).encode() + b"&Note=%00"
    yield urlencode(pairs).encode() + b"&Note=%FF%FE"
    yield urlencode(pairs).encode() + b"&%C0%AF=1"
    yield urlencode(pairs).encode() + b"&Note"
    yield urlencode(pairs).encode() + b"&" * 5
    yield urlencode([*pairs, *((f"x{n}", "") for n in range(600))]).encode()
    for name in NUMBERS:
        if name in recorded.form:
            yield changed(name, chance.choice(HOSTILE_NUMBERS))
    if "Digits" in recorded.form:
        yield from (changed("Digits", odd) for odd in ("1" * 20_000, "\u202e1", "<Hangup/>", "1\0"))


def signed_headers(path: str, body: bytes, content_type: str = FORM) -> dict[str, str]:
    return {"Content-Type": content_type, "X-Twilio-Signature": sign_body(TOKEN, PUBLIC_URL + path, body)}


def assert_refused(edge: Edge, path: str, body: bytes, headers: dict[str, str]) -> None:
    response = edge.client.post(path, data=body, headers=headers)
    assert response.status_code in (400, 403), (response.status_code, path, body[:200])
    assert set(json.loads(response.data)["error"]) == {"code", "message", "details"}
    assert b"Traceback" not in response.data
    assert b"contactcenter" not in response.data


FORMS = [d for d in deliveries("twilio/voice/") if d.content_type.startswith("application/x-www-form")]
CASES = [(d, body) for d in FORMS for body in mutations(d, random.Random(d.file))]


def test_hundreds_of_malformed_bodies_leave_nothing(edge: Edge) -> None:
    assert len(CASES) >= 400
    for recorded, body in CASES:
        assert_refused(edge, recorded.path, body, recorded.headers)  # the old signature
        assert_refused(edge, recorded.path, body, signed_headers(recorded.path, body))
    assert edge.rows() == []
    assert edge.domain.seen == []


@pytest.mark.parametrize(
    "hook", ["voice/inbound", "voice/status", "voice/transcription", "intelligence", "conversations"]
)
def test_bodies_that_are_no_form_leave_nothing(edge: Edge, hook: str) -> None:
    path = f"/webhooks/twilio/{hook}"
    for body in RAW:
        if hook == "conversations" and body.startswith(b"AccountSid="):
            continue  # well-formed: nothing more is asked of what is only kept
        assert_refused(edge, path, body, signed_headers(path, body))
        for content_type in ("application/json", "multipart/form-data; boundary=x", "text/xml", ""):
            assert_refused(edge, path, body, signed_headers(path, body, content_type))
    assert edge.rows() == []


def test_json_that_is_signed_and_broken_leaves_nothing(edge: Edge) -> None:
    good = json.loads(delivery("19_intelligence_available.json").body)
    bodies: list[bytes] = [
        b"",
        b"null",
        b"[1]",
        b'"x"',
        b"\xff",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"transcript_sid": ' + b"9" * 5000 + b"}",
        json.dumps({**good, "transcript_sid": [good["transcript_sid"]]}).encode(),
        json.dumps({**good, "transcript_sid": {"sid": good["transcript_sid"]}}).encode(),
        json.dumps({**good, "transcript_sid": good["transcript_sid"] + "\0"}).encode(),
        json.dumps({**good, "transcript_sid": "GT" + "1" * 20_000}).encode(),
        json.dumps({**good, "account_sid": "AC" + "0" * 32}).encode(),
        json.dumps(good).encode("utf-16"),
        json.dumps(good).encode()[:-1],
        json.dumps(good).encode()[:-1] + b',"transcript_sid":"x"}',
    ]
    for body in bodies:
        path = f"/webhooks/twilio/intelligence?bodySHA256={_sha256(body)}"
        headers = {"Content-Type": "application/json", "X-Twilio-Signature": sign(TOKEN, PUBLIC_URL + path)}
        assert_refused(edge, path, body, headers)
    assert edge.rows() == []


def test_hostile_words_in_a_genuine_call_are_kept_as_words(edge: Edge) -> None:
    hostile = "=cmd|' /C calc'!A0 \u202e<script>alert(1)</script> $(reboot) '; DROP TABLE calls;--"
    assert edge.arrive(CallerName=hostile).status_code == 200
    (event,) = edge.domain.seen
    assert "\u202e" not in event.call.caller_name  # type: ignore[attr-defined]


TEXT = st.text(max_size=60)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hook=st.sampled_from(sorted({d.hook for d in FORMS})),
    fields=st.dictionaries(
        st.sampled_from(["CallSid", "From", "To", "CallStatus", "Digits", "QueueTime", "RecordingSid", "CallerName"])
        | TEXT,
        TEXT | st.just(CALL) | st.integers().map(str),
        max_size=8,
    ),
)
def test_any_signed_form_is_answered_and_what_is_kept_is_printable(
    edge: Edge, hook: str, fields: dict[str, str]
) -> None:
    pairs = {"AccountSid": ACCOUNT, "CallSid": CALL, **fields}
    body = "&".join(f"{_quoted(n)}={_quoted(v)}" for n, v in pairs.items()).encode()
    response = edge.post(hook, body)
    assert response.status_code in (200, 204, 400, 403)
    assert all(row.event_key.isprintable() and row.state != "failed" for row in edge.rows())


# Sizes and broken transfers


def test_a_body_above_the_limit_is_413(edge: Edge, edge_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_module.current().max_body_bytes == 1_000_000
    body = b"a=" + b"x" * 1_000_000
    response = edge.client.post("/webhooks/twilio/voice/inbound", data=body, headers={"Content-Type": FORM})
    assert response.status_code == 413
    assert json.loads(response.data)["error"]["code"] == "too_large"
    allowed = body[:1_000_000]
    assert edge.client.post("/webhooks/twilio/voice/inbound", data=allowed).status_code == 403


def test_absurd_addresses_and_types_are_400(edge: Edge) -> None:
    assert edge.client.post("/webhooks/twilio/voice/inbound?" + "x" * 5000).status_code == 400
    headers = {"Content-Type": "a/" + "b" * 5000}
    assert edge.client.post("/webhooks/twilio/voice/inbound", headers=headers).status_code == 400


@pytest.fixture
def server(edge: Edge) -> Iterator[BaseWSGIServer]:
    running = make_server("127.0.0.1", 0, edge.app, threaded=True)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


HEAD = b"POST /webhooks/twilio/voice/inbound HTTP/1.1\r\nHost: x\r\nContent-Type: " + FORM.encode() + b"\r\n"
CUT: dict[str, Callable[[], bytes]] = {
    "chunk cut": lambda: HEAD + b"Transfer-Encoding: chunked\r\n\r\n40\r\nCallSid=CA",
    "no last chunk": lambda: HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\na=bcd\r\n",
    "no chunk size": lambda: HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\na=b\r\n0\r\n\r\n",
    "negative chunk": lambda: HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\na=b\r\n0\r\n\r\n",
    "giant chunk": lambda: HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\na=b\r\n0\r\n\r\n",
    "too short": lambda: HEAD + b"Content-Length: 500\r\n\r\nCallSid=CA",
    "negative length": lambda: HEAD + b"Content-Length: -1\r\n\r\nCallSid=CA",
    "no length": lambda: HEAD + b"\r\nCallSid=CA",
    "length in words": lambda: HEAD + b"Content-Length: many\r\n\r\nCallSid=CA",
    "giant length": lambda: HEAD + b"Content-Length: 99999999999999999999\r\n\r\nCallSid=CA",
    "chunked giant": lambda: HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + (b"FFFF\r\n" + b"x" * 65535 + b"\r\n") * 20,
}


@pytest.mark.parametrize("name", CUT)
def test_a_transfer_that_breaks_off(edge: Edge, server: BaseWSGIServer, name: str) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        connection.sendall(CUT[name]())
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    status = int(answer.split()[1])
    assert status in (400, 403, 413), answer[:300]
    assert b"Traceback" not in answer
    assert edge.rows() == []


def _sha256(body: bytes) -> str:
    import hashlib

    return hashlib.sha256(body).hexdigest()


def _quoted(text: str) -> str:
    return quote_plus(text, errors="replace")
