"""What is wrong with a flow, and where."""

from typing import Any

import pytest

from contactcenter.routing.flows import builtin
from contactcenter.routing.flows.check import Known, check, is_fit
from contactcenter.routing.flows.check_texts import in_words
from tests.routing.flows.drawing import drawn, greeting, hours, line, menu, message, plain, say, silence, words

KNOWN = Known(
    queues={"que_1": (True, 3), "que_old": (False, 3), "que_empty": (True, 0)},
    default_queue="que_1",
    calendars=frozenset({"clr_1"}),
    sounds=frozenset({"snd_1"}),
)


def found(*steps: dict[str, Any], start: str | None = None) -> list[tuple[str, str, str]]:
    problems = check(drawn(*steps, start=start), KNOWN)
    assert all(set(in_words(one)) == {"vi", "en"} for one in problems)
    return [(one.code, one.step, one.field) for one in problems]


def deep(levels: int) -> list[dict[str, Any]]:
    menus = [menu(f"m{n}", keys={"1": f"m{n + 1}" if n < levels else "line"}) for n in range(1, levels + 1)]
    return [*menus, line(), message()]


@pytest.mark.parametrize("document", [plain(), builtin.document()])
def test_a_sound_flow_has_nothing_wrong(document: dict[str, Any]) -> None:
    assert check(document, KNOWN) == []


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([greeting("a", None)], ("no_target", "a", "next")),
        ([greeting("a", "gone")], ("missing_target", "a", "next")),
        ([greeting("a", "bye"), say(), say("lost")], ("unreachable", "lost", "")),
        ([greeting("a", "b"), greeting("b", "a")], ("loop", "a", "")),
        ([menu("a", {"1": "bye"}, no_input="a"), say()], ("loop", "a", "")),
        ([line(nobody="line", full="bye"), say()], ("loop", "line", "")),
        ([hours(open="hours", closed="bye", holiday=None), say()], ("loop", "hours", "")),
        ([menu("a", {}), message()], ("no_keys", "a", "keys")),
        ([menu("a", {"x": "message"}), message()], ("bad_key", "a", "keys.0")),
        ([menu("a", {"1": None}), message()], ("no_target", "a", "keys.0")),
        ([menu("a", {"1": "message"}, prompt=silence()), message()], ("nothing_said", "a", "prompt")),
        ([menu("a", {}, queues_next="message"), message()], ("not_a_queue", "a", "queues_next")),
        ([{**message(), "prompt": silence()}], ("nothing_said", "message", "prompt")),
        ([{**message(), "prompt": words("dài " * 400)}], ("text_too_long", "message", "prompt.vi")),
        ([{**message(), "prompt": {**words(), "sound_vi": "snd_2"}}], ("sound_gone", "message", "prompt.vi")),
        ([line(queue_id="que_2"), message()], ("queue_gone", "line", "queue_id")),
        ([line(queue_id="que_old"), message()], ("queue_archived", "line", "queue_id")),
        ([line(music="snd_2"), message()], ("sound_gone", "line", "music")),
        ([hours(calendar_id="clr_2", open="message"), message()], ("calendar_gone", "hours", "calendar_id")),
        (deep(5), ("too_deep", "m5", "")),
        ([message(), message()], ("same_id", "message", "")),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_is(steps: list[dict[str, Any]], expected: tuple[str, str, str]) -> None:
    assert expected in found(*steps)
    assert not is_fit(check(drawn(*steps), KNOWN))


def test_the_same_key_twice_and_a_start_that_is_not_there() -> None:
    twice = menu("a", {"1": "message"})
    twice["keys"] *= 2
    assert ("same_key", "a", "keys.1") in found(twice, message())
    assert ("no_start", "", "start") in found(message(), start="gone")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([line(queue_id="que_empty"), message()], ("queue_empty", "line", "queue_id")),
        ([{**message(), "prompt": words(english="")}], ("one_language", "message", "prompt.en")),
    ],
)
def test_what_may_be_meant_so_is_a_warning(steps: list[dict[str, Any]], expected: tuple[str, str, str]) -> None:
    assert found(*steps) == [expected]
    assert is_fit(check(drawn(*steps), KNOWN))


def test_going_round_by_pressing_keys_or_waiting_is_no_loop() -> None:
    assert found(menu("a", {"1": "b"}), menu("b", {"0": "a", "1": "line"}), line(full="a"), message()) == []
