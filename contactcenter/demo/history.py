"""The month behind: when people called, who answered, and how it went. Pure: a plan, no rows.

The pattern of a working week (Monday to Saturday, a short Sunday), peaks in the late morning and the
mid-afternoon, a few customers who call often; who answers them is the floor's to say.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from contactcenter.demo.company import AGENTS
from contactcenter.demo.floor import Asked, Floor
from contactcenter.demo.people import Person
from contactcenter.demo.wording import OUTCOMES, STORIES, STORY_WEIGHTS, Story
from contactcenter.providers.simulator import media
from contactcenter.providers.simulator.media import Dialogue
from contactcenter.providers.simulator.phone_book import ANONYMOUS, Caller, stranger

DAYS = 30
CALLS_BY_WEEKDAY = (27, 25, 24, 24, 26, 19, 8)
CALLS_TODAY = 14
"""At least so many, whatever the hour."""

AUDIO_CALLS = 60
AUDIO_DAYS = 3
"""Audio is kept for at least so many calls, and for at least so many days back."""

OPENS, CLOSES = 8, 19
HOUR_WEIGHTS = (5, 9, 12, 11, 6, 6, 10, 12, 11, 8, 4)
SUNDAY_CLOSES = 12

Outcome = Literal["answered", "abandoned", "missed", "voicemail"]


@dataclass(frozen=True)
class Who:
    """`person` is an index into the customers; None: a stranger, a withheld number or a shared line."""

    number: str
    gender: Literal["female", "male"]
    language: Literal["vi", "en"]
    person: int | None = None

    @property
    def is_anonymous(self) -> bool:
        return self.number == ANONYMOUS


@dataclass(frozen=True)
class PlannedCall:
    """One call; times are aware, seconds whole. `agent` is an index into the company's agents.

    `wait_seconds` runs from the queue to the answer, to the voicemail's prompt, or to hanging up;
    `after_seconds` from the agent's hang-up to the caller's (the rating, when there is one).
    """

    started_at: datetime
    who: Who
    is_sales: bool
    outcome: Outcome
    menu_seconds: int
    wait_seconds: int
    agent: int | None = None
    talk_seconds: int = 0
    agent_hung_up: bool = False
    after_seconds: int = 0
    rating: int | None = None
    wrap_up_seconds: int = 0
    is_auto_closed: bool = False
    story: Story | None = None
    dialogue: Dialogue | None = None
    asked: tuple[Asked, ...] = ()

    @property
    def queued_at(self) -> datetime:
        return self.started_at + timedelta(seconds=self.menu_seconds)


def plan_month(
    people: tuple[Person, ...], now: datetime, timezone: str, shared: tuple[Caller, ...], seed: int
) -> list[PlannedCall]:
    """Every call of the last thirty days that was over by `now`, oldest first."""
    rng = random.Random(f"month {seed}")
    arrivals = [moment for moment in _arrivals(rng, now, ZoneInfo(timezone)) if moment < now]
    has_audio_from = _first_day_with_audio([a.date() for a in arrivals], now.astimezone(ZoneInfo(timezone)).date())
    frequency = [min(8.0, rng.paretovariate(1.1)) for _ in people]
    desk = Floor(random.Random(f"floor {seed}"))
    planned = []
    for arrival in arrivals:
        who = _who(rng, people, frequency, shared)
        call = _plan(rng, desk, arrival, who, keeps_audio=arrival.date() >= has_audio_from)
        if ends_at(call) < now - timedelta(minutes=5):
            planned.append(call)
    return planned


def ends_at(call: PlannedCall) -> datetime:
    """When the caller's line was free again."""
    seconds = call.wait_seconds + call.talk_seconds + call.after_seconds
    return call.queued_at + timedelta(seconds=seconds)


def _arrivals(rng: random.Random, now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    today = now.astimezone(zone).date()
    for offset in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=offset)
        count = max(0, round(rng.gauss(CALLS_BY_WEEKDAY[day.weekday()], 3)))
        moments = [_moment(rng, day, zone) for _ in range(count)]
        if day == today:
            moments += _early_calls(rng, moments, now.astimezone(zone))
        yield from sorted(moments)


