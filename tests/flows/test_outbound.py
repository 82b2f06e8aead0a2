"""Calls that an agent places: the agent is rung, then the customer; once, and never whom one may not call."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.agents.models import User
from contactcenter.calls.models import Call
from contactcenter.calls.outbound import jobs as placing_jobs
from contactcenter.calls.outbound.models import Placement
from contactcenter.core import clock
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import ProviderError
from contactcenter.core.settings import Settings
from contactcenter.crm.models import TimelineItem
from contactcenter.providers.twilio.provider import TwilioProvider
from tests.flows.carrier import VOICE, PhoneCall, sid, verbs
from tests.flows.desk import Desk
from tests.flows.placing import CUSTOMER, LINE, Placed, Placer, with_a_line
from tests.routing.missed.test_missed import Line


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return with_a_line(settings)


@pytest.fixture
def lan(app: Flask, placer: Placer) -> Desk:
    return Desk(app, "Lan").sit_down().available()


def call_of(desk: Desk, call_id: str) -> dict[str, Any]:
    shown: dict[str, Any] = desk.get(f"/calls/{call_id}").json
    return shown


def placement() -> Placement:
    with read() as session:
        return session.scalars(sa.select(Placement)).one()


def age_placement(**spans: float) -> None:
    with transaction() as session:
        session.execute(sa.update(Placement).values(asked_at=clock.now() - timedelta(**spans)))


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")


def place(lan: Desk, placer: Placer, client: Any, **body: Any) -> tuple[dict[str, Any], Placed]:
    phone = Placed(client)
    placer.answer = lambda _placing: phone.call_sid
    answer = lan.post("/calls", {"to": CUSTOMER, **body})
    assert answer.status_code == 201, answer.text
    return answer.json, phone.about(placer.asked[-1])


def test_a_placed_call_rings_the_agent_then_the_customer_and_ends_in_wrap_up(
    client: Any, lan: Desk, placer: Placer
) -> None:
    an = lan.post("/customers", {"display_name": "Nguyễn An", "phones": [CUSTOMER]}).json
    call, phone = place(lan, placer, client)
    assert (call["direction"], call["from"], call["to"], call["state"]) == ("outbound", LINE, CUSTOMER, "ringing")
    assert (call["customer_id"], call["placed_via"]) == (an["id"], "softphone")
    assert placer.asked[0].address.startswith("client:")
    snapshot = lan.snapshot()
    assert (snapshot["presence"]["activity"], [c["id"] for c in snapshot["calls"]]) == ("talking", [call["id"]])
    phone.tells("in-progress", 2)
    assert call_of(lan, call["id"])["state"] == "ringing"  # only the agent's own phone was answered
    document = phone.asks("c2c/twiml")
    dial = document.find("Dial")
    assert verbs(document) == ["Start", "Dial"]
    assert dial.find("Number").text == CUSTOMER
    assert (dial.attrib["callerId"], dial.attrib["record"]) == (LINE, "record-from-answer-dual")
    answered = datetime.now(UTC)
    phone.leg("ringing", 1, CUSTOMER)
    phone.leg("in-progress", 2, CUSTOMER, Timestamp=stamp(answered))
    assert call_of(lan, call["id"])["state"] == "in_progress"
    phone.leg("completed", 3, CUSTOMER, CallDuration="42", Timestamp=stamp(answered + timedelta(seconds=42)))
    over = phone.asks("dial-action", DialCallStatus="completed", DialCallSid=phone.leg_sid, DialBridged="true")
    assert verbs(over) == ["Hangup"]
    phone.tells("completed", 3, CallDuration="50")
    shown = call_of(lan, call["id"])
    assert (shown["state"], shown["end_reason"], shown["talk_seconds"]) == ("completed", "customer", 42)
    assert (shown["agent_id"], shown["provider_call_id"]) == (lan.user_id, phone.call_sid)
    assert lan.snapshot()["presence"]["activity"] == "wrap_up"
    assert (
        lan.post(f"/calls/{call['id']}/wrap-up", {"disposition": _outcome(lan), "notes": "Hẹn thứ hai"}).status_code
        == 200
    )
    assert lan.snapshot()["presence"]["activity"] == "idle"
    [card] = [i for i in lan.get(f"/customers/{an['id']}/timeline").json["items"] if i["kind"] == "call"]
    assert card["ref_id"] == call["id"]


def _outcome(desk: Desk) -> str:
    rows = desk.snapshot()["dispositions"]
    return str(next(row["code"] for row in rows if not row["next_step"]))


@pytest.mark.parametrize(
    ("status", "state"), [("busy", "busy"), ("no-answer", "no_answer"), ("failed", "failed"), ("canceled", "canceled")]
)
def test_a_customer_who_is_not_reached_frees_the_agent(
    client: Any, lan: Desk, placer: Placer, status: str, state: str
) -> None:
    call, phone = place(lan, placer, client)
    phone.asks("c2c/twiml")
    phone.leg(status, 2, CUSTOMER, CallDuration="0")
    over = phone.asks("dial-action", DialCallStatus=status, DialCallSid=phone.leg_sid)
    assert verbs(over) == ["Say", "Hangup"]
    phone.tells("completed", 3, CallDuration="20")
    shown = call_of(lan, call["id"])
    assert (shown["state"], shown["agent_id"], shown["agent_name"]) == (state, lan.user_id, "Lan")
    assert lan.snapshot()["presence"]["activity"] == "idle"
    assert [one["id"] for one in lan.get(f"/calls?agent={lan.user_id}").json["items"]] == [call["id"]]
    with read() as session:
        assert session.scalars(sa.select(TimelineItem.agent_id).where(TimelineItem.ref_id == call["id"])).all() == [
            lan.user_id
        ]


def test_the_end_may_be_told_before_the_customers_leg(client: Any, lan: Desk, placer: Placer) -> None:
    call, phone = place(lan, placer, client)
    phone.asks("c2c/twiml")
    phone.tells("completed", 3, CallDuration="20")
    phone.leg("busy", 2, CUSTOMER, CallDuration="0")
    assert call_of(lan, call["id"])["state"] == "busy"


def test_an_agent_who_does_not_pick_up_has_called_nobody(client: Any, lan: Desk, placer: Placer) -> None:
    call, phone = place(lan, placer, client)
    phone.tells("no-answer", 2)
    assert call_of(lan, call["id"])["state"] == "canceled"
    assert lan.snapshot()["presence"]["activity"] == "idle"


def test_the_webhook_may_be_faster_than_the_answer_to_our_request(client: Any, lan: Desk, placer: Placer) -> None:
    phone = Placed(client)

    def answer(placing: Any) -> str:
        phone.about(placing).tells("initiated", 0)
        return phone.call_sid

    placer.answer = answer
    call = lan.post("/calls", {"to": CUSTOMER}).json
    assert call_of(lan, call["id"])["provider_call_id"] == phone.call_sid
    with read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Call)) == 1


def lost(_placing: Any) -> str:
    raise ProviderError("provider_unreachable", "…", is_retryable=True)


def test_a_lost_answer_is_found_in_the_list_and_never_asked_again(
    client: Any, lan: Desk, placer: Placer, queue: Any
) -> None:
    placer.answer = lost
    call = lan.post("/calls", {"to": CUSTOMER}).json
    assert placement().state == "unknown"
    placer.listed = [sid("CA")]
    placing_jobs.resolve_placements()
    assert call_of(lan, call["id"])["provider_call_id"] == placer.listed[0]
    queue.drain()
    assert (len(placer.asked), placement().state) == (1, "placed")


def test_a_call_without_a_trace_was_never_placed(lan: Desk, placer: Placer) -> None:
    placer.answer = lost
    call = lan.post("/calls", {"to": CUSTOMER}).json
    placing_jobs.resolve_placements()
    assert call_of(lan, call["id"])["state"] == "ringing"
    age_placement(seconds=70)
    placing_jobs.resolve_placements()
    assert call_of(lan, call["id"])["state"] == "failed"
    assert lan.snapshot()["presence"]["activity"] == "idle"
    assert len(placer.asked) == 1


def test_whoever_died_while_asking_is_not_asked_for_again(lan: Desk, placer: Placer, queue: Any) -> None:
    class Died(BaseException):
        pass

    def die(_placing: Any) -> str:
        raise Died

    placer.answer = die
    with pytest.raises(Died):
        lan.post("/calls", {"to": CUSTOMER})
    assert placement().state == "asked"
    queue.drain()
    age_placement(seconds=20)
    placer.listed = [sid("CA")]
    placing_jobs.resolve_placements()
    assert (placement().state, len(placer.asked)) == ("placed", 1)


def test_a_refusal_of_the_carrier_ends_the_call_at_once(lan: Desk, placer: Placer) -> None:
    def refuse(_placing: Any) -> str:
        raise ProviderError("provider_refused", "…", is_retryable=False)

    placer.answer = refuse
    call = lan.post("/calls", {"to": CUSTOMER}).json
    assert (call["state"], lan.snapshot()["presence"]["activity"]) == ("failed", "idle")


def test_one_click_is_one_call(lan: Desk, placer: Placer) -> None:
    headers = {"X-CSRF-Token": lan.csrf, "Idempotency-Key": "click-1"}
    answers = [lan.http.post("/api/v1/calls", json={"to": CUSTOMER}, headers=headers) for _ in range(2)]
    assert answers[0].json["id"] == answers[1].json["id"]
    second = lan.post("/calls", {"to": "+84907654321"})
    assert (second.status_code, second.json["error"]["code"]) == (409, "agent_busy")
    assert len(placer.asked) == 1


def test_giving_up_before_the_carrier_has_named_the_call(client: Any, lan: Desk, placer: Placer) -> None:
    placer.answer = lost
    call = lan.post("/calls", {"to": CUSTOMER}).json
    assert lan.post(f"/calls/{call['id']}/hang-up").status_code == 202
    assert call_of(lan, call["id"])["state"] == "canceled"
    late = Placed(client).about(placer.asked[0]).asks("c2c/twiml")
    assert verbs(late) == ["Hangup"]


def test_hanging_up_ends_the_agents_own_leg(
    client: Any, lan: Desk, placer: Placer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    monkeypatch.setattr(TwilioProvider, "hang_up", lambda _self, leg: ended.append(leg) or True)
    call, phone = place(lan, placer, client)
    phone.asks("c2c/twiml")
    phone.leg("in-progress", 2, CUSTOMER)
    lan.post(f"/calls/{call['id']}/hang-up")
    assert ended == [phone.call_sid]


def softphone(client: Any, identity: str, to: str = CUSTOMER) -> tuple[PhoneCall, Any]:
    phone = PhoneCall(client, f"client:{identity}", to)
    return phone, phone.ask(f"{VOICE}/softphone", "ringing", ApplicationSid=sid("AP"))


def identity_of(desk: Desk) -> str:
    with read() as session:
        return session.get_one(User, desk.user_id).voice_identity


def test_a_browser_that_dials_by_itself_is_who_its_identity_says(client: Any, lan: Desk, placer: Placer) -> None:
    phone, document = softphone(client, identity_of(lan))
    assert document.find("Dial/Number").text == CUSTOMER
    [call] = lan.get(f"/calls?provider_call_id={phone.call_sid}").json["items"]
    assert (call["direction"], call["from"], call["to"], call["handler_id"]) == (
        "outbound",
        LINE,
        CUSTOMER,
        lan.user_id,
    )
    assert placer.asked == []


@pytest.mark.parametrize(("identity", "to"), [("nobody", CUSTOMER), (None, "115"), (None, "client:boss")])
def test_a_browser_may_not_dial_what_its_owner_may_not(
    client: Any, lan: Desk, placer: Placer, identity: str | None, to: str
) -> None:
    _phone, document = softphone(client, identity or identity_of(lan), to)
    assert document.find("Dial") is None
    with read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Call)) == 0


def test_who_picked_up_is_noted(client: Any, lan: Desk, placer: Placer) -> None:
    call, phone = place(lan, placer, client)
    phone.asks("c2c/twiml")
    phone.leg("in-progress", 2, CUSTOMER)
    told = phone.post(
        f"{VOICE}/amd", CallSid=phone.leg_sid, AnsweredBy="machine_start", MachineDetectionDuration="2740"
    )
    assert told.status_code == 204
    assert call_of(lan, call["id"])["answered_by"] == "machine"


def test_calling_back_is_work_of_the_queue_that_missed_them(app: Flask, lan: Desk, placer: Placer, client: Any) -> None:
    boss = Desk(app, "Boss", "admin").sit_down()
    sales = boss.post("/queues", {"name": "Bán hàng"}).json["id"]
    Line().missed(0, CUSTOMER, queue_id=sales)
    assert place(lan, placer, client)[0]["queue_id"] == sales


def test_a_call_made_elsewhere_is_written_down(lan: Desk) -> None:
    an = lan.post("/customers", {"display_name": "An", "phones": [CUSTOMER]}).json
    began = (clock.now() - timedelta(hours=2)).isoformat()
    body = {"number": "0901 234 567", "started_at": began, "talk_seconds": 95, "notes": "Gọi bằng máy riêng"}
    call = lan.post("/call-log", body).json
    assert (call["state"], call["talk_seconds"], call["customer_id"]) == ("completed", 95, an["id"])
    assert (call["placed_via"], call["agent_id"], call["notes"]) == ("log", lan.user_id, "Gọi bằng máy riêng")
    assert [i["ref_id"] for i in lan.get(f"/customers/{an['id']}/timeline").json["items"] if i["kind"] == "call"] == [
        call["id"]
    ]
    too_long = {"talk_seconds": 80_000}
    for wrong in ({"number": "12"}, too_long, {"started_at": "2019-01-01T00:00:00Z"}, {"talk_seconds": -1}):
        assert lan.post("/call-log", {**body, **wrong}).status_code == 422


def test_attempts_and_the_best_hour_are_told(lan: Desk) -> None:
    an = lan.post("/customers", {"display_name": "An", "phones": [CUSTOMER]}).json
    for hour, outcome in [(3, "answered")] * 3 + [(9, "no_answer")] * 4:  # 10:00 and 16:00 there
        began = (clock.now() - timedelta(days=2)).replace(hour=hour, minute=0)
        assert (
            lan.post("/call-log", {"number": CUSTOMER, "started_at": began.isoformat(), "outcome": outcome}).status_code
            == 201
        )
    shown = lan.get(f"/customers/{an['id']}/attempts").json
    assert (shown["attempts"], shown["answered"], shown["since_answer"], shown["best_hour"]) == (7, 3, 4, 10)


def test_recorded_click_to_call_fixtures_without_a_click_are_logged_and_answered(client: Any, lan: Desk) -> None:
    phone = PhoneCall(client, LINE, "+14155550123")
    document = phone.ask(f"{VOICE}/c2c/twiml?activity=act_77", Direction="outbound-api")
    assert verbs(document) == ["Say", "Hangup"]
    [call] = lan.get(f"/calls?provider_call_id={phone.call_sid}").json["items"]
    assert (call["direction"], call["to"]) == ("outbound", "+14155550123")
