"""Who may call: people with known numbers, shared lines, and strangers."""

import json
import random
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

Gender = Literal["female", "male"]
Language = Literal["vi", "en"]

ANONYMOUS = "+266696687"
"""How a withheld number arrives from the carrier: the word ANONYMOUS on a keypad."""

PHONE_BOOK = "phone_book.json"
"""The file in the instance folder by which a company tells the carrier who its customers are."""

MOBILE_PREFIXES = (
    "32", "33", "34", "35", "36", "37", "38", "39", "86", "96", "97", "98",  # Viettel
    "81", "82", "83", "84", "85", "88", "91", "94",  # VinaPhone
    "70", "76", "77", "78", "79", "89", "90", "93",  # MobiFone
    "56", "58", "92",  # Vietnamobile
    "59", "99",  # Gmobile
)  # fmt: skip
"""Vietnamese mobile prefixes since 2018, without the leading 0."""

_STRANGERS = 0.25


@dataclass(frozen=True)
class Caller:
    """One line that rings us. `gender` and `language` choose a fitting dialogue."""

    number: str
    gender: Gender = "female"
    language: Language = "vi"


@dataclass(frozen=True)
class PhoneBook:
    """`lines` of known people, `shared` lines of several people, and each agent identity's voice."""

    lines: tuple[Caller, ...] = ()
    shared: tuple[Caller, ...] = ()
    agent_genders: dict[str, Gender] = field(default_factory=dict)

    def pick(self, rng: random.Random) -> Caller:
        """Mostly somebody known, one time in four a stranger."""
        if self.lines and rng.random() >= _STRANGERS:
            return rng.choice(self.lines)
        return stranger(rng)

    def pick_shared(self, rng: random.Random) -> Caller:
        return rng.choice(self.shared) if self.shared else self.pick(rng)

    def find(self, number: str) -> Caller:
        """The caller behind a number, or an ordinary person when nobody is known there."""
        known = (caller for caller in (*self.lines, *self.shared) if caller.number == number)
        return next(known, Caller(number))


def save(book: PhoneBook, path: Path) -> None:
    """Leave the book where the carrier looks for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(book)), encoding="utf-8")
    path.chmod(0o600)


def load(path: Path) -> PhoneBook:
    """The book that was left there; an empty one (strangers only) when there is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return PhoneBook()
    return PhoneBook(
        lines=tuple(Caller(**line) for line in content["lines"]),
        shared=tuple(Caller(**line) for line in content["shared"]),
        agent_genders=content["agent_genders"],
    )


def mobile_number(rng: random.Random) -> str:
    """An invented Vietnamese mobile number in E.164."""
    return f"+84{rng.choice(MOBILE_PREFIXES)}{rng.randrange(1_000_000, 10_000_000)}"


def stranger(rng: random.Random) -> Caller:
    return Caller(
        mobile_number(rng),
        gender=rng.choice(("female", "male")),
        language=rng.choices(("vi", "en"), weights=(88, 12))[0],
    )
