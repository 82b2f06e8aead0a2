"""Whoever sees only some customers finds, counts, lists and exports only those."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.core.db import transaction
from contactcenter.core.jobs import MemoryQueue
from contactcenter.crm import service
from contactcenter.crm.search import find, lines
from contactcenter.crm.search.models import CustomerTerms
from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk


class Company:
    """Lan and Minh are one team, Hương is of another; people see what is their team's."""

    def __init__(self, app: Flask) -> None:
        self.admin = Desk(app, "Bich", "admin").sit_down()
        self.lan, self.minh, self.huong = (Desk(app, name).sit_down() for name in ("Lan", "Minh", "Huong"))
        self.nam = Desk(app, "Nam", "supervisor").sit_down()
        self.admin.post("/teams", {"name": "Bán lẻ", "member_ids": [self.lan.user_id, self.minh.user_id]})
        self.admin.post("/teams", {"name": "Dự án", "member_ids": [self.huong.user_id, self.nam.user_id]})
        self.admin.put("/reach", {"agent": "team", "supervisor": "team"})

    def save(self, name: str, owner: Desk | None, *phones: str, **more: Any) -> str:
        whose = {"owner_id": owner.user_id} if owner else {}
        body = {"display_name": name, "phones": list(phones), **whose, **more}
        answer = self.admin.post("/customers?allow_duplicate=1", body)
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])

    def save_many(self, count: int, name: str, owner: Desk) -> None:
        with transaction() as session:
            for n in range(count):
                service.create_customer(session, display_name=f"{name} {n}", owner_id=owner.user_id)


@pytest.fixture
def company(app: Flask) -> Company:
    return Company(app)


def found(desk: Desk, q: str, group: str = "customers") -> list[dict[str, Any]]:
    answer = desk.http.get("/api/v1/search", query_string={"q": q})
    assert answer.status_code == 200, answer.text
    return list(answer.json[group])


def names(desk: Desk, q: str) -> set[str]:
    """By search, and by the list, which must tell the same."""
    searched = {one["display_name"] for one in found(desk, q)}
    listed = desk.http.get("/api/v1/customers", query_string={"q": q}).json["items"]
    assert searched == {one["display_name"] for one in listed}
    return searched


def test_whatever_is_typed_finds_only_who_is_within_reach(company: Company) -> None:
    more = {"emails": ["hoa@vidu.vn"], "company": "Nhà Xanh"}
    company.save("Lê Hoa Một", company.minh, "0901234567", **more)
    company.save("Lê Hoa Hai", company.huong, "0901934567", emails=["hoa2@vidu.vn"], company="Nhà Xanh")
    company.save("Lê Hoa Ba", None, "0901834567")
    ours, theirs, nobodys = "Lê Hoa Một", "Lê Hoa Hai", "Lê Hoa Ba"
    for q, whose in (
        ("le hoa", {ours, nobodys}), ("4567", {ours, nobodys}), ("vidu.vn", {ours}), ("xanh", {ours}),
        ("0901934567", set()), ("hoa2@vidu.vn", set()), ("hoa hai", set()),
    ):  # fmt: skip
        assert names(company.lan, q) == whose, q
    assert names(company.huong, "le hoa") == {theirs, nobodys}
    assert names(company.admin, "le hoa") == {ours, theirs, nobodys}


def test_however_many_others_are_called_so_ours_are_found(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CANDIDATES", "CANDIDATES_OF_FEW"):
        monkeypatch.setattr(find, name, 5)
    monkeypatch.setitem(find.matching_ids.__kwdefaults__, "limit", 5)
    company.save_many(30, "Nguyễn Thị An", company.huong)
    company.save("Nguyễn Thị An Tâm", company.minh)
    company.save("Nguyễn Thị An Nhiên", None)
    assert names(company.lan, "nguyen thi an") == {"Nguyễn Thị An Tâm", "Nguyễn Thị An Nhiên"}


def test_a_customer_given_to_another_team_is_theirs_to_find(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "CANDIDATES_OF_FEW", 1)
    company.save("Trần Mai", company.lan)
    given = company.save("Trần Mai Chi", company.lan)
    headers = {"X-CSRF-Token": company.admin.csrf}
    company.admin.http.patch(f"/api/v1/customers/{given}", json={"owner_id": company.huong.user_id}, headers=headers)
    assert names(company.lan, "mai") == {"Trần Mai"}
    assert names(company.huong, "mai") == {"Trần Mai Chi"}


def test_customers_indexed_before_teams_are_told_apart_once_somebody_is_limited(
    company: Company, queue: MemoryQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "CANDIDATES_OF_FEW", 1)
    company.save_many(3, "Lê Hoàng An", company.huong)
    company.save("Lê Hoàng", company.minh)
    with transaction() as session:
        for row in session.query(CustomerTerms):
            row.terms = row.terms.rpartition(" ")[0]
    assert company.admin.put("/reach", {"agent": "team"}).status_code == 200
    queue.drain()
    assert names(company.lan, "hoang") == {"Lê Hoàng"}
    company.admin.put("/reach", {"agent": "team"})
    assert "index_owners" not in [name for name, *_rest in queue.waiting]


def test_orders_and_words_are_found_through_customers_within_reach(
    company: Company, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LOOKED_THROUGH_OF_FEW", 3)
    for n in range(6):
        theirs = company.save(f"Của Hương {n}", company.huong, f"090993456{n}")
        company.huong.post(f"/customers/{theirs}/notes", {"text": "Muốn sofa xanh"})
        company.admin.post("/orders", {"customer_id": theirs, "code": f"DH-1{n}", "total_minor": 5_000})
    ours = company.save("Của Minh", company.minh)
    company.minh.post(f"/customers/{ours}/notes", {"text": "Đổi sofa xanh"})
    company.admin.post("/orders", {"customer_id": ours, "code": "DH-19", "total_minor": 5_000})
    PhoneCall(client, caller="+84909934560").arrive()
    assert [hit["customer_id"] for hit in found(company.lan, "sofa xanh", "texts")] == [ours]
    assert [order["code"] for order in found(company.lan, "DH-1", "orders")] == ["DH-19"]
    assert [one["id"] for one in found(company.lan, "DH-1")] == [ours]
    assert [found(company.lan, q, group) for q in ("DH-12", "0909934560") for group in ("customers", "calls")] == [
        []
    ] * 4
    assert len(found(company.huong, "0909934560", "calls")) == 1
