"""What is read once and remembered for some seconds."""

from itertools import count

import pytest

from contactcenter.core import db, remembered
from contactcenter.core.remembered import Remembered


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moment = [1000.0]
    monkeypatch.setattr(remembered, "monotonic", lambda: moment[0])
    return moment


def test_it_is_read_again_after_its_seconds_and_after_a_change(clock: list[float]) -> None:
    known, numbers = Remembered[int](seconds=5), count(1)
    looks = []
    for later in (0, 4.9, 0.2, 1):
        clock[0] += later
        looks.append(known.get(lambda: next(numbers)))
    known.forget()
    assert [*looks, known.get(lambda: next(numbers))] == [1, 1, 2, 2, 3]


def test_what_was_read_while_it_changed_is_not_kept() -> None:
    known = Remembered[str](seconds=5)

    def read_as_it_changes() -> str:
        known.forget()
        return "old"

    assert known.get(read_as_it_changes) == "old"
    assert known.get(lambda: "new") == "new"


def test_another_database_is_another_memory(database_url: str) -> None:
    known = Remembered[str](seconds=5)
    known.get(lambda: "of one")
    db.configure(database_url)
    assert known.get(lambda: "of the other") == "of the other"
