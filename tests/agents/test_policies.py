"""Who may do what, keys for machines, and the mark on every route."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.views import MethodView

from contactcenter.agents import api_keys, policies, session
from contactcenter.agents.actor import Actor
from contactcenter.agents.models import ROLES
from contactcenter.core import db
from contactcenter.core.errors import Forbidden
from tests.agents.accounts_app import Browser

ME, COLLEAGUE = "usr_me", "usr_colleague"


@dataclass(frozen=True)
class Call:
    agent_id: str | None


def actor(role: str, kind: Any = "user") -> Actor:
    is_person = kind == "user"
    return Actor(kind, ME, ME if is_person else None, role, "ses_1" if is_person else None, "vi", "Lan")


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        ("console.use", "agent supervisor admin"),
        ("calls.read_all", "agent supervisor admin"),
        ("recordings.play_all", "supervisor admin"),
        ("customers.edit", "agent supervisor admin"),
        ("agents.force_status", "supervisor admin"),
        ("reports.read", "supervisor admin"),
        ("deliveries.replay", "supervisor admin"),
        ("users.manage", "admin"),
    ],
)
def test_permissions_belong_to_roles(permission: str, roles: str) -> None:
    assert [role for role in ROLES if policies.can(actor(role), permission)] == roles.split()


def test_a_key_has_no_screen_and_no_password() -> None:
    for permission in policies.PERSONAL:
        assert not policies.can(actor("admin", "api_key"), permission)
    assert policies.can(actor("admin", "api_key"), "users.manage")


def test_an_unknown_role_may_do_nothing() -> None:
    assert not any(policies.list_allowed(actor("intern")).values())


def test_an_unknown_permission_is_a_slip_that_shows() -> None:
    with pytest.raises(KeyError):
        policies.can(actor("admin"), "calls.raed")
    with pytest.raises(KeyError):
        session.require("calls.raed")


def test_demand_raises() -> None:
    policies.demand(actor("admin"), "users.manage")
    with pytest.raises(Forbidden):
        policies.demand(actor("agent"), "users.manage")


@pytest.mark.parametrize(
    ("who", "agent_id", "owner_id", "may"),
    [
        (actor("agent"), ME, None, True),
        (actor("agent"), COLLEAGUE, None, False),
        (actor("agent"), COLLEAGUE, ME, True),
        (actor("agent"), COLLEAGUE, COLLEAGUE, False),
        (actor("agent"), None, None, False),
        (actor("agent", "api_key"), None, None, False),
        (actor("supervisor"), COLLEAGUE, None, True),
        (actor("admin"), None, None, True),
        (actor("supervisor", "api_key"), COLLEAGUE, None, True),
    ],
)
def test_agents_listen_to_their_own_calls_and_customers(
    who: Actor, agent_id: str | None, owner_id: str | None, may: bool
) -> None:
    assert policies.may_play(who, Call(agent_id), owner_id=owner_id) is may


def test_whoever_had_a_part_of_a_call_listens_to_it() -> None:
    assert policies.may_play(actor("agent"), Call(COLLEAGUE), had_part=True)
    assert not policies.may_play(actor("agent", "api_key"), Call(COLLEAGUE), had_part=True)


ROUTES = [
    ("GET", "/session", {"agent", "supervisor", "admin"}),
    ("GET", "/me", {"agent", "supervisor", "admin"}),
    ("PATCH", "/me", {"agent", "supervisor", "admin"}),
    ("POST", "/me/password", {"agent", "supervisor", "admin"}),
    ("POST", "/me/totp", {"agent", "supervisor", "admin"}),
    ("POST", "/me/totp/confirm", {"agent", "supervisor", "admin"}),
    ("DELETE", "/me/totp", {"agent", "supervisor", "admin"}),
    ("GET", "/me/sessions", {"agent", "supervisor", "admin"}),
    ("DELETE", "/me/sessions/x", {"agent", "supervisor", "admin"}),
    ("POST", "/socket-tickets", {"agent", "supervisor", "admin"}),
    ("GET", "/users", {"admin"}),
    ("POST", "/users", {"admin"}),
    ("PATCH", "/users/x", {"admin"}),
    ("DELETE", "/session", {"agent", "supervisor", "admin"}),
]


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_route_asks_who(signed_in, open_browser, role: str | None) -> None:
    here: Browser = signed_in(role) if role else open_browser()
    for method, path, allowed in ROUTES:
        headers = {"X-CSRF-Token": here.csrf_token}
        status = here.client.open(f"/api/v1{path}", method=method, json={}, headers=headers).status_code
        if role is None:
            assert status == 401, (method, path)
        else:
            assert (status == 403) == (role not in allowed), (method, path, status)


@pytest.mark.parametrize("given", [None, "", "made up", "theirs"])
def test_an_unsafe_request_needs_the_sessions_own_token(signed_in, given: str | None) -> None:
    here: Browser = signed_in()
    other: Browser = signed_in("supervisor")
    token = other.csrf_token if given == "theirs" else given
    headers = {} if token is None else {"X-CSRF-Token": token}
    answer = here.client.patch("/api/v1/me", json={"theme": "dark"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "bad_csrf"
    assert here.get("/me").json["theme"] == "auto"


def test_a_plain_form_carries_the_token_in_a_field(signed_in) -> None:
    here: Browser = signed_in()
    for token, status in (("", 403), ("x", 403), (here.csrf_token, 200)):
        assert here.client.post("/api/v1/socket-tickets", data={"csrf_token": token}).status_code == status


def test_a_key_works_without_cookie_or_token(app: Flask) -> None:
    key, client = _new_key("admin"), app.test_client()
    headers = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/v1/users", headers=headers).status_code == 200
    new = {"email": "a@b.vn", "name": "A", "role": "agent", "password": "một câu khác hẳn"}
    assert client.post("/api/v1/users", headers=headers, json=new).status_code == 201
    assert client.get("/api/v1/me", headers=headers).status_code == 403
    with db.read() as s:
        assert api_keys.list_keys(s)[0].last_used_at is not None


def test_a_key_has_only_its_role(app: Flask) -> None:
    headers = {"Authorization": f"bearer {_new_key('agent')}"}
    assert app.test_client().get("/api/v1/users", headers=headers).status_code == 403


def test_a_revoked_or_made_up_key_is_nobody_even_beside_a_good_cookie(app: Flask, signed_in) -> None:
    here: Browser = signed_in("admin")
    key = _new_key("admin")
    with db.transaction() as s:
        api_keys.revoke_key(s, api_keys.list_keys(s)[0].id)
    for bad in (key, "cck_made_up", "", "\u00e9"):
        answer = here.client.get("/api/v1/users", headers={"Authorization": f"Bearer {bad}"})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_proxys_own_gate_does_not_get_in_the_way(signed_in) -> None:
    here: Browser = signed_in()
    assert here.client.get("/api/v1/me", headers={"Authorization": "Basic eDp5"}).status_code == 200


def test_the_key_is_not_stored(app: Flask) -> None:
    key = _new_key("agent")
    with db.read() as s:
        row = api_keys.list_keys(s)[0]
    assert key not in (row.id, row.key_hash, row.name)


def test_a_route_nobody_decided_about_is_found(app: Flask) -> None:
    class Thing(MethodView):
        @session.require("customers.read")
        def get(self) -> str:
            return ""

        def post(self) -> str:
            return ""

    app.add_url_rule("/forgotten", view_func=lambda: "", endpoint="forgotten")
    app.add_url_rule("/fine", view_func=session.public("a test")(lambda: ""), endpoint="fine")
    app.add_url_rule("/thing", view_func=Thing.as_view("thing"))
    found = [line for line in session.unlisted_routes(app) if not line.startswith("GET /static")]
    assert found == ["GET /forgotten (forgotten)", "POST /thing (thing)"]


def test_the_list_of_routes_tells_their_permission(app: Flask) -> None:
    marks = {(r.method, r.rule): r.permission or r.public_reason for r in session.list_routes(app)}
    assert marks["GET", "/api/v1/users"] == "users.manage"
    assert marks["POST", "/api/v1/socket-tickets"] == "console.use"
    assert marks["POST", "/api/v1/session"] == "this is where people sign in"


def _new_key(role: str) -> str:
    with db.transaction() as s:
        return api_keys.create_key(s, "a machine", role)[1]
