"""What is wrong with a flow, and where. Pure: what must exist elsewhere comes in as `Known`.

Errors keep a flow from being published, warnings do not. Every message names the step, so that the page can show
it there; texts in both languages are in `check_texts`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any

from contactcenter.routing.flows.document import KEY, PROMPTS, targets_of

MAX_TEXT = 1000
MAX_DEPTH = 4
MAX_SAID = 12
"""Menus below menus, and choices in one menu, beyond which callers give up."""

Step = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """Queue id → (is active, how many serve it); the default queue's id; calendars and sounds that are there; which
    numbers may be called."""

    queues: Mapping[str, tuple[bool, int]] = made(default_factory=dict)
    default_queue: str | None = None
    calendars: frozenset[str] = frozenset()
    sounds: frozenset[str] = frozenset()
    has_queue_keys: bool = True
    may_call: Callable[[str], bool] = bool


@dataclass(frozen=True)
class Problem:
    """`field` is the step's field (`next`, `keys.0`, `prompt.vi` …), empty for the whole step."""

    code: str
    step: str
    field: str = ""
    is_warning: bool = False
    params: Mapping[str, Any] = made(default_factory=dict)


def check(document: Mapping[str, Any], known: Known) -> list[Problem]:
    """Everything that is wrong, in the order of the steps. Empty: fit for publishing."""
    steps: list[Step] = document["steps"]
    by_id = {step["id"]: step for step in reversed(steps)}
    found = list(_whole(document, by_id))
    loops, depths = _circles(by_id), _depths(document["start"], by_id)
    for at, step in enumerate(steps):
        if by_id[step["id"]] is not step:
            found.append(Problem("same_id", step["id"], params={"n": at + 1}))
            continue
        found += _targets(step, by_id)
        found += _prompts(step, known)
        found += _BY_KIND.get(step["kind"], _nothing)(step, known)
        if step["id"] not in depths:
            found.append(Problem("unreachable", step["id"]))
        elif step["kind"] == "menu" and depths[step["id"]] > MAX_DEPTH:
            found.append(Problem("too_deep", step["id"], params={"max": MAX_DEPTH}))
        if step["id"] in loops:
            found.append(Problem("loop", step["id"]))
    return found


def is_fit(problems: list[Problem]) -> bool:
    """Whether it may be published."""
    return all(problem.is_warning for problem in problems)


def _whole(document: Mapping[str, Any], by_id: Mapping[str, Step]) -> Iterator[Problem]:
    if document["start"] not in by_id:
        yield Problem("no_start", "", "start")


def _targets(step: Step, by_id: Mapping[str, Step]) -> Iterator[Problem]:
    optional = {"invalid", "queues_next", "holiday"} if step["kind"] in ("menu", "hours") else {"closed"}
    for name, wanted in targets_of(step):
        if wanted is None:
            if name not in optional:
                yield Problem("no_target", step["id"], name)
        elif wanted not in by_id:
            yield Problem("missing_target", step["id"], name)
        elif name == "queues_next" and by_id[wanted]["kind"] != "queue":
            yield Problem("not_a_queue", step["id"], name)


def _prompts(step: Step, known: Known) -> Iterator[Problem]:
    may_be_silent = step["kind"] in ("queue", "menu", "outside")
    for name in PROMPTS[step["kind"]]:
        said = step[name]
        for language in ("vi", "en"):
            text, sound = said[language], said[f"sound_{language}"]
            if len(text) > MAX_TEXT:
                yield Problem("text_too_long", step["id"], f"{name}.{language}", params={"max": MAX_TEXT})
            if sound and sound not in known.sounds:
                yield Problem("sound_gone", step["id"], f"{name}.{language}")
        if is_silent(said) and not may_be_silent:
            yield Problem("nothing_said", step["id"], name)
        elif not is_silent(said):
            for language in ("vi", "en"):
                if not said[language].strip() and not said[f"sound_{language}"]:
                    yield Problem("one_language", step["id"], f"{name}.{language}", is_warning=True)


