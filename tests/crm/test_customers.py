"""Customers: saved once, found by any form, changed without losing anybody's work."""

from typing import Any

import pytest
from flask import Flask

from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


def save(desk: Desk, name: str, *phones: str, **more: Any) -> dict[str, Any]:
    answer = desk.post("/customers", {"display_name": name, "phones": list(phones), **more})
    assert answer.status_code == 201, answer.text
    return answer.json


def patch(desk: Desk, customer_id: str, body: dict[str, Any], etag: str | None = None) -> Any:
    headers = {"X-CSRF-Token": desk.csrf, **({"If-Match": etag} if etag else {})}
    return desk.http.patch(f"/api/v1/customers/{customer_id}", json=body, headers=headers)


@pytest.mark.parametrize("written", ["0901234567", "+84901234567", "84 901 234 567", "0901.234.567"])
def test_a_customer_is_found_by_any_form_of_their_number(desk: Desk, written: str) -> None:
    saved = save(desk, "Nguyễn Thị Hoa", "0901 234 567")
    assert [p["e164"] for p in saved["phones"]] == ["+84901234567"]
    found = desk.http.get("/api/v1/customers", query_string={"phone": written}).json["items"]
    assert [c["id"] for c in found] == [saved["id"]]


@pytest.mark.parametrize("q", ["nguyen thi hoa", "HOA", "Hoa Nguyễn", "4567", "234567", "0901234567", "hoa@vi"])
def test_search_needs_no_diacritics_and_knows_digits_and_email(desk: Desk, q: str) -> None:
    save(desk, "Nguyễn Thị Hoa", "0901234567", emails=["hoa@vidu.vn"])
    save(desk, "Đặng Văn Long", "0912000111")
    found = desk.http.get("/api/v1/search", query_string={"q": q}).json["customers"]
    assert [c["display_name"] for c in found] == ["Nguyễn Thị Hoa"]


def test_the_vietnamese_d_is_found_by_d(desk: Desk) -> None:
    save(desk, "Đặng Văn Long")
    assert len(desk.http.get("/api/v1/search", query_string={"q": "dang"}).json["customers"]) == 1


def test_saving_somebody_twice_tells_who_is_there(desk: Desk) -> None:
    first = save(desk, "Nguyễn Thị Hoa", "0901234567")
    second = desk.post("/customers", {"display_name": "Chị Hoa", "phones": ["84901234567"]})
    assert second.status_code == 409
    assert second.json["error"]["details"]["customers"] == [{"id": first["id"], "display_name": "Nguyễn Thị Hoa"}]


def test_of_two_people_editing_the_second_is_told(desk: Desk) -> None:
    saved = save(desk, "Hoa")
    etag = desk.get(f"/customers/{saved['id']}").headers["ETag"]
    assert patch(desk, saved["id"], {"company": "Nhà Xanh"}, etag).status_code == 200
    late = patch(desk, saved["id"], {"company": "Nhà Đỏ"}, etag)
    assert (late.status_code, late.json["error"]["code"]) == (412, "version_conflict")
    assert desk.get(f"/customers/{saved['id']}").json["company"] == "Nhà Xanh"


@pytest.mark.parametrize(
    "body",
    [
        {"display_name": ""},
        {"display_name": "  "},
        {"display_name": "\u200b\u2800"},
        {"display_name": 5},
        {"status": "x"},
        {"colour": "red"},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(desk: Desk, body: dict[str, Any]) -> None:
    saved = save(desk, "Hoa")
    assert patch(desk, saved["id"], body).status_code == 422
    assert desk.get(f"/customers/{saved['id']}").json["version"] == saved["version"]


def test_the_answer_to_a_save_carries_the_version_to_send_back(desk: Desk) -> None:
    answer = desk.post("/customers", {"display_name": "Hoa"})
    assert answer.headers["ETag"] == desk.get(f"/customers/{answer.json['id']}").headers["ETag"]
    assert patch(desk, answer.json["id"], {"company": "Nhà Xanh"}, answer.headers["ETag"]).status_code == 200


@pytest.mark.parametrize("phone", ["x", "113", "client:agent_lan", "+266696687", "1" * 40])
def test_what_is_no_number_saves_nobody(desk: Desk, phone: str) -> None:
    assert desk.post("/customers", {"display_name": "Hoa", "phones": [phone]}).status_code == 422
    assert desk.get("/customers").json["items"] == []


def test_a_shared_line_lists_people_and_identifies_nobody(app: Flask, client: Any, desk: Desk) -> None:
    desk.available()
    saved = save(desk, "Chị Tư", "02838221234")
    phone = saved["phones"][0]
    changed = desk.http.patch(
        f"/api/v1/customers/{saved['id']}/identities/{phone['id']}",
        json={"is_shared": True},
        headers={"X-CSRF-Token": desk.csrf},
    )
    assert changed.json["phones"][0]["is_shared"] is True
    PhoneCall(client, caller="+842838221234").arrive()
    identity = desk.events("screen_pop")[0]["data"]["identity"]
    assert (identity["customer_id"], identity["confidence"]) == (None, "shared")
    assert [c["name"] for c in identity["candidates"]] == ["Chị Tư"]


def test_a_note_stands_on_the_timeline(desk: Desk) -> None:
    saved = save(desk, "Hoa")
    text = "<script>alert(1)</script> =1+1 🙂"
    assert desk.post(f"/customers/{saved['id']}/notes", {"text": text}).status_code == 201
    [item] = desk.get(f"/customers/{saved['id']}/timeline").json["items"]
    assert (item["kind"], item["data"]["text"], item["agent_name"]) == ("note", text, "Lan")


def test_the_timeline_pages_without_gaps_or_repeats(desk: Desk) -> None:
    saved = save(desk, "Hoa")
    for n in range(7):
        desk.post(f"/customers/{saved['id']}/notes", {"text": str(n)})
    seen, cursor = [], ""
    while cursor is not None:
        page = desk.http.get(
            f"/api/v1/customers/{saved['id']}/timeline",
            query_string={"limit": 3, **({"cursor": cursor} if cursor else {})},
        ).json
        seen += [item["summary"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [str(n) for n in range(6, -1, -1)]
