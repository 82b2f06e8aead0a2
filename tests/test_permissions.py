"""Every route has a decision, and every role meets it: a route that is not listed fails."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.agents.policies import PERMISSIONS
from contactcenter.agents.session import Actor, list_routes, unlisted_routes
from tests.flows.desk import Desk

ROLES = ("agent", "supervisor", "admin")
ALLOWED_PUBLIC = {
    "GET /", "GET /login", "POST /api/v1/session", "GET /healthz", "GET /readyz", "GET /metrics",
    "GET /api/v1/openapi.json", "GET /api/docs", "POST /forms/<key>", "GET /media/prompts/<file_name>",
    "GET /tv", "GET /api/v1/screen",
}  # fmt: skip


def name_of(route: Any) -> str:
    return f"{route.method} {route.rule}"


def test_every_route_has_a_decision(app: Flask) -> None:
    assert unlisted_routes(app) == []


def test_only_these_routes_are_open_to_strangers(app: Flask) -> None:
    public = {name_of(r) for r in list_routes(app) if r.public_reason}
    others = {n for n in public if not n.split(" ")[1].startswith(("/webhooks/", "/static/"))}
    assert others - ALLOWED_PUBLIC == set() or others - ALLOWED_PUBLIC <= {
        "GET /manifest.webmanifest", "GET /service-worker.js", "GET /sw.js", "GET /favicon.ico",
    }  # fmt: skip


def test_every_permission_named_by_a_route_exists(app: Flask) -> None:
    assert {r.permission for r in list_routes(app) if r.permission} <= set(PERMISSIONS)


@pytest.mark.parametrize("role", [*ROLES, None])
def test_each_role_gets_what_the_table_says(app: Flask, role: str | None) -> None:
    http = app.test_client()
    headers: dict[str, str] = {}
    if role is not None:
        desk = Desk(app, role.title(), role).sit_down()
        http, headers = desk.http, {"X-CSRF-Token": desk.csrf}
    for route in list_routes(app):
        if route.permission is None or (route.rule.endswith("/session") and route.method == "DELETE"):
            continue
        path = route.rule.replace("<", "").replace(">", "").replace("path:", "")
        answer = http.open(path, method=route.method, headers={**headers, "Accept": "application/json"})
        may = role is not None and role in PERMISSIONS[route.permission]
        where = f"{role} {name_of(route)} → {answer.status_code}"
        if role is None:
            assert answer.status_code == 401, where
        elif may:
            assert answer.status_code not in (401, 403), where
        else:
            assert answer.status_code == 403, where


def test_unsafe_requests_of_a_browser_need_the_csrf_token(app: Flask) -> None:
    desk = Desk(app, "Lan").sit_down()
    for route in list_routes(app):
        if route.method in ("POST", "PUT", "PATCH", "DELETE") and route.permission == "console.use":
            path = route.rule.replace("<", "").replace(">", "")
            assert desk.http.open(path, method=route.method, json={}).status_code == 403, path


def test_a_key_is_nobodys_screen(app: Flask) -> None:
    key = Actor("api_key", "key_1", None, "admin", None, "vi", "a machine")
    from contactcenter.agents.policies import can

    assert not can(key, "console.use")
    assert can(key, "customers.read")
