"""What a simulated caller does: keys they press, how long they wait, who hangs up, what they think of us.

Everything is drawn from the call's own seeded generator, so the same seed tells the same story.
"""

import random
from dataclasses import dataclass, replace
from typing import Literal

AgentLeg = Literal["answers", "no_answer", "busy", "failed"]
Ending = Literal["agent", "customer"]

NEVER = 24 * 3600.0


class UnknownScenario(LookupError):
    """No scenario of that name; the message lists those there are."""


@dataclass(frozen=True)
class Scenario:
    """One caller's story. Seconds are the caller's; the call's speed divides them.

    `keys` are pressed one per menu prompt (empty: nothing is pressed); `patience_seconds` counts from
    entering the queue; `rating` None means that no key is pressed when asked. `asks_callback`: in line they press
    the key that is on offer, then the next of `keys` at what they are asked.
    """

    name: str
    keys: tuple[str, ...] = ("1",)
    hangs_up_in_menu: bool = False
    patience_seconds: float = NEVER
    leaves_voicemail: bool = False
    agent_leg: AgentLeg = "answers"
    ends_talk: Ending = "agent"
    rating: int | None = 5
    is_anonymous: bool = False
    is_shared_line: bool = False
    asks_callback: bool = False


SCENARIOS = (
    "answered",
    "missed",
    "voicemail",
    "abandons_in_queue",
    "hangs_up_while_ringing",
    "hangs_up_in_menu",
    "anonymous",
    "wrong_key_then_right",
    "shared_line",
    "asks_callback",
    "no_key",
    "agent_no_answer",
    "agent_busy",
    "agent_failed",
)
"""All names; the last four are for looking at the front door and at failing agents' phones."""

ALIASES = {"hangup": "hangs_up_while_ringing", "abandoned": "abandons_in_queue"}

_RATINGS: tuple[int | None, ...] = (5, 4, 3, 2, 1, None)
_RATING_WEIGHTS = (46, 22, 7, 3, 4, 18)
_PEOPLE_HANG_UP = 0.3  # how often the customer is the first to hang up: they hear no rating question


def make(name: str, rng: random.Random) -> Scenario:
    """The named story with its details drawn from `rng`. Raises UnknownScenario."""
    name = ALIASES.get(name, name)
    if name not in SCENARIOS:
        raise UnknownScenario(f"{name}: one of {', '.join(SCENARIOS)}")
    return replace(_ordinary(rng), name=name, **_peculiarities(name, rng))  # type: ignore[arg-type]


def pick(rng: random.Random) -> str:
    """A scenario for live traffic: mostly people who wait until they are answered."""
    names = (
        "answered",
        "wrong_key_then_right",
        "shared_line",
        "anonymous",
        "hangs_up_while_ringing",
        "voicemail",
    )
    return rng.choices(names, weights=(74, 5, 6, 4, 6, 5))[0]


def _ordinary(rng: random.Random) -> Scenario:
    return Scenario(
        name="answered",
        keys=(rng.choices(("1", "2"), weights=(60, 40))[0],),
        patience_seconds=rng.uniform(120, 240),
        leaves_voicemail=rng.random() < 0.5,
        ends_talk="customer" if rng.random() < _PEOPLE_HANG_UP else "agent",
        rating=rng.choices(_RATINGS, weights=_RATING_WEIGHTS)[0],
    )


def _peculiarities(name: str, rng: random.Random) -> dict[str, object]:
    first_key = rng.choice(("1", "2"))
    stories: dict[str, dict[str, object]] = {
        "missed": {"patience_seconds": NEVER, "leaves_voicemail": False},
        "voicemail": {"patience_seconds": NEVER, "leaves_voicemail": True},
        "abandons_in_queue": {"patience_seconds": rng.uniform(15, 60)},
        "hangs_up_while_ringing": {"patience_seconds": rng.uniform(4, 9)},
        "hangs_up_in_menu": {"hangs_up_in_menu": True},
        "anonymous": {"is_anonymous": True},
        "wrong_key_then_right": {"keys": (rng.choice(("7", "8", "9")), first_key)},
        "shared_line": {"is_shared_line": True},
        "asks_callback": {"asks_callback": True, "keys": (first_key, "1", "1")},
        "no_key": {"keys": ()},
        "agent_no_answer": {"agent_leg": "no_answer"},
        "agent_busy": {"agent_leg": "busy"},
        "agent_failed": {"agent_leg": "failed"},
    }
    return stories.get(name, {})
