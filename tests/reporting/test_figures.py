"""Each figure by its one definition."""

from datetime import UTC, datetime

import pytest

from contactcenter.reporting.figures import DEFINITIONS, Row, by_hour, day_bounds, measure, service_level
from contactcenter.routing.alarms import limits_of, state_of


@pytest.mark.parametrize(
    ("answered", "abandoned", "in_time", "short", "level"),
    [(1000, 60, 860, 10, 81.9), (0, 0, 0, 0, None), (0, 3, 0, 3, None), (1, 0, 1, 0, 100.0)],
)
def test_service_level(answered: int, abandoned: int, in_time: int, short: int, level: float | None) -> None:
    assert service_level(answered, abandoned, in_time, short) == level


@pytest.mark.parametrize(
    ("formula", "level"),
    [
        ("default", 81.9), ("answered", 86.0), ("offered", 81.13), ("without_early", 82.69), ("early_count", 83.02),
        ("short_count", 82.08),
    ],
)  # fmt: skip
def test_a_queue_may_count_its_service_level_otherwise(formula: str, level: float) -> None:
    assert service_level(1000, 60, 860, 10, early_abandons=20, formula=formula) == level


@pytest.mark.parametrize(
    ("code", "value", "state"),
    [
        ("service_level", 59.9, "late"), ("service_level", 79, "warn"), ("service_level", 80, "ok"),
        ("waiting", 2, "ok"), ("waiting", 3, "warn"), ("longest_wait", 120, "late"),
        ("asa", 900, "none"), ("abandon_rate", None, "none"),
    ],
)  # fmt: skip
def test_a_figure_past_its_limit_says_so(code: str, value: float | None, state: str) -> None:
    assert state_of(code, value, limits_of({"waiting_late": None}, 80)) == state


def row(hour: int, wait: int, talk: int | None, wrap: int | None = None) -> Row:
    return Row(datetime(2026, 3, 24, hour, tzinfo=UTC), wait, talk, wrap, is_answered=talk is not None, is_over=True)


def test_means_come_with_median_and_p90() -> None:
    figures = {f.code: f for f in measure([row(1, w, 60, 10) for w in range(1, 11)])}
    asa = figures["asa"]
    assert (asa.value, asa.median, asa.p90, asa.n) == (5.5, 5.5, 9, 10)
    assert figures["aht"].value == 70
    assert figures["service_level"].value == 100.0


def test_nothing_measured_is_nothing_shown() -> None:
    figures = {f.code: f for f in measure([])}
    assert figures["asa"].value is None
    assert figures["service_level"].state == "none"


def test_hours_are_the_companys_own() -> None:
    hours = by_hour([row(18, 5, 60), row(18, 5, None)], "Asia/Ho_Chi_Minh")
    assert hours[1] == {"hour": 1, "answered": 1, "missed": 1}


def test_a_day_starts_at_midnight_in_the_companys_zone() -> None:
    start, end = day_bounds("Asia/Ho_Chi_Minh", datetime(2026, 3, 24, 18, tzinfo=UTC))
    assert (start.astimezone(UTC).hour, (end - start).total_seconds()) == (17, 86400)


def test_every_figure_says_what_it_means_in_both_languages() -> None:
    for figure in measure([]):
        shown = figure.as_shown()
        assert shown["definition_vi"]
        assert shown["definition_en"]
        assert shown["unit"]
    assert all(len(texts) == 3 for texts in DEFINITIONS.values())
