"""Agents do not take customers away from each other; those who lead do."""

from typing import Any

from flask import Flask

from tests.crm.profile.desk import ProfileDesk

TAKEN = (403, "not_your_customer")


def owned_by(owner: ProfileDesk, name: str) -> dict[str, Any]:
    saved = owner.save(name)
    answer = owner.patch(f"/customers/{saved['id']}", {"owner_id": owner.user_id})
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def test_an_agent_takes_care_of_nobodys_customer_and_gives_away_their_own(app: Flask, desk: ProfileDesk) -> None:
    minh = ProfileDesk(app, "Minh").sit_down()
    hoa = owned_by(desk, "Hoa")
    given = desk.patch(f"/customers/{hoa['id']}", {"owner_id": minh.user_id})
    assert given.json["owner_id"] == minh.user_id


def test_an_agent_does_not_take_a_colleagues_customer(app: Flask, desk: ProfileDesk, supervisor: ProfileDesk) -> None:
    minh = ProfileDesk(app, "Minh").sit_down()
    hoa = owned_by(minh, "Hoa")
    path = f"/customers/{hoa['id']}"
    for owner_id in (desk.user_id, None):
        assert said(desk.patch(path, {"owner_id": owner_id, "company": "Nhà Xanh"})) == TAKEN
    assert (desk.customer(hoa["id"])["owner_id"], desk.customer(hoa["id"])["company"]) == (minh.user_id, None)
    assert desk.patch(path, {"company": "Nhà Xanh", "owner_id": minh.user_id}).status_code == 200
    assert supervisor.patch(path, {"owner_id": desk.user_id}).json["owner_id"] == desk.user_id


def test_nor_by_taking_back_a_change(app: Flask, desk: ProfileDesk, supervisor: ProfileDesk) -> None:
    minh = ProfileDesk(app, "Minh").sit_down()
    hoa = owned_by(desk, "Hoa")
    supervisor.patch(f"/customers/{hoa['id']}", {"owner_id": minh.user_id})
    change = desk.history(hoa["id"])[0]
    assert said(desk.send(f"/customers/{hoa['id']}/history/{change['id']}/undo", {})) == TAKEN
    assert desk.customer(hoa["id"])["owner_id"] == minh.user_id


def test_nor_by_a_merge(app: Flask, desk: ProfileDesk) -> None:
    minh = ProfileDesk(app, "Minh").sit_down()
    mine, theirs = owned_by(desk, "Hoa"), owned_by(minh, "Hoa B")
    merge = {"with": [theirs["id"]], "choose": {"owner_id": mine["id"]}}
    assert said(desk.send(f"/customers/{mine['id']}/merge", merge)) == TAKEN
    merge["choose"] = {"owner_id": theirs["id"]}
    merged = desk.send(f"/customers/{mine['id']}/merge", merge)
    assert (merged.status_code, merged.json["customer"]["owner_id"]) == (201, minh.user_id)
