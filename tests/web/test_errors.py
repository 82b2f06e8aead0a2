"""One shape for programs, one plain sentence for people, and never a trace."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

EXPECTED = {
    "not-found": (404, "call_not_found", {"call_id": "cal_1"}),
    "conflict": (409, "offer_closed", {"state": "timed_out"}),
    "forbidden": (403, "forbidden", {}),
    "unauthenticated": (401, "unauthenticated", {}),
    "too-fast": (429, "too_many_attempts", {"retry_after_seconds": 42}),
    "provider": (502, "provider_down", {"is_retryable": True}),
    "bug": (500, "internal", {}),
    "limit": (429, "too_many_requests", {}),
    "down": (503, "unavailable", {}),
    "locked": (503, "unavailable", {}),
    "unfit": (422, "invalid", {}),
}
SECRETS = ("Traceback", "ZeroDivision", "passwd", "SELECT", "INSERT", "84901234567", "sqlalche")


@pytest.mark.parametrize("prefix", ["/api/v1/", "/webhooks/"])
@pytest.mark.parametrize("name", EXPECTED)
def test_programs_get_one_shape(client: FlaskClient, prefix: str, name: str) -> None:
    answer = client.get(prefix + name)
    status, code, details = EXPECTED[name]
    assert answer.status_code == status
    assert answer.mimetype == "application/json"
    assert set(answer.json) == {"error"}
    assert set(answer.json["error"]) == {"code", "message", "details"}
    assert (answer.json["error"]["code"], answer.json["error"]["details"]) == (code, details)
    assert answer.json["error"]["message"]
    assert not any(secret in answer.text for secret in SECRETS)


@pytest.mark.parametrize("language", ["vi", "en-GB", "fr", ""])
@pytest.mark.parametrize("name", [n for n in EXPECTED if n != "unauthenticated"])
def test_people_get_a_plain_sentence(client: FlaskClient, name: str, language: str) -> None:
    answer = client.get(f"/pages/{name}", headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.status_code == EXPECTED[name][0]
    assert answer.mimetype == "text/html"
    assert f'<html lang="{"en" if "en" in language else "vi"}"' in answer.text
    assert "<h1 class=" in answer.text
    assert 'href="/"' in answer.text
    assert not any(secret in answer.text for secret in SECRETS)


def test_people_who_are_not_signed_in_are_taken_there_and_back(client: FlaskClient) -> None:
    answer = client.get("/pages/unauthenticated?a=1&b=//evil.example")
    assert answer.status_code == 303
    assert answer.location == "/login?next=/pages/unauthenticated%3Fa%3D1%26b%3D//evil.example"
    assert client.post("/pages/unauthenticated").status_code == 401


def test_a_program_may_ask_a_page_for_json(client: FlaskClient) -> None:
    answer = client.get("/pages/conflict", headers={"Accept": "application/json"})
    assert answer.json["error"]["code"] == "offer_closed"


@pytest.mark.parametrize(
    ("path", "header", "value"),
    [
        ("/api/v1/too-fast", "Retry-After", "42"),
        ("/api/v1/limit", "Retry-After", "7"),
        ("/api/v1/down", "Retry-After", "30"),
        ("/api/v1/locked", "Retry-After", "2"),
        ("/api/v1/unauthenticated", "WWW-Authenticate", "Bearer"),
        ("/pages/too-fast", "Retry-After", "42"),
        ("/pages/down", "Retry-After", "30"),
    ],
)
def test_headers_of_the_refusal_are_kept(client: FlaskClient, path: str, header: str, value: str) -> None:
    assert client.get(path).headers[header] == value


@pytest.mark.parametrize("path", ["/api/v1/bug", "/pages/bug", "/webhooks/bug", "/api/v1/notes"])
def test_a_wrong_method_says_which_are_right(client: FlaskClient, path: str) -> None:
    answer = client.delete(path)
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/v1/nothing", 404), ("/nothing", 404), ("/pages/gone", 410), ("/api/v1/../x", 404), ("/%00", 404)],
)
def test_nothing_there(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert ("error" in (answer.json or {})) == path.startswith("/api/")


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ({}, {"title": ["Missing data for required field."]}),
        ({"title": 7}, {"title": ["Not a valid string."]}),
        ({"title": "x" * 21}, {"title": ["Length must be between 0 and 20."]}),
        ({"title": "a", "extra": 1}, {"extra": ["Unknown field."]}),
        ([], {"_schema": ["Invalid input type."]}),
        (["title"], {"_schema": ["Invalid input type."]}),
        ("title", {"_schema": ["Invalid input type."]}),
        (7, {"_schema": ["Invalid input type."]}),
        (None, {"_schema": ["Invalid input type."]}),
    ],
)
def test_wrong_fields_are_named(client: FlaskClient, body: Any, details: dict[str, list[str]]) -> None:
    answer = client.post("/api/v1/notes", data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 422
    assert answer.json["error"]["code"] == "invalid"
    assert answer.json["error"]["details"] == details


def test_too_large_a_body_is_refused(client: FlaskClient) -> None:
    answer = client.post("/api/v1/notes", json={"title": "x" * 200_000})
    assert answer.status_code == 413
    assert answer.json["error"]["code"] == "too_large"


def test_markup_in_an_address_stays_text(client: FlaskClient) -> None:
    assert "<script>" not in client.get("/<script>alert(1)</script>").text
