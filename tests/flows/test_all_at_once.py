"""Several calls, each with its deliveries and its agents' clicks at the same moment: nobody stuck, nothing lost."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.agents.models import Presence
from contactcenter.calls.models import Call
from contactcenter.core.db import read, transaction
from contactcenter.providers.twilio.provider import TwilioProvider
from contactcenter.routing import jobs as timers
from contactcenter.routing.models import Offer, WorkItem
from contactcenter.webhooks.models import Delivery
from tests.flows.carrier import PhoneCall, path_of
from tests.flows.desk import Desk

ROUNDS = 4
CALLS = 3


def all_at_once(*steps: Callable[[], Any]) -> None:
    failures: list[BaseException] = []
    barrier = threading.Barrier(len(steps))

    def run(step: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            step()
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


@pytest.fixture
def desks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Desk]:
    monkeypatch.setattr(TwilioProvider, "redirect_to_agent", lambda *_: None)
    return [Desk(app, name).sit_down().available() for name in ("Lan", "Minh", "Hoa")]


def test_calls_agents_and_timers_at_once_leave_nobody_stuck(app: Flask, desks: list[Desk]) -> None:
    chance = random.Random(7)
    for _ in range(ROUNDS):
        calls = [PhoneCall(app.test_client(), caller=f"+8490123456{n}") for n in range(CALLS)]
        all_at_once(*(call.arrive for call in calls))
        all_at_once(*(lambda d=desk: react(d) for desk in desks), timers.offer_waiting, lambda: rush(desks[0]))
        dials = [(call, call.leave_queue().find("Dial")) for call in calls]
        steps = [step for call, dial in dials for step in what_is_told(app, call, dial)]
        chance.shuffle(steps)
        all_at_once(*steps, timers.offer_waiting, timers.expire_leases)
        rest()
    with read() as session:
        assert session.scalars(sa.select(Delivery.error).where(Delivery.state == "failed")).all() == []
        assert set(session.scalars(sa.select(Presence.activity))) == {"idle"}
        assert session.scalars(sa.select(Offer.id).where(Offer.state == "pending")).all() == []
        assert set(session.scalars(sa.select(WorkItem.state))) <= {"done", "canceled"}
        assert set(session.scalars(sa.select(Call.state))) <= {"completed", "missed", "abandoned"}


def react(desk: Desk) -> None:
    """Accept what rings."""
    for pop in desk.events("screen_pop"):
        answer = desk.post(f"/offers/{pop['data']['offer_id']}/accept")
        assert answer.status_code in (200, 409), answer.text


def rush(desk: Desk) -> None:
    """A supervisor's glance at everything meanwhile."""
    assert desk.get("/console/snapshot").status_code == 200


def what_is_told(app: Flask, call: PhoneCall, dial: Any) -> list[Callable[[], Any]]:
    """The rest of a call's deliveries, each from a connection of its own, one of them twice."""
    own = [PhoneCall(app.test_client(), call.caller, call.line, call.call_sid, call.leg_sid) for _ in range(5)]
    end = lambda: own[0].end(CallDuration="60")  # noqa: E731
    if dial is None:
        return [end]
    target = f"client:{dial.find('Client/Identity').text}"
    action = path_of(dial.attrib["action"])
    return [
        end,
        lambda: own[1].leg("in-progress", 2, target),
        lambda: own[2].leg("completed", 3, target, CallDuration="20"),
        lambda: own[3].dial_over(action, "completed", "completed", DialCallDuration="20", DialBridged="true"),
        lambda: own[4].dial_over(action, "completed", "completed", DialCallDuration="20", DialBridged="true"),
    ]


def rest() -> None:
    """The wrap-ups' time is over."""
    with transaction() as session:
        session.execute(sa.update(Call).where(Call.wrap_up_due_at.is_not(None)).values(wrap_up_due_at=Call.started_at))
    timers.end_wrap_ups()
