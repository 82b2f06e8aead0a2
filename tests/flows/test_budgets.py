"""How many statements the hot paths may take. Unlike time, that is the same on every machine.

Each statement costs a request to PostgreSQL some 0.2 ms of our own and a turn at the interpreter: whoever needs
one more here should know what it is for. Each test warms up first, since what hardly changes is read once a process.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.calls.models import Call
from contactcenter.core import db
from contactcenter.webhooks import applier
from contactcenter.webhooks.models import Delivery
from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk

CALLS = 12


@pytest.fixture
def put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if an applier ran; the test applies by hand."""
    monkeypatch.setattr(applier, "is_running", lambda: True)


@contextmanager
def counted(*, of_this_thread: bool = False) -> Iterator[list[str]]:
    """What was sent to the database meanwhile, without what begins a transaction.

    `of_this_thread`: not what others still tell about whatever came before (realtime.later).
    """
    sent: list[str] = []
    asking = threading.get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        is_asked = threading.get_ident() == asking or not of_this_thread
        if is_asked and not statement.startswith("BEGIN"):
            sent.append(" ".join(statement.split())[:200])

    sa.event.listen(db.engine(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(db.engine(), "before_cursor_execute", note)


def apply_all() -> None:
    while applier.apply_pending():
        pass


def talk(call: PhoneCall, to: str) -> None:
    """The agent's leg from start to end."""
    for sequence, status in enumerate(("initiated", "ringing", "in-progress", "completed")):
        call.leg(status, sequence, to, **({"CallDuration": "9"} if status == "completed" else {}))


def test_a_caller_who_arrives(client: Any) -> None:
    PhoneCall(client).ring()
    call = PhoneCall(client, caller="+84907000001")
    with counted() as sent:
        call.ring()
    assert len(sent) <= 7, sent


def test_a_ring_that_becomes_a_pop(app: Flask, client: Any) -> None:
    for name in ("Lan", "Minh"):
        Desk(app, name).sit_down().available()
    PhoneCall(client).arrive()
    call = PhoneCall(client, caller="+84907000001")
    menu = call.ring()
    with counted() as sent:
        call.press(menu, "1")
    assert len(sent) <= 27, sent


def test_a_notification_is_acknowledged_with_one_statement(client: Any, put_off: None) -> None:
    call = PhoneCall(client)
    call.ring()
    with counted() as sent:
        call.leg("initiated", 0, "client:lan")
    assert sent == []  # one by the driver alone, which is not seen here
    with counted() as sent:
        call.leg("initiated", 0, "client:lan")
    assert len(sent) <= 2, sent


def test_effects_share_what_they_read_and_write(
    app: Flask, client: Any, put_off: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applier, "TOGETHER_SECONDS", 30)
    lan = Desk(app, "Lan").sit_down()
    endpoint = f"client:{lan.get('/me').json['voice_identity']}"
    calls = [PhoneCall(client, caller=f"+8490700{n:04}") for n in range(CALLS)]
    for call in calls:
        call.ring()
        talk(call, endpoint)
    with counted() as sent:
        apply_all()
    assert len(sent) <= 13 * CALLS + 10, sent  # for four notifications of each call


def test_a_batch_gives_way_to_whoever_holds_one_of_its_calls(
    app: Flask, client: Any, put_off: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A caller waits for the one, nobody for the other: all take effect all the same, once."""
    if db.engine().dialect.name != "postgresql":
        pytest.skip("SQLite's writers take turns")
    monkeypatch.setattr(applier, "LOCK_WAIT_SECONDS", 0.02)
    calls = [PhoneCall(client, caller=f"+8490700{n:04}") for n in range(3)]
    for call in calls:
        call.ring()
        call.leg("initiated", 0, "client:lan")
    held = threading.Event()
    with db.transaction() as session:
        session.scalars(sa.select(Call).where(Call.provider_call_id == calls[1].call_sid).with_for_update()).one()
        applying = threading.Thread(target=lambda: (apply_all(), held.set()))
        applying.start()
        assert not held.wait(0.3)
    assert held.wait(5)
    applying.join()
    with db.read() as session:
        states = session.execute(
            sa.select(Delivery.state, Delivery.attempts).where(Delivery.hook == "voice/status/leg")
        )
        assert states.all() == [("done", 1)] * 3


def test_a_search_while_typing(app: Flask) -> None:
    lan = Desk(app, "Lan").sit_down()
    for name in ("Nguyễn Thị Hoa", "Nguyễn Văn Long"):
        lan.post("/customers", {"display_name": name, "phones": []})
    lan.get("/search?q=nguy")
    with counted(of_this_thread=True) as sent:
        found = lan.get("/search?q=nguy")
    assert len(found.json["customers"]) == 2
    assert len(sent) <= 27, sent
