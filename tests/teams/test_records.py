"""What hangs on a customer is seen by whoever sees the customer, and says no more to others than that it is there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.core.clock import now
from contactcenter.core.jobs import MemoryQueue
from contactcenter.crm.duplicates import jobs
from tests.crm.hands import delete, patch
from tests.crm.imports.sheets import Importer
from tests.flows.desk import Desk

NUMBER = "0987650001"
TOMORROW = (now() + timedelta(days=1)).isoformat()


@dataclass
class Office:
    """Lan and Minh are of two teams; agents and supervisors see their teams' customers only."""

    admin: Desk
    lan: Desk
    minh: Desk
    nam: Desk

    def save(self, desk: Desk, name: str, **more: Any) -> str:
        body = {"display_name": name, "owner_id": desk.user_id, **more}
        answer = self.admin.post("/customers?allow_duplicate=1", body)
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])


@pytest.fixture
def office(app: Flask) -> Office:
    admin = Desk(app, "Bich", "admin").sit_down()
    lan, minh = Desk(app, "Lan").sit_down(), Desk(app, "Minh").sit_down()
    nam = Desk(app, "Nam", "supervisor").sit_down()
    admin.post("/teams", {"name": "Bán lẻ", "member_ids": [lan.user_id, nam.user_id]})
    admin.post("/teams", {"name": "Bán sỉ", "member_ids": [minh.user_id]})
    assert admin.put("/reach", {"agent": "team", "supervisor": "team"}).status_code == 200
    return Office(admin, lan, minh, nam)


@pytest.fixture
def theirs(office: Office) -> str:
    """A customer of Minh's team, who has that number."""
    return office.save(office.minh, "Trần Thị Kín", phones=[NUMBER])


@pytest.fixture
def ours(office: Office) -> str:
    return office.save(office.lan, "Khách Nhà")


def codes_of(*answers: Any) -> list[Any]:
    return [answer.json["error"]["code"] if answer.status_code >= 400 else answer.status_code for answer in answers]


def test_notes_tasks_callbacks_and_orders_are_within_reach_with_their_customer(office: Office, theirs: str) -> None:
    lan, minh = office.lan, office.minh
    note = minh.post(f"/customers/{theirs}/notes", {"text": "Kín đáo"}).json["ref_id"]
    task = minh.post("/tasks", {"title": "Gọi Kín", "customer_id": theirs}).json["id"]
    own = lan.post("/tasks", {"title": "Dọn bàn"}).json["id"]
    call = minh.post("/callbacks", {"customer_id": theirs, "from": TOMORROW}).json["id"]
    order = minh.post("/orders", {"customer_id": theirs, "total_minor": 5}).json["id"]
    paths = [f"/notes/{note}", f"/notes/{note}/versions", f"/tasks/{task}", f"/callbacks/{call}", f"/orders/{order}"]
    assert {answer.status_code for answer in map(minh.get, paths)} == {200}
    assert codes_of(*map(lan.get, paths)) == ["outside_reach"] * 5
    assert [one["id"] for one in lan.get("/tasks").json["items"]] == [own]
    assert lan.get("/tasks/counts").json == {"overdue": 0, "today": 0, "upcoming": 1}
    assert lan.get("/callbacks").json["items"] == lan.get("/orders").json["items"] == []
    assert lan.get("/orders?q=Kín").json["items"] == []
    filters = ["/tasks", "/callbacks", "/orders"]
    asked = [lan.get(f"{path}?{'customer_id' if path == '/orders' else 'customer'}={theirs}") for path in filters]
    assert codes_of(*asked) == ["outside_reach"] * 3
    assert len(office.admin.get("/tasks").json["items"]) == 3


