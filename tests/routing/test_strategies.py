"""Who gets it: the filters, each strategy, the rotation's vectors, relaxation, the explanation."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contactcenter.routing import strategies
from contactcenter.routing.strategies import NOTHING, Candidate, Need, Policy, Slots, Step, choose

NOON = datetime(2026, 3, 24, 12, tzinfo=UTC)
VI, EN = Need("skl_vi", 3), Need("skl_en", 2)


def candidate(agent_id: str, idle_minutes: int = 1, **changes: Any) -> Candidate:
    return Candidate(agent_id, idle_since=NOON - timedelta(minutes=idle_minutes))._replace(**changes)


def pick(people: list[Candidate], strategy: str = "longest_idle", **asked: Any) -> strategies.Decision:
    return choose(people, asked.pop("policy", Policy(strategy)), moment=NOON, **asked)


@pytest.mark.parametrize(
    ("entered_ms", "priority", "rank"),
    [
        (1700000000000, 9, 1699999460000),
        (1700000000000, 0, 1700000000000),
        (1700000000000, 1, 1699999940000),
        (1700000000000, -1, 1700000060000),
    ],
)
def test_a_point_of_priority_is_worth_a_minute(entered_ms: int, priority: int, rank: int) -> None:
    assert strategies.order_of_work(entered_ms, priority) == rank


@pytest.mark.parametrize(
    ("strategy", "order"),
    [
        ("longest_idle", "b c a"),
        ("least_loaded", "c b a"),
        ("fewest_today", "a c b"),
        ("top_down", "c a b"),
    ],
)
def test_each_strategy_has_its_order(strategy: str, order: str) -> None:
    people = [
        candidate("a", 1, used=Slots(0, 3, 0, 0), handled_today=1, position=2),
        candidate("b", 9, used=Slots(0, 2, 0, 0), handled_today=4, position=3),
        candidate("c", 5, used=Slots(0, 1, 0, 0), handled_today=2, position=1),
    ]
    assert " ".join(pick(people, strategy).considered) == order
    assert pick(people, strategy).rings == (order[0],)


def test_ring_all_asks_everybody_who_can() -> None:
    people = [candidate("a", 1), candidate("b", 9), candidate("c", status="lunch")]
    assert pick(people, "ring_all").rings == ("b", "a")


def test_load_is_weighted_over_all_channels() -> None:
    talking = candidate("a", used=Slots(1, 0, 0, 0))
    chatting = candidate("b", used=Slots(0, 3, 0, 0))
    writing = candidate("c", used=Slots(0, 1, 1, 0))
    assert [strategies.load_of(one) for one in (talking, chatting, writing)] == [1.0, 0.75, 1.25]


@pytest.mark.parametrize(
    ("weights", "turns"),
    [
        ({"a": 5, "b": 1, "c": 1}, "a a b a c a a"),
        ({"a": 1, "b": 1}, "a b a b"),
        ({"a": 3, "b": 2}, "a b a b a"),
    ],
)
def test_the_rotation_is_smooth_and_keeps_its_credits(weights: dict[str, int], turns: str) -> None:
    people = [candidate(name, weight=weight) for name, weight in weights.items()]
    credits_now: dict[str, int] = {}
    taken = []
    for _ in turns.split():
        decision = pick(people, "weighted_round_robin", credits_now=credits_now)
        credits_now = decision.credits or {}
        taken.append(decision.chosen)
    assert " ".join(map(str, taken)) == turns
    assert all(credit == 0 for credit in credits_now.values()), "a full turn owes nobody anything"


def test_whoever_has_no_weight_gets_nothing_from_a_rotation() -> None:
    decision = pick([candidate("a", weight=0), candidate("b")], "weighted_round_robin")
    assert (decision.chosen, decision.skipped) == ("b", {"a": ("no_weight",)})


@pytest.mark.parametrize(
    ("changes", "channel", "failed", "is_worth_waiting"),
    [
        ({}, "call", (), True),
        ({"is_reachable": False}, "call", ("unreachable",), False),
        ({"status": "lunch"}, "call", ("status_lunch",), False),
        ({"activity": "wrap_up", "used": Slots(1, 0, 0, 0)}, "call", ("busy_wrap_up",), True),
        ({"activity": "talking"}, "call", ("busy_talking",), True),
        ({"used": Slots(1, 0, 0, 0), "capacity": Slots(2, 4, 1, 5), "activity": "talking"}, "call", (), True),
        ({"capacity": Slots(0, 4, 1, 5)}, "call", ("no_capacity",), True),
        ({"used": Slots(0, 4, 0, 0)}, "call", (), True),
        ({"used": Slots(0, 3, 0, 0)}, "chat", (), True),
        ({"used": Slots(0, 4, 0, 0)}, "chat", ("no_capacity",), True),
        ({"used": Slots(1, 0, 0, 0), "activity": "talking"}, "chat", ("on_a_call",), True),
        ({"used": Slots(0, 0, 1, 0)}, "email", ("no_capacity",), True),
        ({"used": Slots(0, 0, 0, 5), "capacity": Slots(1, 4, 1, 5)}, "lead", ("no_capacity",), True),
        ({"spared_until": NOON + timedelta(seconds=1)}, "call", ("backed_off",), True),
        ({"spared_until": NOON}, "call", (), True),
        ({"bars": ("off_shift",), "limits": ("cap_per_day",)}, "call", ("off_shift", "cap_per_day"), False),
        (
            {"status": "break", "is_reachable": False, "bars": ("on_leave",), "spared_until": NOON + timedelta(1)},
            "call",
            ("on_leave", "status_break", "unreachable", "backed_off"),
            False,
        ),
    ],
)
def test_each_filter_says_why_in_its_order(
    changes: dict[str, Any], channel: str, failed: tuple[str, ...], is_worth_waiting: bool
) -> None:
    one = candidate("a", **changes)
    assert strategies.failed_filters(one, Policy(), moment=NOON, channel=channel) == failed
    assert strategies.is_worth_waiting(failed) is is_worth_waiting


def test_a_call_blocks_chats_only_where_the_queue_says_so() -> None:
    one = candidate("a", used=Slots(1, 0, 0, 0), activity="talking")
    assert pick([one], policy=Policy(call_blocks_chats=False), channel="chat").chosen == "a"


@pytest.mark.parametrize(
    ("age", "needs"),
    [
        (0, (VI, EN)),
        (29, (VI, EN)),
        (30, (Need("skl_vi", 2), EN)),
        (60, (Need("skl_vi", 2),)),
        (90, ()),
    ],
)
def test_skills_relax_step_by_step_with_the_age(age: int, needs: tuple[Need, ...]) -> None:
    steps = (Step(30, "skl_vi", "lower", 1), Step(60, "skl_en", "drop"), Step(90, None, "drop"))
    assert strategies.relax((VI, EN), steps, age) == needs


def test_an_agent_without_the_skill_gets_it_once_the_skill_is_relaxed() -> None:
    policy = Policy(relaxation=(Step(30, None, "drop"),))
    people = [candidate("a", skills={"skl_vi": 2})]
    early = pick(people, policy=policy, needs=(VI,), age_seconds=29)
    assert (early.chosen, early.reason, early.skipped) == (None, "no_skill", {"a": ("skill_skl_vi",)})
    assert pick(people, policy=policy, needs=(VI,), age_seconds=30).chosen == "a"


def test_the_agent_of_the_last_contact_comes_first() -> None:
    decision = pick([candidate("a", 1), candidate("b", 9)], sticky_agent_id="a")
    assert (decision.chosen, decision.reason) == ("a", "last_agent")


@pytest.mark.parametrize(
    ("age", "status", "chosen", "reason"),
    [
        (10, "available", None, "waiting_for_owner"),
        (20, "available", "b", "longest_idle"),
        (10, "lunch", "b", "longest_idle"),
    ],
)
def test_a_busy_owner_is_waited_for_so_long_and_an_absent_one_is_not(
    age: int, status: str, chosen: str | None, reason: str
) -> None:
    owner = candidate("a", status=status, activity="talking", used=Slots(1, 0, 0, 0))
    decision = pick([owner, candidate("b")], policy=Policy(sticky_seconds=20), sticky_agent_id="a", age_seconds=age)
    assert (decision.chosen, decision.reason) == (chosen, reason)


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ([], "no_members"),
        ([candidate("a", is_reachable=False), candidate("b", status="offline")], "nobody_reachable"),
        ([candidate("a", is_reachable=False), candidate("b", status="lunch")], "nobody_available"),
        ([candidate("a", bars=("off_shift",))], "nobody_available"),
        ([candidate("a", activity="talking"), candidate("b", is_reachable=False)], "nobody_free"),
        ([candidate("a", spared_until=NOON + timedelta(seconds=9))], "backed_off"),
    ],
)
def test_nobody_reachable_is_not_busy(people: list[Candidate], reason: str) -> None:
    assert pick(people).reason == reason


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (1, 30), (2, 60), (5, 60)])
def test_a_lone_decliner_is_spared_for_a_while(failures: int, seconds: int) -> None:
    assert strategies.back_off_seconds(failures) == seconds


def test_a_decision_tells_who_was_skipped_why_and_by_which_policy() -> None:
    decision = pick([candidate("a", 2), candidate("b", status="break")], policy=Policy(version=7), needs=())
    assert decision.as_json() == {
        "considered": ["a"],
        "skipped": {"b": ["status_break"]},
        "scores": {"a": 120.0},
        "rings": ["a"],
        "needs": [],
        "policy": {
            "strategy": "longest_idle",
            "version": 7,
            "sticky_seconds": 0,
            "call_blocks_chats": True,
            "relaxation": [],
        },
    }
    assert candidate("c").used == NOTHING


def test_of_a_large_team_some_are_named_the_rare_reasons_first_and_the_rest_is_counted() -> None:
    free = [candidate(f"f{n:03d}", 500 - n) for n in range(60)]
    busy = [candidate(f"b{n:03d}", activity="talking") for n in range(400)]
    away = [candidate("lunch", status="lunch")]
    decision = pick([*free, *busy, *away])
    kept = decision.as_json()
    assert kept["considered"] == [f"f{n:03d}" for n in range(50)], "the best by name"
    assert list(kept["scores"]) == kept["considered"]
    assert kept["skipped"].pop("lunch") == ["status_lunch"]
    assert set(map(tuple, kept["skipped"].values())) == {("busy_talking",)}
    unnamed = 400 - len(kept["skipped"])
    assert kept["others"] == {"considered": 10, "skipped": [[["busy_talking"], unnamed]]}
    assert len(kept["skipped"]) <= strategies.NAMED


@pytest.mark.parametrize("channel", strategies.CHANNELS)
def test_somebody_whose_work_nobody_looked_at_is_given_nothing(channel: str) -> None:
    unread = candidate("a", used=strategies.UNREAD)
    assert strategies.is_open(unread, Policy(), channel), "so it should have been looked at"
    assert pick([unread], channel=channel).chosen is None


@pytest.mark.parametrize(
    ("changes", "channel", "is_open"),
    [
        ({}, "call", True),
        ({"status": "lunch"}, "chat", False),
        ({"is_reachable": False}, "lead", False),
        ({"bars": ("on_leave",)}, "call", False),
        ({"activity": "talking"}, "call", False),
        ({"activity": "talking", "capacity": Slots(2)}, "call", True),
        ({"activity": "talking"}, "chat", False),
        ({"activity": "talking"}, "email", True),
    ],
)
def test_whose_work_decides_is_looked_at(changes: dict[str, Any], channel: str, is_open: bool) -> None:
    one = candidate("a", **changes)
    assert strategies.is_open(one, Policy(), channel) is is_open
    if not is_open:  # and of the others it changes nothing
        assert strategies.failed_filters(one, Policy(), moment=NOON, channel=channel)
        unread = one._replace(used=strategies.UNREAD)
        assert pick([unread], channel=channel).skipped == pick([one], channel=channel).skipped
