"""The model against what is known: Erlang's table, small cases by hand, the engine's own rules."""

from dataclasses import replace
from math import inf
from typing import Any

import pytest

from contactcenter.reporting.fairness import jain
from contactcenter.reporting.trials import measures
from contactcenter.reporting.trials.changes import changed
from contactcenter.reporting.trials.model import Model
from contactcenter.reporting.trials.patience import Patience, estimate
from contactcenter.reporting.trials.scene import Answer, Handling, Outcome, Rules, Scene
from tests.reporting.trials.scenes import AT_ONCE, call, person, poisson, scene


def play(made: Scene, **values: Any) -> dict[str, Outcome]:
    return {one.arrival.id: one for one in Model(made, **values).run()}


def told(made: Scene, **values: Any) -> list[tuple[str, str | None, float]]:
    return [(one.result, one.agent_id, round(one.waited, 1)) for _, one in sorted(play(made, **values).items())]


@pytest.mark.parametrize(
    ("agents", "service_level", "average_wait", "occupancy"),
    [(4, 66.1, 68.1, 66.7), (5, 86.7, 16.6, 53.3)],
)
def test_endless_patience_gives_what_erlang_c_says(
    agents: int, service_level: float, average_wait: float, occupancy: float
) -> None:
    """20 calls in 30 minutes of 240 s each (domain: Erlang C, target 20 s)."""
    made = poisson(agents, calls=12_000, per_second=20 / 1800, handle_seconds=240)
    figures = measures.measure(made, Model(made).run())
    everybody = figures["average_wait"]
    assert figures["service_level"] == pytest.approx(service_level, abs=2.5)
    assert everybody == pytest.approx(average_wait, rel=0.15)
    assert figures["occupancy"] == pytest.approx(occupancy, abs=2)
    assert figures["fairness"] > 0.99, "the longest idle is asked first"


def test_one_agent_serves_in_order_and_the_next_waits_for_the_rest_of_the_talk() -> None:
    made = scene([call(1, 0), call(2, 10)], [person("lan")])
    assert told(made) == [("answered", "lan", 0.0), ("answered", "lan", 90.0)]


