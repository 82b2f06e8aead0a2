"""The form on somebody's website: a public edge that strangers and robots find."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.crm.models import Customer
from contactcenter.routing.leads.models import Lead
from tests.fixtures import PUBLIC_URL
from tests.flows.desk import Desk
from tests.routing.leads.office import count, desk, patch

SITE = "https://mayloc.vn"
HONEST = {"name": "Chị Hoa", "phone": "0901 234 567", "message": "Tư vấn giúp em"}


@pytest.fixture
def boss(app: Flask) -> Desk:
    return desk(app, "Nam", role="supervisor")


def make_form(boss: Desk, **more: Any) -> dict[str, Any]:
    body = {"name": "Trang chủ", "allowed_origins": [SITE], "interest": "Máy lọc", **more}
    answer = boss.post("/lead-forms", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def send(app: Flask, form: dict[str, Any], told: Any = None, *, origin: str | None = SITE, **headers: str) -> Any:
    headers = {"Accept": "application/json", **({"Origin": origin} if origin else {}), **headers}
    return app.test_client().post(f"/forms/{form['key']}", data=HONEST if told is None else told, headers=headers)


def test_what_a_visitor_writes_becomes_a_lead_with_its_campaign(app: Flask, boss: Desk) -> None:
    lan, form = desk(app, "Lan"), make_form(boss, thanks="Cảm ơn nhé")
    answer = send(app, form, {**HONEST, "utm_source": "facebook"}, Referer=f"{SITE}/khuyen-mai?utm_campaign=tet&x=1")
    assert answer.status_code == 201
    assert answer.json == {"thanks": "Cảm ơn nhé", "redirect_url": None}
    assert answer.headers["Access-Control-Allow-Origin"] == SITE
    (lead,) = boss.get("/leads").json["items"]
    assert (lead["source"], lead["interest"], lead["note"]) == ("form", "Máy lọc", "Tư vấn giúp em")
    assert lead["campaign"] == {"utm_source": "facebook", "utm_campaign": "tet", "page": f"{SITE}/khuyen-mai"}
    assert (lead["owner_id"], lead["customer_name"]) == (lan.user_id, "Chị Hoa")
    send(app, form, {**HONEST, "message": "lần nữa"})
    assert count(Lead) == 1, "pressed twice"


def test_without_a_script_the_visitor_is_thanked_or_sent_on(app: Flask, boss: Desk) -> None:
    form = make_form(boss)
    page = send(app, form, Accept="text/html,*/*;q=0.8", Referer=f'{SITE}/a"b')
    assert page.status_code == 200
    assert "Cảm ơn" in page.text
    assert '"b"' not in page.text
    wrong = send(app, form, {"name": "x", "phone": "12"}, Accept="text/html")
    assert wrong.status_code == 422
    assert "chưa đúng" in wrong.text
    assert "<h1>" in wrong.text
    patch(boss, f"/lead-forms/{form['id']}", {"redirect_url": "https://mayloc.vn/cam-on"})
    sent_on = send(app, form, {**HONEST, "phone": "0901 234 568"}, Accept="text/html")
    assert (sent_on.status_code, sent_on.headers["Location"]) == (303, "https://mayloc.vn/cam-on")


def test_a_robot_in_the_trap_is_told_the_same_and_leaves_nothing(app: Flask, boss: Desk) -> None:
    form = make_form(boss)
    answer = send(app, form, {**HONEST, "website": "http://spam"})
    assert (answer.status_code, set(answer.json)) == (201, {"thanks", "redirect_url"})
    assert count(Lead) == count(Customer) == 0
    assert boss.get("/lead-forms").json["items"][0]["trapped"] == 1


def test_only_the_named_sites_may_send(app: Flask, boss: Desk) -> None:
    form = make_form(boss)
    for origin in ("https://evil.vn", "null", "http://mayloc.vn", "https://mayloc.vn.evil.vn"):
        refused = send(app, form, origin=origin)
        assert refused.status_code == 403, origin
        assert "Access-Control-Allow-Origin" not in refused.headers
    assert send(app, form, origin=None).status_code == 403
    assert send(app, form, origin=None, Referer="http://[").status_code == 403
    assert send(app, form, origin=None, Referer=f"{SITE}/x").status_code == 201
    assert send(app, form, {**HONEST, "phone": "0902 222 222"}, origin=PUBLIC_URL).status_code == 201
    asked = app.test_client().options(f"/forms/{form['key']}", headers={"Origin": SITE})
    assert asked.headers["Access-Control-Allow-Methods"] == "POST"
    assert "Access-Control-Allow-Credentials" not in asked.headers
    anybody = make_form(boss, allowed_origins=[])
    assert send(app, anybody, {**HONEST, "phone": "0903 333 333"}, origin="https://x.vn").status_code == 201


HOSTILE: tuple[Any, ...] = (
    {}, {"name": "x"}, {"phone": "abc"}, {"name": "a\x00b", "phone": "0901234567"},
    {"name": "x" * 300, "phone": "0901234567"},
    {"email": "no"}, {"phone": "0901234567", "message": "x" * 3000}, b"\xff\xfe", b"a" * 30_000,
)  # fmt: skip
HOSTILE_JSON = (b"[1]", b"null", b"{", b'{"name": {"a": 1}, "phone": "0901234567"}', b'{"phone": ["0901234567"]}')


def test_nonsense_is_refused_without_a_trace(app: Flask, boss: Desk) -> None:
    form = make_form(boss)
    for told in HOSTILE:
        answer = send(app, form, told)
        assert 400 <= answer.status_code < 500, (told, answer.text)
    for raw in HOSTILE_JSON:
        answer = send(app, form, raw, **{"Content-Type": "application/json"})
        assert 400 <= answer.status_code < 500, (raw, answer.text)
        assert "error" in answer.json
    assert count(Lead) == count(Customer) == 0
    assert send(app, {"key": "x" * 3000}).status_code == 404
    for bad in (["javascript:x"], ["https://"], ["http://["], [""]):
        assert boss.post("/lead-forms", {"name": "x", "allowed_origins": bad}).status_code == 422
    assert boss.post("/lead-forms", {"name": "x", "redirect_url": "javascript:alert(1)"}).status_code == 422


def test_a_flood_is_stopped(app: Flask, boss: Desk) -> None:
    form = make_form(boss)
    codes = [send(app, form, {**HONEST, "phone": f"0904 000 {n:03d}"}, website="").status_code for n in range(61)]
    assert codes[:60] == [201] * 60
    assert codes[60] == 429
    small = make_form(boss, max_per_hour=1)
    assert [send(app, small, {**HONEST, "phone": f"0905 000 {n:03d}"}).status_code for n in range(2)] == [201, 429]


def test_the_form_is_switched_off_and_shows_what_to_paste(app: Flask, boss: Desk) -> None:
    form = make_form(boss)
    snippet = form["snippets"]["vi"]
    assert f'action="{PUBLIC_URL}/forms/{form["key"]}"' in snippet["html"]
    assert "<script>" in snippet["script"]
    assert '"Accept-Language": "vi"' in snippet["script"], "thanks in the page's language, whatever the browser's"
    assert patch(boss, f"/lead-forms/{form['id']}", {"is_active": False}, form["version"]).status_code == 200
    assert send(app, form).status_code == 404
