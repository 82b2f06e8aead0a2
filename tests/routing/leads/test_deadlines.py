"""Deadlines: warned, taken back, given to the next, floating in the end; what a touch is."""

from datetime import timedelta

from flask import Flask

from contactcenter.calls.events import CallChanged, CallEnded
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.routing.leads import jobs
from contactcenter.routing.leads.models import Lead, LeadAssignment, LeadEvent
from tests.routing.leads.office import come_in, count, desk, pass_time, patch, read_lead


def call_of(lead: dict, agent_id: str, *, talk_seconds: int, **more: object) -> None:
    """A connected call with the lead's customer that has just ended."""
    with transaction() as session:
        call = Call(
            id=new_id("cal"), provider="x", account="x", provider_call_id=new_id("x"), direction="outbound",
            party=lead["phone"], customer_id=lead["customer_id"], agent_id=agent_id, state="completed",
            provider_status="completed",
            answered_at=now() - timedelta(seconds=talk_seconds), ended_at=now(), talk_seconds=talk_seconds, **more,
        )  # fmt: skip
        session.add(call)
        session.flush()
        emit(session, CallChanged(call.id))
        emit(session, CallEnded(call.id, "completed"))
        emit(session, CallChanged(call.id))


def test_an_untouched_lead_is_warned_taken_back_and_given_to_the_next(app: Flask) -> None:
    boss, lan, minh = desk(app, "Nam", role="supervisor"), desk(app, "Lan"), desk(app, "Minh")
    lead = come_in(boss)
    first, second = (lan, minh) if lead["owner_id"] == lan.user_id else (minh, lan)
    jobs.watch_lead_deadlines()
    assert read_lead(boss, lead)["sla"]["state"] == "running"
    pass_time(lead, 245)
    jobs.watch_lead_deadlines()
    jobs.watch_lead_deadlines()
    assert read_lead(boss, lead)["sla"]["state"] == "warned"
    assert count(LeadEvent, LeadEvent.kind == "warned") == 1
    assert [e["data"]["notification"]["kind"] for e in first.events("notification.created")] == ["lead_due"]
    pass_time(lead, 60)
    jobs.watch_lead_deadlines()
    taken = read_lead(boss, lead)
    assert (taken["owner_id"], taken["recalls"]) == (second.user_id, 1)
    assert {"agent_id": first.user_id, "name": first.name, "reason": "taken_back_before"} in taken["decision"][
        "skipped"
    ]
    ended = boss.get(f"/leads/{lead['id']}/assignments").json["items"]
    assert [(a["agent_id"], a["end_reason"]) for a in ended] == [(second.user_id, None), (first.user_id, "unseen")]
    assert second.events("lead.assigned")
    assert first.post(f"/leads/{lead['id']}/acknowledgement").json["error"]["code"] == "lead_gone"


def test_who_has_seen_it_has_until_the_first_touch_is_due(app: Flask) -> None:
    boss, lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan")
    lead = come_in(boss)
    seen = lan.post(f"/leads/{lead['id']}/acknowledgement").json
    assert seen["sla"]["phase"] == "touch"
    pass_time(lead, 600)
    jobs.watch_lead_deadlines()
    assert read_lead(boss, lead)["owner_id"] == lan.user_id
    call_of(lead, lan.user_id, talk_seconds=9)
    patch(lan, f"/leads/{lead['id']}", {"note": "gọi lại sau"})
    assert read_lead(boss, lead)["sla"]["state"] == "running", "a short call and a note are no touch"
    call_of(lead, lan.user_id, talk_seconds=10)
    touched = read_lead(boss, lead)
    assert touched["sla"]["state"] == "met"
    assert touched["first_touch_kind"] == "call"
    pass_time(lead, 4000)
    jobs.watch_lead_deadlines()
    assert read_lead(boss, lead)["owner_id"] == lan.user_id
    figures = boss.get("/leads/figures").json
    assert figures["touched"] == 1
    assert 595 <= figures["speed_seconds"] <= 4700
    assert figures["shares"][0] | {"name": ""} == {
        "agent_id": lan.user_id, "name": "", "entitled": 1.0, "received": 1, "open": 1, "touched": 1, "won": 0,
    }  # fmt: skip


