"""A number or address that one gave to a customer of one's own opens no customer of another team who has it too."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.core.clock import isoformat, now
from contactcenter.core.jobs import MemoryQueue
from contactcenter.crm.duplicates.jobs import compare_customers
from tests.crm.hands import delete, patch
from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk
from tests.flows.rooms import talking
from tests.teams.company import PHONE, Company, open_company, refusal

NUMBER, ADDRESS = "+84903131313", "hoa@kin.vn"


@pytest.fixture
def company(app: Flask) -> Company:
    return open_company(app)


@pytest.fixture
def theirs(company: Company) -> str:
    """Huong's customer, who has that number and address."""
    return with_lines(company.admin, company.customer_of(company.huong, "Chị Hoa", NUMBER))


@pytest.fixture
def ours(company: Company, theirs: str) -> str:
    """Lan's customer, to whom she gave them as well."""
    return with_lines(company.lan, company.customer_of(company.lan, "Anh Ba"), NUMBER)


def with_lines(desk: Desk, customer_id: str, *phones: str, is_verified: bool = False) -> str:
    for channel, value in [*(("phone", one) for one in phones), ("email", ADDRESS)]:
        body = {"channel": channel, "value": value, "is_verified": is_verified}
        assert desk.post(f"/customers/{customer_id}/identities", body).status_code == 201
    return customer_id


def logged(desk: Desk, **more: Any) -> Any:
    told = {"number": NUMBER, "started_at": isoformat(now()), "talk_seconds": 1, "outcome": "no_answer", **more}
    return desk.post("/call-log", told)


@pytest.mark.parametrize("line", [{"phones": [NUMBER]}, {"emails": [ADDRESS]}], ids=["phone", "email"])
def test_a_lead_neither_names_nor_takes_another_teams_customer(
    company: Company, ours: str, theirs: str, line: dict[str, Any]
) -> None:
    lan = company.lan
    told = {"source": "manual", "interest": "x", "owner_id": lan.user_id, "customer": line}
    made = lan.post("/leads", told)
    assert (made.status_code, made.json["candidates"]) == (201, [ours])
    lead = f"/leads/{made.json['id']}"
    shown = [lan.get("/leads"), lan.get("/leads/board"), lan.get(lead), patch(lan, lead, {"note": "y"})]
    assert [theirs in answer.text for answer in shown] == [False] * 4
    assert set(company.admin.get(lead).json["candidates"]) == {ours, theirs}
    assert refusal(lan.post(f"{lead}/customer", {"customer_id": theirs})) == "outside_reach"
    assert refusal(lan.get(f"/customers/{theirs}")) == "outside_reach"
    assert lan.post(f"{lead}/customer", {"customer_id": ours}).status_code == 200


@pytest.mark.parametrize("direction", ["inbound", "outbound"])
def test_a_call_written_down_is_not_said_to_be_another_teams_customers(
    company: Company, ours: str, theirs: str, direction: str
) -> None:
    lan = company.lan
    made = logged(lan, direction=direction)
    assert (made.status_code, theirs in made.text) == (201, False)
    path = f"/calls/{made.json['id']}"
    assert refusal(lan.post(f"{path}/customer", {"customer_id": theirs})) == "outside_reach"
    for phone in lan.get(f"/customers/{ours}").json["phones"]:
        assert delete(lan, f"/customers/{ours}/identities/{phone['id']}").status_code in (200, 204)
    saved = {"customer": {"display_name": "Ai Đó"}, "disposition": "done", "notes": ""}
    assert refusal(lan.post(f"{path}/customer", {"display_name": "Ai Đó"})) == "outside_reach"
    assert refusal(lan.post(f"{path}/wrap-up", saved)) == "outside_reach"
    assert refusal(lan.get(f"/customers/{theirs}")) == "outside_reach"


def test_a_call_that_one_placed_is_not_said_to_be_another_teams_customers(
    company: Company, ours: str, theirs: str, queue: MemoryQueue
) -> None:
    made = company.lan.available().post("/calls", {"to": NUMBER})
    assert (made.status_code, theirs in made.text) == (201, False), made.text
    chosen = company.lan.post(f"/calls/{made.json['id']}/customer", {"customer_id": theirs})
    assert refusal(chosen) == "outside_reach"
    assert refusal(company.lan.get(f"/customers/{theirs}")) == "outside_reach"


