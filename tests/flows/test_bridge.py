"""Caller and agent are brought together once, by the redirect or by the caller's next poll, never by both."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core import clock
from contactcenter.core.db import transaction
from contactcenter.core.errors import ProviderError
from contactcenter.providers.twilio.provider import TwilioProvider
from contactcenter.routing import frontdoor
from contactcenter.routing.models import Offer
from tests.flows.carrier import PhoneCall, verbs
from tests.flows.desk import Desk


@pytest.fixture
def accepted(app: Flask, client: Any) -> PhoneCall:
    """A call that Lan has just accepted; how the carrier takes it is the test's."""
    lan = Desk(app, "Lan").sit_down().available()
    call = PhoneCall(client)
    call.arrive()
    assert lan.post(f"/offers/{lan.events('screen_pop')[0]['data']['offer_id']}/accept").status_code == 200
    return call


@pytest.fixture
def carrier_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TwilioProvider, "redirect_to_agent", lambda *_: None)


@pytest.fixture
def carrier_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ProviderError("provider_unreachable", "no answer", is_retryable=True)

    monkeypatch.setattr(TwilioProvider, "redirect_to_agent", fail)


def test_a_poll_beside_a_redirect_keeps_waiting(carrier_takes_it: None, accepted: PhoneCall) -> None:
    """Leaving as well would dial the agent, and the redirect would hang that up a moment later."""
    assert verbs(accepted.wait(5)) == ["Play"]


def test_where_the_redirect_was_lost_a_later_poll_bridges(carrier_takes_it: None, accepted: PhoneCall) -> None:
    with transaction() as session:
        session.execute(sa.update(Offer).values(connect_sent_at=clock.now() - frontdoor.REDIRECT_TAKES))
    assert verbs(accepted.wait(9)) == ["Leave"]
    assert accepted.leave_queue().find("Dial") is not None


def test_where_the_carrier_cannot_be_told_the_next_poll_bridges(carrier_is_away: None, accepted: PhoneCall) -> None:
    assert verbs(accepted.wait(1)) == ["Leave"]
    assert accepted.leave_queue().find("Dial") is not None
