"""The pages' shells: who gets one, what is in it, and that nothing a person wrote can break out of it."""

import json
import re
from typing import Any

import pytest
from flask import Flask

from contactcenter.agents import accounts
from contactcenter.core.db import transaction

PAGES = ("/console", "/customers", "/customers/cus_1", "/calls", "/calls/cal_1", "/settings")
LEAD_PAGES = ("/supervisor", "/deliveries")


def _sign_in(app: Flask, role: str, name: str = "Lan") -> Any:
    with transaction() as session:
        accounts.create_user(
            session, email=f"{role}@cty.vn", name=name, role=role, password="nhaxanh-demo", is_demo=True
        )
    client = app.test_client()
    answer = client.post("/api/v1/session", json={"email": f"{role}@cty.vn", "password": "nhaxanh-demo"})
    assert answer.status_code == 200
    return client


def _boot(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page)
    assert found
    return dict(json.loads(found[1]))


def test_the_root_leads_to_the_console(client: Any) -> None:
    assert client.get("/").headers["Location"] == "/console"


@pytest.mark.parametrize("path", [*PAGES, *LEAD_PAGES])
def test_strangers_are_sent_to_sign_in(client: Any, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login")


def test_an_agent_gets_their_pages_and_not_the_supervisors(app: Flask) -> None:
    client = _sign_in(app, "agent")
    assert [client.get(path).status_code for path in PAGES] == [200] * len(PAGES)
    assert [client.get(path).status_code for path in LEAD_PAGES] == [403] * len(LEAD_PAGES)


def test_a_page_boots_with_the_person_the_token_and_addresses_that_exist(app: Flask) -> None:
    client = _sign_in(app, "supervisor")
    page = client.get("/supervisor").text
    boot = _boot(page)
    assert boot["user"]["role"] == "supervisor"
    assert client.post("/api/v1/socket-tickets", headers={"X-CSRF-Token": boot["csrf_token"]}).status_code < 300
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(addresses) > 20
    assert {client.get(address, buffered=True).status_code for address in addresses} == {200}


def test_inline_scripts_carry_the_answers_nonce_and_nothing_has_a_style_or_handler(app: Flask) -> None:
    answer = _sign_in(app, "agent").get("/console")
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    assert nonce
    assert f'<script type="importmap" nonce="{nonce[1]}">' in answer.text
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", answer.text)


def test_a_name_with_markup_stays_data(app: Flask) -> None:
    name = "</script><img src=x onerror=alert(1)>"
    page = _sign_in(app, "agent", name).get("/console").text
    assert name not in page
    assert _boot(page)["user"]["name"] == name


def test_demo_sign_ins_are_listed_on_this_machine_only(app: Flask, client: Any) -> None:
    app.extensions["demo_accounts"] = [{"name": "Lan", "email": "lan@demo.vn", "role": "agent", "password": "x"}]
    here = {"base_url": "http://127.0.0.1:5000"}
    assert _boot(client.get("/login", **here).text)["demo_accounts"][0]["email"] == "lan@demo.vn"
    assert "demo_accounts" not in _boot(client.get("/login", base_url="http://crm.example.com").text)
    assert "demo_accounts" not in _boot(client.get("/login", headers={"X-Forwarded-For": "203.0.113.9"}, **here).text)


def test_who_is_signed_in_need_not_sign_in_again(app: Flask) -> None:
    assert _sign_in(app, "agent").get("/login").headers["Location"] == "/console"


def test_a_browser_that_prefers_english_gets_the_sign_in_in_english(client: Any) -> None:
    assert '<html lang="en"' in client.get("/login", headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert '<html lang="vi"' in client.get("/login").text