def test_a_body_cannot_name_another_teams_customer(office: Office, theirs: str, ours: str) -> None:
    lan = office.lan
    mine = lan.post("/tasks", {"title": "Dọn bàn"}).json
    company = lan.post("/companies", {"name": "Công ty Một"}).json["id"]
    answers = [
        lan.post("/tasks", {"title": "x", "customer_id": theirs}),
        patch(lan, f"/tasks/{mine['id']}", {"customer_id": theirs}),
        lan.post("/callbacks", {"customer_id": theirs, "from": TOMORROW}),
        lan.post("/callbacks", {"number": NUMBER, "from": TOMORROW}),
        lan.post("/orders", {"customer_id": theirs, "total_minor": 5}),
        lan.post("/orders", {"phone": NUMBER, "total_minor": 5}),
        lan.post(f"/companies/{company}/people", {"customer_id": theirs}),
        lan.post("/households", {"label": "Nhà", "members": [{"customer_id": ours}, {"customer_id": theirs}]}),
        lan.get(f"/customers/{ours}/merge?with={theirs}"),
        lan.post(f"/customers/{ours}/merge", {"with": [theirs]}),
    ]
    assert codes_of(*answers) == ["outside_reach"] * len(answers)
    assert office.admin.get(f"/tasks?customer={theirs}").json["items"] == []


@pytest.mark.parametrize("give", [
    lambda office, theirs: office.minh.post(f"/customers/{theirs}/notes", {"text": "@Lan xem giúp"}),
    lambda office, theirs: office.minh.post(
        "/tasks", {"title": "Gọi giúp", "customer_id": theirs, "assignee_id": office.lan.user_id}
    ),
], ids=["mention", "task"])  # fmt: skip
def test_who_is_asked_for_help_sees_whom_it_is_about(
    office: Office, theirs: str, give: Callable[[Office, str], Any]
) -> None:
    assert office.lan.get(f"/customers/{theirs}").status_code == 403
    assert give(office, theirs).status_code == 201
    assert office.lan.get(f"/customers/{theirs}").status_code == 200
    assert office.nam.get(f"/customers/{theirs}").status_code == 403


def test_rows_of_many_orders_for_another_teams_customers_are_refused_one_by_one(office: Office, theirs: str) -> None:
    sold = office.minh.post("/orders", {"customer_id": theirs, "source": "shop", "code": "S1", "total_minor": 5}).json
    rows = [
        {"code": "A1", "phone": NUMBER, "total_minor": 7},
        {"code": "A2", "phone": "0987650002", "display_name": "Khách Mới", "total_minor": 7},
        {"code": "S1", "phone": "0987650002", "total_minor": 9},
    ]
    answer = office.nam.post("/orders/bulk", {"source": "shop", "items": rows})
    assert [row["outcome"] for row in answer.json["items"]] == ["failed", "created", "failed"]
    assert {row["error"]["code"] for row in answer.json["items"] if row["error"]} == {"outside_reach"}
    assert "Kín" not in answer.text
    assert theirs not in answer.text
    assert office.minh.get(f"/orders/{sold['id']}").json["total_minor"] == 5


def test_a_company_is_everybodys_and_its_people_are_their_teams(office: Office, theirs: str, ours: str) -> None:
    lan, minh = office.lan, office.minh
    company = lan.post("/companies", {"name": "Công ty Một"}).json["id"]
    their_place = minh.post(f"/companies/{company}/people", {"customer_id": theirs}).json["items"][0]
    shown = lan.post(f"/companies/{company}/people", {"customer_id": ours}).json
    assert ([one["customer_name"] for one in shown["items"]], shown["outside"]) == (["Khách Nhà"], 1)
    assert lan.get(f"/companies/{company}/people").json == shown
    everybody = office.admin.get(f"/companies/{company}/people").json
    assert (len(everybody["items"]), everybody["outside"]) == (2, 0)
    minh.post(f"/customers/{theirs}/notes", {"text": "Kín đáo"})
    lan.post(f"/customers/{ours}/notes", {"text": "Của nhà"})
    assert [one["summary"] for one in lan.get(f"/companies/{company}/timeline").json["items"]] == ["Của nhà"]
    place = f"/companies/{company}/people/{their_place['id']}"
    assert codes_of(patch(lan, place, {"title": "x"}), delete(lan, place)) == ["outside_reach"] * 2


