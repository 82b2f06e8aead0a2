"""A past period read from the tables into a scene: its work, its people, the rules that stood."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.worktime import company_zone
from contactcenter.reporting.trials import presence, recorded
from contactcenter.reporting.trials.scene import Answer, Arrival, Person, Rules, Scene
from contactcenter.routing import skills, versions
from contactcenter.routing.models import Queue, QueueMember
from contactcenter.routing.strategies import NO_LIMIT, Slots

_RULES = frozenset(Rules.__dataclass_fields__) - {"id", "version"}
_USUAL_QUICK = 15.0


@dataclass(frozen=True)
class Loaded:
    """`guessed`: names of those whose presence was not recorded, and is taken from the calls they answered."""

    scene: Scene
    guessed: tuple[str, ...]


def load(session: Session, start: datetime, end: datetime) -> Loaded:
    """The period [start, end) (aware UTC)."""
    came = recorded.arrivals(session, start, end)
    rules = _rules(session, start, end, {one.queue_id for one in came})
    came = [
        replace(one, id=f"{n:06}", priority=_own_priority(one, rules))  # chance goes by the place, not by random ids
        for n, one in enumerate(came)
        if one.queue_id in rules
    ]
    people, guessed = _people(session, start, end, came, rules)
    seconds = (end - start).total_seconds()
    return Loaded(Scene(start, seconds, company_zone(), tuple(came), people, rules), guessed)


def _rules(
    session: Session, start: datetime, end: datetime, with_work: set[str]
) -> dict[str, list[tuple[float, Rules]]]:
    queues = [q for q in session.scalars(sa.select(Queue)) if q.is_active or q.id in with_work]
    kept = versions.versions_between(session, queues, start, end)
    return {
        queue_id: [
            (
                max(0.0, (at - start).total_seconds()),
                Rules(queue_id, version, **{k: v for k, v in settings.items() if k in _RULES}),
            )
            for at, version, settings in stood
        ]
        for queue_id, stood in kept.items()
    }


def _own_priority(one: Arrival, rules: dict[str, list[tuple[float, Rules]]]) -> int:
    """An item keeps the sum of its queue's priority and its own; of a bare call nothing is known."""
    if one.id.startswith("cal_"):
        return 0
    stood = [r for at, r in rules[one.queue_id] if at <= one.at] or [rules[one.queue_id][0][1]]
    return one.priority - stood[-1].priority


def _people(
    session: Session,
    start: datetime,
    end: datetime,
    came: list[Arrival],
    rules: dict[str, list[tuple[float, Rules]]],
) -> tuple[dict[str, Person], tuple[str, ...]]:
    """Whoever serves one of the queues, or took its work then."""
    serves: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in session.scalars(sa.select(QueueMember).where(QueueMember.queue_id.in_(rules))):
        serves[row.user_id][row.queue_id] = (row.weight, row.position)
    for one in came:
        if one.agent_id:
            serves[one.agent_id].setdefault(one.queue_id, (1, 1_000))
    ids = sorted(serves)
    named = session.execute(sa.select(User.id, User.name).where(User.id.in_(ids)))
    names = {row.id: row.name for row in named}
    there = presence.read(session, ids, start, end, came)
    capacity, known = skills.capacities(session, ids), skills.skills_of(session, ids)
    answers = _answers(came)
    people = {
        i: Person(
            i,
            names.get(i, "?"),
            serves[i],
            ready=there[i].ready,
            elsewhere=there[i].elsewhere,
            capacity=_slots(skills.capacity_shown(capacity.get(i))),
            skills={one["skill_id"]: one["level"] for one in known.get(i, [])},
            answers=answers.get(i, ()),
            pauses=there[i].pauses,
        )
        for i in ids
    }
    return people, tuple(names.get(i, "?") for i in ids if there[i].is_guessed)


def _answers(came: list[Arrival]) -> dict[str, tuple[Answer, ...]]:
    """What each did when it rang. Where no offer was kept, a quick pick-up shows how fast they are."""
    found: dict[str, list[Answer]] = defaultdict(list)
    for one in came:
        for agent_id, answer in one.asked:
            if answer.outcome != "unanswered":
                found[agent_id].append(answer)
        if not one.asked and one.agent_id and one.channel == "call" and one.waited <= _USUAL_QUICK:
            found[one.agent_id].append(Answer("accepted", one.waited))
    return {agent_id: tuple(seen) for agent_id, seen in found.items()}


def _slots(limits: dict[str, int | None]) -> Slots:
    calls, chats, emails, leads = (limits[name] for name in ("calls", "chats", "emails", "leads"))
    return Slots(calls or 0, chats or 0, emails or 0, NO_LIMIT if leads is None else leads)
