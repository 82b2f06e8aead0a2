"""Placed calls: what stands for the carrier's REST, and the carrier's side of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactcenter.core.settings import Settings
from contactcenter.providers.twilio.provider import TwilioProvider
from tests.flows.carrier import VOICE, PhoneCall, sid

LINE = "+842871090001"
CUSTOMER = "+84901234567"


def with_a_line(settings: Settings) -> Settings:
    """A real account, so no demo: nothing here reaches it."""
    return replace(settings, is_demo=False, twilio=replace(settings.twilio, phone_number=LINE))


class Placer:
    """Stands for the carrier's REST: what was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.answer: Callable[[Any], str] = lambda _placing: sid("CA")
        self.listed: list[str] = []

    @classmethod
    def instead_of_rest(cls, monkeypatch: pytest.MonkeyPatch) -> "Placer":
        placer = cls()
        monkeypatch.setattr(TwilioProvider, "place", lambda _self, placing: placer.place(placing))
        monkeypatch.setattr(TwilioProvider, "find_placed", lambda _self, _placing, _since: placer.listed)
        return placer

    def place(self, placing: Any) -> str:
        self.asked.append(placing)
        return self.answer(placing)


class Placed(PhoneCall):
    """The carrier's side of a placed call: its own leg is the agent's."""

    def about(self, placing: Any) -> "Placed":
        self.placing = placing
        return self

    def asks(self, step: str, status: str = "in-progress", **fields: str) -> Any:
        path = f"{VOICE}/{step}?placement={self.placing.placement_id}"
        return self.ask(path, status, **{"Direction": "outbound-api", **fields})

    def tells(self, status: str, sequence: int, **fields: str) -> None:
        answer = self.post(
            f"{VOICE}/status?placement={self.placing.placement_id}",
            CallSid=self.call_sid,
            CallStatus=status,
            From=LINE,
            To=self.placing.address,
            Direction="outbound-api",
            SequenceNumber=str(sequence),
            **fields,
        )
        assert answer.status_code == 204
