"""Live events, as far as somebody's team reaches."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.core.jobs import MemoryQueue
from contactcenter.realtime import socket
from tests.crm.hands import patch
from tests.flows.carrier import PhoneCall
from tests.flows.rooms import talking
from tests.teams.company import PHONE, Company, open_company


@pytest.fixture
def company(app: Flask) -> Company:
    return open_company(app)


def test_what_happens_to_a_customer_is_told_in_outline_to_a_limited_role(
    app: Flask, company: Company, client: Any, queue: MemoryQueue
) -> None:
    customer = company.customer_of(company.huong, "Chị Quắx", PHONE)
    for desk in (company.nam, company.lan, company.admin):
        desk.connect()
    call_id = talking(company.huong.available(), PhoneCall(client))
    company.huong.post("/hands", {"call_id": call_id})
    company.huong.post("/tasks", {"title": "Gọi lại Quắx", "customer_id": customer, "assignee_id": None})
    company.huong.post("/leads", {"source": "web", "interest": "Quắx", "customer": {"customer_id": customer}})
    queue.drain()
    told = company.nam.events() + company.lan.events()
    assert [event["type"] for event in told if "Quắx" in str(event)] == []
    assert [event["type"] for event in told if PHONE in str(event)] == []
    partial = {event["type"]: event["data"] for event in told if event["data"].get("is_partial")}
    assert {"call.updated", "hand.updated", "task.updated", "lead.updated"} <= partial.keys()
    assert partial["call.updated"] == {"id": call_id, "is_partial": True}
    full = company.admin.events("call.updated")
    assert full[-1]["data"]["customer"]["display_name"] == "Chị Quắx"
    assert company.huong.events("call.updated")[-1]["data"]["id"] == call_id  # theirs: by their own number


def test_only_what_is_within_reach_can_be_watched_and_only_for_so_long(company: Company) -> None:
    lan, nam = company.lan, company.nam
    ours, theirs = company.customer_of(company.minh, "Anh Ba"), company.customer_of(company.huong, "Chị Hoa")
    seat = lan.connect()
    assert seat.emit("watch", {"customer": theirs}, callback=True) == {"error": "not_allowed"}
    assert seat.emit("watch", {"customer": ours}, callback=True) == {"ok": True}
    nam.post(f"/customers/{ours}/notes", {"text": "một"})
    assert lan.events("timeline.updated")
    assert patch(company.admin, f"/customers/{ours}", {"owner_id": company.huong.user_id}).status_code == 200
    socket.drop_ended()
    lan.events()
    company.huong.post(f"/customers/{ours}/notes", {"text": "hai"})
    assert lan.events("timeline.updated") == []
    assert seat.is_connected()