def is_silent(said: Mapping[str, Any]) -> bool:
    return not any(said[name] and said[name].strip() for name in ("vi", "en", "sound_vi", "sound_en"))


def _menu(step: Step, known: Known) -> Iterator[Problem]:
    if not step["keys"] and not step["queues_next"]:
        yield Problem("no_keys", step["id"], "keys")
    if step["keys"] and is_silent(step["prompt"]):
        yield Problem("nothing_said", step["id"], "prompt")
    if len(step["keys"]) > MAX_SAID:
        yield Problem("too_many_keys", step["id"], "keys", params={"max": MAX_SAID})
    seen: set[str] = set()
    for at, row in enumerate(step["keys"]):
        if not KEY.fullmatch(row["key"]):
            yield Problem("bad_key", step["id"], f"keys.{at}")
        elif row["key"] in seen:
            yield Problem("same_key", step["id"], f"keys.{at}", params={"key": row["key"]})
        seen.add(row["key"])
    if step["queues_next"] and not step["keys"] and not known.has_queue_keys:
        yield Problem("no_queue_keys", step["id"], "queues_next")


def _queue(step: Step, known: Known) -> Iterator[Problem]:
    wanted = step["queue_id"] or known.default_queue
    callback = step.get("callback")
    if callback is not None and not KEY.fullmatch(callback["key"]):
        yield Problem("bad_key", step["id"], "callback")
    if step["music"] and step["music"] not in known.sounds:
        yield Problem("sound_gone", step["id"], "music")
    found = known.queues.get(wanted or "")
    if found is None:
        if step["queue_id"]:
            yield Problem("queue_gone", step["id"], "queue_id")
        return
    is_active, members = found
    if not is_active:
        yield Problem("queue_archived", step["id"], "queue_id")
    elif members == 0:
        yield Problem("queue_empty", step["id"], "queue_id", is_warning=True)


def _outside(step: Step, known: Known) -> Iterator[Problem]:
    if not known.may_call(step["number"]):
        yield Problem("bad_outside_number", step["id"], "number")


def _hours(step: Step, known: Known) -> Iterator[Problem]:
    if step["calendar_id"] and step["calendar_id"] not in known.calendars:
        yield Problem("calendar_gone", step["id"], "calendar_id")


def _nothing(_step: Step, _known: Known) -> Iterator[Problem]:
    return iter(())


_BY_KIND = {"menu": _menu, "queue": _queue, "hours": _hours, "outside": _outside}


def _leads(step: Step, *, by_itself: bool) -> list[str]:
    """Where it leads to; `by_itself`: without a key pressed or time spent in line."""
    if not by_itself:
        return [wanted for _, wanted in targets_of(step) if wanted]
    names = {"menu": ("no_input", "invalid"), "queue": ("nobody", "closed")}.get(step["kind"])
    return [w for name, w in targets_of(step) if w and (names is None or name in names)]


def _circles(by_id: Mapping[str, Step]) -> set[str]:
    """Steps from which a caller who does nothing comes back to the same step."""
    found = set()
    for start in by_id:
        seen: set[str] = set()
        todo = _leads(by_id[start], by_itself=True)
        while todo:
            one = todo.pop()
            if one == start:
                found.add(start)
                break
            if one not in seen and one in by_id:
                seen.add(one)
                todo += _leads(by_id[one], by_itself=True)
    return found


def _depths(start: str, by_id: Mapping[str, Step]) -> dict[str, int]:
    """Step → through how many menus one has gone at least, itself counted, on the way to it. Reachable ones only."""
    depths: dict[str, int] = {}
    todo = [(start, 0)]
    while todo:
        todo.sort(key=lambda pair: pair[1])
        one, above = todo.pop(0)
        step = by_id.get(one)
        if step is None or one in depths:
            continue
        depths[one] = above + (step["kind"] == "menu")
        todo += [(wanted, depths[one]) for wanted in _leads(step, by_itself=False)]
    return depths
