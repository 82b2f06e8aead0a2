"""Segments over HTTP: who may, what comes back, and what is refused."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.crm.segments import filling, jobs, queries
from tests.crm.imports.sheets import Importer
from tests.crm.segments.people import change, make
from tests.flows.desk import Desk

WOMEN = {"field": "gender", "op": "in", "value": ["female"]}


@pytest.fixture
def nam(app: Flask) -> Desk:
    return Desk(app, "Nam", "supervisor").sit_down()


def ask(desk: Desk, method: str, path: str, body: Any = None, **headers: str) -> Any:
    return desk.http.open(f"/api/v1{path}", method=method, json=body, headers={"X-CSRF-Token": desk.csrf, **headers})


def test_a_count_that_takes_too_long_is_estimated_from_some(nam: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [make(f"Hoa {n}", gender="female") for n in range(23)]
    count, turns = queries._count, iter((True, False, True, True, False, True, True, True))

    def slow(*asked: Any) -> Any:
        if next(turns):
            raise sa.exc.OperationalError("", None, Exception("it took longer"))
        return count(*asked)

    monkeypatch.setattr(queries, "_count", slow)
    monkeypatch.setattr(queries, "DRAWN", ((ids[0][-1], 1), (ids[0][-1], 1)))
    counted = ask(nam, "POST", "/segments/count", {"rules": WOMEN}).json
    assert (counted["count"], counted["is_estimate"]) == (23, True)
    assert {one["id"][-1] for one in counted["sample"]} == {ids[0][-1]}
    counted = ask(nam, "POST", "/segments/count", {"rules": WOMEN}).json
    assert (counted["count"], counted["is_estimate"]) == (23, True), "from fewer"
    counted = ask(nam, "POST", "/segments/count", {"rules": WOMEN}).json
    assert (counted["count"], counted["is_estimate"]) == (None, False)


def test_a_group_is_made_counted_filled_and_explained(app: Flask, nam: Desk, queue: Any) -> None:
    hoa = make("Nguyễn Hoa", gender="female", company="Nhà Xanh")
    make("Nam", gender="male")
    rules = {"all": [WOMEN, {"not": {"field": "company", "op": "empty"}}]}
    counted = ask(nam, "POST", "/segments/count", {"rules": rules}).json
    assert (counted["count"], [one["display_name"] for one in counted["sample"]]) == (1, ["Nguyễn Hoa"])
    made = ask(nam, "POST", "/segments", {"name": "Khách nữ", "rules": rules})
    assert (made.status_code, made.json["owner_name"], made.json["refresh"]["state"]) == (201, "Nam", "waiting")
    queue.drain()
    path = f"/segments/{made.json['id']}"
    assert nam.get(path).json["size"] == 1
    [member] = nam.get(f"{path}/members?q=hoa").json["items"]
    assert (member["display_name"], nam.get(f"{path}/members?q=long").json["items"]) == ("Nguyễn Hoa", [])
    assert nam.get(f"{path}/log").json["items"][0]["cause"] == "rules"
    assert nam.get(f"{path}/days?days=3").json["items"][-1]["size"] == 1
    assert nam.get(f"/customers/{hoa}").json["segments"] == ["Khách nữ"]
    assert [one["name"] for one in nam.get(f"/customers/{hoa}/segments").json["items"]] == ["Khách nữ"]
    why = nam.get(f"{path}/why/{hoa}").json
    assert (why["is_member"], why["rules"]["holds"], why["rules"]["all"][1]["not"]["holds"]) == (True, True, False)


def test_a_sensitive_field_is_not_told_by_a_why(app: Flask, nam: Desk, queue: Any) -> None:
    hoa = make("Hoa", income_band="over_50m")
    rules = {"all": [{"field": "income_band", "op": "in", "value": ["over_50m"]}]}
    segment = ask(nam, "POST", "/segments", {"name": "Rich", "rules": rules}).json
    assert nam.get(f"/segments/{segment['id']}/why/{hoa}").json["rules"]["all"][0]["holds"] is None


def test_customers_are_listed_by_segment(app: Flask, nam: Desk) -> None:
    hoa = make("Hoa")
    make("Nam")
    made = ask(nam, "POST", "/segments", {"name": "Hội chợ", "kind": "static", "customer_ids": [hoa]}).json
    found = nam.get(f"/customers?segment={made['id']}").json["items"]
    assert [one["display_name"] for one in found] == ["Hoa"]


def test_of_two_people_changing_a_segment_the_second_is_told(app: Flask, nam: Desk) -> None:
    made = ask(nam, "POST", "/segments", {"name": "G", "rules": WOMEN})
    path, etag = f"/segments/{made.json['id']}", made.headers["ETag"]
    assert ask(nam, "PATCH", path, {"name": "H"}, **{"If-Match": etag}).status_code == 200
    late = ask(nam, "PATCH", path, {"name": "I"}, **{"If-Match": etag})
    assert (late.status_code, late.json["error"]["code"]) == (412, "version_conflict")
    assert nam.get(path).json["name"] == "H"


def test_a_list_is_filled_from_a_search_and_emptied_with_undo(app: Flask, nam: Desk) -> None:
    for name in ("Nguyễn Hoa", "Nguyễn Nam", "Trần Long"):
        make(name)
    fair = ask(nam, "POST", "/segments", {"name": "Hội chợ", "kind": "static"}).json["id"]
    added = ask(nam, "POST", f"/segments/{fair}/members", {"q": "nguyen"}).json
    assert (added["changed"], added["size"]) == (2, 2)
    ids = [one["id"] for one in nam.get(f"/segments/{fair}/members").json["items"]]
    out = ask(nam, "DELETE", f"/segments/{fair}/members", {"customer_ids": ids}).json
    assert (out["changed"], out["size"]) == (2, 0)
    back = ask(nam, "POST", f"/segments/{fair}/undo", {"batch_id": out["batch_id"]})
    assert (back.status_code, back.json["size"]) == (200, 2)
    other = ask(nam, "POST", "/segments", {"name": "Copy", "kind": "static"}).json["id"]
    assert ask(nam, "POST", f"/segments/{other}/members", {"segment_id": fair}).json["size"] == 2


def test_thousands_are_added_in_the_background_and_taken_off_again(
    app: Flask, nam: Desk, queue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "AT_A_TIME", 2)
    monkeypatch.setattr(filling, "_A_TRANSACTION", 2)
    for name in ("Nguyễn Hoa", "Nguyễn Nam", "Nguyễn Long"):
        make(name)
    fair = ask(nam, "POST", "/segments", {"name": "Hội chợ", "kind": "static"}).json["id"]
    added = ask(nam, "POST", f"/segments/{fair}/members", {"q": "nguyen"}).json
    assert (added["changed"], added["pending"]) == (0, 3)
    busy = nam.get(f"/segments/{fair}").json
    assert (busy["refresh"]["state"], busy["refresh"]["total"]) == ("waiting", 3)
    undo = ("POST", f"/segments/{fair}/undo", {"batch_id": added["batch_id"]})
    assert ask(nam, *undo).json["error"]["code"] == "still_filling"
    queue.drain()
    done = nam.get(f"/segments/{fair}").json
    assert (done["size"], done["refresh"]["state"]) == (3, "fresh")
    assert ask(nam, *undo).json["size"] == 0


def test_a_list_takes_those_of_an_import_and_is_counted_again_after_its_undo(app: Flask, nam: Desk, queue: Any) -> None:
    importer = Importer(nam, queue)
    job = importer.run("Tên,SĐT\nHoa,0901234567\nNam,0901234568\n")
    fair = ask(nam, "POST", "/segments", {"name": "Hội chợ", "kind": "static"}).json["id"]
    path = f"/segments/{fair}/members"
    assert ask(nam, "POST", path, {"import_id": job["id"]}).json["size"] == 2
    assert ask(nam, "POST", path, {"import_id": "zz"}).status_code == 404
    assert importer.step(job["id"], "undo")["undo_counts"] == {"removed": 2}
    assert nam.get(f"/segments/{fair}").json["size"] == 0
    today = nam.get(f"/segments/{fair}/days?days=3").json["items"][-1]
    assert (today["size"], today["entered"], today["exited"]) == (0, 2, 2), "who was removed has left"


def test_a_segment_is_put_away_and_taken_out_again(app: Flask, nam: Desk, queue: Any) -> None:
    made = ask(nam, "POST", "/segments", {"name": "G", "rules": WOMEN}).json
    assert ask(nam, "DELETE", f"/segments/{made['id']}").status_code == 204
    assert made["id"] not in [one["id"] for one in nam.get("/segments?limit=200").json["items"]]
    assert [one["id"] for one in nam.get("/segments?archived=true").json["items"]] == [made["id"]]
    assert ask(nam, "POST", "/segments", {"name": "g", "rules": WOMEN}).status_code == 201
    taken = ask(nam, "POST", f"/segments/{made['id']}/restore")
    assert (taken.status_code, taken.json["error"]["code"]) == (409, "segment_exists")


def test_what_a_person_set_is_shown_beside_the_rules_and_can_be_given_back(app: Flask, nam: Desk) -> None:
    hoa = make("Hoa")
    change(hoa, status="past")
    jobs.settle_segments()
    driven = {one["field"]: one for one in nam.get(f"/customers/{hoa}/segments").json["driven"]}
    assert driven["status"] == {"field": "status", "value": "past", "by_rules": "potential", "is_by_hand": True}
    given = ask(nam, "POST", f"/customers/{hoa}/follow-rules", {"field": "status"}).json
    assert {one["field"]: one["is_by_hand"] for one in given["driven"]}["status"] is False
    assert nam.get(f"/customers/{hoa}").json["status"] == "potential"


def test_an_agent_looks_and_does_not_touch(app: Flask, nam: Desk) -> None:
    lan = Desk(app, "Lan").sit_down()
    made = ask(nam, "POST", "/segments", {"name": "G", "rules": WOMEN}).json["id"]
    assert lan.get("/segments").status_code == 200
    assert lan.get("/segments/catalogue").status_code == 200
    assert ask(lan, "POST", "/segments/count", {"rules": WOMEN}).status_code == 200
    for method, path, body in (
        ("POST", "/segments", {"name": "X", "rules": WOMEN}),
        ("PATCH", f"/segments/{made}", {"name": "X"}),
        ("DELETE", f"/segments/{made}", None),
        ("POST", f"/segments/{made}/members", {"customer_ids": ["x"]}),
    ):
        assert ask(lan, method, path, body).status_code == 403


BAD: list[tuple[str, str, Any, int]] = [
    ("POST", "/segments", {}, 422),
    ("POST", "/segments", {"name": "G"}, 422),
    ("POST", "/segments", {"name": "G", "kind": "static", "rules": WOMEN}, 422),
    ("POST", "/segments", {"name": "x" * 50_000, "rules": WOMEN}, 422),
    ("POST", "/segments", {"name": "a\x00b", "rules": WOMEN}, 422),
    ("POST", "/segments", {"name": "G", "rules": [1]}, 422),
    ("POST", "/segments", {"name": "G", "rules": WOMEN, "size": 5}, 422),
    ("POST", "/segments", {"name": "G", "rules": {"field": "owner_id", "op": "in", "value": ["usr_nobody"]}}, 422),
    ("POST", "/segments", {"name": "G", "kind": "static", "customer_ids": ["cus_nobody"]}, 422),
    ("POST", "/segments/count", {"rules": {"any": []}}, 422),
    ("POST", "/segments/count", {"rules": {"field": "display_name", "op": "contains", "value": "\ud800"}}, 422),
    ("GET", "/segments/seg_nothing", None, 404),
    ("GET", "/segments/seg_nothing/members", None, 404),
    ("GET", "/segments/seg_nothing/why/cus_nobody", None, 404),
    ("PATCH", "/segments/seg_nothing", {"name": "G"}, 404),
    ("POST", "/segments/seg_nothing/undo", {"batch_id": "x"}, 404),
    ("GET", "/segments?cursor=nonsense", None, 422),
    ("GET", "/segments?limit=0", None, 422),
    ("GET", "/customers/cus_nobody/segments", None, 404),
    ("POST", "/customers/cus_nobody/follow-rules", {"field": "display_name"}, 422),
]


def test_nonsense_is_refused_and_leaves_nothing(app: Flask, nam: Desk) -> None:
    before = len(nam.get("/segments?limit=200").json["items"])
    for method, path, body, status in BAD:
        answer = ask(nam, method, path, body)
        assert (answer.status_code, "error" in answer.json) == (status, True), (method, path, answer.text[:300])
    assert len(nam.get("/segments?limit=200").json["items"]) == before


def test_a_refused_rule_is_named_by_its_place(nam: Desk) -> None:
    rules = {"all": [WOMEN, {"field": "spent", "op": "gte", "value": "many"}]}
    refused = ask(nam, "POST", "/segments/count", {"rules": rules}).json["error"]
    assert (refused["code"], list(refused["details"])) == ("invalid_rules", ["rules.all[1].value"])


def test_the_catalogue_names_every_type_it_uses(nam: Desk) -> None:
    told = nam.get("/segments/catalogue").json
    types = {one["type"] for one in told["operators"]}
    assert {one["type"] for one in told["subjects"]} <= types
    assert {one["group"] for one in told["subjects"]} <= {one["code"] for one in told["groups"]}
    assert {"call", "missed_call", "order", "rating", "note"} <= {one["code"] for one in told["facts"]}
