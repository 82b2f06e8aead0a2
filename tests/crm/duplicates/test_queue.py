"""The queue finds who is in the books twice, remembers who is not, and asks before somebody is created."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core.db import transaction
from contactcenter.crm.duplicates import jobs
from contactcenter.crm.duplicates.models import DuplicateMark
from contactcenter.crm.models import Identity
from tests.crm.merger import Merger


def settle() -> None:
    while jobs.compare_batch():
        pass


def queue_of(desk: Merger) -> list[dict[str, Any]]:
    settle()
    return list(desk.get("/duplicates").json["items"])


def pairs_of(desk: Merger) -> set[frozenset[str]]:
    return {frozenset(c["display_name"] for c in pair["customers"]) for pair in queue_of(desk)}


def test_the_same_number_in_any_form_and_a_turned_around_name_are_found(desk: Merger) -> None:
    desk.save("Nguyễn Văn An", "0901234567")
    desk.save("An Nguyễn Văn", "+84 90 123 45 67")
    desk.save("Trần Thị Bích", "0912345678")
    [pair] = queue_of(desk)
    assert {c["display_name"] for c in pair["customers"]} == {"Nguyễn Văn An", "An Nguyễn Văn"}
    assert pair["score"] == 100
    assert [r["code"] for r in pair["reasons"]] == ["phone_same", "name_transposed"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"emails": ["hoa@vidu.vn"]}, {"emails": ["HOA@vidu.vn"]}),
        ({"display_name": "Nguyễn Thị Hoa"}, {"display_name": "nguyen thi hoa"}),
        ({"display_name": "Lê Hoàng Yến", "birthday": "1990-01-02"},
         {"display_name": "Lê Hoàng Yếm", "birthday": "1990-01-02"}),
        ({"display_name": "Nguyễn Hoa", "address": "12 Lê Lợi, Huế", "birthday": "1990-01-02"},
         {"display_name": "Nguyễn Thị Hoa", "address": "12 Le Loi - Hue", "birthday": "1990-01-02"}),
    ],
)  # fmt: skip
def test_these_are_found(desk: Merger, one: dict[str, Any], other: dict[str, Any]) -> None:
    for fields in (one, other):
        more = {name: value for name, value in fields.items() if name != "display_name"}
        desk.save(fields.get("display_name", "Hoa"), **more)
    assert len(queue_of(desk)) == 1


def test_the_queue_is_by_score(desk: Merger) -> None:
    for name, phone in (
        ("Nguyễn Thị Hoa", "0901234567"),
        ("Trần Văn Dũng", "0901234567"),
        ("Hoa Nguyễn", "0901234567"),
    ):
        desk.save(name, phone)
    scores = [pair["score"] for pair in queue_of(desk)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3
    first = desk.get("/duplicates?limit=2").json
    rest = desk.http.get("/api/v1/duplicates", query_string={"limit": 2, "cursor": first["next_cursor"]}).json
    assert [p["score"] for p in first["items"] + rest["items"]] == scores


def test_a_pair_leaves_when_what_made_it_is_gone(desk: Merger) -> None:
    desk.save("Nguyễn Thị Hoa", "0901234567")
    other = desk.save("Trần Văn Dũng", "0901234567")
    assert len(queue_of(desk)) == 1
    [phone] = other["phones"]
    desk.patch(f"/customers/{other['id']}/identities/{phone['id']}", {"is_shared": True})
    assert queue_of(desk) == []


def test_not_a_duplicate_is_remembered_and_can_be_taken_back(desk: Merger) -> None:
    one, other = desk.save("Nguyễn Thị Hoa", "0901234567"), desk.save("Nguyễn Thị Hoa", "0901234567")
    [pair] = queue_of(desk)
    assert desk.post(f"/duplicates/{pair['id']}/dismiss").json["is_dismissed"] is True
    for who in (one, other):
        desk.patch(f"/customers/{who['id']}", {"company": "Nhà Xanh"})
    assert queue_of(desk) == []
    assert [p["id"] for p in desk.get("/duplicates?is_dismissed=true").json["items"]] == [pair["id"]]
    assert desk.delete(f"/duplicates/{pair['id']}/dismiss").json["is_dismissed"] is False
    assert [p["id"] for p in queue_of(desk)] == [pair["id"]]


def test_not_a_duplicate_follows_a_merge_and_an_unmerge(desk: Merger) -> None:
    one, other = desk.save("Nguyễn Thị Hoa", "0901234567"), desk.save("Nguyễn Thị Hoa", "0901234567")
    [pair] = queue_of(desk)
    desk.post(f"/duplicates/{pair['id']}/dismiss")
    third = desk.save("Nguyễn Thị Hoa", "0901234567")
    assert len(queue_of(desk)) == 2
    merge_id = desk.merge(third["id"], other["id"]).json["merge_id"]
    assert queue_of(desk) == [], "the third now stands for the other, who is known to be somebody else"
    desk.unmerge(merge_id)
    assert {frozenset(c["id"] for c in p["customers"]) for p in queue_of(desk)} == {
        frozenset({one["id"], third["id"]}), frozenset({other["id"], third["id"]}),
    }  # fmt: skip


def test_merged_people_leave_the_queue_at_once(desk: Merger) -> None:
    one, other = desk.save("Hoa", "0901234567"), desk.save("Hoa", "0901234567")
    assert len(queue_of(desk)) == 1
    desk.merge(one["id"], other["id"])
    assert desk.get("/duplicates").json["items"] == []


def test_a_crowded_number_or_name_finds_nobody(app: Flask, desk: Merger) -> None:
    for n in range(45):
        desk.save(f"Nhân viên {chr(97 + n % 26)}{n}", "02838221234")
    assert queue_of(desk) == []


def test_whoever_is_about_to_be_created_is_checked_as_typed(desk: Merger) -> None:
    hoa = desk.save("Nguyễn Thị Hoa", "0901234567", emails=["hoa@vidu.vn"])
    settle()
    for body in (
        {"display_name": "", "phones": ["84 901 234 567"]},
        {"display_name": "x", "phones": ["0901234567", "09", "nonsense"], "emails": ["half@"]},
        {"display_name": "Hoa Nguyễn Thị"},
        {"emails": ["Hoa@vidu.vn"]},
    ):
        found = desk.post("/customers/duplicate-check", body).json["items"]
        assert [c["customer"]["id"] for c in found] == [hoa["id"]], body
        assert found[0]["reasons"]
    assert desk.post("/customers/duplicate-check", {"display_name": "Trần Văn Dũng"}).json["items"] == []
    assert desk.post("/customers/duplicate-check", {"display_name": "x" * 50_000}).status_code == 422
    assert desk.post("/customers/duplicate-check", {"phones": ["x\x00"]}).status_code == 422


def verify(*customers: dict[str, Any]) -> None:
    with transaction() as session:
        ids = [phone["id"] for customer in customers for phone in customer["phones"]]
        session.execute(sa.update(Identity).where(Identity.id.in_(ids)).values(is_verified=True))


def test_verified_doubles_are_merged_only_when_the_rule_is_on_and_never_again_after_unmerging(
    app: Flask, desk: Merger
) -> None:
    one, other = desk.save("Hoa", "0901234567"), desk.save("Nguyễn Thị Hoa", "0901234567")
    verify(one, other)
    assert len(queue_of(desk)) == 1
    assert desk.put("/duplicates/rule", {"merges_verified": True}).status_code == 403, "a supervisor's decision"
    chief = Merger(app, "Nam", "supervisor")
    chief.sit_down()
    assert chief.put("/duplicates/rule", {"merges_verified": True}).json == {"merges_verified": True}
    assert queue_of(desk) == []
    [merge] = desk.get("/customers/merges").json["items"]
    assert (merge["cause"], merge["survivor"]["id"], merge["actor_id"]) == ("automatic", one["id"], None)
    desk.unmerge(merge["id"])
    assert len(queue_of(desk)) == 1
    assert len(desk.get("/customers/merges").json["items"]) == 1


def test_everybody_is_compared_at_night(app: Flask, desk: Merger) -> None:
    desk.save("Hoa", "0901234567")
    desk.save("Hoa", "0901234567")
    with transaction() as session:
        session.execute(sa.delete(DuplicateMark))
    assert queue_of(desk) == []
    jobs.compare_all_customers()
    assert len(queue_of(desk)) == 1
    jobs.compare_all_customers()
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(DuplicateMark)) == 0, "once a night"


def test_an_unknown_pair_is_said_to_be_unknown(desk: Merger) -> None:
    assert desk.post("/duplicates/dup_nothing/dismiss").status_code == 404
    assert desk.delete("/duplicates/dup_nothing/dismiss").status_code == 404
    assert desk.get("/duplicates?cursor=nonsense").status_code == 422
