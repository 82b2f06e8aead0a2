"""Whom most flows are about. A flow that needs them otherwise (another role, another account) makes its own."""

from typing import Any

import pytest
from flask import Flask

from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk
from tests.flows.placing import Placer
from tests.flows.rooms import RoomCarrier


@pytest.fixture
def lan(app: Flask) -> Desk:
    """An agent who takes calls."""
    return Desk(app, "Lan").sit_down().available()


@pytest.fixture
def minh(app: Flask) -> Desk:
    """A colleague at their desk who takes none yet."""
    return Desk(app, "Minh").sit_down()


@pytest.fixture
def nam(app: Flask) -> Desk:
    """Their supervisor, who is told what happens."""
    desk = Desk(app, "Nam", "supervisor").sit_down()
    desk.connect()
    return desk


@pytest.fixture
def call(client: Any) -> PhoneCall:
    """A caller, not yet rung."""
    return PhoneCall(client)


@pytest.fixture
def rooms(call: PhoneCall, monkeypatch: pytest.MonkeyPatch) -> RoomCarrier:
    """The carrier's rooms, with that call in reach."""
    return RoomCarrier(call).patch(monkeypatch)


@pytest.fixture
def placer(monkeypatch: pytest.MonkeyPatch) -> Placer:
    """What stands for the carrier when calls are placed."""
    return Placer.instead_of_rest(monkeypatch)
