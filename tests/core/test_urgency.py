"""Work that can wait lets those pass who wait for an answer, and is not stopped by them."""

import threading

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
