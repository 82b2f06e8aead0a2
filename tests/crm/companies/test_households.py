"""Households: people who share a line are not taken for each other."""

import pytest
from flask import Flask

from contactcenter.core.db import read
from contactcenter.crm.companies.households import household_mates
from tests.crm.hands import delete, patch, save_customer
from tests.flows.desk import Desk


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


def test_a_household_lists_its_people(lan: Desk) -> None:
    hoa, long = save_customer(lan, "Hoa"), save_customer(lan, "Long")
    body = {
        "label": "Nhà chị Hoa",
        "address": "12 Lê Lợi",
        "members": [{"customer_id": hoa}, {"customer_id": long, "relation": "spouse"}],
    }
    household = lan.post("/households", body).json
    assert [(m["customer_name"], m["relation"]) for m in household["members"]] == [("Hoa", "other"), ("Long", "spouse")]
    assert [h["id"] for h in lan.get(f"/customers/{long}/households").json["items"]] == [household["id"]]
    assert [h["id"] for h in lan.get("/households").json["items"]] == [household["id"]]


def test_what_two_of_them_both_have_becomes_a_shared_line(lan: Desk) -> None:
    hoa, long = save_customer(lan, "Hoa", "02838221234", "0901234567"), save_customer(lan, "Long", "02838221234")
    body = {"label": "Nhà", "members": [{"customer_id": hoa}, {"customer_id": long}]}
    assert lan.post("/households", body).status_code == 201
    shared = {p["e164"]: p["is_shared"] for c in (hoa, long) for p in lan.get(f"/customers/{c}").json["phones"]}
    assert shared == {"+842838221234": True, "+84901234567": False}


def test_members_come_and_go(lan: Desk) -> None:
    hoa, long = save_customer(lan, "Hoa"), save_customer(lan, "Long")
    household = lan.post("/households", {"label": "Nhà"}).json
    address = f"/households/{household['id']}"
    lan.post(f"{address}/members", {"customer_id": hoa})
    assert lan.post(f"{address}/members", {"customer_id": hoa}).status_code == 409
    both = lan.post(f"{address}/members", {"customer_id": long, "relation": "child"}).json
    assert patch(lan, f"{address}/members/{both['members'][1]['id']}", {"relation": "parent"}).status_code == 200
    with read() as session:
        assert household_mates(session, [hoa, long]) == {tuple(sorted((hoa, long)))}
    assert delete(lan, f"{address}/members/{both['members'][0]['id']}").status_code == 204
    with read() as session:
        assert household_mates(session, [hoa, long]) == set()
    assert patch(lan, address, {"label": "Nhà mới"}, '"1"').status_code == 412
    assert delete(lan, address).status_code == 204
    assert lan.get(address).status_code == 404
    assert lan.get(f"/customers/{long}").status_code == 200


def test_bad_households_are_refused_and_leave_nothing(lan: Desk) -> None:
    hoa = save_customer(lan, "Hoa")
    assert lan.post("/households", {}).status_code == 422
    assert (
        lan.post("/households", {"label": "N", "members": [{"customer_id": hoa, "relation": "cat"}]}).status_code == 422
    )
    assert lan.post("/households", {"label": "N", "members": [{"customer_id": "cus_x"}]}).status_code == 404
    assert (
        lan.post("/households", {"label": "N", "members": [{"customer_id": hoa}, {"customer_id": hoa}]}).status_code
        == 409
    )
    assert lan.get("/households").json["items"] == []
