"""Those whom something concerns hear of it before those who look on, and onlookers once for many changes."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from contactcenter.realtime import later
from contactcenter.realtime.later import Later
from contactcenter.realtime.socket import socketio
from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk


def test_a_pop_goes_out_before_the_figures_that_everybody_sees(
    app: Flask, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Desk(app, "Mai", role="supervisor").sit_down().connect()
    Desk(app, "Lan").sit_down().available()
    told: list[str] = []
    emit = socketio.emit
    monkeypatch.setattr(socketio, "emit", lambda type_, *args, **more: (told.append(type_), emit(type_, *args, **more)))
    call = PhoneCall(client)
    menu = call.ring()
    told.clear()
    call.press(menu, "1")
    assert {"screen_pop", "queue.updated", "call.updated"} <= set(told)
    assert told.index("screen_pop") < min(told.index("queue.updated"), told.index("call.updated"))


def test_of_many_changes_under_one_key_the_last_is_told_and_a_broken_one_holds_up_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(later, "current", lambda: SimpleNamespace(is_testing=False))
    told: list[str] = []
    work = Later(pause_seconds=3600)
    work.put("broken", lambda: told.index("nothing"))  # type: ignore[arg-type,return-value]
    for n in range(5):
        work.put("figures", lambda n=n: told.append(f"figures {n}"))  # type: ignore[misc]
    work.put("statuses", lambda: told.append("statuses"))
    assert told == []
    work.do_waiting()
    work.do_waiting()
    assert told == ["figures 4", "statuses"]
