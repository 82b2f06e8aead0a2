"""Those whom something concerns hear of it before those who look on, and onlookers once for many changes."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from contactcenter.core.events import publish
from contactcenter.realtime import later, log, socket
from contactcenter.realtime.later import Later
from contactcenter.realtime.log import Told, ToldToMany
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


def test_of_many_changes_under_one_key_the_last_is_told_and_all_of_them_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(later, "current", lambda: SimpleNamespace(is_testing=False))
    told: list[list[str]] = []
    waiting = Later(3600, told.append)
    for n in range(5):
        waiting.put("figures", f"figures {n}")
    waiting.put("statuses", "statuses")
    assert told == []
    waiting.do_waiting()
    waiting.put("figures", "figures 5")
    waiting.do_waiting()
    assert told == [["figures 4", "statuses"], ["figures 5"]]


def test_what_cannot_be_built_holds_up_nothing_else(app: Flask) -> None:
    desk = Desk(app, "Lan").sit_down()
    desk.connect()

    def build(value: int | None) -> Any:
        return lambda _session: {"value": value} if value else 1 / 0

    log._tell_all([log._Message((), ("everyone",), "test", build(n)) for n in (1, None, 2)])
    assert [e["data"]["value"] for e in desk.events("test")] == [1, 2]


def test_everybody_is_told_a_few_at_a_time_and_in_order(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ways: list[int] = []
    monkeypatch.setattr(socket, "TOLD_AT_ONCE", 2)
    monkeypatch.setattr(socket, "let_pass", lambda: ways.append(1))
    desks = [Desk(app, name).sit_down() for name in ("Lan", "Mai", "Hoa")]
    for desk in desks:
        desk.connect()
    ways.clear()
    publish(
        [ToldToMany(tuple(Told("everyone", "test", {"seq": None, "type": "test", "data": {"n": n}}) for n in range(3)))]
    )
    for desk in desks:
        assert [e["data"]["n"] for e in desk.events("test")] == [0, 1, 2]
    assert len(ways) == 2
