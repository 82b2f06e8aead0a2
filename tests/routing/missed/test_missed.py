"""Who called in vain: one item a person, whatever the order, closed when somebody has reached them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.agents.worktime.models import BusinessCalendar
from contactcenter.calls import service as calls
from contactcenter.calls.announcing import announce
from contactcenter.calls.events import CallAnswered
from contactcenter.calls.models import Call
from contactcenter.core.clock import isoformat, now
from contactcenter.core.db import transaction
from contactcenter.core.events import emit
from contactcenter.core.jobs import MemoryQueue
from contactcenter.routing.missed import jobs
from contactcenter.routing.missed.models import MissedCaller
from tests.crm.hands import patch, save_customer
from tests.flows.desk import Desk

HOA = "+84901234567"


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


@pytest.fixture
def nam(app: Flask) -> Desk:
    return Desk(app, "Nam", "supervisor").sit_down()


class Line:
    """Calls as they are known once they are over."""

    def __init__(self) -> None:
        self.began = now() - timedelta(hours=3)
        self.n = 0

    def missed(self, minute: int = 0, party: str | None = HOA, **more: Any) -> str:
        return self._call(minute, party, provider_status="completed", state="abandoned", **more)

    def talked(self, minute: int, party: str = HOA, seconds: int = 40, **more: Any) -> str:
        at = self.began + timedelta(minutes=minute)
        facts = {"provider_status": "completed", "state": "completed", "answered_at": at, "talk_seconds": seconds}
        return self._call(minute, party, **{**facts, **more})

    def tell_again(self, call_id: str, **facts: Any) -> None:
        with transaction() as session:
            call = calls.get_call(session, call_id, for_update=True)
            for name, value in facts.items():
                setattr(call, name, value)
            announce(session, call)

    def _call(self, minute: int, party: str | None, **facts: Any) -> str:
        self.n += 1
        at = self.began + timedelta(minutes=minute)
        with transaction() as session:
            call = Call(
                provider="twilio", account="AC", provider_call_id=f"CA{self.n:032d}", from_number=party or "anonymous",
                party=party, is_anonymous=party is None, started_at=at, ended_at=at + timedelta(seconds=30), **facts,
            )  # fmt: skip
            session.add(call)
            session.flush()
            announce(session, call)
            return call.id


@pytest.fixture
def line(app: Flask) -> Line:
    return Line()


def items(desk: Desk, **query: Any) -> list[dict[str, Any]]:
    answer = desk.http.get("/api/v1/missed-callers", query_string=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json["items"])


def change(desk: Desk, item: dict[str, Any], **body: Any) -> Any:
    return patch(desk, f"/missed-callers/{item['id']}", body, f'"{item["version"]}"')


def test_one_item_a_caller_however_often_and_in_whatever_order(lan: Desk, line: Line) -> None:
    late = line.missed(20)
    line.missed(10, has_voicemail=True)
    line.tell_again(late)
    line.missed(5, "+84909999999")
    hoa = next(item for item in items(lan) if item["number"] == HOA)
    assert (len(items(lan)), hoa["call_count"], hoa["state"]) == (2, 2, "open")
    assert hoa["last_at"] > hoa["first_at"]
    assert hoa["voicemail_call_id"] is not None
    assert [call["state"] for call in lan.get(f"/missed-callers/{hoa['id']}").json["calls"]] == ["abandoned"] * 2


@pytest.mark.parametrize(
    "facts",
    [
        {"party": None}, {"direction": "outbound"}, {"provider_status": None, "state": "ringing"},
        {"state": "failed"}, {"state": "busy"},
    ],
)  # fmt: skip
def test_who_is_nobody_or_not_missed_is_not_on_the_list(lan: Desk, line: Line, facts: dict[str, Any]) -> None:
    given = {"provider_status": "completed", "state": "abandoned", **facts}
    line._call(0, given.pop("party", HOA), **given)
    assert items(lan) == []


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        (lambda line: (line.missed(0), line.talked(5)), 0),
        (lambda line: (line.missed(0), line.talked(5, direction="outbound")), 0),
        (lambda line: (line.talked(5), line.missed(0)), 0),
        (lambda line: (line.missed(0), line.talked(5, seconds=9)), 1),
        (lambda line: (line.talked(0), line.missed(5)), 1),
        (lambda line: (line.missed(5), line.talked(0)), 1),
        (lambda line: (line.missed(0), line.talked(5, "+84909999999")), 1),
        (lambda line: line.tell_again(line.missed(0), state="completed", answered_at=now(), talk_seconds=3), 0),
    ],
    ids=["they called again", "called back", "told late", "too short", "missed later", "talk told late", "another",
         "was answered"],
)  # fmt: skip
def test_whoever_is_reached_is_off_the_list(lan: Desk, line: Line, steps: Callable[[Line], Any], left: int) -> None:
    steps(line)
    assert len(items(lan)) == left


def test_a_later_miss_is_a_new_item_linked_to_the_old(lan: Desk, line: Line) -> None:
    line.missed(0)
    line.talked(5)
    line.missed(9)
    [again] = items(lan)
    [old] = items(lan, state="closed")
    assert (again["previous_id"], again["call_count"], old["close_reason"]) == (old["id"], 1, "reached")
    assert old["sla"]["state"] == "kept"


def test_two_numbers_of_one_customer_are_one_item_and_a_new_customer_keeps_theirs(lan: Desk, line: Line) -> None:
    line.missed(0)
    hoa = save_customer(lan, "Hoa", HOA, "+84912345678")
    assert [(item["customer_name"], item["call_count"]) for item in items(lan)] == [("Hoa", 1)]
    line.missed(3, "+84912345678", customer_id=hoa)
    assert [item["call_count"] for item in items(lan, customer=hoa)] == [2]
    line.talked(6, "+84912345678", customer_id=hoa)
    assert items(lan) == []


def test_merged_customers_have_one_item(lan: Desk, line: Line) -> None:
    ids = [save_customer(lan, name, number) for name, number in (("Hoa", HOA), ("Chị Hoa", "+84912345678"))]
    line.missed(0, HOA, customer_id=ids[0])
    line.missed(1, "+84912345678", customer_id=ids[1])
    merge_id = lan.post(f"/customers/{ids[0]}/merge", {"with": [ids[1]]}).json["merge_id"]
    assert [item["call_count"] for item in items(lan)] == [2]
    lan.http.delete(f"/api/v1/customers/merges/{merge_id}", json={}, headers={"X-CSRF-Token": lan.csrf})
    assert [item["call_count"] for item in items(lan)] == [1, 1]


def test_customers_who_come_apart_have_their_own_items_again(lan: Desk, line: Line) -> None:
    ids = [save_customer(lan, name, number) for name, number in (("Hoa", HOA), ("Chị Hoa", "+84912345678"))]
    line.missed(0, HOA, customer_id=ids[0])
    line.missed(1, "+84912345678", customer_id=ids[1])
    own = {item["customer_id"]: item["id"] for item in items(lan)}
    merge_id = lan.post(f"/customers/{ids[0]}/merge", {"with": [ids[1]]}).json["merge_id"]
    line.missed(2, "+84912345678", customer_id=ids[0])
    lan.http.delete(f"/api/v1/customers/merges/{merge_id}", json={}, headers={"X-CSRF-Token": lan.csrf})
    apart = {item["customer_id"]: item for item in items(lan)}
    assert {key: item["id"] for key, item in apart.items()} == own
    assert [apart[i]["call_count"] for i in ids] == [1, 2]  # what came from their number meanwhile is theirs, too


def test_the_agent_they_spoke_with_last_calls_back(lan: Desk, nam: Desk, line: Line) -> None:
    line.talked(0, agent_id=nam.user_id)
    line.talked(1, agent_id=lan.user_id)
    line.missed(5)
    line.missed(6, "+84909999999")
    assert {item["number"]: item["owner_id"] for item in items(lan)} == {HOA: lan.user_id, "+84909999999": None}
    assert [item["number"] for item in items(lan, mine=1)] == [HOA]
    assert lan.get("/missed-callers/counts").json == {"open": 2, "late": 2, "mine": 1, "snoozed": 0}


def test_a_queue_says_how_soon_and_whose(lan: Desk, nam: Desk, line: Line) -> None:
    queue = lan.get("/missed-policies").json["items"][0]
    path = f"/missed-policies/{queue['queue_id']}"
    wanted = {"call_back_minutes": 5, "owner_rule": "fewest_open"}
    assert lan.put(path, wanted).status_code == 403
    assert nam.put(path, wanted).json["call_back_minutes"] == 5
    for n in range(4):
        line.missed(n, f"+8490123450{n}", queue_id=queue["queue_id"])
    owners = [item["owner_id"] for item in items(lan)]
    assert sorted(owners.count(desk.user_id) for desk in (lan, nam)) == [2, 2]
    first = min(items(lan), key=lambda item: item["last_at"])
    waited = datetime.fromisoformat(first["sla"]["due_at"]) - datetime.fromisoformat(first["last_at"])
    assert waited == timedelta(minutes=5)


@pytest.mark.parametrize("bad", [{}, {"call_back_minutes": 0}, {"call_back_minutes": 20_000}, {"owner_rule": "me"}])
def test_a_promise_that_is_none_is_refused(nam: Desk, bad: dict[str, Any]) -> None:
    queue = nam.get("/missed-policies").json["items"][0]
    body = {"call_back_minutes": 5, "owner_rule": "nobody", **bad} if bad else {}
    assert nam.put(f"/missed-policies/{queue['queue_id']}", body).status_code == 422
    assert nam.put("/missed-policies/que_x", {"call_back_minutes": 5, "owner_rule": "nobody"}).status_code == 404


def test_the_promise_runs_while_the_company_is_open(app: Flask, lan: Desk, line: Line) -> None:
    with transaction() as session:
        for calendar in session.query(BusinessCalendar):
            calendar.weekly = [[] for _ in range(7)]
    line.missed(0)
    assert items(lan)[0]["sla"]["due_at"] is not None


def test_attempts_to_call_back_are_counted_until_somebody_answers(lan: Desk, line: Line) -> None:
    lan.connect()
    line.talked(0, direction="outbound")
    line.missed(1)
    assert items(lan)[0]["attempts"] == 0
    tried = {"direction": "outbound", "provider_status": "no_answer", "state": "no_answer"}
    line._call(2, HOA, **tried)
    line._call(3, HOA, **{**tried, "state": "busy"})
    line._call(4, "+84909999999", **tried)
    [item] = items(lan)
    assert (item["attempts"], item["last_attempt_at"]) == (2, isoformat(line.began + timedelta(minutes=3)))
    assert lan.events("missed.updated")[-1]["data"]["item"]["attempts"] == 2
    line.talked(5, direction="outbound")
    assert items(lan, state="closed")[0]["attempts"] == 3


@pytest.mark.parametrize(("seconds", "state"), [(11, "closed"), (3, "open")])
def test_ten_seconds_into_a_talk_the_item_is_closed(
    lan: Desk, line: Line, queue: MemoryQueue, seconds: int, state: str
) -> None:
    line.missed(0)
    call_id = line._call(1, HOA, direction="outbound", state="in_progress")
    with transaction() as session:
        call = calls.get_call(session, call_id)
        call.ended_at, call.answered_at = None, now() - timedelta(seconds=seconds)
        emit(session, CallAnswered(call_id, lan.user_id))
    queue.drain()
    [item] = items(lan, state=state)
    assert item["close_reason"] == ("reached" if state == "closed" else None)


def test_it_is_handed_over_put_off_closed_and_taken_back(lan: Desk, nam: Desk, line: Line) -> None:
    nam.connect()
    line.missed(0)
    item = change(lan, items(lan)[0], owner_id=nam.user_id).json
    assert [n["kind"] for n in nam.get("/notifications").json["items"]] == ["missed_assigned"]
    assert nam.events("missed.updated")[-1]["data"]["open"] == 1
    assert change(lan, item, owner_id=None).status_code == 403, "a colleague's"
    item = change(nam, item, owner_id=None).json
    item = change(lan, item, snoozed_until=isoformat(now() + timedelta(hours=2))).json
    assert (items(lan), [one["id"] for one in items(lan, state="snoozed")]) == ([], [item["id"]])
    item = change(lan, item, snoozed_until=None).json
    closed = change(lan, item, state="closed", reason="wrong_number", note="nhầm máy").json
    assert (closed["close_reason"], closed["close_note"], closed["closed_by_name"]) == (
        "wrong_number",
        "nhầm máy",
        "Lan",
    )
    assert change(lan, item, state="open").status_code == 412
    assert change(lan, closed, state="open").json["state"] == "open"
    assert lan.snapshot()["missed"] == 1


def test_a_close_is_not_taken_back_over_a_newer_item(lan: Desk, line: Line) -> None:
    line.missed(0)
    closed = change(lan, items(lan)[0], state="closed", reason="spam").json
    line.missed(9)
    answer = change(lan, closed, state="open")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "open_already")


@pytest.mark.parametrize(
    "body",
    [
        {"state": "closed"}, {"state": "closed", "reason": "bored"}, {"owner_id": "usr_x"}, {"state": "gone"},
        {"snoozed_until": "2020-01-01T00:00:00Z"}, {"snoozed_until": "2099-01-01T00:00:00Z"}, {"colour": 1},
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_and_changes_nothing(lan: Desk, line: Line, body: dict[str, Any]) -> None:
    line.missed(0)
    [item] = items(lan)
    assert change(lan, item, **body).status_code == 422
    assert items(lan) == [item]
    assert patch(lan, "/missed-callers/mis_x", {"owner_id": None}).status_code == 404


def test_a_broken_promise_and_the_end_of_a_snooze_are_told_once(app: Flask, lan: Desk, line: Line) -> None:
    line.talked(0, agent_id=lan.user_id)
    line.missed(170)
    [item] = items(lan)
    change(lan, item, snoozed_until=isoformat(now() + timedelta(hours=1)))
    for field in ("remind_next_at",):
        with transaction() as session:
            setattr(session.get_one(MissedCaller, item["id"]), field, now() - timedelta(seconds=1))
    jobs.remind_of_missed()
    jobs.remind_of_missed()
    told = [n for n in lan.get("/notifications").json["items"] if n["kind"] == "missed_due"]
    assert len(told) == 1
    assert [one["id"] for one in items(lan)] == [item["id"]], "back on the list"
    line.talked(175)
    assert lan.get("/notifications").json["unread"] == 0, "nothing to do any more"
