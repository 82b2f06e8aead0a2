"""The schedule over HTTP: supervisors plan, agents see themselves, nonsense is refused in words."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.core.clock import now
from tests.flows.desk import Desk

WEEK = "from=2026-11-23&to=2026-11-29"
SHIFT = {"first_day": "2026-11-23", "starts": "08:00", "ends": "17:00"}


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


@pytest.fixture
def nam(app: Flask) -> Desk:
    return Desk(app, "Nam", "supervisor").sit_down()


def send(desk: Desk, method: str, path: str, body: dict[str, Any] | None = None, version: int | None = None) -> Any:
    headers = {"X-CSRF-Token": desk.csrf, **({"If-Match": f'"{version}"'} if version else {})}
    return desk.http.open(f"/api/v1{path}", method=method, json=body, headers=headers)


def shown(desk: Desk, query: str = WEEK) -> list[tuple[str, str, str]]:
    found = desk.get(f"/schedule?{query}").json["occurrences"]
    return [(one["day"], one["shift"]["starts"], one["shift"]["ends"]) for one in found]


def test_a_week_is_planned_moved_copied_and_taken_away(lan: Desk, nam: Desk) -> None:
    made = nam.post("/shifts", {**SHIFT, "user_id": lan.user_id, "weekdays": [0, 1, 0], "ends": "24:00"})
    assert made.status_code == 201, made.text
    assert [one["weekday"] for one in made.json["items"]] == [0, 1]
    single = nam.post(
        "/shifts", {**SHIFT, "user_id": lan.user_id, "first_day": "2026-11-25", "starts": "22:00", "ends": "06:00"}
    )
    assert shown(lan) == [
        ("2026-11-23", "08:00", "24:00"),
        ("2026-11-24", "08:00", "24:00"),
        ("2026-11-25", "22:00", "06:00"),
    ]
    clash = nam.post("/shifts", {**SHIFT, "user_id": lan.user_id, "first_day": "2026-11-26", "starts": "05:00"})
    assert (clash.status_code, clash.json["error"]["code"]) == (409, "shift_overlap")
    assert clash.json["error"]["details"]["hours"] == "22:00-06:00"
    monday, tuesday = made.json["items"]
    move = {"day": "2026-11-23", "user_id": nam.user_id, "first_day": "2026-11-28", "starts": "09:00", "ends": "12:00"}
    assert nam.post(f"/shifts/{monday['id']}/moves", move).status_code == 201
    assert send(nam, "DELETE", f"/shifts/{tuesday['id']}?scope=following&day=2026-12-01").status_code == 204
    assert shown(nam, f"{WEEK}&agent={nam.user_id}") == [("2026-11-28", "09:00", "12:00")]
    assert shown(lan, "from=2026-11-23&to=2026-12-06") == [
        ("2026-11-24", "08:00", "24:00"), ("2026-11-25", "22:00", "06:00"), ("2026-11-30", "08:00", "24:00"),
    ]  # fmt: skip
    copied = nam.post("/schedule/copies", {"source": "2026-11-23", "target": "2026-11-30"}).json
    assert (len(copied["items"]), copied["left_out"]) == (2, 0)
    shift_id = single.json["items"][0]["id"]
    assert send(nam, "PATCH", f"/shifts/{shift_id}", {"starts": "21:00", "ends": "05:00"}, version=9).status_code == 412
    changed = send(nam, "PATCH", f"/shifts/{shift_id}", {"starts": "21:00", "ends": "05:00"}, version=1)
    assert (changed.json["starts"], changed.json["version"]) == ("21:00", 2)
    assert send(nam, "DELETE", f"/shifts/{shift_id}").status_code == 204


def test_a_shift_that_makes_no_sense_is_refused(lan: Desk, nam: Desk) -> None:
    for wrong, field in (({"ends": "08:00"}, "ends"), ({"last_day": "2026-01-01"}, "last_day")):
        refused = nam.post("/shifts", {**SHIFT, "user_id": lan.user_id, **wrong})
        assert (refused.status_code, list(refused.json["error"]["details"])) == (422, [field]), refused.text
    assert shown(lan) == []


def test_leave_shows_who_entered_it_and_conflicts_with_shifts(lan: Desk, nam: Desk) -> None:
    nam.post("/shifts", {**SHIFT, "user_id": lan.user_id})
    body = {"user_id": lan.user_id, "first_day": "2026-11-23", "last_day": "2026-11-24", "note": "Đám cưới em gái"}
    leave = nam.post("/leaves", body)
    assert leave.status_code == 201, leave.text
    assert (leave.json["entered_by_name"], leave.json["is_whole_days"]) == ("Nam", True)
    assert (leave.json["first_day"], leave.json["last_day"]) == ("2026-11-23", "2026-11-24")
    assert leave.json["starts_at"] == "2026-11-22T17:00:00.000Z"
    assert lan.get(f"/schedule?{WEEK}").json["occurrences"][0]["on_leave"] is True
    assert [one["note"] for one in lan.get(f"/leaves?{WEEK}").json["items"]] == ["Đám cưới em gái"]
    assert nam.post("/leaves", body).json["error"]["code"] == "leave_overlap"
    hours = {"starts_at": "2026-11-24T20:00:00+07:00", "ends_at": "2026-11-24T22:00:00+07:00", "kind": "sick"}
    changed = send(nam, "PATCH", f"/leaves/{leave.json['id']}", hours, version=1).json
    assert (changed["is_whole_days"], changed["first_day"], changed["kind"]) == (False, "2026-11-24", "sick")
    assert send(nam, "DELETE", f"/leaves/{leave.json['id']}").json["canceled_at"]
    assert lan.get(f"/leaves?{WEEK}").json["items"] == []
    assert len(nam.get(f"/leaves?{WEEK}&with_canceled=true").json["items"]) == 1


def test_agents_see_themselves_only_and_change_nothing(lan: Desk, nam: Desk) -> None:
    nam.post("/shifts", {**SHIFT, "user_id": nam.user_id})
    assert [one["id"] for one in lan.get(f"/schedule?{WEEK}").json["people"]] == [lan.user_id]
    assert shown(lan) == []
    for path in (
        f"/schedule?{WEEK}&agent={nam.user_id}",
        f"/leaves?agent={nam.user_id}",
        f"/agents/{nam.user_id}/presence",
    ):
        assert lan.get(path).status_code == 404, path
    assert lan.post("/shifts", {**SHIFT, "user_id": lan.user_id}).status_code == 403
    assert lan.get("/calendars").status_code == 200


def test_whoever_is_available_outside_their_shift_is_told_when_the_next_one_begins(lan: Desk, nam: Desk) -> None:
    assert lan.get("/schedule/now").json == {"off_duty": None, "next_shift_at": None}
    day_after_tomorrow = (now() + timedelta(days=2)).date().isoformat()
    two_days_ago = (now() - timedelta(days=2)).date().isoformat()
    nam.post("/shifts", {**SHIFT, "user_id": lan.user_id, "first_day": day_after_tomorrow})
    assert lan.get("/schedule/now").json["off_duty"] is None, "next week's roster takes nobody off today's floor"
    nam.post("/shifts", {**SHIFT, "user_id": lan.user_id, "first_day": two_days_ago})
    duty = lan.get("/schedule/now").json
    assert duty["off_duty"] == "off_shift"
    assert duty["next_shift_at"].startswith(day_after_tomorrow)
    assert {one["name"]: one["off_duty"] for one in nam.get("/agents").json["items"]} == {
        "Lan": "off_shift",
        "Nam": None,
    }


def test_calendars_and_holidays_are_edited(app: Flask, nam: Desk) -> None:
    week = [[["08:00", "12:00"], ["13:00", "17:30"]]] * 5 + [[], []]
    made = nam.post("/calendars", {"name": "Giờ hành chính", "weekly": week})
    assert made.status_code == 201, made.text
    assert made.json["weekly"] == week
    path = f"/calendars/{made.json['id']}"
    assert send(nam, "PATCH", path, {"is_default": True}, version=1).json["is_default"] is True
    assert send(nam, "PATCH", path, {"is_archived": True}).json["error"]["code"] == "default_calendar"
    assert [one["is_default"] for one in nam.get("/calendars").json["items"]] == [True, False]
    tet = [one for one in nam.get("/holidays?year=2027").json["items"] if one["name_vi"].startswith("Tết Nguyên")]
    assert [one["day"] for one in tet] == [f"2027-02-0{n}" for n in (5, 6, 7, 8, 9)]
    assert all(one["is_expected"] for one in tet)
    send(nam, "PATCH", f"/holidays/{tet[0]['id']}", {"is_removed": True})
    party = {"day": "2027-02-04", "name_vi": "Tất niên", "hours": [["08:00", "11:00"]]}
    assert nam.post("/holidays", party).json["hours"] == [["08:00", "11:00"]]
    days = {one["day"] for one in nam.get("/holidays?year=2027").json["items"]}
    assert "2027-02-04" in days
    assert "2027-02-05" not in days


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/shifts", {}),
        ("/shifts", {**SHIFT, "user_id": "x", "starts": "25:00"}),
        ("/shifts", {**SHIFT, "user_id": "x", "starts": "24:30"}),
        ("/shifts", {**SHIFT, "user_id": "x", "starts": "24:00"}),
        ("/shifts", {**SHIFT, "user_id": "x", "weekdays": [7]}),
        ("/shifts", {**SHIFT, "user_id": "x", "first_day": "23/11/2026"}),
        ("/shifts", {**SHIFT, "user_id": "x", "weekdays": [0], "last_day": "0001-01-01"}),
        ("/shifts", {**SHIFT, "user_id": "x", "first_day": "9999-12-31"}),
        ("/leaves", {"user_id": "x"}),
        ("/leaves", {"user_id": "x", "first_day": "2026-11-23"}),
        ("/leaves", {"user_id": "x", "first_day": "9999-12-31", "last_day": "9999-12-31"}),
        ("/leaves", {"user_id": "x", "first_day": "0001-01-01", "last_day": "0001-01-01"}),
        ("/schedule/copies", {"source": "2026-11-24", "target": "2026-12-01"}),
        ("/schedule/copies", {"source": "2026-11-23", "target": "2026-11-23"}),
        ("/schedule/copies", {"source": "2026-11-23", "target": "9999-12-27"}),
        ("/calendars", {"name": "x", "weekly": [[]] * 7}),
        ("/calendars", {"name": "x", "weekly": [[["08:00"]]] * 7}),
        ("/calendars", {"name": "x", "weekly": [[["08:00", "12:00"]]] * 7, "timezone": "../../etc/passwd"}),
        ("/holidays", {"day": "2027-02-30", "name_vi": "x"}),
        ("/holidays", {"day": "2027-02-04", "name_vi": "x", "scope": "clr_none"}),
    ],
)
def test_nonsense_is_refused_and_leaves_nothing(app: Flask, nam: Desk, path: str, body: dict[str, Any]) -> None:
    body = {name: nam.user_id if value == "x" and name == "user_id" else value for name, value in body.items()}
    answer = nam.post(path, body)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.json["error"]["code"]
    assert nam.get(f"/schedule?{WEEK}").json["occurrences"] == []
    assert nam.get("/leaves?from=2000-01-01").json["items"] == []


ODD = (
    "/schedule",
    "/schedule?from=2026-11-23&to=2026-11-22",
    "/schedule?from=2026-01-01&to=2026-12-31",
    "/schedule?from=0001-01-01&to=0001-01-02",
    "/schedule?from=9999-12-30&to=9999-12-31",
    "/holidays?year=9999",
    "/leaves?from=0001-01-01",
    "/leaves?to=9999-12-31",
    "/agents/me/presence?from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z",
    "/agents/me/presence?from=2020-11-23T00:00:00Z&to=2026-11-22T00:00:00Z",
    "/agents/usr_none/presence",
)


def test_odd_days_to_look_at_are_refused(nam: Desk) -> None:
    for path in ODD:
        assert nam.get(path).status_code in (404, 422), path
