"""Who changed what, when, from what to what; and taking one change back."""

import pytest

from contactcenter.core.db import transaction
from contactcenter.crm import service
from tests.crm.profile.desk import ProfileDesk


def test_each_change_says_who_from_what_and_to_what(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa", "0901234567")
    desk.patch(f"/customers/{saved['id']}", {"company": "Nhà Xanh", "birthday": "1990-01-31"})
    desk.patch(f"/customers/{saved['id']}", {"company": "Nhà Đỏ"})
    items = desk.history(saved["id"])
    assert [(i["field"], i["old"], i["new"]) for i in items if i["field"] == "company"] == [
        ("company", "Nhà Xanh", "Nhà Đỏ"),
        ("company", None, "Nhà Xanh"),
    ]
    one = desk.history(saved["id"], field="birthday")
    assert [(i["new"], i["label"], i["actor_name"], i["cause"]) for i in one] == [
        ("1990-01-31", "Ngày sinh", "Lan", "manual")
    ]


def test_history_pages_by_its_cursor(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa")
    for n in range(5):
        desk.patch(f"/customers/{saved['id']}", {"company": f"C{n}"})
    seen, cursor = [], ""
    while cursor is not None:
        query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = desk.http.get(f"/api/v1/customers/{saved['id']}/history", query_string=query).json
        seen += [item["new"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ["C4", "C3", "C2", "C1", "C0"]


def test_owners_are_named_in_the_history(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa")
    desk.patch(f"/customers/{saved['id']}", {"owner_id": desk.user_id})
    [item] = desk.history(saved["id"])
    assert (item["new"], item["new_name"], item["old_name"]) == (desk.user_id, "Lan", None)


def test_one_change_is_taken_back_and_that_is_a_change_too(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa", company="Nhà Xanh")
    changed = desk.patch(f"/customers/{saved['id']}", {"company": "Nhà Đỏ"}).json
    [item] = desk.history(saved["id"])
    undone = desk.send(f"/customers/{saved['id']}/history/{item['id']}/undo", {}, changed["version"])
    assert (undone.status_code, undone.json["company"]) == (200, "Nhà Xanh")
    assert desk.history(saved["id"])[0]["cause"] == "undo"


def test_what_was_changed_again_is_taken_back_only_when_asked_twice(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa", company="A")
    desk.patch(f"/customers/{saved['id']}", {"company": "B"})
    desk.patch(f"/customers/{saved['id']}", {"company": "C"})
    first = desk.history(saved["id"])[1]
    path = f"/customers/{saved['id']}/history/{first['id']}/undo"
    refused = desk.send(path, {})
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "changed_since")
    assert refused.json["error"]["details"]["current"] == "C"
    assert desk.send(path, {"is_forced": True}).json["company"] == "A"


def test_undo_of_a_stale_page_is_refused(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa", company="A")
    desk.patch(f"/customers/{saved['id']}", {"company": "B"})
    [item] = desk.history(saved["id"])
    late = desk.send(f"/customers/{saved['id']}/history/{item['id']}/undo", {}, saved["version"])
    assert late.status_code == 412


def test_a_change_of_somebody_else_is_not_found(desk: ProfileDesk) -> None:
    one, other = desk.save("Hoa", company="A"), desk.save("Long")
    desk.patch(f"/customers/{one['id']}", {"company": "B"})
    [item] = desk.history(one["id"])
    assert desk.send(f"/customers/{other['id']}/history/{item['id']}/undo", {}).status_code == 404


@pytest.mark.parametrize("verb", ["add", "change", "remove"])
def test_changes_of_lines_are_kept_and_taken_back(desk: ProfileDesk, verb: str) -> None:
    saved = desk.save("Hoa", "0901234567")
    path = f"/customers/{saved['id']}/identities"
    phone = saved["phones"][0]["id"]
    if verb == "add":
        desk.send(path, {"channel": "zalo", "value": "9876543210", "label": "chính"})
    elif verb == "change":
        desk.patch(f"{path}/{phone}", {"status": "former", "label": "cũ"})
    else:
        desk.delete(f"{path}/{phone}")
    [item] = desk.history(saved["id"], field="identity")
    assert (item["old"] is None, item["new"] is None) == (verb == "add", verb == "remove")
    undone = desk.send(f"/customers/{saved['id']}/history/{item['id']}/undo", {}).json
    told = [(i["channel"], i["value"], i["status"], i["label"]) for i in undone["identities"]]
    assert told == [("phone", "+84901234567", "known", "")]


def test_a_customer_merged_into_another_keeps_their_address(desk: ProfileDesk) -> None:
    one, other = desk.save("Hoa"), desk.save("Hoa Nguyễn")
    with transaction() as session:
        service.get_customer(session, one["id"]).merged_into_id = other["id"]
    desk.patch(f"/customers/{one['id']}", {"company": "A"})
    assert [i["new"] for i in desk.history(one["id"])] == ["A"]
    assert desk.customer(one["id"])["id"] == other["id"]
