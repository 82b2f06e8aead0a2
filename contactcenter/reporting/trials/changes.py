"""What a variant changes: rules of the queues in question, the people, how much each takes at once.

{rules: {column: value}, capacity: {call, chat, email}, without: [agent ids], hours: [{agent_id, starts_minute,
ends_minute}], extra: [{count, starts_minute, ends_minute, like: agent id | null}]}. Minutes are of the day in the
company's zone; hours hold on each day on which that person was there at all, those of extra people on every day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from contactcenter.reporting.trials.measures import union
from contactcenter.reporting.trials.scene import Person, Rules, Scene, Span


def changed(scene: Scene, variant: Mapping[str, Any], queue_id: str | None) -> Scene:
    """The scene with the variant's changes; of one queue's rules, or of all queues' when that is None."""
    rules = {
        name: [(at, _ruled(one, variant)) for at, one in versions] if queue_id in (None, name) else versions
        for name, versions in scene.rules.items()
    }
    return replace(scene, rules=rules, people=_people(scene, variant, queue_id))


def _ruled(rules: Rules, variant: Mapping[str, Any]) -> Rules:
    given: dict[str, Any] = dict(variant.get("rules", {}))
    lists = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    return replace(rules, **{**given, **lists})


def _people(scene: Scene, variant: Mapping[str, Any], queue_id: str | None) -> dict[str, Person]:
    without = set(variant.get("without", ()))
    hours = {one["agent_id"]: one for one in variant.get("hours", ())}
    people = {
        agent_id: _rostered(scene, person, hours[agent_id]) if agent_id in hours else person
        for agent_id, person in scene.people.items()
        if agent_id not in without
    }
    for number, one in enumerate(_extra(variant), start=1):
        person = _hired(scene, number, one, queue_id)
        people[person.agent_id] = person
    capacity = variant.get("capacity") or {}
    return {i: replace(person, capacity=person.capacity._replace(**capacity)) for i, person in people.items()}


def _extra(variant: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for one in variant.get("extra", ()):
        for _ in range(one["count"]):
            yield one


def _hired(scene: Scene, number: int, one: Mapping[str, Any], queue_id: str | None) -> Person:
    """Somebody more: like a named colleague, else somebody who can all that any of the others can."""
    like = scene.people.get(one.get("like") or "")
    served = like.serves if like else {name: (1, 1_000) for name in scene.rules if queue_id in (None, name)}
    best: dict[str, int] = {}
    for other in scene.people.values():
        for skill, level in other.skills.items():
            best[skill] = max(level, best.get(skill, 0))
    ready = tuple(_windows(scene, one["starts_minute"], one["ends_minute"]))
    person = Person(f"extra_{number}", f"+{number}", served, ready=ready, skills=like.skills if like else best)
    return replace(person, answers=like.answers, capacity=like.capacity) if like else person


def _rostered(scene: Scene, person: Person, hours: Mapping[str, Any]) -> Person:
    """On the days on which they were there: these hours instead of those that they had."""
    windows = _windows(scene, hours["starts_minute"], hours["ends_minute"])
    days = [_day(scene, start) for span in person.ready for start in (span[0], max(span[0], span[1] - 1))]
    return replace(person, ready=tuple(union(span for span in windows if _day(scene, span[0]) in days)))


def _windows(scene: Scene, starts_minute: int, ends_minute: int) -> Iterator[Span]:
    """From minute to minute of every day of the period; past midnight when the end is not after the start."""
    length = (ends_minute - starts_minute) % 1440 or 1440
    day = scene.start.astimezone(scene.zone).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    while (at := _second(scene, day + timedelta(minutes=starts_minute))) < scene.seconds:
        start, end = max(0.0, at), min(scene.seconds, at + length * 60)
        if end > start:
            yield (start, end)
        day += timedelta(days=1)


def _second(scene: Scene, moment: datetime) -> float:
    return (moment - scene.start).total_seconds()


def _day(scene: Scene, second: float) -> Any:
    return (scene.start + timedelta(seconds=second)).astimezone(scene.zone).date()
