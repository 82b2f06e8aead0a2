"""What callers hear when nobody takes their call: that nobody is there, or that all are busy; and how long it rings."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from contactcenter.core import clock
from contactcenter.core.db import read, transaction
from contactcenter.providers.twilio.provider import TwilioProvider
from contactcenter.routing import queues
from contactcenter.routing.models import WorkItem
from contactcenter.routing.prompts import prompt
from tests.flows.carrier import PhoneCall, verbs
from tests.flows.desk import Desk


@pytest.fixture
def lan(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(TwilioProvider, "redirect_to_agent", lambda *_: None)
    return Desk(app, "Lan").sit_down().available()


def give_up(call: PhoneCall, monkeypatch: pytest.MonkeyPatch, *, after: int) -> str:
    """The words that the caller hears at the end, so many seconds later."""
    assert verbs(call.wait(5)) == ["Play"]
    later = clock.now() + timedelta(seconds=after)
    monkeypatch.setattr("contactcenter.routing.patience.now", lambda: later)
    assert verbs(call.wait(after)) == ["Leave"]
    return " ".join(ET.tostring(call.leave_queue(), encoding="unicode", method="text").split())


@pytest.mark.parametrize("status", ["lunch", "offline"])
def test_when_the_last_agent_leaves_the_caller_hears_that_nobody_is_there(
    call: PhoneCall, lan: Desk, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    call.arrive()
    lan.post("/agents/me/status", {"status": status})
    assert prompt("nobody_here", "vi") in give_up(call, monkeypatch, after=25)
    with read() as session:
        assert session.query(WorkItem).one().closed_reason == "nobody"


def test_when_all_are_busy_the_caller_hears_that(client: Any, lan: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    PhoneCall(client).arrive()
    call = PhoneCall(client, caller="+84901234568")
    call.arrive()
    assert prompt("nobody_free", "vi") in give_up(call, monkeypatch, after=200)


def test_an_accepting_agents_phone_rings_as_long_as_their_queue_says(call: PhoneCall, lan: Desk) -> None:
    with transaction() as session:
        queues.ensure_default_queue(session).ring_seconds = 33
    call.arrive()
    assert lan.post(f"/offers/{lan.events('screen_pop')[0]['data']['offer_id']}/accept").status_code == 200
    dial = call.leave_queue().find("Dial")
    assert dial is not None
    assert dial.attrib["timeout"] == "33"