def test_who_answered_a_caller_says_who_it_is_also_of_another_team(company: Company, client: Any) -> None:
    theirs = company.customer_of(company.huong, "Chị Hoa", PHONE)
    company.customer_of(company.lan, "Anh Ba", PHONE)
    path = f"/calls/{talking(company.lan.available(), PhoneCall(client))}/customer"
    assert refusal(company.nam.post(path, {"customer_id": theirs})) == "outside_reach"
    assert company.lan.post(path, {"customer_id": theirs}).status_code == 200


def test_what_one_says_of_a_number_that_another_teams_customer_has_is_not_remembered(
    company: Company, ours: str, theirs: str
) -> None:
    lan = company.lan
    call = logged(lan).json["id"]
    told = {"source": "manual", "owner_id": lan.user_id, "customer": {"phones": [NUMBER]}}
    lead = lan.post("/leads", told).json["id"]
    for path in (f"/calls/{call}", f"/leads/{lead}"):
        assert lan.post(f"{path}/customer", {"customer_id": ours}).status_code == 200
    theirs_too = logged(company.huong, talk_seconds=60, outcome="answered").json
    assert theirs_too["customer"] is None
    assert company.huong.post(f"/calls/{theirs_too['id']}/customer", {"customer_id": theirs}).status_code == 200
    assert refusal(lan.get(f"/calls/{theirs_too['id']}")) == "outside_reach"


def test_nobody_stops_or_allows_calls_to_another_teams_customer(company: Company, ours: str, theirs: str) -> None:
    lan, huong = company.lan, company.huong
    rules, hidden = f"/customers/{ours}/contact-rules", f"/customers/{theirs}/contact-rules"
    body = {"kind": "do_not_call", "number": NUMBER, "reason": "Kín đáo"}
    assert refusal(lan.post(rules, body)) == "outside_reach"
    assert lan.get(rules).json["items"] == []
    assert lan.post(rules, {**body, "number": "0907770001"}).status_code == 201
    [rule] = company.admin.post(hidden, body).json["items"]
    told = lan.get(rules)
    seen = next(one for one in told.json["items"] if one["id"] == rule["id"])
    assert seen["listed_with"] == {"is_outside": True}
    assert not any(secret in told.text for secret in ("Hoa", theirs, "Kín", "Bich"))
    assert refusal(lan.post(f"{rules}/{rule['id']}/end", {"reason": "x"})) == "outside_reach"
    assert [one["ended_at"] for one in huong.get(hidden).json["items"]] == [None]


@pytest.mark.parametrize(("owner", "is_dealt_with", "is_merged"), [
    ("lan", False, False), (None, True, False), (None, False, True), ("huong", False, True),
], ids=["anothers", "nobodys-dealt-with", "nobodys", "same-owner"])  # fmt: skip
def test_records_are_merged_by_themselves_where_nobody_comes_to_see_another_teams_customer(
    company: Company, owner: str | None, is_dealt_with: bool, is_merged: bool
) -> None:
    admin, lan, huong = company.admin, company.lan, company.huong
    older = admin.post("/customers", {"display_name": "Trần Thị Hoa"}).json["id"]
    if owner:
        patch(admin, f"/customers/{older}", {"owner_id": getattr(company, owner).user_id})
    if is_dealt_with:
        assert lan.post("/tasks", {"title": "x", "customer_id": older}).status_code == 201
    newer = company.customer_of(huong, "Trần Thị Hoa")
    for one in (older, newer):
        with_lines(admin, one, NUMBER, is_verified=True)
    admin.put("/duplicates/rule", {"merges_verified": True})
    compare_customers()
    shown = admin.get(f"/customers/{newer}").json
    assert (shown["id"] == older) is is_merged
    assert shown["owner_id"] == huong.user_id
    assert len(admin.get("/duplicates").json["items"]) == (0 if is_merged else 1)
    assert refusal(lan.get(f"/customers/{newer}")) == "outside_reach"
