"""Callers who would rather be called back: their place is kept, their turn comes, they are dialled."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.calls.models import Call
from contactcenter.core import clock
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import Settings
from contactcenter.crm.models import Customer
from contactcenter.providers.twilio.provider import TwilioProvider
from contactcenter.reporting import figures
from contactcenter.routing.models import Offer, WorkItem
from contactcenter.routing.queue_callbacks import jobs
from contactcenter.routing.queue_callbacks.models import CallbackAttempt, QueueCallback
from tests.flows.carrier import PhoneCall, path_of, verbs
from tests.flows.desk import Desk
from tests.flows.placing import Placed, Placer, with_a_line
from tests.routing.flows.drawing import line, message
from tests.routing.flows.test_front_door import default_flow, publish, said

CALLER = "+84901234567"
RULE = {"key": "1", "after_seconds": 60, "tries": 2, "retry_minutes": 15}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return with_a_line(settings)


@pytest.fixture
def placer(monkeypatch: pytest.MonkeyPatch) -> Placer:
    monkeypatch.setattr(TwilioProvider, "redirect_to_agent", lambda *_: None)
    return Placer.instead_of_rest(monkeypatch)


@pytest.fixture
def lan(app: Flask, placer: Placer) -> Desk:
    return Desk(app, "Lan").sit_down().available()


@pytest.fixture(autouse=True)
def door(app: Flask) -> None:
    boss = Desk(app, "Bich", "admin").sit_down()
    document = {"start": "line", "steps": [line(callback=RULE), message()]}
    assert publish(boss, default_flow(boss)["id"], document).status_code == 201


def busy(lan: Desk) -> None:
    assert lan.post("/agents/me/status", {"status": "break"}).status_code == 200


def back(lan: Desk) -> None:
    lan.post("/agents/me/status", {"status": "available"})


def in_line(client: Any, lan: Desk, caller: str = CALLER) -> PhoneCall:
    """Rings while everybody is on a break, and has waited long enough to be offered a call back."""
    busy(lan)
    call = PhoneCall(client, caller=caller)
    assert "Enqueue" in verbs(call.ring())
    with transaction() as session:  # somebody may be back any moment: nobody is sent to voicemail
        session.execute(sa.update(WorkItem).values(entered_at=clock.now() - timedelta(minutes=7)))
        session.execute(sa.text("UPDATE work_queues SET max_wait_seconds = 3000"))
    return call


def ask_for_it(call: PhoneCall, key: str = "1") -> Any:
    """Press the key in line; gives what is asked then."""
    assert verbs(call.ask("/webhooks/twilio/voice/queue/wait", QueueTime="70", Digits=key)) == ["Leave"]
    return call.leave_queue()


def kept(client: Any, lan: Desk, caller: str = CALLER) -> PhoneCall:
    call = in_line(client, lan, caller)
    over = call.press(ask_for_it(call), "1")
    assert verbs(over) == ["Say", "Hangup"]
    call.end(CallDuration="90")
    return call


def callback() -> QueueCallback:
    with read() as session:
        return session.scalars(sa.select(QueueCallback)).one()


def items(kind: str) -> list[WorkItem]:
    with read() as session:
        return list(session.scalars(sa.select(WorkItem).where(WorkItem.kind == kind).order_by(WorkItem.id)))


def the_call(call: PhoneCall) -> Call:
    with read() as session:
        return session.scalars(sa.select(Call).where(Call.provider_call_id == call.call_sid)).one()


def taken(client: Any, lan: Desk, placer: Placer) -> tuple[dict[str, Any], Placed]:
    """The agent is back, gets the offer and accepts: the carrier is asked to ring them."""
    back(lan)
    [pop] = [e["data"] for e in lan.events("screen_pop")]
    phone = Placed(client)
    placer.answer = lambda _placing: phone.call_sid
    answer = lan.post(f"/offers/{pop['offer_id']}/accept")
    assert answer.status_code == 200, answer.text
    return {"pop": pop, "call": answer.json["call"]}, phone.about(placer.asked[-1])


def talk(phone: Placed, status: str = "completed", seconds: str = "42") -> None:
    phone.asks("c2c/twiml")
    if status == "completed":
        phone.leg("in-progress", 2, CALLER)
    phone.leg(status, 3, CALLER, CallDuration=seconds)
    fields = {"DialBridged": "true"} if status == "completed" else {}
    phone.asks("dial-action", DialCallStatus=status, DialCallSid=phone.leg_sid, **fields)
    phone.tells("completed", 3, CallDuration="50")


def test_the_key_is_offered_once_the_wait_passes_its_bound(client: Any, lan: Desk) -> None:
    busy(lan)
    call = PhoneCall(client)
    call.ring()
    assert call.wait(30).find("Gather") is None
    later = call.wait(70)
    gather = later.find("Gather")
    assert path_of(gather.attrib["action"]) == "/webhooks/twilio/voice/queue/wait"
    assert "bấm phím 1" in said(later)
    assert gather.find("Play") is not None
    assert "bấm phím 1" not in said(call.wait(80))  # the key works on, the words wait for their time
    assert "Gather" in verbs(call.ask("/webhooks/twilio/voice/queue/wait", QueueTime="85", Digits="7"))
    assert the_call(call).callback_turn == 0


def remove(desk: Desk, path: str) -> Any:
    return desk.http.delete(f"/api/v1{path}", headers={"X-CSRF-Token": desk.csrf})


def put(desk: Desk, path: str) -> Any:
    return desk.http.put(f"/api/v1{path}", headers={"X-CSRF-Token": desk.csrf})


def test_a_supervisor_calls_a_kept_place_off_and_gives_it_back(client: Any, lan: Desk, placer: Placer) -> None:
    kept(client, lan)
    path, [before] = f"/queue-callbacks/{callback().id}", items("callback")
    nam = Desk(lan.app, "Nam", "supervisor").sit_down()
    assert [remove(lan, path).status_code, put(lan, path).status_code] == [403, 403]
    gone = remove(nam, path).json
    assert (gone["state"], gone["reason"]) == ("closed", "called_off")
    assert remove(nam, path).json == gone
    assert nam.get("/queues/waiting").json["items"] == []
    back(lan)
    assert lan.events("screen_pop") == []
    busy(lan)
    assert put(nam, path).json["state"] == put(nam, path).json["state"] == "waiting"
    [_, item] = items("callback")
    assert (item.state, item.rank, item.entered_at) == ("waiting", before.rank, before.entered_at)
    assert [act["action"] for act in nam.get("/floor-acts").json["items"]] == ["put_back", "call_off"]
    taken(client, lan, placer)
    assert remove(nam, path).json["error"]["code"] == "not_waiting"
    assert remove(nam, "/queue-callbacks/qcb_none").status_code == 404


def test_a_place_is_not_given_back_to_a_number_that_has_another(client: Any, lan: Desk) -> None:
    kept(client, lan)
    nam = Desk(lan.app, "Nam", "supervisor").sit_down()
    path = f"/queue-callbacks/{callback().id}"
    remove(nam, path)
    kept(client, lan)
    assert put(nam, path).json["error"]["code"] == "place_not_free"


def test_a_kept_place_is_offered_like_a_call_and_the_customer_dialled(client: Any, lan: Desk, placer: Placer) -> None:
    call = kept(client, lan)
    before = items("call")[0]
    [item] = items("callback")
    assert (item.state, item.rank, item.entered_at) == ("waiting", before.rank, before.entered_at)
    assert (the_call(call).state, the_call(call).end_reason) == ("canceled", "callback")
    assert not lan.get("/missed-callers").json["items"]
    waiting = Desk(lan.app, "Nam", "supervisor").sit_down().get("/queues/waiting").json["items"]
    assert [(one["kind"], one["number"]) for one in waiting] == [("callback", CALLER)]

    told, phone = taken(client, lan, placer)
    assert told["pop"]["reason"]["queue_callback"]["attempt"] == 1
    assert 400 < told["pop"]["waited_s"] < 440
    assert (told["call"]["direction"], told["call"]["to"]) == ("outbound", CALLER)
    assert told["call"]["queue_id"] == item.queue_id
    assert lan.snapshot()["calls"][0]["pop"]["reason"]["queue_callback"]
    with transaction() as session:  # a minute ago: what is told now is still the wait until it rang
        offer = session.get_one(Offer, told["pop"]["offer_id"])
        offer.created_at -= timedelta(seconds=60)
    assert abs(lan.snapshot()["calls"][0]["pop"]["waited_s"] - (told["pop"]["waited_s"] - 60)) <= 1
    assert lan.post(f"/offers/{told['pop']['offer_id']}/accept").status_code == 200  # a second tab
    assert len(placer.asked) == 1
    talk(phone)
    made = lan.get(f"/calls/{told['call']['id']}").json["queue_callback"]
    assert (made["id"], made["call_id"]) == (callback().id, the_call(call).id)
    assert 400 < made["waited_seconds"] < 440
    asked = lan.get(f"/calls/{the_call(call).id}").json
    assert (asked["is_missed"], asked["queue_callback"]) == (False, None)
    assert (callback().state, callback().reason, callback().attempts) == ("done", "reached", 1)
    assert items("callback")[0].state == "done"
    assert lan.snapshot()["presence"]["activity"] == "wrap_up"
    with read() as session:
        by_code = {one.code: one.value for one in figures.measure(figures.offered_calls(session, *_today()))}
    assert (by_code["offered"], by_code["abandoned"]) == (1, 0)


def _today() -> Any:
    return figures.day_bounds("Asia/Ho_Chi_Minh")


def test_repeats_late_answers_and_hanging_up_at_once_keep_one_place(client: Any, lan: Desk) -> None:
    call = in_line(client, lan)
    question = ask_for_it(call)
    assert "0 9 0 1 2 3 4 5 6 7" in said(question)
    assert verbs(call.ask("/webhooks/twilio/voice/queue/wait", QueueTime="71", Digits="1")) == ["Leave"]
    call.end(CallDuration="80")
    call.end(CallDuration="80")
    assert callback().number == CALLER
    over = call.press(question, "1")  # delivered late
    assert verbs(over) == ["Hangup"]
    assert len(items("callback")) == 1
    assert the_call(call).end_reason == "callback"


def test_an_agent_who_is_free_in_between_has_the_caller_at_once(client: Any, lan: Desk) -> None:
    call = in_line(client, lan)
    question = ask_for_it(call)
    back(lan)
    [pop] = [e["data"] for e in lan.events("screen_pop")]
    assert lan.post(f"/offers/{pop['offer_id']}/accept").status_code == 200
    call.press(question, "1")
    with read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(QueueCallback)) == 0
    call.leg("in-progress", 1, "client:x")
    call.end(CallDuration="90")
    assert the_call(call).state == "completed"


TYPED = [
    ("0912 345 678", "+84912345678"),
    ("19001234", None),  # premium
    ("113", None),
    ("02871090001", None),  # our own
    ("0037255555555", None),  # abroad, where the caller is not
    ("12", None),
]


@pytest.mark.parametrize(("typed", "number"), TYPED)
def test_another_number_is_asked_for_and_strange_ones_are_refused(
    client: Any, lan: Desk, typed: str, number: str | None
) -> None:
    call = in_line(client, lan)
    asking = call.press(ask_for_it(call), "2")
    gather = asking.find("Gather")
    assert (gather.attrib["numDigits"], gather.attrib.get("finishOnKey")) == ("16", None)
    answer = call.press(asking, typed.replace(" ", ""))
    if number is None:
        assert "không thể gọi đến số này" in said(answer)
        call.end(CallDuration="80")  # they give up: the number they called from stands
        assert callback().number == CALLER
        return
    assert "0 9 1 2 3 4 5 6 7 8" in said(answer)
    assert "Hangup" in verbs(call.press(answer, "1"))
    assert callback().number == number


def test_who_waits_on_is_in_line_as_before_and_hidden_numbers_must_be_typed(client: Any, lan: Desk) -> None:
    call = in_line(client, lan)
    line_again = call.press(ask_for_it(call), "*")
    assert verbs(line_again) == ["Say", "Enqueue"]
    assert the_call(call).callback_number is None
    assert items("call")[0].state == "waiting"
    call.leave_queue("hangup", status="completed", line=line_again)
    assert the_call(call).state == "abandoned"
    hidden = in_line(client, lan, "anonymous")
    question = ask_for_it(hidden)
    assert "không thể gọi lại số quý khách đang dùng" in said(question)
    hidden.end(CallDuration="80")
    assert the_call(hidden).state == "abandoned"


def test_nobody_answers_and_they_are_tried_again_by_the_rule_with_their_old_place(
    client: Any, lan: Desk, placer: Placer
) -> None:
    kept(client, lan)
    rank = items("callback")[0].rank
    _, phone = taken(client, lan, placer)
    talk(phone, "no-answer", "0")
    row = callback()
    assert (row.state, row.attempts) == ("resting", 1)
    assert 14 < (row.next_at - clock.now()).total_seconds() / 60 < 16
    jobs.retry_queue_callbacks()
    assert callback().state == "resting"
    finish(lan)
    busy(lan)
    with transaction() as session:
        session.execute(sa.update(QueueCallback).values(next_at=clock.now()))
    jobs.retry_queue_callbacks()
    jobs.retry_queue_callbacks()  # two clocks
    assert [(one.state, one.rank) for one in items("callback")] == [("done", rank), ("waiting", rank)]
    told, phone = taken(client, lan, placer)
    assert told["pop"]["reason"]["queue_callback"]["attempt"] == 2
    talk(phone, "busy", "0")
    assert (callback().state, callback().reason) == ("closed", "not_reached")
    with read() as session:
        outcomes = list(session.scalars(sa.select(CallbackAttempt.outcome)))
    assert outcomes == ["not_reached", "not_reached"]


def finish(lan: Desk) -> None:
    for call in lan.snapshot()["calls"]:
        outcome = lan.get("/dispositions").json["items"][0]["code"]
        lan.post(f"/calls/{call['id']}/wrap-up", {"disposition": outcome, "notes": ""})


def test_an_agent_who_does_not_come_costs_the_customer_no_try(client: Any, lan: Desk, placer: Placer) -> None:
    kept(client, lan)
    _, phone = taken(client, lan, placer)
    phone.tells("completed", 3)
    row = callback()
    assert (row.state, row.attempts) == ("resting", 0)
    assert (row.next_at - clock.now()).total_seconds() < 31


def test_whom_one_may_no_longer_call_is_not_called(client: Any, lan: Desk, placer: Placer) -> None:
    lan.post("/customers", {"display_name": "Nguyễn An", "phones": [CALLER]})
    kept(client, lan)
    with transaction() as session:
        session.execute(sa.update(Customer).values(do_not_call=True))
    back(lan)
    [pop] = [e["data"] for e in lan.events("screen_pop")]
    answer = lan.post(f"/offers/{pop['offer_id']}/accept")
    assert (answer.status_code, answer.json["call"]) == (200, None)
    assert (callback().reason, placer.asked) == ("refused", [])
    assert lan.snapshot()["presence"]["activity"] == "idle"


def test_who_calls_again_waits_with_the_kept_place_and_hangs_up_without_losing_it(client: Any, lan: Desk) -> None:
    kept(client, lan)
    [place] = items("callback")
    again = PhoneCall(client, caller=CALLER)
    again.ring()
    assert items("call")[-1].rank == place.rank
    assert items("callback")[0].superseded_by == items("call")[-1].id
    again.leave_queue("hangup", status="completed")
    again.end(CallDuration="5")
    assert items("callback")[0].superseded_by is None
    second = PhoneCall(client, caller=CALLER)
    second.ring()
    with transaction() as session:
        session.execute(sa.text("UPDATE work_items SET entered_at = '2020-01-01 00:00:00' WHERE kind = 'call'"))
    second.press(ask_for_it(second), "1")
    assert len(items("callback")) == 1  # the same number has one place
    assert the_call(second).end_reason is None
    second.end(CallDuration="9")
    assert the_call(second).end_reason == "callback"
