"""A day's calls compressed: when they come, and from which of the carrier's stories."""

import random
from dataclasses import dataclass

OPENS_HOUR = 8
HOUR_WEIGHTS = (5, 9, 12, 11, 6, 6, 10, 12, 11, 8, 4)
CALLS = 60

_STORIES = (
    ("answered", 62),
    ("hangs_up_while_ringing", 7),
    ("abandons_in_queue", 7),
    ("voicemail", 5),
    ("missed", 3),
    ("hangs_up_in_menu", 4),
    ("anonymous", 4),
    ("wrong_key_then_right", 4),
    ("shared_line", 4),
)


@dataclass(frozen=True)
class Arrival:
    """`second` of the day's opening hours at which somebody rings."""

    second: float
    scenario: str
    seed: int


def plan_day(seed: int, calls: int = CALLS) -> list[Arrival]:
    """A working day from 8 to 19 o'clock, in order. The same seed gives the same day."""
    rng = random.Random(seed)
    names, weights = zip(*_STORIES, strict=True)
    hours = rng.choices(range(len(HOUR_WEIGHTS)), weights=HOUR_WEIGHTS, k=calls)
    seconds = sorted(hour * 3600 + rng.uniform(0, 3600) for hour in hours)
    return [Arrival(at, rng.choices(names, weights=weights)[0], rng.getrandbits(48)) for at in seconds]


def clock_text(arrival: Arrival) -> str:
    """The time on the simulated day's clock: `14:05`."""
    minutes = OPENS_HOUR * 60 + int(arrival.second // 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