def test_of_a_household_one_sees_that_somebody_of_another_team_lives_there(
    office: Office, theirs: str, ours: str
) -> None:
    lan = office.lan
    members = [{"customer_id": ours}, {"customer_id": theirs, "relation": "spouse"}]
    home = office.admin.post("/households", {"label": "Nhà Kín", "members": members}).json
    alone = office.minh.post("/households", {"label": "Nhà Kín", "members": [{"customer_id": theirs}]}).json
    shown = lan.get(f"/customers/{ours}/households").json["items"][0]
    outside = home["members"][1]["id"]
    assert shown["label"] == ""
    assert shown["members"][1] == {"id": outside, "relation": "spouse", "is_outside": True}
    assert [one["id"] for one in lan.get("/households").json["items"]] == [home["id"]]
    refused = [
        lan.get(f"/households/{alone['id']}"),
        patch(lan, f"/households/{home['id']}/members/{outside}", {"relation": "child"}),
        delete(lan, f"/households/{home['id']}/members/{outside}"),
        delete(lan, f"/households/{home['id']}"),
    ]
    assert codes_of(*refused) == ["outside_reach"] * 4
    assert office.admin.get(f"/households/{home['id']}").json["members"][1]["customer_name"] == "Trần Thị Kín"


def test_a_new_customer_with_another_teams_number_is_told_of_without_a_name(office: Office, theirs: str) -> None:
    lan = office.lan
    body = {"display_name": "Trần Thị Kín", "phones": [NUMBER]}
    refused = lan.post("/customers", body)
    assert codes_of(refused) == ["duplicate_identity"]
    assert refused.json["error"]["details"]["customers"] == [{"is_outside": True}]
    checked = lan.post("/customers/duplicate-check", body).json["items"]
    assert checked == [{"is_outside": True, "score": 70, "reasons": [{"code": "phone_same", "points": 70}]}]
    assert lan.post("/customers/duplicate-check", {"display_name": "Trần Thị Kín"}).json["items"] == []
    assert office.minh.post("/customers", body).json["error"]["details"]["customers"][0]["id"] == theirs
    assert lan.post("/customers?allow_duplicate=1", body).status_code == 201


def test_pairs_and_merges_are_for_whoever_sees_everybody_in_them(office: Office, theirs: str) -> None:
    nam, admin = office.nam, office.admin
    twin = office.save(office.lan, "Trần Thị Kín", phones=[NUMBER])
    while jobs.compare_batch():
        pass
    [pair] = admin.get(f"/customers/{twin}/duplicates").json["items"]
    [told] = nam.get(f"/customers/{twin}/duplicates").json["items"]
    assert (told["is_outside"], [one["id"] for one in told["customers"]]) == (True, [twin])
    assert [reason["code"] for reason in told["reasons"]] == ["phone_same"]
    assert theirs not in str(told)
    assert nam.get("/duplicates").json["items"] == []
    assert len(admin.get("/duplicates").json["items"]) == 1
    assert codes_of(nam.post(f"/duplicates/{pair['id']}/dismiss")) == ["outside_reach"]
    merge = admin.post(f"/customers/{twin}/merge", {"with": [theirs]}).json["merge_id"]
    assert nam.get("/customers/merges").json["items"] == nam.get(f"/customers/{twin}/merges").json["items"] == []
    assert len(admin.get("/customers/merges").json["items"]) == 1
    path = f"/customers/merges/{merge}"
    answers = [nam.get(path), nam.http.delete(f"/api/v1{path}", json={}, headers={"X-CSRF-Token": nam.csrf})]
    assert codes_of(*answers) == ["outside_reach"] * 2


def test_giving_a_customer_away_answers_before_one_loses_sight_of_them(office: Office, ours: str) -> None:
    given = patch(office.lan, f"/customers/{ours}", {"owner_id": office.minh.user_id})
    assert (given.status_code, given.json["owner_id"]) == (200, office.minh.user_id)
    assert codes_of(office.lan.get(f"/customers/{ours}")) == ["outside_reach"]


