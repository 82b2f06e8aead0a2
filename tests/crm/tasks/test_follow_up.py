"""What was promised at the end of a call is a task, once, and in the next pop."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core.clock import isoformat, now
from contactcenter.core.db import read
from contactcenter.privacy.models import ContactRefusal
from tests.crm.hands import patch, save_customer
from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk

CALLER = "+84901234567"


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down().available()


def call_of(lan: Desk, client: Any) -> tuple[PhoneCall, str]:
    call = PhoneCall(client, caller=CALLER)
    call.arrive()
    return call, str(lan.get("/calls").json["items"][0]["id"])


def wrap_up(lan: Desk, call_id: str, step: dict[str, Any] | None, outcome: str = "callback") -> Any:
    answer = lan.post(f"/calls/{call_id}/wrap-up", {"disposition": outcome, "next_step": step})
    assert answer.status_code == 200, answer.text
    return answer


def accept(lan: Desk) -> None:
    offer = lan.snapshot()["offers"][0]
    assert lan.post(f"/offers/{offer['id']}/accept").status_code == 200


def due(**delta: float) -> str:
    return str(isoformat(now() + timedelta(**delta)))


def test_nobody_is_promised_a_call_who_may_not_be_called(lan: Desk, client: Any) -> None:
    hoa = save_customer(lan, "Chị Hoa", CALLER)
    _call, call_id = call_of(lan, client)
    accept(lan)
    step = {"kind": "callback", "due_at": due(hours=2), "text": "Báo giá sofa"}
    body = {"disposition": "callback", "notes": "", "next_step": step}
    wrap_up(lan, call_id, step)
    patch(lan, f"/customers/{hoa}", {"do_not_call": True})
    assert wrap_up(lan, call_id, step).json["next_step"]["text"] == "Báo giá sofa"  # nothing new is promised
    refused = lan.post(f"/calls/{call_id}/wrap-up", {**body, "next_step": {**step, "due_at": due(days=1)}})
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "contact_refused")
    assert refused.json["error"]["details"]["reason"] == "do_not_call"
    [task] = lan.get(f"/tasks?customer={hoa}").json["items"]
    assert task["due_at"] == step["due_at"]
    with read() as session:
        assert [row.reason for row in session.scalars(sa.select(ContactRefusal))] == ["do_not_call"]
    wrap_up(lan, call_id, {**step, "kind": "task"}, "resolved")


def test_a_promised_call_back_is_a_task_and_saving_again_corrects_it(lan: Desk, client: Any) -> None:
    hoa = save_customer(lan, "Chị Hoa", CALLER)
    _call, call_id = call_of(lan, client)
    accept(lan)
    wrap_up(lan, call_id, {"kind": "callback", "due_at": due(hours=2), "text": "Báo giá sofa"})
    [task] = lan.get(f"/tasks?customer={hoa}").json["items"]
    assert (task["kind"], task["title"], task["assignee_name"], task["call_id"]) == (
        "callback",
        "Báo giá sofa",
        "Lan",
        call_id,
    )
    tomorrow = due(days=1)
    wrap_up(lan, call_id, {"kind": "callback", "due_at": tomorrow, "text": "Báo giá bàn"})
    [task] = lan.get(f"/tasks?customer={hoa}").json["items"]
    assert (task["title"], task["due_at"], task["reminder_at"]) == ("Báo giá bàn", tomorrow, tomorrow)
    wrap_up(lan, call_id, None, "resolved")
    assert [t["state"] for t in lan.get(f"/tasks?customer={hoa}").json["items"]] == ["canceled"]
    wrap_up(lan, call_id, {"kind": "callback", "due_at": tomorrow, "text": "Báo giá bàn"})
    assert [t["state"] for t in lan.get(f"/tasks?customer={hoa}").json["items"]] == ["open"]


def test_what_was_ticked_off_stays_so(lan: Desk, client: Any) -> None:
    hoa = save_customer(lan, "Chị Hoa", CALLER)
    _call, call_id = call_of(lan, client)
    accept(lan)
    step = {"kind": "callback", "due_at": due(hours=2), "text": "Gọi"}
    wrap_up(lan, call_id, step)
    [task] = lan.get(f"/tasks?customer={hoa}").json["items"]
    patch(lan, f"/tasks/{task['id']}", {"state": "done"})
    wrap_up(lan, call_id, {**step, "text": "Gọi nữa"})
    [task] = lan.get(f"/tasks?customer={hoa}").json["items"]
    assert (task["state"], task["title"]) == ("done", "Gọi")


def test_the_task_of_a_stranger_is_theirs_once_they_are_known(lan: Desk, client: Any) -> None:
    _call, call_id = call_of(lan, client)
    accept(lan)
    wrap_up(lan, call_id, {"kind": "callback", "due_at": due(hours=2)})
    [task] = lan.get(f"/tasks?call={call_id}").json["items"]
    assert (task["customer_id"], task["title"]) == (None, "Gọi lại 0901 234 567")
    call = lan.post(f"/calls/{call_id}/customer", {"display_name": "Chị Hoa"}).json
    [task] = lan.get(f"/tasks?call={call_id}").json["items"]
    assert (task["customer_id"], task["customer_name"]) == (call["customer_id"], "Chị Hoa")


def test_the_next_pop_tells_what_was_promised(lan: Desk, client: Any) -> None:
    hoa = save_customer(lan, "Chị Hoa", CALLER)
    lan.post("/tasks", {"title": "Gửi mẫu vải", "customer_id": hoa, "due_at": due(hours=1)})
    call_of(lan, client)
    pop = lan.events("screen_pop")[0]["data"]
    assert [(c["text"], c["owner_name"]) for c in pop["open"]["callbacks"]] == [("Gửi mẫu vải", "Lan")]
    assert pop["last_contacts"] == []
