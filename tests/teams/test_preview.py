"""What a change of reach would do, told in numbers before it is made; and lists of a team's customers."""

import pytest
from flask import Flask

from tests.flows.desk import Desk


@pytest.fixture
def admin(app: Flask) -> Desk:
    return Desk(app, "Bich", "admin").sit_down()


def save(desk: Desk, name: str, owner: Desk | None = None) -> str:
    body = {"display_name": name, **({"owner_id": owner.user_id} if owner else {})}
    return str(desk.post("/customers", body).json["id"])


def numbers(admin: Desk, query: str = "") -> dict[str, tuple[int, int]]:
    answer = admin.get(f"/reach/preview{query}")
    assert answer.status_code == 200, answer.json
    return {row["name"]: (row["sees_now"], row["would_see"]) for row in answer.json["items"]}


def test_a_preview_says_in_numbers_what_each_person_would_see(app: Flask, admin: Desk) -> None:
    lan, minh, huong = (Desk(app, name).sit_down() for name in ("Lan", "Minh", "Huong"))
    nam = Desk(app, "Nam", "supervisor").sit_down()
    admin.post("/teams", {"name": "Bán lẻ", "member_ids": [lan.user_id, minh.user_id, nam.user_id]})
    save(admin, "Khách chung")
    for number, owner in enumerate((lan, minh, minh, huong, huong, huong)):
        save(admin, f"Khách số {number}", owner)
    everything = {"Huong": (7, 7), "Lan": (7, 7), "Minh": (7, 7), "Nam": (7, 7)}
    assert numbers(admin) == everything
    assert numbers(admin, "?agent=team") == {"Huong": (7, 4), "Lan": (7, 4), "Minh": (7, 4), "Nam": (7, 7)}
    assert numbers(admin, "?supervisor=team&agent=own")["Nam"] == (7, 4)
    assert numbers(admin, "?agent=own")["Lan"] == (7, 2)
    answer = admin.get("/reach/preview?agent=own").json
    assert (answer["customers"], answer["nobodys"]) == (7, 1)
    assert admin.get("/reach").json == {"agent": "all", "supervisor": "all"}, "looking changes nothing"


def test_what_a_preview_says_is_what_people_then_see(app: Flask, admin: Desk) -> None:
    lan, minh, huong = (Desk(app, name).sit_down() for name in ("Lan", "Minh", "Huong"))
    admin.post("/teams", {"name": "Bán lẻ", "member_ids": [lan.user_id, minh.user_id]})
    theirs = [save(admin, f"Khách {owner.name}", owner) for owner in (lan, minh, huong)]
    double = save(admin, "Khách Huong hai", huong)
    assert admin.post(f"/customers/{theirs[2]}/merge", {"with": [double]}).status_code == 201
    lan.post("/tasks", {"title": "Gọi lại", "customer_id": theirs[2], "due_at": "2030-01-01T00:00:00Z"})
    for reach in ("team", "own", "all"):
        told = {name: would for name, (_, would) in numbers(admin, f"?agent={reach}").items()}
        admin.put("/reach", {"agent": reach})
        assert {one.name: len(one.get("/customers").json["items"]) for one in (lan, minh, huong)} == told
        assert lan.get("/me").json["reach"] == reach


def test_a_list_shows_the_customers_of_one_team(app: Flask, admin: Desk) -> None:
    lan, minh = Desk(app, "Lan").sit_down(), Desk(app, "Minh").sit_down()
    team = admin.post("/teams", {"name": "Bán lẻ", "member_ids": [lan.user_id]}).json
    hers = save(admin, "Khách Lan", lan)
    save(admin, "Khách Minh", minh)
    save(admin, "Khách chung")
    assert [one["id"] for one in minh.get(f"/customers?team={team['id']}").json["items"]] == [hers]
    assert minh.get("/customers?team=tea_none").json["items"] == []
    assert minh.get(f"/customers?team={'x' * 41}").status_code == 422


def test_only_an_admin_previews_and_only_what_there_is(app: Flask, admin: Desk) -> None:
    assert Desk(app, "Nam", "supervisor").sit_down().get("/reach/preview").status_code == 403
    assert admin.get("/reach/preview?agent=none").status_code == 422
    assert admin.get("/reach/preview?admin=own").status_code == 422
