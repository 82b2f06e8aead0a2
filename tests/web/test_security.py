"""The headers of every answer, errors included."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

PATHS = [
    "/pages/fine",
    "/pages/bug",
    "/api/v1/conflict",
    "/nothing",
    "/api/v1/notes?x=1",
    "/pages/unauthenticated",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_protected(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "microphone=(self)" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_scripts_are_ours_or_carry_this_answers_nonce(client: FlaskClient) -> None:
    first, second = (policy(client.get("/pages/fine")) for _ in range(2))
    for text in (first, second):
        assert "unsafe" not in " ".join(text.values())
        assert "*" not in text["script-src"].split()
    assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", first["script-src"])
    assert first["script-src"] != second["script-src"]
    assert first["default-src"] == "'none'"
    assert first["base-uri"] == "'none'"


def test_the_page_of_an_error_carries_nothing_inline_but_by_the_nonce(client: FlaskClient) -> None:
    answer = client.get("/nothing")
    nonces = re.findall(r'<(?:style|script)(?: nonce="([\w-]+)")?>', answer.text)
    assert all(f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"] for nonce in nonces)
    assert "style=" not in answer.text


def test_what_the_console_needs_is_allowed(client: FlaskClient) -> None:
    text = policy(client.get("/pages/fine", base_url="http://call.example.com:5000"))
    connect = text["connect-src"].split()
    for source in (
        "'self'", "ws://call.example.com:5000", "wss://call.example.com:5000",
        "https://*.twilio.com", "wss://*.twilio.com",
    ):  # fmt: skip
        assert source in connect
    assert {"'self'", "blob:"} <= set(text["media-src"].split())
    assert {"'self'", "data:"} <= set(text["img-src"].split())
    assert text["font-src"] == "'self'"


@pytest.mark.parametrize("host", ["evil; script-src *", "a b", "x,y", "[::1]:5000", "", "é"])
def test_the_host_header_cannot_loosen_the_policy(build: Callable[..., Flask], host: str) -> None:
    from contactcenter.web.security import content_security_policy

    directives = [d.split(" ", 1)[0] for d in content_security_policy("n", host).split("; ")]
    assert len(directives) == len(set(directives)) == 12


@pytest.mark.parametrize(("public_url", "is_strict"), [("https://call.example.com", True), ("http://127.0.0.1", False)])
def test_transport_security_goes_with_https(build: Callable[..., Flask], public_url: str, is_strict: bool) -> None:
    headers = build(public_url=public_url).test_client().get("/pages/fine").headers
    assert ("Strict-Transport-Security" in headers) is is_strict


def test_a_view_keeps_a_header_it_set_itself(build: Callable[..., Flask]) -> None:
    app = build()
    app.add_url_rule("/own", "own", lambda: ("x", 200, {"Cache-Control": "private, max-age=60"}))
    assert app.test_client().get("/own").headers["Cache-Control"] == "private, max-age=60"


def policy(answer: object) -> dict[str, str]:
    text: str = answer.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    return dict(directive.split(" ", 1) for directive in text.split("; "))
