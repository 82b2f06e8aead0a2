"""Calls, as far as somebody's team reaches: whoever is rung sees who calls, and others see nothing of them."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.calls.models import Call
from contactcenter.core.clock import isoformat, now
from contactcenter.core.db import transaction
from contactcenter.core.jobs import MemoryQueue
from tests.crm.hands import patch
from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk
from tests.flows.rooms import talking
from tests.teams.company import PHONE, Company, open_company, refusal


@pytest.fixture
def company(app: Flask) -> Company:
    return open_company(app)


@pytest.fixture
def call(client: Any) -> PhoneCall:
    return PhoneCall(client)


def ended(call: PhoneCall, desk: Desk) -> None:
    identity = desk.snapshot()["me"]["voice_identity"]
    call.leg("completed", 3, f"client:{identity}", CallDuration="9")
    call.end(CallDuration="20")


def test_whoever_is_rung_sees_who_calls_at_once_and_goes_on_if_they_answer(company: Company, call: PhoneCall) -> None:
    lan, minh, nam = company.lan, company.minh, company.nam
    customer = company.customer_of(company.huong, "Chị Hoa", PHONE)
    assert refusal(lan.get(f"/customers/{customer}")) == "outside_reach"
    lan.available()
    call.arrive()
    offer_id = lan.events("screen_pop")[0]["data"]["offer_id"]
    assert lan.get(f"/customers/{customer}").status_code == 200
    lan.post(f"/offers/{offer_id}/decline")
    assert refusal(lan.get(f"/customers/{customer}")) == "outside_reach"
    minh.available()
    minh.post(f"/offers/{minh.events('screen_pop')[0]['data']['offer_id']}/accept")
    assert minh.get(f"/customers/{customer}").status_code == 200
    call.leg("in-progress", 0, f"client:{minh.snapshot()['me']['voice_identity']}")
    ended(call, minh)
    assert minh.get(f"/customers/{customer}").status_code == 200
    assert refusal(lan.get(f"/customers/{customer}")) == "outside_reach"
    assert [one["agent_id"] for one in nam.get("/calls").json["items"]] == [minh.user_id]  # a colleague had it


def test_another_teams_calls_are_not_in_the_log_nor_anything_below_them(company: Company, call: PhoneCall) -> None:
    huong, nam, lan = company.huong, company.nam, company.lan
    company.customer_of(huong, "Chị Hoa", PHONE)
    call_id = talking(huong.available(), call)
    huong.post("/hands", {"call_id": call_id})
    for path in ("", "/transcript", "/recording", "/peaks", "/transfers", "/monitors", "/notes"):
        assert refusal(nam.get(f"/calls/{call_id}{path}")) == "outside_reach", path
    assert refusal(nam.post(f"/calls/{call_id}/monitors", {"mode": "listen"})) == "outside_reach"
    assert nam.get("/hands").json["items"] == nam.snapshot()["hands"] == []
    assert [agent["name"] for agent in nam.get("/agents").json["items"] if agent["name"] == "Huong"] == []
    assert refusal(nam.post(f"/agents/{huong.user_id}/status", {"status": "lunch"})) == "outside_reach"
    for desk in (lan, nam):
        assert desk.get("/calls").json["items"] == desk.get(f"/calls?agent={huong.user_id}").json["items"] == []
        assert desk.get("/ratings").json["items"] == []
    assert len(company.admin.get("/calls").json["items"]) == len(company.admin.get("/hands").json["items"]) == 1


def test_a_call_that_nobody_accepted_is_its_customers_and_its_agents(company: Company) -> None:
    theirs = company.customer_of(company.huong, "Chị Hoa", PHONE)
    with transaction() as session:
        for number, (customer, agent) in enumerate(((theirs, None), (theirs, company.huong.user_id), (None, None))):
            session.add(
                Call(provider="x", account="", provider_call_id=str(number), customer_id=customer, agent_id=agent,
                     id=f"cal_{number}", from_number="+84908000000", party="+84908000000")
            )  # fmt: skip
    for desk in (company.lan, company.nam):
        assert [desk.get(f"/calls/cal_{number}").status_code for number in range(3)] == [403, 403, 200]
        assert [one["id"] for one in desk.get("/calls").json["items"]] == ["cal_2"]
    seat = company.nam.connect()
    assert seat.emit("watch", {"call": "cal_1"}, callback=True) == {"error": "not_allowed"}


def test_listening_in_is_for_colleagues_calls_also_where_the_customer_is_ones_own(
    company: Company, call: PhoneCall
) -> None:
    company.customer_of(company.lan, "Chị Hoa", PHONE)
    call_id = talking(company.huong.available(), call)
    assert company.nam.get(f"/calls/{call_id}").status_code == 200
    assert refusal(company.nam.post(f"/calls/{call_id}/monitors", {"mode": "listen"})) == "not_a_colleague"


def test_nobody_is_called_or_named_who_is_another_teams_not_even_by_their_number(
    company: Company, call: PhoneCall, queue: MemoryQueue
) -> None:
    theirs = company.customer_of(company.huong, "Chị Hoa", "+84903131313")
    lan, logged = company.lan, {"direction": "outbound", "talk_seconds": 0, "outcome": "no_answer"}
    logged |= {"started_at": isoformat(now()), "number": "0903 131 313"}
    refused = [
        lan.post("/calls", {"to": "0903131313"}),
        lan.post("/calls", {"to": "0912345678", "customer_id": theirs}),
        lan.post("/call-log", logged),
        lan.get("/contact-check?number=0903131313"),
        lan.post(f"/calls/{talking(lan.available(), call)}/customer", {"customer_id": theirs}),
    ]
    assert [refusal(answer) for answer in refused] == ["outside_reach"] * len(refused)
    assert "Hoa" not in "".join(answer.text for answer in refused)
    assert len(company.admin.get("/calls").json["items"]) == 1


def test_who_talks_with_one_of_several_says_which_also_of_another_team(company: Company, call: PhoneCall) -> None:
    theirs = company.customer_of(company.huong, "Chị Hoa", PHONE)
    company.customer_of(company.huong, "Anh Nam", PHONE)
    call_id = talking(company.lan.available(), call)
    assert refusal(company.minh.get(f"/customers/{theirs}")) == "outside_reach"
    chosen = company.lan.post(f"/calls/{call_id}/customer", {"customer_id": theirs})
    assert chosen.status_code == 200, chosen.text
    assert company.lan.get(f"/customers/{theirs}").status_code == 200


def test_on_the_floor_another_teams_customer_waits_without_name_and_number(company: Company, call: PhoneCall) -> None:
    company.customer_of(company.huong, "Chị Hoa", PHONE)
    company.lan.available()
    call.arrive()
    waiting = company.nam.get("/queues/waiting").json["items"][0]
    hidden = (waiting["customer_name"], waiting["number"], waiting["customer_id"], waiting["is_outside"])
    assert hidden == (None, "", None, True)
    path = f"/work-items/{waiting['work_item_id']}"
    assert company.nam.get(path).json["customer_id"] is None
    assert patch(company.nam, path, {"is_first": True}).status_code == 200
    away = company.nam.post(f"{path}/offers", {"agent_id": company.huong.user_id})
    assert refusal(away) == "not_a_colleague"
    seen = company.admin.get("/queues/waiting").json["items"][0]
    assert (seen["customer_name"], seen["is_outside"]) == ("Chị Hoa", False)


def test_missed_callers_are_listed_and_counted_for_whose_customers_they_are(company: Company, call: PhoneCall) -> None:
    company.customer_of(company.huong, "Chị Hoa", PHONE)
    call.arrive()
    call.leave_queue("hangup", status="completed")
    call.end(CallDuration="30")
    item = company.admin.get("/missed-callers").json["items"][0]
    for desk, count in ((company.lan, 0), (company.nam, 0), (company.huong, 1)):
        assert len(desk.get("/missed-callers").json["items"]) == count
        assert desk.get("/missed-callers/counts").json["open"] == desk.snapshot()["missed"] == count
    assert refusal(company.lan.get(f"/missed-callers/{item['id']}")) == "outside_reach"
    given = patch(company.admin, f"/missed-callers/{item['id']}", {"owner_id": company.lan.user_id})
    assert given.status_code == 200
    assert company.lan.get(f"/missed-callers/{item['id']}").status_code == 200
    assert company.lan.get(f"/customers/{item['customer_id']}").status_code == 200
