"""Tags: one word is one tag, hung on once, taken back, renamed for everybody, put together."""

from typing import Any

import pytest
from flask import Flask

from tests.crm.hands import delete, patch, save_customer
from tests.flows.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


@pytest.fixture
def lead(app: Flask) -> Desk:
    return Desk(app, "Nam", "supervisor").sit_down()


def names(answer: Any) -> list[str]:
    return [tag["name"] for tag in answer.json["items"]]


def hang(desk: Desk, customer_id: str, name: str) -> Any:
    return desk.post(f"/customers/{customer_id}/tags", {"name": name})


def test_however_a_tag_is_written_it_is_one(desk: Desk) -> None:
    hoa = save_customer(desk, "Hoa")
    assert names(hang(desk, hoa, "Khách sỉ")) == ["Khách sỉ"]
    assert names(hang(desk, hoa, "  khach SI ")) == ["Khách sỉ"]
    assert [(t["name"], t["customers"]) for t in desk.get("/tags").json["items"]] == [("Khách sỉ", 1)]


def test_a_tag_is_taken_off_and_hung_on_again(desk: Desk) -> None:
    hoa = save_customer(desk, "Hoa")
    [tag] = hang(desk, hoa, "VIP Tết").json["items"]
    for _ in range(2):
        assert delete(desk, f"/customers/{hoa}/tags/{tag['id']}").json["items"] == []
    back = desk.post(f"/customers/{hoa}/tags", {"tag_id": tag["id"]})
    assert (back.status_code, names(back)) == (201, ["VIP Tết"])


def test_customers_are_found_by_a_tag(desk: Desk) -> None:
    hoa = save_customer(desk, "Hoa")
    save_customer(desk, "Long")
    [tag] = hang(desk, hoa, "Đại lý").json["items"]
    assert [c["id"] for c in desk.get(f"/customers?tag={tag['id']}").json["items"]] == [hoa]
    assert desk.get("/customers?tag=tag_nobody").json["items"] == []


def test_a_renamed_tag_is_renamed_for_everybody(desk: Desk, lead: Desk) -> None:
    hoa = save_customer(desk, "Hoa")
    [tag] = hang(desk, hoa, "Dai ly").json["items"]
    assert patch(lead, f"/tags/{tag['id']}", {"name": "Đại lý", "colour": "green"}, '"1"').status_code == 200
    assert patch(lead, f"/tags/{tag['id']}", {"name": "X"}, '"1"').status_code == 412
    [shown] = desk.get(f"/customers/{hoa}/tags").json["items"]
    assert (shown["name"], shown["colour"]) == ("Đại lý", "green")


def test_a_name_that_is_taken_names_the_other_and_the_two_become_one(desk: Desk, lead: Desk) -> None:
    both, one = save_customer(desk, "Hoa"), save_customer(desk, "Long")
    [wholesale] = hang(desk, both, "Khách sỉ").json["items"]
    hang(desk, both, "Bán buôn")
    [bulk] = hang(desk, one, "Bán buôn").json["items"]
    refused = patch(lead, f"/tags/{bulk['id']}", {"name": "khách sỉ"})
    assert (refused.status_code, refused.json["error"]["details"]["tag"]["id"]) == (409, wholesale["id"])
    assert lead.post(f"/tags/{bulk['id']}/merge", {"into": wholesale["id"]}).status_code == 200
    assert names(desk.get(f"/customers/{both}/tags")) == names(desk.get(f"/customers/{one}/tags")) == ["Khách sỉ"]
    assert [(t["name"], t["customers"]) for t in desk.get("/tags").json["items"]] == [("Khách sỉ", 2)]


def test_a_tag_in_use_stays_and_an_unused_one_goes(desk: Desk, lead: Desk) -> None:
    hoa = save_customer(desk, "Hoa")
    [tag] = hang(desk, hoa, "VIP").json["items"]
    refused = delete(lead, f"/tags/{tag['id']}")
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "tag_in_use")
    delete(desk, f"/customers/{hoa}/tags/{tag['id']}")
    assert delete(lead, f"/tags/{tag['id']}").status_code == 204
    assert desk.get("/tags").json["items"] == []


def test_agents_hang_tags_and_supervisors_change_them(desk: Desk) -> None:
    tag = desk.post("/tags", {"name": "VIP"}).json
    for refused in (
        patch(desk, f"/tags/{tag['id']}", {"name": "X"}),
        delete(desk, f"/tags/{tag['id']}"),
        desk.post(f"/tags/{tag['id']}/merge", {"into": tag["id"]}),
    ):
        assert refused.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "   "},
        {"name": "!!! ???"},
        {"name": "x" * 41},
        {"name": 5},
        {"name": "a\x00b"},
        {"name": "a", "tag_id": "tag_1"},
        {"tag_id": None},
        {"colour": "red"},
    ],
)
def test_what_is_no_tag_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    hoa = save_customer(desk, "Hoa")
    assert desk.post(f"/customers/{hoa}/tags", body).status_code == 422 or "!!!" in body.get("name", "")
    assert body.get("name") == "!!! ???" or desk.get(f"/customers/{hoa}/tags").json["items"] == []


def test_unknown_ids_are_not_found(desk: Desk, lead: Desk) -> None:
    hoa = save_customer(desk, "Hoa")
    assert desk.post(f"/customers/{hoa}/tags", {"tag_id": "tag_x"}).status_code == 404
    assert hang(desk, "cus_x", "VIP").status_code == 404
    assert lead.post("/tags/tag_x/merge", {"into": "tag_y"}).status_code == 404
    assert desk.get("/tags").json["items"] == []
