"""Promised calls: made in three ways, reminded of once, kept by a talk, passed on when who promised is not there."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.core.clock import isoformat, now
from contactcenter.core.db import transaction
from contactcenter.crm.tasks import jobs as task_jobs
from contactcenter.crm.tasks.models import Task
from contactcenter.routing.callbacks import jobs
from tests.crm.hands import patch, save_customer
from tests.flows.desk import Desk
from tests.routing.missed.test_missed import HOA, Line


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


@pytest.fixture
def nam(app: Flask) -> Desk:
    return Desk(app, "Nam", "supervisor").sit_down()


def later(**delta: float) -> str:
    return str(isoformat(now() + timedelta(**delta)))


def promise(desk: Desk, **body: Any) -> dict[str, Any]:
    answer = desk.post("/callbacks", {"from": later(hours=2), "number": "0901 234 567", **body})
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def ids(desk: Desk, **query: Any) -> list[str]:
    answer = desk.http.get("/api/v1/callbacks", query_string=query)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json["items"]]


def make_due(callback_id: str, minutes: float = 0) -> None:
    moment = now() - timedelta(seconds=1, minutes=minutes)
    with transaction() as session:
        task = session.get_one(Task, callback_id)
        task.due_at = task.remind_next_at = moment
        task.hand_on_at = moment if task.assignee_id else None


def pass_time() -> None:
    for tick in (jobs.hand_on_callbacks, task_jobs.remind_of_tasks) * 2:
        tick()


def told(desk: Desk) -> list[str]:
    return [n["kind"] for n in desk.get("/notifications").json["items"]]


def test_a_call_is_promised_to_a_number_or_a_customer_with_a_window(lan: Desk) -> None:
    made = promise(lan, to=later(hours=3), note="Báo giá")
    assert (made["number"], made["customer_id"], made["note"], made["is_late"]) == (HOA, None, "Báo giá", False)
    assert made["window"]["from"] < made["window"]["to"]
    assert (made["assignee_id"], made["state"]) == (lan.user_id, "open")
    hoa = save_customer(lan, "Hoa", "0912345678")
    theirs = promise(lan, number=None, customer_id=hoa, assignee_id=None)
    assert (theirs["customer_name"], theirs["number"], theirs["assignee_id"]) == ("Hoa", "+84912345678", None)
    assert promise(lan, number="0912345678")["customer_id"] == hoa
    assert len(ids(lan, mine=1)) == 2
    assert ids(lan, assignee="none") == [theirs["id"]]
    assert len(ids(lan, customer=hoa)) == 2


def test_a_callback_and_a_task_are_one_concept(lan: Desk) -> None:
    made = promise(lan)
    assert [task["id"] for task in lan.get("/tasks?mine=1").json["items"]] == [made["id"]]
    task = lan.post("/tasks", {"title": "Gửi báo giá"}).json
    assert lan.get(f"/callbacks/{task['id']}").status_code == 404
    assert ids(lan) == [made["id"]]


@pytest.mark.parametrize(
    "body",
    [
        {}, {"number": "113x"}, {"number": None}, {"from": "mai"}, {"from": "2020-01-01T00:00:00Z"},
        {"from": "9999-12-31T00:00:00Z"},
        {"to": "2020-01-01T00:00:00Z"}, {"to": "2099-01-01T00:00:00Z"}, {"assignee_id": "usr_x"}, {"call_id": "cal_x"},
        {"colour": 1}, {"note": "x" * 301},
    ],
)  # fmt: skip
def test_what_is_no_promise_is_refused(lan: Desk, body: dict[str, Any]) -> None:
    given = {"from": later(hours=1), "number": "0901234567", **body} if body else {}
    assert lan.post("/callbacks", given).status_code == 422
    assert lan.post("/callbacks", {"from": later(hours=1), "customer_id": "cus_x"}).status_code == 404
    assert lan.post("/callbacks", {"from": later(hours=1), "number": HOA, "queue_id": "que_x"}).status_code == 404
    assert ids(lan) == []


def test_nobody_promises_a_call_that_may_not_be_made(lan: Desk) -> None:
    hoa = save_customer(lan, "Hoa", "0912345678")
    assert patch(lan, f"/customers/{hoa}", {"is_blocked": True}).status_code == 200
    for whom in ({"customer_id": hoa}, {"number": "0912345678"}, {"number": "1900 1234"}):
        refused = lan.post("/callbacks", {"from": later(hours=1), **whom})
        assert (refused.status_code, refused.json["error"]["code"]) == (409, "contact_refused")
    assert ids(lan) == []


def test_it_is_moved_handed_over_kept_and_taken_back(lan: Desk, nam: Desk) -> None:
    made = promise(lan)
    moved = patch(lan, f"/callbacks/{made['id']}", {"from": later(days=1)}, '"1"')
    assert moved.json["window"]["from"] > made["window"]["from"]
    assert patch(lan, f"/callbacks/{made['id']}", {"from": later(days=1)}, '"1"').status_code == 412
    given = patch(lan, f"/callbacks/{made['id']}", {"assignee_id": nam.user_id}).json
    assert (given["assignee_name"], told(nam)) == ("Nam", ["task_assigned"])
    assert patch(nam, f"/callbacks/{made['id']}", {"state": "done"}).json["closed_by_name"] == "Nam"
    assert ids(lan, state="done") == [made["id"]]
    assert patch(nam, f"/callbacks/{made['id']}", {"state": "open"}).json["state"] == "open"


@pytest.mark.parametrize(
    ("due_minutes", "talk", "is_kept"),
    [(1, {"direction": "outbound"}, True), (1, {}, True), (1, {"seconds": 5}, False), (-600, {}, False)],
    ids=["called", "they called", "too short", "for tomorrow"],
)
def test_a_talk_keeps_what_was_due(lan: Desk, due_minutes: int, talk: dict[str, Any], is_kept: bool) -> None:
    made = promise(lan)
    with transaction() as session:
        task = session.get_one(Task, made["id"])
        task.created_at = now() - timedelta(hours=5)
        task.due_at = now() - timedelta(minutes=due_minutes)
    Line().talked(179, agent_id=lan.user_id, **talk)
    assert (lan.get(f"/callbacks/{made['id']}").json["state"] == "done") is is_kept


def test_who_is_there_is_reminded_once_and_keeps_the_call(lan: Desk) -> None:
    lan.available()
    made = promise(lan)
    make_due(made["id"])
    pass_time()
    assert told(lan) == ["task_due"]
    assert lan.get(f"/callbacks/{made['id']}").json["assignee_id"] == lan.user_id


def test_a_call_of_somebody_who_is_gone_goes_to_who_is_there_once(lan: Desk, nam: Desk) -> None:
    nam.available()
    made = promise(lan)
    make_due(made["id"])
    pass_time()
    assert lan.get(f"/callbacks/{made['id']}").json["assignee_name"] == "Nam"
    assert sorted(told(nam)) == ["callback_handed_on", "task_due"]
    assert told(lan) == ["callback_taken_over"]


def test_a_break_is_waited_for_and_nobody_there_makes_it_anyones(lan: Desk) -> None:
    lan.available()
    lan.post("/agents/me/status", {"status": "break"})
    made = promise(lan)
    make_due(made["id"])
    pass_time()
    assert lan.get(f"/callbacks/{made['id']}").json["assignee_id"] == lan.user_id
    make_due(made["id"], minutes=6)
    pass_time()
    assert lan.get(f"/callbacks/{made['id']}").json["assignee_id"] is None
    assert "callback_handed_on" in told(lan), "whoever is there of the queue hears of it"


def test_the_end_of_a_call_promises_one_and_saving_again_corrects_it(lan: Desk) -> None:
    call_id = Line().talked(0, agent_id=lan.user_id)
    step = {"kind": "callback", "due_at": later(hours=1), "text": "Gọi lại cho chị Hoa"}
    for text in ("Gọi lại cho chị Hoa", "Gọi lại báo giá"):
        body = {"disposition": "resolved", "notes": "", "next_step": {**step, "text": text}}
        answer = lan.post(f"/calls/{call_id}/wrap-up", body)
        assert answer.status_code == 200, answer.text
    [one] = lan.get("/callbacks").json["items"]
    assert (one["note"], one["number"], one["call_id"]) == ("Gọi lại báo giá", HOA, call_id)
