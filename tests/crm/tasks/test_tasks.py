"""Tasks: given, put off, ticked off, taken back; each reminder is said once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core.clock import isoformat, now
from contactcenter.core.db import read, transaction
from contactcenter.crm.tasks import jobs, queries, service
from contactcenter.crm.tasks.models import Task
from tests.crm.hands import patch, save_customer
from tests.flows.desk import Desk


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


@pytest.fixture
def nam(app: Flask) -> Desk:
    return Desk(app, "Nam").sit_down()


def give(desk: Desk, title: str = "Gọi lại", **more: Any) -> Any:
    answer = desk.post("/tasks", {"title": title, **more})
    assert answer.status_code == 201, answer.text
    return answer.json


def later(**delta: float) -> str:
    return str(isoformat(now() + timedelta(**delta)))


def pass_time(task_id: str) -> None:
    """Let the reminder's time have come."""
    with transaction() as session:
        session.get_one(Task, task_id).remind_next_at = now() - timedelta(seconds=1)


def titles(answer: Any) -> list[str]:
    return [task["title"] for task in answer.json["items"]]


def reminders(desk: Desk) -> list[str]:
    return [n["text"] for n in desk.get("/notifications").json["items"] if n["kind"] == "task_due"]


def test_a_task_is_ones_own_and_reminds_when_it_is_due(lan: Desk) -> None:
    due = later(hours=2)
    task = give(lan, due_at=due)
    assert (task["assignee_id"], task["state"], task["reminder_at"]) == (lan.user_id, "open", due)
    assert give(lan, due_at=due, reminder_at=None)["reminder_at"] is None
    assert titles(lan.get("/tasks?mine=1")) == ["Gọi lại", "Gọi lại"]


def test_a_reminder_is_said_once_however_often_the_clock_asks(lan: Desk) -> None:
    lan.connect()
    task = give(lan, "Gửi báo giá", due_at=later(minutes=5))
    jobs.remind_of_tasks()
    assert reminders(lan) == []
    pass_time(task["id"])
    for _ in range(3):
        jobs.remind_of_tasks()
    assert reminders(lan) == ["Gửi báo giá"]
    assert len(lan.events("notification.created")) == 1
    due = now()
    with transaction() as session:
        assert service.remind(session, task["id"], due) is False, "a second clock finds it said"


def test_a_task_that_is_done_reminds_nobody(lan: Desk) -> None:
    task = give(lan, due_at=later(minutes=5))
    patch(lan, f"/tasks/{task['id']}", {"state": "done"})
    pass_time(task["id"])
    jobs.remind_of_tasks()
    assert reminders(lan) == []


def test_putting_off_reminds_again_at_the_new_time(lan: Desk) -> None:
    task = give(lan, "Gọi", due_at=later(minutes=5))
    pass_time(task["id"])
    jobs.remind_of_tasks()
    put_off = later(hours=1)
    assert patch(lan, f"/tasks/{task['id']}", {"due_at": put_off}).json["reminder_at"] == put_off
    jobs.remind_of_tasks()
    assert reminders(lan) == ["Gọi"]
    pass_time(task["id"])
    jobs.remind_of_tasks()
    assert reminders(lan) == ["Gọi", "Gọi"]


def test_what_was_due_before_it_was_written_reminds_nobody(lan: Desk) -> None:
    give(lan, due_at=later(days=-1))
    jobs.remind_of_tasks()
    assert reminders(lan) == []


def test_done_and_taken_back(lan: Desk) -> None:
    hoa = save_customer(lan, "Hoa")
    task = give(lan, customer_id=hoa)
    done = patch(lan, f"/tasks/{task['id']}", {"state": "done"}, '"1"').json
    assert (done["state"], done["closed_by_name"], done["version"]) == ("done", "Lan", 2)
    [card] = lan.get(f"/customers/{hoa}/timeline").json["items"]
    assert (card["kind"], card["data"]["state"], card["occurred_at"]) == ("task", "done", done["closed_at"])
    back = patch(lan, f"/tasks/{task['id']}", {"state": "open"}).json
    assert (back["state"], back["closed_at"], back["closed_by"]) == ("open", None, None)
    [card] = lan.get(f"/customers/{hoa}/timeline").json["items"]
    assert (card["data"]["state"], card["occurred_at"]) == ("open", task["created_at"])


def test_a_task_is_no_contact(lan: Desk) -> None:
    hoa = save_customer(lan, "Hoa")
    give(lan, customer_id=hoa)
    assert lan.get(f"/customers/{hoa}").json["stats"]["last_contact_at"] is None


def test_of_two_people_changing_the_second_is_told(lan: Desk) -> None:
    task = give(lan)
    assert patch(lan, f"/tasks/{task['id']}", {"title": "A"}, '"1"').status_code == 200
    assert patch(lan, f"/tasks/{task['id']}", {"title": "B"}, '"1"').status_code == 412
    assert patch(lan, f"/tasks/{task['id']}", {"title": "A"}).json["version"] == 2, "nothing changed"


