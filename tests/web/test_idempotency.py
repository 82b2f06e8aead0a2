"""A POST with an Idempotency-Key is acted on once."""

from typing import Any

from flask import Flask

from tests.flows.desk import Desk


def create(desk: Desk, key: str, name: str = "Nguyễn Văn An") -> Any:
    return desk.http.post(
        "/api/v1/customers",
        json={"display_name": name},
        headers={"X-CSRF-Token": desk.csrf, "Idempotency-Key": key},
    )


def test_a_repeat_gets_the_first_answer_and_does_nothing(app: Flask) -> None:
    desk = Desk(app, "Lan").sit_down()
    first, second = create(desk, "k-1"), create(desk, "k-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(desk.get("/customers").json["items"]) == 1


def test_the_same_key_for_something_else_is_refused(app: Flask) -> None:
    desk = Desk(app, "Lan").sit_down()
    create(desk, "k-1")
    assert create(desk, "k-1", "Trần Thị Bình").status_code == 422


def test_keys_of_different_people_do_not_meet(app: Flask) -> None:
    lan, minh = Desk(app, "Lan").sit_down(), Desk(app, "Minh").sit_down()
    assert create(lan, "k-1").json["id"] != create(minh, "k-1").json["id"]


def test_a_refused_request_is_refused_again(app: Flask) -> None:
    desk = Desk(app, "Lan").sit_down()
    assert [create(desk, "k-1", "").status_code for _ in range(2)] == [422, 422]


def test_the_description_is_a_page_and_a_document(app: Flask) -> None:
    http = app.test_client()
    assert b"/api/v1/customers" in http.get("/api/docs").data
    assert http.get("/api/v1/openapi.json").json["openapi"].startswith("3.1")
