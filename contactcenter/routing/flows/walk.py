"""A caller's way through a flow: a pure function, for calls and for the test button alike.

`walk(flow, place, given, world)` goes from step to step until the caller has to do something, or something has to be
done with them: a menu, a queue, a voicemail, the end. What it needs to know of the world it asks of `world`.
Whatever a flow says, a walk ends: after so many steps the caller is asked for a message, after so many questions
told good-bye.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

MAX_STEPS = 60
MAX_TURNS = 40
PLAIN = ("greeting", "recording")
LEAVINGS = ("nobody", "full", "closed")
"""How a queue is left without an agent: nobody is there, it took too long, it keeps other hours. A number outside is
left as `unanswered`."""

Step = Mapping[str, Any]


@dataclass(frozen=True)
class Document:
    """A flow ready to walk: `id` is its version's; `sounds` maps sound ids to public addresses."""

    id: str
    start: str
    steps: Mapping[str, Step]
    sounds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """A queue that can be had by its own key."""

    key: str
    queue_id: str
    name: str


@dataclass(frozen=True)
class Place:
    """Where a caller is: `tries` of a menu, `turn` counts everything that waited for them since the beginning."""

    step: str
    tries: int = 1
    turn: int = 1


@dataclass(frozen=True)
class Arrived:
    pass


@dataclass(frozen=True)
class Pressed:
    """A key, or an empty one when nothing was pressed."""

    key: str


@dataclass(frozen=True)
class Left:
    """Out of the queue without an agent, for one of LEAVINGS; or a number outside that nobody answered."""

    reason: str


Given = Arrived | Pressed | Left


class World(Protocol):
    """What a walk asks about the moment."""

    def hours(self, calendar_id: str | None) -> str:
        """open | closed | holiday"""
        ...

    def choices(self) -> Sequence[Choice]:
        """Queues with a key of their own."""
        ...

    def line(self, queue_id: str | None) -> str:
        """ready, one of LEAVINGS, or gone when the caller is not on the line any more. None: the default queue."""
        ...

    def notice(self, queue_id: str | None) -> Mapping[str, Any] | None:
        """What somebody who shut the queue by hand wants callers to hear: a prompt."""
        ...


@dataclass(frozen=True)
class Heard:
    """Something said on the way. `prompt` is the flow's; a menu of queues is read out from `choices`."""

    step: str
    prompt: Mapping[str, Any] | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Turn:
    """How far it went. `stop`: menu | queue | outside | voicemail | hang_up | gone; `asked` is what a menu says."""

    stop: str
    place: Place
    passed: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()
    asked: tuple[Heard, ...] = ()
    keys: tuple[str, ...] = ()
    queue_id: str | None = None


def walk(flow: Document, place: Place | None, given: Given, world: World) -> Turn:
    """On from `place` (None: from the start), which may name a step that is not there: then as if it were broken."""
    if place is None or isinstance(given, Arrived):
        return _go(flow, flow.start, 1, world)
    step = flow.steps.get(place.step)
    if isinstance(given, Pressed) and step is not None and step["kind"] == "menu":
        return _answered(flow, step, place, given.key, world)
    if isinstance(given, Left) and step is not None and step["kind"] == "queue":
        said = _notice(step, world) if given.reason == "closed" else ()
        return _go(flow, _exit(step, given.reason), place.turn + 1, world, said=said)
    if isinstance(given, Left) and step is not None and step["kind"] == "outside":
        return _go(flow, step["unanswered"], place.turn + 1, world)
    return _go(flow, None, place.turn + 1, world)


def menu_keys(step: Step, choices: Sequence[Choice]) -> dict[str, tuple[str | None, str | None]]:
    """Key → (next step, queue): the step's own keys, then the queues' where it offers them."""
    found: dict[str, tuple[str | None, str | None]] = {}
    if step.get("queues_next"):
        found = {choice.key: (step["queues_next"], choice.queue_id) for choice in choices}
    return found | {row["key"]: (row["next"], None) for row in step["keys"]}


def leads_on(flow: Document, place: Place, key: str, world: World) -> bool:
    """Whether the key takes the caller on from this menu, by being one of its own or the last one tried."""
    step = flow.steps.get(place.step)
    if step is None or step["kind"] != "menu":
        return True
    if key in menu_keys(step, world.choices() if step.get("queues_next") else ()):
        return True
    return bool(place.tries > step["repeats"])


