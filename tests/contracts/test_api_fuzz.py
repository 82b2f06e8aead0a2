"""Nonsense at every address of the API: a clear refusal, never a 5xx, never a trace."""

import random
from typing import Any

import pytest
from flask import Flask

from contactcenter.agents.session import list_routes
from tests.flows.desk import Desk

NONSENSE: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 1e308, "", "x", "x" * 20_000, "\u202eevil", "a\x00b", "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>", "'; DROP TABLE users; --", "$(reboot)", "../../etc/passwd", "%00", "😀" * 50,
    [], [1], ["x"], {}, {"a": {"b": []}}, "2026-13-45T99:99:99Z", "1e9999",
)  # fmt: skip
NAMES = (
    "display_name", "phones", "emails", "status", "when", "text", "version", "disposition", "notes", "next_step",
    "customer", "customer_id", "email", "password", "code", "role", "name", "locale", "theme", "held", "reason",
    "kind", "channel", "value", "is_shared", "label", "owner_id", "segment", "own_phone", "answers_on",
    "current", "new",
)  # fmt: skip
RAW = (
    b"", b"{", b"[]", b"null", b'"x"', b"1", b"\xff\xfe\x00", b'{"a":NaN}', b'{"display_name":"\\ud800"}',
    b'{"a":1,"a":2}', b"[" * 5000, b'{"display_name":' + b"9" * 5000 + b"}", "{\"ten\":\"Nguyễn\"}".encode("utf-16"),
)  # fmt: skip
QUERIES = (
    "limit=0", "limit=1000000", "limit=x", "cursor=x", "cursor=W10", "cursor=" + "A" * 990, "from=yesterday",
    "from=0001-01-01T00:00:00%2B14:00", "state=%00", "phone=" + "9" * 40, "q=%25_%25", "nonsense=1",
    "limit=5&limit=6",
)  # fmt: skip


def paths(app: Flask) -> list[tuple[str, str]]:
    spared = ("/session", "/simulated-calls")  # the first would sign us out, the second asks a carrier
    rules = (r for r in list_routes(app) if r.rule.startswith("/api/v1/") and not r.rule.endswith(spared))
    return sorted((r.method, r.rule) for r in rules)


def fill(rule: str, word: str) -> str:
    parts = [word if part.startswith("<") else part for part in rule.split("/")]
    return "/".join(parts)


@pytest.mark.parametrize("seed", range(3))
def test_nonsense_is_refused_clearly(app: Flask, seed: int) -> None:
    desk = Desk(app, "Admin", "admin").sit_down()
    chance = random.Random(seed)
    headers = {"X-CSRF-Token": desk.csrf, "Accept": "application/json"}
    for method, rule in paths(app):
        word = chance.choice(["x", "x" * 300, "cal_%00", "%F0%9F%98%80", "..%2f..", "cus_'--"])
        query = "&".join(
            f"{n}={chance.choice(['', 'x', '%00', '9' * 40, '-1', '%FF'])}" for n in chance.sample(NAMES, 2)
        )
        for body in (_object(chance), chance.choice(RAW)):
            raw = {"json": body} if isinstance(body, dict) else {"data": body, "content_type": "application/json"}
            target = fill(rule, word) + (f"?{query}" if chance.random() < 0.3 else "")
            answer = desk.http.open(target, method=method, headers=headers, **raw)
            where = f"{method} {target[:80]} {str(body)[:80]!r} → {answer.status_code}"
            assert answer.status_code < 500, where
            assert b"Traceback" not in answer.data, where
            if answer.status_code >= 400:
                assert set(answer.json["error"]) == {"code", "message", "details"}, where


def test_lists_take_only_what_they_know(app: Flask) -> None:
    desk = Desk(app, "Admin", "admin").sit_down()
    for query in QUERIES:
        for path in ("/calls", "/customers", "/deliveries"):
            answer = desk.get(f"{path}?{query}")
            assert answer.status_code in (200, 400, 422), (path, query, answer.status_code)


def test_a_body_over_the_limit_is_refused(app: Flask) -> None:
    desk = Desk(app, "Lan").sit_down()
    answer = desk.post("/customers", {"display_name": "x" * 1_100_000})
    assert answer.status_code == 413
    assert answer.json["error"]["code"] == "too_large"


def _object(chance: random.Random) -> dict[str, Any]:
    return {name: chance.choice(NONSENSE) for name in chance.sample(NAMES, chance.randint(0, 6))}