def test_a_deadline_waits_for_the_call_that_is_going_on(app: Flask) -> None:
    boss, lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan")
    lead = come_in(boss)
    with transaction() as session:
        session.add(
            Call(
                id=new_id("cal"), provider="x", account="x", provider_call_id="x", direction="outbound",
                party=lead["phone"], customer_id=lead["customer_id"], agent_id=lan.user_id, state="in_progress",
                answered_at=now() - timedelta(seconds=3),
            )
        )  # fmt: skip
    pass_time(lead, 301)
    with transaction() as session:
        session.get_one(Lead, lead["id"]).timer_at = now()
        session.get_one(Lead, lead["id"]).warned_at = now()
    jobs.watch_lead_deadlines()
    assert read_lead(boss, lead)["owner_id"] == lan.user_id
    with transaction() as session:
        session.query(Call).one().answered_at = now() - timedelta(seconds=11)
        session.get_one(Lead, lead["id"]).timer_at = now()
    jobs.watch_lead_deadlines()
    assert read_lead(boss, lead)["sla"]["state"] == "met"


def test_a_lead_that_everybody_left_lying_floats_and_one_of_two_takes_it(app: Flask) -> None:
    boss, lan, minh = desk(app, "Nam", role="supervisor"), desk(app, "Lan"), desk(app, "Minh")
    patch(boss, "/lead-settings", {"max_recalls": 2, "hides_history": True})
    lead = come_in(boss)
    for _ in range(2):
        pass_time(lead, 300)
        jobs.watch_lead_deadlines()
        jobs.watch_lead_deadlines()
    floating = read_lead(boss, lead)
    assert (floating["routing"], floating["limbo_reason"], floating["recalls"]) == ("floating", "recalled_often", 2)
    jobs.distribute_all()
    assert read_lead(boss, lead)["routing"] == "floating"
    assert minh.get(f"/leads/{lead['id']}/history").json["items"] == []
    assert boss.get(f"/leads/{lead['id']}/history").json["items"] != []
    assert patch(minh, f"/leads/{lead['id']}", {"note": "x"}).json["error"]["code"] == "take_it_first"
    assert minh.post(f"/leads/{lead['id']}/taking").json["owner_id"] == minh.user_id
    assert lan.post(f"/leads/{lead['id']}/taking").json["error"]["code"] == "lead_gone"
    assert minh.get(f"/leads/{lead['id']}/history").json["items"] != []


def test_a_declined_lead_goes_on_and_does_not_come_back(app: Flask) -> None:
    boss, lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan")
    lead = come_in(boss)
    declined = lan.post(f"/leads/{lead['id']}/decline", {"reason": "người quen"}).json
    assert (declined["owner_id"], declined["routing"], declined["limbo_reason"]) == (
        None,
        "floating",
        "everybody_had_it",
    )
    minh = desk(app, "Minh")
    assert minh.post(f"/leads/{lead['id']}/taking").status_code == 200
    assert count(LeadAssignment) == 2


def test_a_leaver_keeps_no_open_lead(app: Flask) -> None:
    admin, lan = desk(app, "Bich", role="admin"), desk(app, "Lan")
    lead = come_in(admin)
    minh = desk(app, "Minh")
    assert patch(admin, f"/users/{lan.user_id}", {"is_active": False}).status_code == 200
    assert read_lead(admin, lead)["owner_id"] == minh.user_id


def test_a_new_callers_call_opens_a_lead_where_that_is_wanted(app: Flask) -> None:
    boss, lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan")
    caller = {"phone": "+84909888777", "customer_id": None}

    def ring() -> None:
        with transaction() as session:
            call = Call(
                provider="x", account="x", provider_call_id=new_id("x"), direction="inbound", party=caller["phone"],
                state="abandoned", started_at=now(), ended_at=now(),
            )  # fmt: skip
            session.add(call)
            session.flush()
            emit(session, CallEnded(call.id, "abandoned"))
            emit(session, CallEnded(call.id, "abandoned"))

    ring()
    assert boss.get("/leads").json["items"] == []
    patch(boss, "/lead-settings", {"opens_from_calls": True})
    ring()
    ring()
    (lead,) = boss.get("/leads").json["items"]
    assert (lead["source"], lead["phone"], lead["customer_id"]) == ("call", caller["phone"], None)
    assert lead["owner_id"] == lan.user_id
    saved = lan.post("/customers", {"display_name": "Cô Tư", "phones": [caller["phone"]]}).json
    assert read_lead(boss, lead)["customer_id"] == saved["id"]
