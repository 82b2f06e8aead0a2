"""Two records of one person become one, and can be told apart again."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.core import clock
from contactcenter.core.db import transaction
from contactcenter.crm.merging import service
from contactcenter.crm.models import FieldChange
from tests.crm.merger import Merger
from tests.flows.carrier import PhoneCall


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def test_the_survivor_has_all_lines_and_history_and_the_old_id_leads_to_them(desk: Merger) -> None:
    hoa = desk.save("Nguyễn Thị Hoa", "0901234567")
    double = desk.save("Chị Hoa", "0912345678", "0901234567", emails=["hoa@vidu.vn"], address="12 Lê Lợi")
    desk.post(f"/customers/{double['id']}/notes", {"text": "thích màu xanh"})
    answer = desk.merge(hoa["id"], double["id"])
    assert answer.status_code == 201, answer.text
    one = answer.json["customer"]
    assert (one["id"], one["display_name"], one["address"]) == (hoa["id"], "Nguyễn Thị Hoa", "12 Lê Lợi")
    assert {p["e164"] for p in one["phones"]} == {"+84901234567", "+84912345678"}
    assert one["emails"] == ["hoa@vidu.vn"]
    assert desk.customer(double["id"])["id"] == hoa["id"]
    for known_as in (hoa["id"], double["id"]):
        assert [i["summary"] for i in desk.get(f"/customers/{known_as}/timeline").json["items"]] == ["thích màu xanh"]
    assert desk.post(f"/customers/{double['id']}/notes", {"text": "sau"}).status_code == 201
    assert len(desk.get(f"/customers/{hoa['id']}/timeline").json["items"]) == 2
    listed = [c["id"] for c in desk.get("/customers").json["items"]]
    assert listed == [hoa["id"]]
    found = desk.http.get("/api/v1/customers", query_string={"phone": "0912345678"}).json["items"]
    assert [c["id"] for c in found] == [hoa["id"]]


def test_the_answer_tells_the_figures_that_hold_now(desk: Merger) -> None:
    """As whoever reads the customer again sees them."""
    hoa, double = desk.save("Hoa", "0901234567"), desk.save("Chị Hoa", "0912345678")
    for n, customer in enumerate((hoa, double)):
        order = {"customer_id": customer["id"], "code": f"DH-{n}", "status": "paid", "total_minor": 100_000}
        assert desk.post("/orders", order).status_code == 201
    made = desk.merge(hoa["id"], double["id"]).json
    assert made["customer"]["metrics"]["orders"] == 2
    assert made["customer"]["metrics"] == desk.customer(hoa["id"])["metrics"]
    assert made["customer"]["stats"] == desk.customer(hoa["id"])["stats"]
    apart = desk.delete(f"/customers/merges/{made['merge_id']}").json
    assert [one["metrics"]["orders"] for one in (apart["customer"], *apart["restored"])] == [1, 1]


def test_each_field_may_be_chosen_and_the_choice_is_in_the_history(app: Flask, desk: Merger) -> None:
    one = desk.save("Hoa", company="Nhà Đỏ")
    other = desk.save("Nguyễn Thị Hoa", company="Nhà Xanh", do_not_call=True)
    merged = desk.merge(one["id"], other["id"], display_name=other["id"]).json
    assert (merged["customer"]["display_name"], merged["customer"]["company"]) == ("Nguyễn Thị Hoa", "Nhà Đỏ")
    assert merged["customer"]["do_not_call"] is True, "a warning on one record holds for the person"
    with transaction() as session:
        changes = {c.field: c for c in session.query(FieldChange).filter_by(batch_id=merged["merge_id"])}
    assert (changes["display_name"].cause, changes["display_name"].customer_id) == ("merge", one["id"])


def test_unmerging_restores_both_and_gives_back_what_was_whose(desk: Merger) -> None:
    one, other = desk.save("Hoa", "0901234567"), desk.save("Chị Hoa", "0912345678", "0901234567", address="12 Lê Lợi")
    for who, text in ((one, "một"), (other, "hai")):
        desk.post(f"/customers/{who['id']}/notes", {"text": text})
    merge_id = desk.merge(one["id"], other["id"], display_name=other["id"]).json["merge_id"]
    answer = desk.unmerge(merge_id)
    assert answer.status_code == 200, answer.text
    assert [c["id"] for c in answer.json["restored"]] == [other["id"]]
    for before in (one, other):
        after = desk.customer(before["id"])
        for name in ("id", "display_name", "address", "phones", "emails"):
            assert after[name] == before[name], name
    texts = {
        w["id"]: [i["summary"] for i in desk.get(f"/customers/{w['id']}/timeline").json["items"]] for w in (one, other)
    }
    assert texts == {one["id"]: ["một"], other["id"]: ["hai"]}
    assert code_of(desk.unmerge(merge_id)) == (409, "already_unmerged")


def test_a_field_changed_since_stays_unless_somebody_takes_it_along(desk: Merger) -> None:
    for takes_along in (False, True):
        one, other = desk.save("Hoa"), desk.save("Chị Hoa", address="12 Lê Lợi")
        merge_id = desk.merge(one["id"], other["id"]).json["merge_id"]
        desk.patch(f"/customers/{one['id']}", {"address": "5 Hàng Bài"})
        [changed] = desk.get(f"/customers/merges/{merge_id}").json["changed"]
        assert changed == {"field": "address", "before": None, "after": "12 Lê Lợi", "present": "5 Hàng Bài"}
        assert desk.unmerge(merge_id, **({"address": other["id"]} if takes_along else {})).status_code == 200
        addresses = [desk.customer(who["id"])["address"] for who in (one, other)]
        assert addresses == ([None, "5 Hàng Bài"] if takes_along else ["5 Hàng Bài", "12 Lê Lợi"])


def test_a_call_since_the_merge_goes_with_the_number_it_came_from(
    app: Flask, client: Any, desk: Merger, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.available()
    one, other = desk.save("Hoa", "0901234567"), desk.save("Chị Hoa", "0912345678")
    merge_id = desk.merge(one["id"], other["id"]).json["merge_id"]
    for number in ("+84912345678", "+84901234567"):
        PhoneCall(client, caller=number).arrive()
    assert {c["customer_id"] for c in desk.get("/calls").json["items"]} == {one["id"]}
    desk.unmerge(merge_id)
    owners = {c["from"]: c["customer_id"] for c in desk.get("/calls").json["items"]}
    assert owners == {"+84912345678": other["id"], "+84901234567": one["id"]}


def test_a_callback_promised_since_goes_with_its_number_and_so_does_its_card(desk: Merger) -> None:
    one, other = desk.save("Hoa", "0901234567"), desk.save("Hoa B", "0907654321")
    merge_id = desk.merge(one["id"], other["id"]).json["merge_id"]
    promised = desk.post(
        "/callbacks", {"number": "0907654321", "from": clock.isoformat(clock.now() + timedelta(hours=2))}
    )
    assert promised.status_code == 201, promised.text
    desk.unmerge(merge_id)
    cards = {
        person["id"]: [
            item["ref_id"] for item in desk.get(f"/customers/{person['id']}/timeline?kind=task").json["items"]
        ]
        for person in (one, other)
    }
    assert cards == {one["id"]: [], other["id"]: [promised.json["id"]]}


def test_merges_are_undone_in_any_order(desk: Merger) -> None:
    first, second, third = desk.save("A", "0901234567"), desk.save("B", "0901234567"), desk.save("C", "0901234567")
    into_second = desk.merge(second["id"], third["id"]).json["merge_id"]
    into_first = desk.merge(first["id"], second["id"]).json["merge_id"]
    assert desk.customer(third["id"])["id"] == first["id"]
    assert desk.unmerge(into_second).status_code == 200
    assert desk.customer(third["id"])["phones"] == third["phones"]
    assert [p["e164"] for p in desk.customer(second["id"])["phones"]] == ["+84901234567"]
    assert desk.unmerge(into_first).status_code == 200
    for who in (first, second, third):
        assert desk.customer(who["id"])["phones"] == who["phones"]


def test_what_cannot_be_merged_is_refused_and_changes_nothing(desk: Merger) -> None:
    one, other, third = (desk.save(name) for name in "ABC")
    assert code_of(desk.merge(one["id"], one["id"])) == (422, "same_customer")
    assert code_of(desk.merge(one["id"], "cus_nobody")) == (404, "customer_not_found")
    assert code_of(desk.merge("cus_nobody", one["id"])) == (404, "customer_not_found")
    assert code_of(desk.merge(one["id"], other["id"], display_name=third["id"])) == (422, "invalid_choice")
    assert code_of(desk.merge(one["id"], other["id"], shoe_size=one["id"])) == (422, "invalid_choice")
    assert desk.post(f"/customers/{one['id']}/merge", {"with": []}).status_code == 422
    assert desk.post(f"/customers/{one['id']}/merge", {"with": ["x"] * 21}).status_code == 422
    assert desk.post(f"/customers/{one['id']}/merge", {"with": ["x" * 50_000]}).status_code == 422
    assert desk.post(f"/customers/{one['id']}/merge", {"with": [other["id"]], "colour": 1}).status_code == 422
    desk.merge(one["id"], other["id"])
    again = desk.merge(third["id"], other["id"])
    assert code_of(again) == (409, "already_merged")
    assert again.json["error"]["details"]["into"] == one["id"]
    assert code_of(desk.merge(other["id"], one["id"])) == (422, "same_customer"), "their old id is the survivor"
    assert code_of(desk.unmerge("mrg_nothing")) == (404, "merge_not_found")
    assert len(desk.get("/customers/merges").json["items"]) == 1


def test_merges_are_listed_with_who_and_what(desk: Merger) -> None:
    one, other = desk.save("A", "0901234567"), desk.save("B", "0912345678")
    merge_id = desk.merge(one["id"], other["id"]).json["merge_id"]
    for path in ("/customers/merges", f"/customers/{one['id']}/merges", f"/customers/{other['id']}/merges"):
        [listed] = desk.get(path).json["items"]
        assert (listed["id"], listed["actor_name"], listed["undone_at"]) == (merge_id, "Lan", None)
        assert listed["others"] == [{"id": other["id"], "display_name": "B"}]
        assert listed["moved"]["identities"] == 1
    desk.unmerge(merge_id)
    assert desk.get("/customers/merges?is_active=true").json["items"] == []


def test_looking_before_merging_tells_what_would_move(desk: Merger) -> None:
    one, other = desk.save("A", company="Nhà Xanh"), desk.save("B", "0912345678", address="12 Lê Lợi")
    seen = desk.get(f"/customers/{one['id']}/merge?with={other['id']}").json
    assert [c["id"] for c in seen["customers"]] == [one["id"], other["id"]]
    assert (seen["chosen"]["display_name"], seen["chosen"]["address"]) == ("A", "12 Lê Lợi")
    assert seen["counts"][other["id"]]["identities"] == 1
    assert code_of(desk.get(f"/customers/{one['id']}/merge?with={one['id']}")) == (422, "same_customer")


def test_a_verified_line_wins_over_an_unverified_one(app: Flask, desk: Merger) -> None:
    from contactcenter.crm.models import Identity

    one, other = desk.save("A", "0901234567"), desk.save("B", "0901234567")
    with transaction() as session:
        session.get_one(Identity, other["phones"][0]["id"]).is_verified = True
    merged = desk.merge(one["id"], other["id"]).json
    assert [p["is_verified"] for p in merged["customer"]["phones"]] == [True]
    desk.unmerge(merged["merge_id"])
    assert desk.customer(one["id"])["phones"] == one["phones"]


def test_too_long_a_history_stays_where_it_is(desk: Merger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_ROWS", 2)
    short, long = desk.save("A"), desk.save("B", "0901234567")
    for text in ("một", "hai"):
        assert desk.post(f"/customers/{long['id']}/notes", {"text": text}).status_code == 201
    refused = desk.merge(short["id"], long["id"])
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "too_much_history")
    assert desk.merge(long["id"], short["id"]).status_code == 201


def test_a_record_with_very_many_rows_is_merged_in_one_go(app: Flask, desk: Merger) -> None:
    import sqlalchemy as sa

    from contactcenter.crm.models import TimelineItem

    one, other = desk.save("A"), desk.save("B")
    with transaction() as session:
        rows = [
            {"id": f"tli_{n}", "kind": "note", "ref_id": str(n), "channel": "internal", "occurred_at": clock.now(),
             "customer_id": other["id"]}
            for n in range(20_000)
        ]  # fmt: skip
        session.execute(sa.insert(TimelineItem), rows)
    merged = desk.merge(one["id"], other["id"]).json
    assert (
        desk.get(f"/customers/merges/{merged['merge_id']}").json["returning"][other["id"]]["timeline_items"] == 20_000
    )
    desk.unmerge(merged["merge_id"])
    with transaction() as session:
        counted = sa.select(sa.func.count()).select_from(TimelineItem).where(TimelineItem.customer_id == other["id"])
        assert session.scalar(counted) == 20_000