def test_whoever_is_given_a_task_is_told(lan: Desk, nam: Desk) -> None:
    nam.connect()
    task = give(lan, "Giao hàng", assignee_id=nam.user_id)
    [event] = nam.events("notification.created")
    assert (event["data"]["notification"]["kind"], event["data"]["notification"]["text"]) == (
        "task_assigned",
        "Giao hàng",
    )
    assert nam.events("task.updated")[0]["data"]["task"]["id"] == task["id"]
    assert titles(nam.get("/tasks?mine=1")) == ["Giao hàng"]
    assert lan.get("/notifications").json["items"] == []


def test_a_colleagues_task_is_not_mine_to_change(app: Flask, lan: Desk, nam: Desk) -> None:
    mai = Desk(app, "Mai").sit_down()
    lead = Desk(app, "Chi", "supervisor").sit_down()
    task = give(lan, assignee_id=nam.user_id)
    assert patch(mai, f"/tasks/{task['id']}", {"state": "done"}).status_code == 403
    for desk in (nam, lan, lead):
        assert patch(desk, f"/tasks/{task['id']}", {"title": desk.name}).status_code == 200
    free = give(lan, assignee_id=None)
    assert patch(mai, f"/tasks/{free['id']}", {"assignee_id": mai.user_id}).status_code == 200


def test_groups_go_by_the_companys_day(lan: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)  # 12:00 in Hồ Chí Minh City
    times = {"qua hạn": -60, "chiều nay": 60, "23:59": 11 * 60 + 59, "nửa đêm": 12 * 60, "tuần sau": 7 * 24 * 60}
    for title, minutes in times.items():
        give(lan, title, due_at=isoformat(noon + timedelta(minutes=minutes)))
    give(lan, "chưa hẹn")
    monkeypatch.setattr(queries, "now", lambda: noon)
    assert titles(lan.get("/tasks?mine=1&due=overdue")) == ["qua hạn"]
    assert titles(lan.get("/tasks?mine=1&due=today")) == ["chiều nay", "23:59"]
    assert titles(lan.get("/tasks?mine=1&due=upcoming")) == ["nửa đêm", "tuần sau", "chưa hẹn"]
    assert lan.get("/tasks/counts?mine=1").json == {"overdue": 1, "today": 2, "upcoming": 3}


def test_the_list_pages_without_gaps_also_where_no_time_is_set(lan: Desk) -> None:
    for n in range(4):
        give(lan, f"hẹn {n}", due_at=later(hours=n + 1))
        give(lan, f"không hẹn {n}")
    seen, cursor = [], ""
    while cursor is not None:
        page = lan.get(f"/tasks?limit=3&state=open{f'&cursor={cursor}' if cursor else ''}").json
        seen += [task["title"] for task in page["items"]]
        cursor = page["next_cursor"]
    assert seen[:4] == [f"hẹn {n}" for n in range(4)]
    assert sorted(seen[4:]) == [f"không hẹn {n}" for n in range(4)]


def test_done_ones_come_the_last_done_first(lan: Desk) -> None:
    first, second = give(lan, "một"), give(lan, "hai")
    for task in (second, first):
        patch(lan, f"/tasks/{task['id']}", {"state": "done"})
    assert titles(lan.get("/tasks?mine=1&state=done")) == ["một", "hai"]
    assert titles(lan.get("/tasks?mine=1&state=open")) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": ""},
        {"title": "  "},
        {"title": "x" * 301},
        {"title": "a\x00"},
        {"title": "a", "due_at": "mai"},
        {"title": "a", "due_at": "2026-01-01T09:00:00"},
        {"title": "a", "priority": "urgent"},
        {"title": "a", "state": "done"},
        {"title": "a", "assignee_id": "usr_x"},
        {"title": "a", "company_id": "com_x"},
        {"title": "a", "call_id": "cal_x"},
        {"title": "a", "call_id": ""},
        {"title": "\u200b"},
        {"title": "a", "colour": 1},
        {"title": "a", "details": "x" * 5001},
        {"title": "a", "kind": "party"},
    ],
)
def test_what_is_no_task_is_refused(lan: Desk, body: dict[str, Any]) -> None:
    assert lan.post("/tasks", body).status_code == 422
    with read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Task)) == 0


def test_tasks_of_nobody_are_not_found(lan: Desk) -> None:
    assert lan.post("/tasks", {"title": "a", "customer_id": "cus_x"}).status_code == 404
    assert lan.get("/tasks/tsk_x").status_code == 404
    assert lan.get("/tasks?customer=cus_x").status_code == 404
    assert patch(lan, "/tasks/tsk_x", {"title": "a"}).status_code == 404