def first_voicemail(flow: Document) -> Step | None:
    return next((step for step in flow.steps.values() if step["kind"] == "voicemail"), None)


def _answered(flow: Document, step: Step, place: Place, key: str, world: World) -> Turn:
    chosen = menu_keys(step, world.choices() if step.get("queues_next") else ()).get(key) if key else None
    if chosen is not None:
        return _go(flow, chosen[0], place.turn + 1, world, queue_id=chosen[1])
    if place.tries <= step["repeats"]:
        again = replace(place, tries=place.tries + 1, turn=place.turn + 1)
        return _end(again) if again.turn > MAX_TURNS else _menu(step, again, (), (step["id"],), world)
    target = (step.get("invalid") if key else None) or step.get("no_input")
    return _go(flow, target, place.turn + 1, world)


def _go(
    flow: Document,
    target: str | None,
    turn: int,
    world: World,
    *,
    queue_id: str | None = None,
    said: tuple[Heard, ...] = (),
) -> Turn:
    heard: list[Heard] = list(said)
    passed: list[str] = []
    step = flow.steps.get(target or "")
    while step is not None and len(passed) < MAX_STEPS and turn <= MAX_TURNS:
        passed.append(step["id"])
        place = Place(step["id"], turn=turn)
        if step["kind"] == "menu":
            return _menu(step, place, tuple(heard), tuple(passed), world)
        if step["kind"] in ("voicemail", "say"):
            stop = "voicemail" if step["kind"] == "voicemail" else "hang_up"
            return Turn(stop, place, tuple(passed), (*heard, Heard(step["id"], step["prompt"])))
        if step["kind"] == "outside":
            return Turn("outside", place, tuple(passed), tuple(heard), (Heard(step["id"], step["prompt"]),))
        if step["kind"] == "queue":
            wanted = step.get("queue_id") or queue_id
            found = world.line(wanted)
            if found == "gone":
                return Turn("gone", place, tuple(passed), tuple(heard))
            if found == "ready":
                asked = (Heard(step["id"], step["prompt"]),)
                return Turn("queue", place, tuple(passed), tuple(heard), asked, queue_id=wanted)
            heard += _notice(step, world, wanted) if found == "closed" else ()
            step = flow.steps.get(_exit(step, found) or "")
            continue
        if step["kind"] in PLAIN:
            heard.append(Heard(step["id"], step["prompt"]))
            step = flow.steps.get(step["next"] or "")
        else:
            state = world.hours(step.get("calendar_id"))
            step = flow.steps.get(step.get(state) or step.get("closed") or "")
    return _broken(flow, Place(target or "", turn=turn), tuple(passed), tuple(heard))


def _menu(step: Step, place: Place, heard: tuple[Heard, ...], passed: tuple[str, ...], world: World) -> Turn:
    choices = tuple(world.choices()) if step.get("queues_next") else ()
    asked = [Heard(step["id"], step["sorry"])] if place.tries > 1 else []
    asked.append(Heard(step["id"], step["prompt"]))
    own = {row["key"] for row in step["keys"]}
    read_out = tuple(choice for choice in choices if choice.key not in own)
    if read_out:
        asked.append(Heard(step["id"], choices=read_out))
    return Turn("menu", place, passed, heard, tuple(asked), tuple(menu_keys(step, choices)))


def _notice(step: Step, world: World, queue_id: str | None = None) -> tuple[Heard, ...]:
    words = world.notice(step.get("queue_id") or queue_id)
    return (Heard(step["id"], words),) if words else ()


def _exit(step: Step, reason: str) -> str | None:
    """Where a queue leads to; other hours are like nobody there unless the flow says otherwise."""
    target: str | None = step.get(reason) or (step.get("nobody") if reason == "closed" else None)
    return target


def _broken(flow: Document, place: Place, passed: tuple[str, ...], heard: tuple[Heard, ...]) -> Turn:
    """The flow leads nowhere, or in a circle: a message, unless the caller has been asked enough."""
    if place.turn > MAX_TURNS:
        return _end(place, passed, heard)
    step = first_voicemail(flow)
    said = (Heard(step["id"], step["prompt"]),) if step else (Heard(""),)
    return Turn("voicemail", replace(place, step=step["id"] if step else ""), passed, heard + said)


def _end(place: Place, passed: tuple[str, ...] = (), heard: tuple[Heard, ...] = ()) -> Turn:
    return Turn("hang_up", place, passed, heard)
