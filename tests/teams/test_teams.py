"""Teams, and whose customers somebody sees."""

from typing import Any

import pytest
from flask import Flask

from tests.crm.hands import patch
from tests.flows.desk import Desk


@pytest.fixture
def admin(app: Flask) -> Desk:
    return Desk(app, "Bich", "admin").sit_down()


def change(desk: Desk, team: dict[str, Any], **changes: Any) -> Any:
    return patch(desk, f"/teams/{team['id']}", changes, f'"{team["version"]}"')


def test_an_admin_makes_a_team_changes_who_is_in_it_and_archives_it(app: Flask, admin: Desk) -> None:
    lan, minh = Desk(app, "Lan").sit_down(), Desk(app, "Minh").sit_down()
    made = admin.post("/teams", {"name": "Bán lẻ", "member_ids": [lan.user_id, lan.user_id]})
    assert made.status_code == 201, made.json
    assert made.json["member_ids"] == [lan.user_id]
    changed = change(admin, made.json, member_ids=[minh.user_id], name="Bán sỉ")
    assert (changed.json["name"], changed.json["member_ids"]) == ("Bán sỉ", [minh.user_id])
    assert change(admin, made.json, name="Khác").status_code == 412
    assert change(admin, changed.json, is_archived=True).json["is_archived"] is True
    assert [team["name"] for team in lan.get("/teams").json["items"]] == ["Bán sỉ"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": " bán LẺ "}, 409, "team_exists"),
        ({"name": ""}, 422, "invalid"),
        ({"name": "x" * 81}, 422, "invalid"),
        ({"name": "Dự án", "member_ids": ["usr_nobody"]}, 422, "invalid"),
        ({"name": "Dự án", "member_ids": "usr"}, 422, "invalid"),
        ({"name": "Dự án", "colour": "red"}, 422, "invalid"),
    ],
)
def test_a_team_that_cannot_be_is_refused_and_leaves_no_trace(
    admin: Desk, body: dict[str, Any], status: int, code: str
) -> None:
    assert admin.post("/teams", {"name": "Bán lẻ"}).status_code == 201
    refused = admin.post("/teams", body)
    assert (refused.status_code, refused.json["error"]["code"]) == (status, code)
    assert len(admin.get("/teams").json["items"]) == 1


def test_who_sees_whose_customers_follows_role_team_and_dealings(app: Flask, admin: Desk) -> None:
    lan, minh, huong = (Desk(app, name).sit_down() for name in ("Lan", "Minh", "Huong"))
    admin.post("/teams", {"name": "Bán lẻ", "member_ids": [lan.user_id, minh.user_id]})
    theirs = {
        desk.name: admin.post("/customers", {"display_name": f"Khách {desk.name}", "owner_id": desk.user_id}).json
        for desk in (lan, minh, huong)
    }
    nobodys = admin.post("/customers", {"display_name": "Khách chung"}).json

    def seen_by(desk: Desk) -> set[str]:
        wanted = {**theirs, "nobody's": nobodys}
        return {name for name, one in wanted.items() if desk.get(f"/customers/{one['id']}").status_code == 200}

    assert seen_by(lan) == {"Lan", "Minh", "Huong", "nobody's"}
    assert admin.put("/reach", {"agent": "team"}).json == {"agent": "team", "supervisor": "all"}
    assert (seen_by(lan), seen_by(huong)) == ({"Lan", "Minh", "nobody's"}, {"Huong", "nobody's"})
    assert lan.get(f"/customers/{theirs['Huong']['id']}").json["error"]["code"] == "outside_reach"
    assert lan.post(f"/customers/{theirs['Huong']['id']}/notes", {"text": "x"}).status_code == 403
    assert lan.get("/customers/cus_none").status_code == 404
    admin.put("/reach", {"agent": "own"})
    assert seen_by(lan) == {"Lan", "nobody's"}
    assert seen_by(admin) == {"Lan", "Minh", "Huong", "nobody's"}


def test_only_an_admin_says_who_sees_what(app: Flask, admin: Desk) -> None:
    nam = Desk(app, "Nam", "supervisor").sit_down()
    assert nam.put("/reach", {"agent": "own"}).status_code == 403
    assert nam.post("/teams", {"name": "Bán lẻ"}).status_code == 403
    assert admin.put("/reach", {"admin": "own"}).status_code == 422
    assert admin.put("/reach", {"agent": "none"}).status_code == 422
