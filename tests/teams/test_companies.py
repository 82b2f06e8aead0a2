"""A company is seen by whose it is, by everybody when nobody's, and by whoever sees one of its people."""

from typing import Any

import pytest
from flask import Flask

from tests.crm.hands import patch
from tests.flows.desk import Desk
from tests.flows.test_budgets import counted
from tests.teams.company import Company, open_company, refusal


@pytest.fixture
def company(app: Flask) -> Company:
    return open_company(app)


def firm(desk: Desk, name: str, owner: Desk | None = None, **more: Any) -> str:
    body = {"name": name, "owner_id": owner.user_id if owner else None, **more}
    answer = desk.post("/companies?allow_duplicate=1", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def hire(desk: Desk, firm_id: str, customer_id: str) -> str:
    answer = desk.post(f"/companies/{firm_id}/people", {"customer_id": customer_id})
    assert answer.status_code == 201, answer.text
    return str(next(one["id"] for one in answer.json["items"] if one["customer_id"] == customer_id))


def names(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {one["name"] for one in answer.json["items"]}


def test_a_company_is_within_reach_by_its_owner_or_one_of_its_people_of_today(company: Company) -> None:
    admin, lan, nam = company.admin, company.lan, company.nam
    ours = firm(admin, "Sơn Ta", company.minh)
    nobodys = firm(admin, "Sơn Chung")
    theirs = firm(admin, "Sơn Kín", company.huong, notes="bí mật", phones=["0287777001"])
    mixed = firm(admin, "Sơn Lẫn", company.huong)
    hire(admin, theirs, company.customer_of(company.huong, "Khách của Hương"))
    customer = company.customer_of(company.minh, "Khách của Minh")
    person = hire(admin, mixed, customer)
    for desk in (lan, nam):
        assert names(desk.get("/companies")) == {"Sơn Ta", "Sơn Chung", "Sơn Lẫn"}
        assert names(desk.get("/companies?q=son")) == {"Sơn Ta", "Sơn Chung", "Sơn Lẫn"}
        assert names(desk.get("/companies?q=7777001")) == set()
        found = desk.get("/search?q=son").json["companies"]
        assert {one["name"] for one in found} == {"Sơn Ta", "Sơn Chung", "Sơn Lẫn"}
        for firm_id, refused in ((ours, None), (nobodys, None), (mixed, None), (theirs, "outside_reach")):
            for below in ("", "/people", "/timeline"):
                assert refusal(desk.get(f"/companies/{firm_id}{below}")) == refused
            assert refusal(patch(desk, f"/companies/{firm_id}", {"industry": "Sơn"})) == refused
    assert lan.get(f"/customers/{customer}/companies").json["items"][0]["company_id"] == mixed

    patch(admin, f"/companies/{mixed}/people/{person}", {"until": "2026-01-31"})
    assert refusal(lan.get(f"/companies/{mixed}")) == "outside_reach"
    assert lan.get(f"/customers/{customer}/companies").json["items"] == []
    assert len(admin.get(f"/customers/{customer}/companies").json["items"]) == 1
    assert lan.get("/companies/none").status_code == 404


def test_a_company_that_another_team_has_is_told_as_that_and_not_saved_twice(company: Company) -> None:
    theirs = firm(company.admin, "Thep Kin", company.huong, tax_code="0101234567")
    firm(company.admin, "Thep Ta", company.lan)
    for body in ({"name": "thep kin"}, {"name": "Khác hẳn", "tax_code": "0101234567"}):
        answer = company.lan.post("/companies", body)
        assert answer.json["error"]["code"] == "duplicate_company"
        assert answer.json["error"]["details"]["companies"] == [{"is_outside": True}]
        assert theirs not in answer.text
        assert "Thep" not in answer.text
    seen = company.lan.post("/companies", {"name": "Thep Ta", "tax_code": "0101234567"}).json["error"]["details"]
    assert sorted(one.get("name", "") for one in seen["companies"]) == ["", "Thep Ta"]
    told = company.admin.post("/companies", {"name": "Thep Kin"}).json["error"]["details"]["companies"]
    assert told == [{"id": theirs, "name": "Thep Kin"}]


def test_tasks_name_no_company_out_of_reach(company: Company) -> None:
    admin, lan, huong = company.admin, company.lan, company.huong
    theirs = firm(admin, "Gach Kin", huong)
    customer = company.customer_of(lan, "Khách Nhà")
    bare = huong.post("/tasks", {"title": "việc kín", "company_id": theirs}).json["id"]
    both = {"title": "việc chung", "customer_id": customer, "company_id": theirs}
    tied = admin.post("/tasks", {**both, "assignee_id": lan.user_id}).json["id"]
    given = admin.post("/tasks", {"title": "việc giao", "company_id": theirs, "assignee_id": lan.user_id}).json["id"]

    assert refusal(lan.get(f"/tasks/{bare}")) == "outside_reach"
    assert {one["id"] for one in lan.get("/tasks").json["items"]} == {tied, given}
    assert refusal(lan.get(f"/tasks?company={theirs}")) == "outside_reach"
    own = lan.post("/tasks", {"title": "x"}).json["id"]
    assert refusal(patch(lan, f"/tasks/{own}", {"company_id": theirs})) == "outside_reach"
    for path in ("/tasks", f"/tasks/{tied}", f"/tasks/{given}", f"/customers/{customer}/timeline"):
        answer = lan.get(path)
        assert answer.status_code == 200
        assert theirs not in answer.text, path
        assert "Gach" not in answer.text, path
    for path in ("/tasks", f"/tasks/{tied}", f"/customers/{customer}/timeline"):
        assert "Gach Kin" in admin.get(path).text


def test_tags_tell_no_count_of_customers_whom_one_does_not_see(company: Company) -> None:
    customer = company.customer_of(company.huong, "Khách Kín")
    company.huong.post(f"/customers/{customer}/tags", {"name": "Nợ xấu"})
    assert company.admin.get("/tags").json["items"][0]["customers"] == 1
    assert [(one["name"], one["customers"]) for one in company.lan.get("/tags").json["items"]] == [("Nợ xấu", None)]


def test_a_page_knows_from_its_first_moment_how_far_one_sees(company: Company) -> None:
    for desk, reach in ((company.lan, "team"), (company.admin, "all")):
        assert f'"reach": "{reach}"' in desk.http.get("/companies").text


def test_reach_costs_those_who_see_everything_no_statement(company: Company) -> None:
    admin = company.admin
    firm_id = firm(admin, "Một")
    admin.get(f"/companies/{firm_id}")
    with counted(of_this_thread=True) as sent:
        admin.get(f"/companies/{firm_id}")
        admin.get("/companies")
    assert not [one for one in sent if "team" in one or "EXISTS" in one]
