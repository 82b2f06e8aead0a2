"""Who gets the call: the filters, the order, the explanation."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contactcenter.routing.strategies import Candidate, back_off_seconds, choose_agent, is_prospect, why_not

NOON = datetime(2026, 3, 24, 12, tzinfo=UTC)


def candidate(agent_id: str, idle_minutes: int = 1, **changes: object) -> Candidate:
    idle_since = NOON - timedelta(minutes=idle_minutes)
    base = Candidate(agent_id, agent_id.title(), "available", "idle", is_reachable=True, idle_since=idle_since)
    return replace(base, **changes)  # type: ignore[arg-type]


def test_the_longest_idle_agent_is_chosen() -> None:
    decision = choose_agent(
        [candidate("a", 1), candidate("b", 9), candidate("c", 5)], sticky_agent_id=None, moment=NOON
    )
    assert (decision.chosen, decision.reason, decision.considered) == ("b", "longest_idle", ("b", "c", "a"))


def test_the_agent_of_the_last_contact_comes_first() -> None:
    decision = choose_agent([candidate("a", 1), candidate("b", 9)], sticky_agent_id="a", moment=NOON)
    assert (decision.chosen, decision.reason) == ("a", "last_agent")


def test_the_agent_of_the_last_contact_is_no_reason_to_wait() -> None:
    busy = candidate("a", activity="talking")
    decision = choose_agent([busy, candidate("b")], sticky_agent_id="a", moment=NOON)
    assert (decision.chosen, decision.skipped) == ("b", {"a": "busy_talking"})


@pytest.mark.parametrize(
    ("changes", "reason", "is_worth_waiting"),
    [
        ({}, None, True),
        ({"is_reachable": False}, "unreachable", False),
        ({"status": "lunch"}, "status_lunch", False),
        ({"activity": "wrap_up"}, "busy_wrap_up", True),
        ({"backed_off_until": NOON + timedelta(seconds=1)}, "backed_off", True),
        ({"backed_off_until": NOON}, None, True),
    ],
)
def test_each_filter_says_why(changes: dict[str, object], reason: str | None, is_worth_waiting: bool) -> None:
    one = candidate("a", **changes)
    assert why_not(one, NOON) == reason
    assert is_prospect(one, NOON) is is_worth_waiting


def test_nobody_fit_is_a_decision_too() -> None:
    decision = choose_agent([candidate("a", status="break")], sticky_agent_id=None, moment=NOON)
    assert decision.as_json() == {
        "chosen": None,
        "strategy": "longest_idle",
        "reason": "nobody_free",
        "considered": [],
        "skipped": {"a": "status_break"},
    }


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (1, 30), (2, 60), (5, 60)])
def test_a_lone_decliner_is_spared_for_a_while(failures: int, seconds: int) -> None:
    assert back_off_seconds(failures) == seconds
