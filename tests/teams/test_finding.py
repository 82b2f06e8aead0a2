"""Whoever sees only some customers finds, counts, lists and exports only those."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.core.db import transaction
from contactcenter.core.jobs import MemoryQueue
from contactcenter.crm import service
from contactcenter.crm.search import find, lines
from contactcenter.crm.search.models import CustomerTerms
from contactcenter.crm.segments import reaching
from tests.crm.hands import delete, patch
from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk
from tests.flows.rooms import talking


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
    patch(company.admin, f"/customers/{given}", {"owner_id": company.huong.user_id})
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


def a_list(company: Company, *customer_ids: str) -> str:
    made = company.admin.post("/segments", {"name": "Thân thiết", "kind": "static", "customer_ids": list(customer_ids)})
    assert made.status_code == 201, made.text
    return str(made.json["id"])


def test_a_segment_shows_and_counts_those_within_reach(company: Company) -> None:
    ours, theirs = company.save("Của Hương", company.huong), company.save("Của Minh", company.minh)
    nobodys = company.save("Của chung", None)
    segment_id = a_list(company, ours, theirs, nobodys)
    for path in ("members", "log"):
        seen = company.nam.get(f"/segments/{segment_id}/{path}").json["items"]
        assert {one["display_name"] for one in seen} == {"Của Hương", "Của chung"}
    shown = company.nam.get(f"/segments/{segment_id}").json
    assert (shown["size"], shown["is_partial"], shown["trend"]) == (2, True, [])
    assert [one["size"] for one in company.nam.get("/segments?kind=static").json["items"]] == [2]
    assert company.nam.get(f"/segments/{segment_id}/days").json["items"] == []
    assert company.nam.get(f"/segments/{segment_id}/why/{theirs}").status_code == 403
    shown = company.admin.get(f"/segments/{segment_id}").json
    assert (shown["size"], shown["is_partial"]) == (3, False)


def test_rules_count_only_those_within_reach_and_no_saved_group_tells_of_others(
    company: Company, queue: MemoryQueue
) -> None:
    company.save("Zebra", company.minh)
    rules = {"all": [{"field": "display_name", "op": "contains", "value": "zebra"}]}
    for desk, count in ((company.admin, 1), (company.lan, 1), (company.nam, 0)):
        counted = desk.post("/segments/count", {"rules": rules}).json
        assert (counted["count"], len(counted["sample"])) == (count, count)
        assert counted["is_partial"] == (desk is not company.admin)
    made = company.nam.post("/segments", {"name": "Ngựa vằn", "rules": rules}).json
    queue.drain()
    shown = company.nam.get(f"/segments/{made['id']}").json
    assert (shown["size"], shown["refresh"]["state"], shown["refresh"]["total"]) == (0, "fresh", 0)
    assert company.admin.get(f"/segments/{made['id']}").json["size"] == 1


def test_only_who_is_within_reach_is_put_on_a_list_or_taken_off(
    company: Company, queue: MemoryQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = [company.save(f"Sao Mai {n}", company.minh) for n in range(2)]
    ours = company.save("Sao Mai", company.huong)
    merged = company.admin.post(f"/customers/{theirs[0]}/merge", {"with": [theirs[1]]})
    assert merged.status_code in (200, 201), merged.text
    source, segment_id = a_list(company, theirs[0], ours), ""
    made = company.nam.post("/segments", {"name": "Của tôi", "kind": "static", "customer_ids": [ours]})
    assert (made.status_code, made.json["size"]) == (201, 1)
    segment_id = made.json["id"]
    for one in theirs:
        for answer in (
            company.nam.post("/segments", {"name": "Khác", "kind": "static", "customer_ids": [one]}),
            company.nam.post(f"/segments/{segment_id}/members", {"customer_ids": [ours, one]}),
            company.nam.http.delete(
                f"/api/v1/segments/{source}/members",
                json={"customer_ids": [one]},
                headers={"X-CSRF-Token": company.nam.csrf},
            ),
        ):
            assert (answer.status_code, answer.json["error"]["code"]) == (403, "outside_reach")
    for source_of in ({"q": "sao mai"}, {"segment_id": source}):
        assert company.nam.post(f"/segments/{segment_id}/members", source_of).json["size"] == 1
    more = company.save("Sao Mai Hai", company.huong)
    monkeypatch.setattr("contactcenter.crm.segments.filling.AT_A_TIME", 1)
    assert company.nam.post(f"/segments/{segment_id}/members", {"q": "sao mai"}).json["pending"] == 2
    queue.drain()
    assert {one["id"] for one in company.admin.get(f"/segments/{segment_id}/members").json["items"]} == {ours, more}


def test_an_export_holds_whom_its_author_sees_when_it_is_written(company: Company, queue: MemoryQueue) -> None:
    ours, theirs = company.save("Của Hương", company.huong), company.save("Của Minh", company.minh)
    given = company.save("Cho đi", company.huong)
    nobodys, segment_id = company.save("Của chung", None), a_list(company, ours, theirs, given)
    columns = {"columns": ["display_name"], "format": "csv"}
    chosen: list[dict[str, Any]] = [
        {}, {"ids": [ours, theirs, nobodys]}, {"segment_id": segment_id}, {"filters": {"q": "cua"}},
    ]  # fmt: skip
    asked = [company.nam.post("/exports", {**columns, **one}).json["id"] for one in chosen]
    patch(company.admin, f"/customers/{given}", {"owner_id": company.lan.user_id})
    queue.drain()
    files = [company.nam.get(f"/exports/{one}/file").data.decode("utf-8-sig") for one in asked]
    both = {"Của Hương", "Của chung"}
    assert [set(file.splitlines()[1:]) for file in files] == [both, both, {"Của Hương"}, both]
    everybody = company.admin.post("/exports", columns).json["id"]
    queue.drain()
    assert len(company.admin.get(f"/exports/{everybody}/file").data.splitlines()) == 5
    assert company.nam.get(f"/exports/{everybody}").status_code == 404
    assert company.nam.get("/exports").json["items"][0]["total_rows"] == 2


def test_who_leads_a_team_looks_after_its_customers_though_not_after_all(company: Company) -> None:
    ours = company.save("Của Hương", company.huong)
    note = company.huong.post(f"/customers/{ours}/notes", {"text": "Gọi lại"}).json["ref_id"]
    assert company.nam.get("/data-quality").status_code == 403
    assert company.nam.get(f"/customers/{ours}/views").status_code == 200
    assert delete(company.nam, f"/notes/{note}").status_code in (200, 204)


def test_few_members_are_listed_as_many_are(company: Company, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list begins at those within reach where they are few, and passes the others by where they are many."""
    called = company.save("Gọi đến", company.huong, "0909934561")
    segment_id = a_list(company, called, company.save("Của Minh", company.minh), company.save("Khác", company.huong))
    talking(company.lan.available(), PhoneCall(client, caller="+84909934561"))
    for few in (reaching.FEW, 0):
        monkeypatch.setattr(reaching, "FEW", few)
        listed = company.lan.get(f"/segments/{segment_id}/members").json["items"]
        assert {one["display_name"] for one in listed} == {"Của Minh", "Gọi đến"}, few