@pytest.mark.parametrize(
    ("arrivals", "rules", "expected"),
    [
        ([call(1, 0), call(2, 10, waited=40.0, result="left", handling=None)], {}, ("left", None, 40.0)),
        ([call(1, 0, 500), call(2, 10)], {"max_wait_seconds": 60}, ("gave_up", None, 60.0)),
        ([call(1, 0), call(2, 10)], {"wrap_up_mode": "timed", "wrap_up_seconds": 30}, ("answered", "lan", 90.0)),
    ],
)
def test_the_second_caller(arrivals: list[Any], rules: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert told(scene(arrivals, [person("lan")], **rules))[1] == expected


def test_who_asks_to_be_called_back_is_no_loss_and_the_call_back_waits_as_long_as_it_takes() -> None:
    asked = call(2, 10, waited=30.0, result="asked_back", handling=None)
    back = call(3, 40, waited=0.0, is_callback=True)
    made = scene([call(1, 0, 1_000), asked, back], [person("lan")])
    assert told(made)[1:] == [("asked_back", None, 30.0), ("answered", "lan", 960.0)]
    figures = measures.measure(made, Model(made).run())
    assert (figures["offered"], figures["answered"], figures["abandoned"]) == (2, 1, 0)


def test_wrap_up_that_the_timer_cut_lasts_as_long_as_the_new_timer() -> None:
    cut = Handling(100, wrap_seconds=30.0, was_cut=True)
    made = scene([call(1, 0, handling=cut), call(2, 10)], [person("lan")], wrap_up_mode="timed", wrap_up_seconds=30)
    longer = changed(made, {"rules": {"wrap_up_seconds": 60}}, None)
    assert [play(one, recorded=made)["c000002"].waited for one in (made, longer)] == [120.0, 150.0]


def test_a_point_of_priority_passes_whoever_came_less_than_a_minute_before() -> None:
    made = scene([call(1, 0), call(2, 10), call(3, 50, priority=1), call(4, 80, priority=1)], [person("lan")])
    order = sorted(play(made).values(), key=lambda one: one.arrival.at + one.waited)
    assert [one.arrival.id for one in order] == ["c000001", "c000003", "c000002", "c000004"]


def test_who_lets_it_ring_out_gets_nothing_until_they_are_back_and_the_next_is_asked() -> None:
    asleep = person("lan", answers=(Answer("timed_out", 20.0),), pauses=(500.0,))
    made = scene([call(1, 0), call(2, 30)], [asleep, person("minh", serves={"q": (1, 1)})], strategy="top_down")
    assert told(made) == [("answered", "minh", 20.0), ("answered", "minh", 90.0)]


def test_a_longer_ring_reaches_who_is_slow() -> None:
    made = scene([call(1, 0)], [person("lan", answers=(Answer("accepted", 25.0),), pauses=(60.0,))])
    assert told(made)[0][2] > 25.0
    assert told(changed(made, {"rules": {"ring_seconds": 30}}, "q"))[0] == ("answered", "lan", 25.0)


def test_skills_are_waited_for_until_their_step_is_reached() -> None:
    made = scene(
        [call(1, 0)],
        [person("lan")],
        required_skills=({"skill_id": "french", "level": 3},),
        relaxation=({"after_seconds": 45, "skill_id": None, "action": "drop", "levels": 1},),
    )
    assert told(made) == [("answered", "lan", 45.0)]
    assert told(replace(made, people={"lan": person("lan", skills={"french": 3})})) == [("answered", "lan", 0.0)]


def test_a_caller_waits_for_their_own_agent_as_long_as_the_queue_says() -> None:
    lan, minh = person("lan", elsewhere=((0.0, 20.0),)), person("minh")
    made = scene([call(1, 5, owner_id="lan")], [lan, minh], sticky_seconds=30)
    assert told(made) == [("answered", "lan", 15.0)]
    assert told(changed(made, {"rules": {"sticky_seconds": 5}}, None)) == [("answered", "minh", 5.0)]


def test_nobody_there_sends_callers_away_as_the_front_door_would() -> None:
    made = scene([call(1, 0)], [person("lan", ready=())])
    result, agent, waited = told(made)[0]
    assert (result, agent) == ("gave_up", None)
    assert 20 <= waited <= 40


def test_who_leaves_while_it_rings_is_asked_of_somebody_else() -> None:
    slow = (Answer("accepted", 15.0),)
    made = scene([call(1, 0)], [person("lan", ready=((0.0, 5.0),), answers=slow), person("minh", serves={"q": (1, 1)})])
    assert told(changed(made, {"rules": {"strategy": "top_down"}}, None))[0] == ("answered", "minh", 5.0)


def test_an_overflow_takes_the_caller_to_another_queues_people() -> None:
    made = scene([call(1, 0)], [person("lan", elsewhere=((0.0, 400.0),)), person("minh", queue="r")])
    rules = Rules("q", wrap_up_mode="none", overflow_queue_id="r", overflow_after_seconds=30)
    made = replace(made, rules={"q": [(0.0, rules)], "r": [(0.0, Rules("r"))]})
    assert told(made) == [("answered", "minh", 30.0)]


def test_a_rotation_gives_by_weight() -> None:
    people = [person("lan", serves={"q": (3, 0)}), person("minh", serves={"q": (1, 1)})]
    made = scene([call(n, n * 200) for n in range(40)], people, 9_000, strategy="weighted_round_robin")
    agents = [one.agent_id for one in play(made).values()]
    assert (agents.count("lan"), agents.count("minh")) == (30, 10)


def test_rules_count_from_the_moment_at_which_they_stood() -> None:
    made = scene([call(1, 0, 500), call(2, 10), call(3, 2_000, 500), call(4, 2_010)], [person("lan")])
    strict = Rules("q", version=2, wrap_up_mode="none", max_wait_seconds=30)
    made = replace(made, rules={"q": [*made.rules["q"], (1_000.0, strict)]})
    assert [one[2] for one in told(made)] == [0.0, 180.0, 0.0, 30.0]


def test_the_same_seed_gives_the_same_day_and_variants_meet_the_same_callers() -> None:
    made = poisson(4, calls=400, per_second=20 / 1800, handle_seconds=240)
    mixed = {n: replace(p, answers=(*AT_ONCE, Answer("timed_out", 20.0))) for n, p in made.people.items()}
    made = replace(made, people=mixed)
    assert told(made, seed=7) == told(made, seed=7) != told(made, seed=8)


@pytest.mark.parametrize(
    ("variant", "ready"),
    [
        ({"without": ["lan"]}, {}),
        ({"extra": [{"count": 2, "starts_minute": 480, "ends_minute": 510, "like": None}]},
         {"lan": 3_600.0, "extra_1": 1_800.0, "extra_2": 1_800.0}),
        ({"hours": [{"agent_id": "lan", "starts_minute": 510, "ends_minute": 525}]}, {"lan": 900.0}),
    ],
)  # fmt: skip
def test_people_of_a_variant(variant: dict[str, Any], ready: dict[str, float]) -> None:
    made = scene([], [person("lan", until=3_600.0)])  # from eight to nine
    assert {i: measures.length(p.ready) for i, p in changed(made, variant, None).people.items()} == ready


def test_patience_counts_those_who_were_served_as_having_waited_so_long() -> None:
    known = estimate([(10, True), (20, False), (30, True), (40, False)])
    assert (known.times, known.survival) == ((10, 30), (0.75, 0.375))
    assert known.mean_seconds == 50
    assert known.median_seconds == 30
    assert (known.draw(0.9), known.draw(0.7)) == (10, 30)
    assert known.draw(0.5, beyond=10) == 30
    assert known.draw(0.1, beyond=35) > 35
    assert Patience().draw(0.5) == inf


@pytest.mark.parametrize(
    ("values", "index"), [([3, 3, 3], 1.0), ([9, 0, 0], 0.333), ([2, 1], 0.9), ([], None), ([0, 0], None)]
)
def test_jains_index(values: list[float], index: float | None) -> None:
    assert jain(values) == index
