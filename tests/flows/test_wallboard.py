"""The wallboard: what it shows, what a supervisor does from it, screens on the wall, an agent's own view."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.jobs import MemoryQueue
from contactcenter.core.remembered import forget_everything
from contactcenter.core.settings import Settings
from contactcenter.providers.twilio.provider import TwilioProvider
from contactcenter.reporting.screens.models import WallScreen
from contactcenter.routing.models import Offer, Queue, WorkItem
from tests.flows.carrier import PhoneCall, verbs
from tests.flows.desk import Desk
from tests.flows.rooms import talking

Hire = Callable[..., Desk]


@pytest.fixture
def hire(app: Flask) -> Hire:
    return lambda name, role="agent": Desk(app, name, role).sit_down()


@pytest.fixture
def nam(hire: Hire) -> Desk:
    desk = hire("Nam", "supervisor")
    desk.connect()
    return desk


@pytest.fixture
def bich(hire: Hire) -> Desk:
    return hire("Bich", "admin")


def waiting(client: Any, desk: Desk, **facts: Any) -> tuple[PhoneCall, dict[str, Any]]:
    """Somebody calls whom nobody takes: agents are there, on a break. The call and its line of the board."""
    call = PhoneCall(client, **facts)
    call.arrive()
    [item] = [one for one in line_of(desk) if one["number"].endswith(call.caller[-6:])]
    return call, item


def line_of(desk: Desk) -> list[dict[str, Any]]:
    return [item for queue in desk.get("/wallboard").json["queues"] for item in queue["waiting"]]


def on_break(desk: Desk) -> Desk:
    desk.connect()
    desk.post("/agents/me/status", {"status": "break"})
    return desk


def patch(desk: Desk, path: str, body: dict[str, Any]) -> Any:
    return desk.http.patch(f"/api/v1{path}", json=body, headers={"X-CSRF-Token": desk.csrf})


def delete(desk: Desk, path: str) -> Any:
    return desk.http.delete(f"/api/v1{path}", headers={"X-CSRF-Token": desk.csrf})


def acts(desk: Desk) -> list[str]:
    return [act["action"] for act in reversed(desk.get("/floor-acts").json["items"])]


def second_queue(bich: Desk, *members: Desk, **values: Any) -> str:
    people = [{"agent_id": one.user_id} for one in members]
    return str(bich.post("/queues", {"name": "Kỹ thuật", "members": people, **values}).json["id"])


def test_each_queue_is_measured_by_its_own_target(hire: Hire, nam: Desk, bich: Desk) -> None:
    lan = hire("Lan")
    slow = second_queue(bich, lan, target_seconds=60, target_percent=90, alerts={"abandon_rate_late": 80})
    with transaction() as session:
        quick = session.scalars(sa.select(Queue.id).where(Queue.is_default)).one()
        for queue_id in (quick, slow):
            for number, (wait, talk) in enumerate([(10, 60), (40, 120), (30, None)]):
                session.add(_call(queue_id, f"{queue_id}{number}", wait, talk, lan.user_id))
    board = {queue["id"]: queue for queue in nam.get("/wallboard").json["queues"]}
    level = {queue_id: board[queue_id]["figures"]["service_level"] for queue_id in (quick, slow)}
    assert (level[quick]["value"], level[quick]["state"], level[quick]["target"]) == (33.33, "late", 80)
    assert (level[slow]["value"], level[slow]["state"], level[slow]["target"]) == (66.67, "warn", 90)
    rate = {queue_id: board[queue_id]["figures"]["abandon_rate"]["state"] for queue_id in (quick, slow)}
    assert rate == {quick: "late", slow: "warn"}
    assert board[slow]["figures"]["aht"]["value"] == 90
    assert sum(answered for answered, _missed in board[slow]["slots"]) == 2
    assert board[slow]["agents"]["offline"] == 1
    assert [queue["id"] for queue in nam.get(f"/wallboard?queue={slow}").json["queues"]] == [slow]
    today = {figure["code"]: figure["value"] for figure in nam.get("/reports/today").json["figures"]}
    assert (today["offered"], today["service_level"]) == (6, 50)  # each by its own queue
    mine = lan.get("/console/queues").json
    assert mine["today"] == {"calls": 4, "aht_seconds": 90, "rating": None, "ratings": 0}


def _call(queue_id: str, name: str, wait: int, talk: int | None, agent_id: str) -> Call:
    moment = now()
    return Call(
        provider="twilio", account="AC", provider_call_id=name, queue_id=queue_id, state="completed",
        started_at=moment, queued_at=moment, ended_at=moment, wait_seconds=wait, talk_seconds=talk,
        answered_at=moment if talk else None, agent_id=agent_id if talk else None,
    )  # fmt: skip


def test_limits_are_the_admins_to_set_and_nonsense_is_refused(nam: Desk, bich: Desk) -> None:
    queue = bich.get("/queues").json["items"][0]
    changed = patch(bich, f"/queues/{queue['id']}", {"alerts": {"waiting_warn": 1, "waiting_late": None}})
    assert changed.json["alerts"] == {"waiting_warn": 1, "waiting_late": None}
    limits = nam.get("/wallboard").json["queues"][0]["limits"]
    assert (limits["waiting_warn"], limits["waiting_late"], limits["service_level_warn"]) == (1, 8, 80)
    for bad in (
        {"alerts": {"service_level_late": 101}},
        {"alerts": {"x": 1}},
        {"level_formula": "x"},
        {"target_percent": 0},
    ):
        assert patch(bich, f"/queues/{queue['id']}", bad).status_code == 422, bad
    assert patch(nam, f"/queues/{queue['id']}", {"target_percent": 70}).status_code == 403
    assert nam.get("/wallboard?queue=que_none").status_code == 404


def test_a_waiting_caller_is_given_to_somebody_and_taken_back(client: Any, hire: Hire, nam: Desk) -> None:
    lan, minh = on_break(hire("Lan")), hire("Minh").available()
    PhoneCall(client).arrive()  # rings at Minh
    [item] = line_of(nam)
    assert item["offered_to"] == "Minh"
    path = f"/work-items/{item['work_item_id']}/offers"
    refused = nam.post(path, {"agent_id": lan.user_id})
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "agent_not_available")
    lan.post("/agents/me/status", {"status": "available"})
    given = nam.post(path, {"agent_id": lan.user_id})
    assert (given.status_code, given.json["agent_id"]) == (201, lan.user_id)
    assert nam.post(path, {"agent_id": lan.user_id}).json["id"] == given.json["id"]  # pressed twice
    assert lan.events("offer.created")[0]["data"]["id"] == given.json["id"]
    assert minh.events("offer.closed")[0]["data"]["reason"] == "given_to_another"
    last = nam.get(f"/work-items/{item['work_item_id']}/decisions").json["items"][-1]
    assert (last["reason"], last["chosen_name"]) == ("supervisor", "Lan")

    assert delete(nam, path).json["state"] in ("waiting", "offered")
    assert lan.events("offer.closed")[0]["data"]["reason"] == "taken_back"
    nam.post(path, {"agent_id": lan.user_id})
    assert lan.post(f"/offers/{lan.events('offer.created')[-1]['data']['id']}/accept").status_code == 200
    too_late = nam.post(path, {"agent_id": minh.user_id})
    assert too_late.json["error"]["code"] == "not_waiting"
    assert delete(nam, path).json["error"]["code"] == "not_waiting"
    assert acts(nam) == ["give", "take_back", "give"]
    with read() as session:
        pending = sa.select(sa.func.count()).where(Offer.state == "pending")
        assert session.scalar(pending) == 0


def test_who_waits_is_moved_up_and_into_another_queue_with_their_wait(
    client: Any, hire: Hire, nam: Desk, bich: Desk
) -> None:
    lan = on_break(hire("Lan"))
    other = second_queue(bich, lan, priority=5)
    _first, one = waiting(client, nam)
    _second, two = waiting(client, nam, caller="+84905550002")
    assert [item["work_item_id"] for item in line_of(nam)] == [one["work_item_id"], two["work_item_id"]]
    path = f"/work-items/{two['work_item_id']}"
    moved_up = patch(nam, path, {"is_first": True}).json
    assert [item["work_item_id"] for item in line_of(nam)] == [two["work_item_id"], one["work_item_id"]]
    assert patch(nam, path, {"is_first": True}).json["priority"] == moved_up["priority"]  # first already
    patch(nam, path, {"priority": two["priority"]})  # undo
    assert [item["work_item_id"] for item in line_of(nam)] == [one["work_item_id"], two["work_item_id"]]

    moved = patch(nam, path, {"queue_id": other}).json
    assert (moved["queue_id"], moved["priority"], moved["entered_at"]) == (other, 5, two["entered_at"])
    assert nam.get(f"/calls/{two['call_id']}").json["queue_id"] == other
    patch(nam, path, {"queue_id": two["queue_id"]})  # undo
    assert line_of(nam)[1]["priority"] == two["priority"]
    empty = second_queue(bich, name="Trống")
    assert patch(nam, path, {"queue_id": empty}).json["error"]["code"] == "nobody_there"
    for bad in (
        {},
        {"priority": 1, "queue_id": other},
        {"priority": 5000},
        {"is_first": False},
        {"queue_id": "que_none"},
    ):
        assert patch(nam, path, bad).status_code == 422, bad
    assert patch(nam, "/work-items/wrk_none", {"priority": 1}).status_code == 404
    assert acts(nam) == ["priority", "priority", "move", "move"]


def test_a_queue_shut_by_hand_sends_callers_on_with_its_message(
    client: Any, hire: Hire, nam: Desk, queue: MemoryQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[tuple[str, str]] = []
    monkeypatch.setattr(
        TwilioProvider,
        "redirect_to_agent",
        lambda self, sid, what: moved.append((sid, self._renderer.document(what))),
    )
    on_break(hire("Lan"))
    early, item = waiting(client, nam)
    path = f"/queues/{item['queue_id']}/closure"
    closed = nam.put(path, {"message": "Chúng tôi đang sơ tán."})
    assert (closed.status_code, closed.json["message"]) == (200, "Chúng tôi đang sơ tán.")
    assert nam.get("/wallboard").json["queues"][0]["is_open"] is False
    late = PhoneCall(client, caller="+84905550003")
    assert "Chúng tôi đang sơ tán." in "".join(late.arrive().itertext())
    queue.drain()
    assert len(line_of(nam)) == 1  # who was in line stays
    assert moved == []
    nam.put(path, {"message": "Chúng tôi đang sơ tán.", "sends_on": True})
    queue.drain()
    [(sid, document)] = moved  # into the same line once more, so that the carrier asks now
    assert (sid, "<Enqueue" in document) == (early.call_sid, True)
    assert verbs(early.leave_queue("redirected")) == []
    assert early.wait(0).find("Leave") is not None
    assert "Chúng tôi đang sơ tán." in "".join(early.leave_queue().itertext())
    assert delete(nam, path).json["closed_at"] is None
    assert delete(nam, path).status_code == 200
    assert acts(nam) == ["close_queue", "close_queue", "open_queue"]
    assert nam.put(path, {"message": "x" * 301}).status_code == 422
    assert nam.put("/queues/que_none/closure", {}).status_code == 404


def test_a_word_to_an_agent_or_to_everybody(hire: Hire, nam: Desk) -> None:
    lan, minh, away = on_break(hire("Lan")), on_break(hire("Minh")), hire("Away")
    assert nam.post("/floor-notes", {"text": "Họp 5 phút"}).json["readers"] == 2
    told = lan.events("notification.created")[0]["data"]["notification"]
    assert (told["kind"], told["text"], told["actor_name"]) == ("floor_note", "Họp 5 phút", "Nam")
    one = nam.post("/floor-notes", {"text": "Nghỉ đi em", "agent_id": away.user_id}).json
    assert one["readers"] == 1
    assert len(minh.events("notification.created")) == 1
    assert delete(nam, f"/floor-notes/{one['id']}").status_code == 204
    assert away.get("/notifications").json["items"] == []
    assert nam.post("/floor-notes", {"text": "?", "agent_id": "usr_none"}).json["error"]["code"] == "nobody_there"
    assert nam.post("/floor-notes", {"text": " "}).status_code == 422
    assert delete(nam, "/floor-notes/act_none").status_code == 404


def test_the_line_is_told_live_and_the_board_hears_of_hands(client: Any, hire: Hire, nam: Desk) -> None:
    on_break(hire("Lan")).post("/hands")
    call, item = waiting(client, nam)
    told = nam.events("queue.line")[-1]["data"]
    assert (told["queue_id"], told["waiting"], told["oldest_at"]) == (item["queue_id"], 1, item["entered_at"])
    call.end(CallDuration="9")
    assert nam.events("queue.line")[-1]["data"]["waiting"] == 0
    assert [hand["agent_name"] for hand in nam.get("/wallboard").json["hands"]] == ["Lan"]


def test_agents_see_their_own_queues_and_nobody_elses_figures(client: Any, hire: Hire, nam: Desk, bich: Desk) -> None:
    lan, minh = hire("Lan").available(), hire("Minh").available()
    second_queue(bich, minh)
    [queue] = lan.get("/console/queues").json["queues"]
    assert (queue["my_place"], queue["free"], queue["why_not"]) == (1, 2, None)
    assert minh.get("/console/queues").json["queues"][0]["my_place"] == 2
    assert len(minh.get("/console/queues").json["queues"]) == 2
    lan.post("/agents/me/status", {"status": "break"})
    assert lan.get("/console/queues").json["queues"][0]["why_not"] == "status_break"
    for path in ("/wallboard", "/screens", "/floor-acts"):
        assert lan.get(path).status_code == 403, path


def screen_headers(made: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Screen {made['url'].split('#')[1]}"}


def test_a_screen_shows_figures_and_no_customer_until_its_link_ends(
    app: Flask, client: Any, hire: Hire, nam: Desk, settings: Settings
) -> None:
    on_break(hire("Lan"))
    _call, item = waiting(client, nam)
    made = nam.post("/screens", {"name": "Sảnh", "rotate_seconds": 15}).json
    assert made["url"].startswith(f"{settings.public_url}/tv#cct_")
    tv = app.test_client()
    shown = tv.get("/api/v1/screen", headers=screen_headers(made))
    assert shown.status_code == 200, shown.text
    [queue] = shown.json["queues"]
    assert (queue["figures"]["waiting"]["value"], queue["oldest_at"]) == (1, item["entered_at"])
    assert (queue["names"], shown.json["screen"]["rotate_seconds"]) == ({}, 15)
    for secret in ("Lan", item["number"], item["work_item_id"], made["url"].split("#")[1]):
        assert secret not in shown.text, secret

    forget_everything()  # the board of two seconds ago
    patch(nam, f"/screens/{made['id']}", {"shows_names": True, "theme": "light"})
    again = tv.get("/api/v1/screen", headers=screen_headers(made)).json
    assert (again["queues"][0]["names"], again["screen"]["theme"]) == ({"away": ["Lan"]}, "light")
    [listed] = nam.get("/screens").json["items"]
    assert listed["last_seen_at"]
    assert "url" not in listed
    for other in ("/api/v1/wallboard", "/api/v1/customers", "/api/v1/console/snapshot"):
        assert tv.get(other, headers=screen_headers(made)).status_code == 401, other

    assert delete(nam, f"/screens/{made['id']}").status_code == 204
    gone = tv.get("/api/v1/screen", headers=screen_headers(made))
    assert (gone.status_code, gone.json["error"]["code"]) == (401, "bad_screen_token")
    assert nam.get("/screens").json["items"][0]["is_live"] is False
    assert acts(nam) == ["screen_made", "screen_revoked"]


@pytest.mark.parametrize("header", ["", "Screen", "Screen x", "Bearer cct_x", "Basic eDp5", "Screen cct_" + "é" * 50])
def test_only_a_living_token_opens_a_screen(app: Flask, nam: Desk, header: str) -> None:
    made = nam.post("/screens", {"name": "Sảnh", "days": 1}).json
    tv = app.test_client()
    wrong = {"Authorization": header} if header else {}
    assert tv.get("/api/v1/screen", headers=wrong).status_code == 401
    with transaction() as session:
        session.execute(sa.update(WallScreen).values(expires_at=now() - timedelta(seconds=1)))
    assert tv.get("/api/v1/screen", headers=screen_headers(made)).status_code == 401
    for bad in (
        {},
        {"name": ""},
        {"name": "x", "days": 900},
        {"name": "x", "queue_ids": ["que_none"]},
        {"name": "x", "theme": "pink"},
    ):
        assert nam.post("/screens", bad).status_code == 422, bad


def test_a_supervisor_ends_a_wrap_up_and_keeps_what_was_typed(client: Any, hire: Hire, nam: Desk) -> None:
    lan = hire("Lan").available()
    path = f"/agents/{lan.user_id}/wrap-up"
    assert delete(nam, path).json["error"]["code"] == "no_wrap_up_running"
    call = PhoneCall(client)
    call_id = talking(lan, call)
    assert delete(nam, path).json["error"]["code"] == "no_wrap_up_running"
    call.leg("completed", 3, "client:x", CallDuration="30")
    call.end(CallDuration="40")
    assert lan.snapshot()["presence"]["activity"] == "wrap_up"
    lan.put(f"/calls/{call_id}/notes", {"text": "Đơn trễ", "version": 0})
    assert delete(lan, path).status_code == 403
    ended = delete(nam, path)
    assert (ended.status_code, ended.json["call_id"]) == (200, call_id)
    shown = lan.get(f"/calls/{call_id}").json
    assert (shown["wrap_up"]["is_auto_closed"], shown["notes"]) == (True, "Đơn trễ")
    assert lan.snapshot()["presence"]["activity"] == "idle"
    assert delete(nam, path).json["error"]["code"] == "no_wrap_up_running"
    assert acts(nam) == ["end_wrap_up"]
    assert nam.get("/floor-acts").json["items"][0]["agent_name"] == "Lan"
    assert delete(nam, "/agents/usr_none/wrap-up").status_code == 404


def test_what_is_over_is_not_given_away(call: PhoneCall, hire: Hire, nam: Desk) -> None:
    lan, minh = hire("Lan").available(), hire("Minh")
    talking(lan, call)
    with read() as session:
        item_id = session.scalars(sa.select(WorkItem.id)).one()
    minh.available()
    for answer in (
        nam.post(f"/work-items/{item_id}/offers", {"agent_id": minh.user_id}),
        patch(nam, f"/work-items/{item_id}", {"priority": 3}),
    ):
        assert answer.json["error"]["code"] == "not_waiting"
    assert nam.post("/work-items/wrk_none/offers", {"agent_id": minh.user_id}).status_code == 404
    assert acts(nam) == []