@pytest.mark.parametrize("policy", ["skip", "update"])
def test_rows_of_another_teams_customers_change_nothing_and_are_told_apart(
    office: Office, theirs: str, ours: str, queue: MemoryQueue, policy: str
) -> None:
    importer = Importer(office.nam, queue)
    known = office.save(office.lan, "Khách Quen", phones=["0987650009"])
    file = (
        f"Tên,Điện thoại,Mã khách hàng\nAi Đó,{NUMBER},\nKhách Mới,0987650002,\n"
        f"Ai Khác,,{theirs}\nKhách Quen,0987650009,\nCả Hai,{NUMBER},{ours}\nVừa Nhà,0987650003,{ours}\n"
    )
    counts = {"outside": 2, "created": 1, "skipped": 3} if policy == "skip" else None
    uploaded = importer.uploaded(file, on_duplicate=policy)
    checked = importer.step(uploaded["id"], "preview")
    done = importer.step(uploaded["id"], "start")
    assert (checked["findings"]["outcomes"]["outside"], done["counts"]["outside"]) == (2, 2)
    assert not counts or {name: done["counts"].get(name) for name in counts} == counts
    rows = importer.rows(done["id"])
    told = [row for row in rows if row["outcome"] == "outside"]
    assert [(row["number"], row["customer_id"], row["customer_name"]) for row in told] == [
        (2, None, None),
        (4, None, None),
    ]
    report = office.nam.get(f"/imports/{done['id']}/report?rows=problems").text
    assert report.count("Khách của đội khác") == 2
    assert "Kín" not in str(checked["findings"]) + str(rows) + report
    assert office.admin.get(f"/customers/{theirs}").json["version"] == 1
    assert office.admin.get(f"/customers/{known}").status_code == 200


def test_orders_and_leads_of_another_teams_customers_are_passed_over_in_files(
    office: Office, theirs: str, queue: MemoryQueue
) -> None:
    sold = {"customer_id": theirs, "source": "import", "code": "T-1", "total_minor": 5}
    assert office.minh.post("/orders", sold).status_code == 201
    orders = Importer(office.nam, queue, kind="orders")
    file = (
        "Mã đơn,Ngày đặt,Tổng tiền,Điện thoại,Tên khách hàng,Tên sản phẩm,Số lượng,Đơn giá\n"
        f"A-1,01/02/2026,7000,{NUMBER},Ai Đó,Nồi,1,3000\nA-1,,,,,Chảo,1,4000\n"
        "A-2,01/02/2026,7000,0987650002,Khách Mới,Nồi,1,7000\nT-1,01/02/2026,9000,0987650002,Khách Mới,Nồi,1,9000\n"
    )
    uploaded = orders.uploaded(file, on_duplicate="update")
    checked, done = (orders.step(uploaded["id"], step) for step in ("preview", "start"))
    assert {name: done["counts"].get(name) for name in ("outside", "created", "failed", "line")} == {
        "outside": 3, "created": 1, "failed": None, "line": None,
    }  # fmt: skip
    assert checked["findings"]["outcomes"]["outside"] == 3
    leads = Importer(office.nam, queue, kind="leads")
    file = f"Tên,Điện thoại\nAi Đó,{NUMBER}\nNgười Mới,0987650005\n"
    uploaded = leads.uploaded(file)
    checked, done = (leads.step(uploaded["id"], step) for step in ("preview", "start"))
    assert (done["counts"]["outside"], done["counts"]["created"]) == (1, 1)
    assert checked["findings"]["outcomes"]["outside"] == 1


def test_an_import_is_seen_by_colleagues_of_whoever_made_it(office: Office, app: Flask, queue: MemoryQueue) -> None:
    chief = Desk(app, "Quang", "supervisor").sit_down()
    mine = Importer(office.nam, queue).uploaded("Tên\nKhách Một\n")["id"]
    assert office.nam.get(f"/imports/{mine}").status_code == 200
    assert codes_of(chief.get(f"/imports/{mine}"), chief.post(f"/imports/{mine}/start")) == ["outside_reach"] * 2
    assert chief.get("/imports").json["items"] == []
    assert [one["id"] for one in office.admin.get("/imports").json["items"]] == [mine]
