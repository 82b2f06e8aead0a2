"""Work that can wait lets those pass who wait for an answer, and is not stopped by them."""

import threading
import time

import pytest

from contactcenter.core import urgency


def test_work_that_can_wait_goes_on_when_nobody_waits_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urgency, "LONGEST_SECONDS", 30)
    went_on = threading.Event()

    def work() -> None:
        urgency.give_way()
        went_on.set()

    with urgency.urgent(), urgency.urgent():
        assert urgency.count_urgent() == 2
        worker = threading.Thread(target=work)
        worker.start()
        assert not went_on.wait(0.05)
    assert went_on.wait(10)
    worker.join()
    assert urgency.count_urgent() == 0


def test_a_flood_slows_it_down_and_never_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urgency, "LONGEST_SECONDS", 0.01)
    with urgency.urgent():
        urgency.give_way()


def test_people_who_wait_are_let_pass_as_providers_are_but_make_no_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urgency, "LONGEST_SECONDS", 30)
    monkeypatch.setattr(urgency, "LONGEST_REST_SECONDS", 30)
    went_on = threading.Event()

    def work() -> None:
        urgency.give_way()
        went_on.set()

    with urgency.awaited():
        assert urgency.count_urgent() == 0
        worker = threading.Thread(target=work)
        worker.start()
        assert not went_on.wait(0.05)
    assert went_on.wait(10)
    worker.join()


def test_the_longer_a_step_took_the_longer_it_waits_behind_those_who_never_end(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([10.0, 10.0, 10.3])
    waits: list[float] = []

    class _Never:
        def wait(self, seconds: float) -> bool:
            waits.append(seconds)
            return False

    monkeypatch.setattr(urgency, "_none", _Never())
    monkeypatch.setattr(urgency.time, "monotonic", lambda: next(moments))
    urgency._own.asked_at = 9.95
    urgency.give_way()
    assert waits == pytest.approx([0.45])
    assert urgency._own.asked_at == 10.3


def test_a_gap_between_two_requests_of_one_page_is_no_leisure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urgency, "GAP_SECONDS", 0.2)
    monkeypatch.setattr(urgency, "LONGEST_SECONDS", 0.05)
    monkeypatch.setattr(urgency, "LONGEST_REST_SECONDS", 0.05)
    slept: list[float] = []
    monkeypatch.setattr(urgency.time, "sleep", slept.append)
    with urgency.awaited():
        pass
    urgency.give_way()
    assert 0 < max(slept) <= 0.05


def test_what_is_short_and_due_waits_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urgency, "LONGEST_SECONDS", 0.01)
    monkeypatch.setattr(urgency._own, "asked_at", time.monotonic() - 3600, raising=False)
    began = time.monotonic()
    with urgency.urgent():
        urgency.let_pass()
    assert time.monotonic() - began < urgency.LONGEST_REST_SECONDS / 2
