"""Leads, as far as somebody's team reaches; having one lets one see the customer."""

import pytest
from flask import Flask

from tests.crm.hands import patch
from tests.flows.desk import Desk
from tests.teams.company import Company, open_company, refusal


@pytest.fixture
def company(app: Flask) -> Company:
    return open_company(app)


def opened(company: Company, customer_id: str, owner: Desk | None = None) -> str:
    body = {"source": "web", "interest": "Máy lọc", "customer": {"customer_id": customer_id}}
    answer = company.admin.post("/leads", {**body, **({"owner_id": owner.user_id} if owner else {})})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def seen_by(desk: Desk) -> set[str]:
    listed = {lead["id"] for lead in desk.get("/leads").json["items"]}
    board = {lead["id"] for column in desk.get("/leads/board").json["columns"] for lead in column["leads"]}
    assert listed == board
    return listed


def test_a_lead_is_seen_with_its_owner_and_its_customer(company: Company) -> None:
    lan, minh, huong = company.lan, company.minh, company.huong
    ours, theirs = company.customer_of(minh, "Anh Ba"), company.customer_of(huong, "Chị Hoa")
    of_minh, floating = opened(company, ours, minh), opened(company, ours)
    of_huong, others = opened(company, theirs, huong), opened(company, theirs)
    assert seen_by(lan) == seen_by(company.nam) == {of_minh, floating}
    assert seen_by(huong) == {of_huong, others}
    for lead_id in (of_huong, others):
        for path in ("", "/history", "/attempts", "/assignments"):
            assert refusal(lan.get(f"/leads/{lead_id}{path}")) == "outside_reach"
        assert refusal(lan.post(f"/leads/{lead_id}/taking")) == "outside_reach"
    assert seen_by(company.admin) == {of_minh, floating, of_huong, others}


def test_who_has_or_had_a_lead_sees_its_customer(company: Company) -> None:
    lan = company.lan
    theirs = company.customer_of(company.huong, "Chị Hoa")
    lead_id = opened(company, theirs, lan)
    assert lan.get(f"/customers/{theirs}").status_code == lan.get(f"/leads/{lead_id}").status_code == 200
    assert refusal(company.minh.get(f"/leads/{lead_id}")) == "outside_reach"
    assert patch(company.admin, f"/leads/{lead_id}", {"owner_id": company.huong.user_id}).status_code == 200
    assert refusal(lan.get(f"/leads/{lead_id}")) == "outside_reach"
    assert lan.get(f"/customers/{theirs}").status_code == 200


def test_nobody_learns_whose_a_number_is_by_opening_a_lead(company: Company) -> None:
    company.customer_of(company.huong, "Chị Hoa", "+84903131313")
    body = {"source": "call", "interest": "x", "owner_id": company.lan.user_id, "customer": {"phones": ["0903131313"]}}
    refused = company.lan.post("/leads", body)
    assert refusal(refused) == "outside_reach"
    assert "Hoa" not in refused.text
    assert seen_by(company.admin) == set()


def test_a_supervisor_of_a_team_gives_its_leads_to_its_people_only(company: Company) -> None:
    nam, lan, huong = company.nam, company.lan, company.huong
    lead_id = opened(company, company.customer_of(lan, "Anh Ba"), lan)
    away = {"from_agent_id": lan.user_id, "moves": [{"kind": "lead", "id": lead_id, "to": huong.user_id}]}
    refused = [
        patch(nam, f"/leads/{lead_id}", {"owner_id": huong.user_id}),
        nam.post("/leads/handovers/preview", {"from_agent_id": huong.user_id, "to": [lan.user_id]}),
        nam.post("/leads/handovers", away),
        nam.post("/leads/rebalancings", {"moves": [{"id": lead_id, "from": lan.user_id, "to": huong.user_id}]}),
    ]
    assert [refusal(answer) for answer in refused] == ["not_a_colleague"] * len(refused)
    assert refusal(patch(nam, f"/lead-agents/{huong.user_id}", {"receives_leads": False})) == "outside_reach"
    assert "Huong" not in {row["name"] for row in nam.get("/lead-agents").json["items"]}
    assert patch(nam, f"/leads/{lead_id}", {"owner_id": company.minh.user_id}).status_code == 200
