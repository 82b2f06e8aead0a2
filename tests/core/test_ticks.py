"""What the clock calls: never so often that it takes more than its share."""

import pytest

from contactcenter.core import jobs
from contactcenter.core.clock import now


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "let_pass", lambda: None)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("share", "took", "runs_at"),
    [(1.0, 2.0, {0.0, 2.0, 4.0}), (0.5, 1.0, {0.0, 2.0, 4.0}), (0.1, 0.15, {0.0, 2.0, 4.0}), (0.1, 60.0, {0.0})],
)
def test_a_tick_rests_after_a_long_turn(
    monkeypatch: pytest.MonkeyPatch, share: float, took: float, runs_at: set[float]
) -> None:
    clock, began = Clock(), set[float]()
    monkeypatch.setattr(jobs.time, "monotonic", clock.monotonic)

    def work() -> None:
        began.add(clock.now - 100)
        clock.now += took

    run = jobs._guarded(jobs.Tick("work", 1, work, share))
    for second in range(5):
        clock.now = max(clock.now, 100.0 + second)
        if clock.now < 105:
            run()
    assert began == runs_at


def test_no_rest_is_longer_than_a_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, turns = Clock(), list[float]()
    monkeypatch.setattr(jobs.time, "monotonic", clock.monotonic)

    def work() -> None:
        turns.append(clock.now)
        clock.now += 60

    run = jobs._guarded(jobs.Tick("work", 1, work, 0.1))
    run()
    clock.now += jobs.LONGEST_REST_SECONDS - 1
    run()
    clock.now += 1
    run()
    assert len(turns) == 2


def test_ticks_do_not_all_run_in_the_same_instant() -> None:
    moment = now()
    starts = jobs._starts(moment)
    after = [(start - moment).total_seconds() - tick.seconds for tick, start in starts]
    assert all(0 <= pause < min(tick.seconds, 1) for pause, (tick, _) in zip(after, starts, strict=True))
    assert len({round(pause, 2) for pause in after}) > len(starts) * 0.8