def _early_calls(rng: random.Random, moments: list[datetime], now: datetime) -> list[datetime]:
    """A few calls since midnight where the day is too young to have any, for demos started at dawn."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    minutes = int((now - midnight).total_seconds() // 60) - 15
    missing = min(CALLS_TODAY, minutes // 15) - sum(moment < now for moment in moments)
    return [midnight + timedelta(minutes=rng.randrange(minutes), seconds=rng.randrange(60)) for _ in range(missing)]


def _moment(rng: random.Random, day: date, zone: ZoneInfo) -> datetime:
    closes = SUNDAY_CLOSES if day.weekday() == 6 else CLOSES
    hours = range(OPENS, closes)
    hour = rng.choices(hours, weights=HOUR_WEIGHTS[: len(hours)])[0]
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), zone)


def _first_day_with_audio(days: list[date], today: date) -> date:
    enough = sorted(days, reverse=True)[AUDIO_CALLS + 15 - 1 : AUDIO_CALLS + 15]
    return min([*enough, today - timedelta(days=AUDIO_DAYS - 1)])


def _who(rng: random.Random, people: tuple[Person, ...], frequency: list[float], shared: tuple[Caller, ...]) -> Who:
    kind = rng.choices(("customer", "stranger", "anonymous", "shared"), weights=(76, 18, 3, 3))[0]
    if kind == "anonymous":
        return Who(ANONYMOUS, rng.choice(("female", "male")), "vi")
    if kind == "shared":
        line = rng.choice(shared)
        return Who(line.number, line.gender, line.language)
    if kind == "stranger":
        caller = stranger(rng)
        return Who(caller.number, caller.gender, caller.language)
    while True:
        index = rng.choices(range(len(people)), weights=frequency)[0]
        person = people[index]
        if not person.is_blocked and not person.lines[0].is_shared:
            return Who(person.number, person.gender, person.language, index)


def _plan(rng: random.Random, desk: Floor, started_at: datetime, who: Who, *, keeps_audio: bool) -> PlannedCall:
    """Most are heard; some leave before anybody is asked again, and some nobody hears."""
    call = PlannedCall(started_at, who, rng.random() < 0.35, "missed", rng.randrange(12, 24), 0)
    meant = rng.choices(("answered", "abandoned", "missed", "voicemail"), weights=(86, 7, 2, 5))[0]
    patience = max(2, int(rng.expovariate(1 / 28))) if meant == "abandoned" else None
    met = desk.meet(_key(who, started_at), call.queued_at, patience=patience, is_heard=meant == "answered")
    wait_seconds = int((met.reached - call.queued_at).total_seconds())
    call = replace(call, wait_seconds=wait_seconds, asked=met.asked)
    if met.agent is not None:
        return _answered(rng, desk, call, met.agent, keeps_audio=keeps_audio)
    if met.result == "left":
        return replace(call, outcome="abandoned")
    if meant == "missed":
        return replace(call, after_seconds=9)
    clip = _fitting(rng, media.list_dialogues("voicemail"), who, None)
    after_seconds = 9 + round(clip.duration_seconds) + 1
    return replace(call, outcome="voicemail", after_seconds=after_seconds, dialogue=clip if keeps_audio else None)


def _key(who: Who, started_at: datetime) -> str:
    """Whom the last agent is remembered by; nobody by a withheld number."""
    if who.is_anonymous:
        return started_at.isoformat()
    return who.number if who.person is None else str(who.person)


def _answered(rng: random.Random, desk: Floor, call: PlannedCall, agent: int, *, keeps_audio: bool) -> PlannedCall:
    dialogue, story, talk_seconds = _talk(rng, call.who, agent, keeps_audio=keeps_audio)
    agent_hung_up = rng.random() < 0.68
    is_auto_closed = rng.random() < 0.04
    wrap_up = 30 if is_auto_closed else min(30, 6 + int(rng.expovariate(1 / 12)))
    answered_at = call.queued_at + timedelta(seconds=call.wait_seconds)
    desk.talk(_key(call.who, call.started_at), agent, answered_at, talk_seconds, wrap_up)
    return replace(
        call,
        outcome="answered",
        agent=agent,
        talk_seconds=talk_seconds,
        agent_hung_up=agent_hung_up,
        after_seconds=rng.randrange(7, 15) if agent_hung_up else 0,
        rating=_rating(rng, story) if agent_hung_up else None,
        wrap_up_seconds=wrap_up,
        is_auto_closed=is_auto_closed,
        story=None if is_auto_closed else story,
        dialogue=dialogue,
    )


def _talk(rng: random.Random, who: Who, agent: int, *, keeps_audio: bool) -> tuple[Dialogue | None, Story, int]:
    """With audio the story is the dialogue's own; without, something else and of any length."""
    if keeps_audio:
        dialogue = _fitting(rng, media.list_dialogues("dialogue"), who, AGENTS[agent].gender)
        return dialogue, _story_of(dialogue), round(dialogue.duration_seconds) + 1
    story = rng.choices(STORIES, weights=STORY_WEIGHTS)[0]
    is_short = story.disposition in ("wrong_number", "spam")
    return None, story, int(rng.lognormvariate(3.2, 0.4) if is_short else rng.lognormvariate(4.9, 0.55)) + 8


def _fitting(rng: random.Random, clips: list[Dialogue], who: Who, agent_gender: str | None) -> Dialogue:
    """A clip in the caller's language and voice, and with the agent's voice where there is one."""
    fitting = [c for c in clips if c.language == who.language] or clips
    fitting = [c for c in fitting if c.customer_gender == who.gender] or fitting
    fitting = [c for c in fitting if agent_gender in (None, c.agent_gender)] or fitting
    return rng.choice(fitting)


def _story_of(dialogue: Dialogue) -> Story:
    from contactcenter.demo.wording import NEXT_STEPS

    outcome = OUTCOMES.get(dialogue.topic, "resolved")
    kind, words, days = NEXT_STEPS.get(outcome, ("", "", 0))
    return Story(outcome, dialogue.summary, (kind, words) if kind else None, days)


def _rating(rng: random.Random, story: Story) -> int | None:
    """About six in ten press a key; who complained is less pleased."""
    if rng.random() > 0.6:
        return None
    is_unhappy = story.disposition.startswith("complaint") or story.disposition == "no_help"
    return rng.choices((5, 4, 3, 2, 1), weights=(12, 18, 25, 20, 25) if is_unhappy else (58, 28, 9, 3, 2))[0]
