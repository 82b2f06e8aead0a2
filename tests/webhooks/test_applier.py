"""Notifications that take effect a moment after their acknowledgement."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core import db
from contactcenter.core.clock import now
from contactcenter.providers.instructions import Acknowledge, Instruction
from contactcenter.webhooks import applier, jobs
from contactcenter.webhooks.models import Delivery
from tests.fixtures import deliveries
from tests.webhooks.conftest import Edge


@pytest.fixture
def put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if an applier ran; the test applies by hand."""
    monkeypatch.setattr(applier, "is_running", lambda: True)


@pytest.fixture
def running(edge: Edge) -> Iterator[None]:
    applier.start()
    yield
    applier.stop()


def eventually(is_so: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_notification_is_acknowledged_when_it_is_stored(edge: Edge, put_off: None) -> None:
    assert edge.progress().status_code == 204
    assert (edge.row().state, edge.row().attempts, edge.row().handled_at) == ("pending", 0, None)
    assert edge.domain.seen == []
    assert applier.apply_pending() == 1
    assert (edge.row().state, edge.row().attempts, edge.domain.effects()) == ("done", 1, 1)
    assert applier.apply_pending() == 0


def test_an_interactive_hook_acts_at_once(edge: Edge, put_off: None) -> None:
    assert "Hello" in edge.arrive().text
    assert edge.row().state == "done"


def test_repeats_of_a_pending_delivery_are_repeats(edge: Edge, put_off: None) -> None:
    for _ in range(3):
        assert edge.progress().status_code == 204
    applier.apply_pending()
    assert edge.progress().status_code == 204
    assert edge.domain.effects() == len(edge.rows()) == 1


def apply_all() -> None:
    """As the applier's thread does: until nothing is left."""
    while applier.apply_pending():
        pass


def test_rows_take_effect_in_the_order_of_their_arrival(edge: Edge, put_off: None) -> None:
    calls = [f"CA{n:032x}" for n in (5, 3, 9, 1)]
    for call in calls:
        edge.progress(call)
    apply_all()
    assert [event.event_key for event in edge.domain.seen] == [f"{call}:0:completed" for call in calls]


def test_one_that_fails_does_not_hold_up_the_others(edge: Edge, put_off: None) -> None:
    def fail_for_one(_session: Session, event: object, _provider: object) -> Instruction:
        if "00007:" in str(getattr(event, "event_key", "")):
            raise RuntimeError
        return Acknowledge()

    edge.domain.instead = fail_for_one
    for n in range(10):
        edge.progress(f"CA{n:032x}")
    apply_all()
    assert sorted(row.state for row in edge.rows()) == ["done"] * 9 + ["failed"]
    assert edge.domain.effects() == 9
    assert [(name, delay) for name, _, _, delay in edge.queue.waiting] == [("replay_delivery", 5)]
    edge.domain.instead = None
    edge.queue.drain()
    assert {row.state for row in edge.rows()} == {"done"}


def test_a_repeat_of_one_that_failed_is_another_try_at_once(edge: Edge, put_off: None) -> None:
    edge.domain.failure = RuntimeError()
    edge.progress()
    applier.apply_pending()
    edge.domain.failure = None
    edge.progress()
    assert (edge.row().state, edge.domain.effects()) == ("done", 1)


def test_the_whole_call_takes_effect_within_a_moment(edge: Edge, running: None) -> None:
    call = deliveries("twilio/voice/inbound_call/")
    for recorded in call:
        edge.deliver(recorded)
    eventually(lambda: edge.domain.effects() == len(call), seconds=3)
    assert {row.state for row in edge.rows()} == {"done"}


def test_what_a_dead_process_left_is_taken_up(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr(applier, "is_running", lambda: True)
        edge.progress()
    applier.start()
    try:
        eventually(lambda: edge.row().state == "done")
    finally:
        applier.stop()
    assert not applier.is_running()


def test_without_any_applier_the_sweep_takes_up_what_is_pending(edge: Edge, put_off: None) -> None:
    edge.progress()
    jobs.sweep_failed_deliveries()
    assert edge.row().state == "pending"
    with db.transaction() as session:
        session.execute(sa.update(Delivery).values(received_at=now() - timedelta(minutes=2)))
    jobs.sweep_failed_deliveries()
    assert edge.row().state == "done"
