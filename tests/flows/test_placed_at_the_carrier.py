"""A placed call with the simulated carrier at the other end: its REST, its webhooks, its recording."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from contactcenter.core.settings import Settings
from contactcenter.providers.simulator.carrier import Carrier
from contactcenter.providers.simulator.phone_book import Caller, PhoneBook
from contactcenter.providers.simulator.webhooks import Answer, Webhooks
from tests.flows.desk import Desk
from tests.providers.simulator.conftest import free_port

CUSTOMER = "+84901234567"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, simulator=replace(settings.simulator, api_url=f"http://127.0.0.1:{free_port()}"))


@pytest.fixture
def carrier(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Carrier]:
    """Its posts come straight to the application; everything else is as it is."""

    def post(self: Webhooks, url: str, pairs: Any, token: str, timeout: float) -> Answer:
        from urllib.parse import urlencode

        from tests.providers.signing import FORM, sign

        path = url.removeprefix(self.public_url)
        headers = {"X-Twilio-Signature": sign(self.account.auth_token, url, pairs), "I-Twilio-Idempotency-Token": token}
        answer = app.test_client().post(path, data=urlencode(pairs), content_type=FORM, headers=headers)
        return Answer(answer.status_code, answer.text, None)

    monkeypatch.setattr(Webhooks, "_post", post)
    book = PhoneBook(lines=(Caller(CUSTOMER, "male", "vi"),), shared=(), agent_genders={})
    carrier = Carrier(settings, book=book)
    carrier.placing_speed = 50.0
    assert carrier.start()
    yield carrier
    carrier.stop()


@pytest.mark.parametrize(("outcome", "state"), [("answers", "completed"), ("busy", "busy")])
def test_a_click_in_the_demo_rings_the_simulated_customer(
    app: Flask, carrier: Carrier, outcome: Any, state: str
) -> None:
    lan = Desk(app, "Lan").sit_down().available()
    carrier.outcomes.append(outcome)
    call = lan.post("/calls", {"to": CUSTOMER}).json
    deadline = time.monotonic() + 30
    shown = call
    while shown["state"] != state and time.monotonic() < deadline:
        carrier.wait_until_idle(1)
        shown = lan.get(f"/calls/{call['id']}").json
    assert (shown["state"], shown["provider"], shown["direction"]) == (state, "simulator", "outbound")
    assert lan.snapshot()["presence"]["activity"] == ("wrap_up" if outcome == "answers" else "idle")
    if outcome == "answers":
        assert shown["recording"]["state"] == "expected"
        assert shown["transcript"][0]["speaker"] == "customer"  # who is called is not thanked for calling
        assert shown["agent_id"] == lan.user_id
