"""The customers of the demo company: always the same hundred and twenty, made from a fixed seed."""

import random
from dataclasses import dataclass
from functools import cache
from typing import Literal

from anyascii import anyascii

from contactcenter.demo import names
from contactcenter.demo.company import AGENTS, DEMO_PASSWORD, STAFF
from contactcenter.providers.simulator.phone_book import Caller, PhoneBook, mobile_number

SEED = 2025
COUNT = 120

SHARED_LINE = "+842838220011"
"""The switchboard of a company with three contacts: it identifies none of them."""

SECOND = "số phụ"
"""The label of a line that somebody has but does not call from."""

HOUSEHOLD_LINE = "+842837715566"
"""The landline of a couple who have mobiles of their own as well."""


@dataclass(frozen=True)
class Line:
    """A number: `is_shared` lines list people and identify nobody."""

    number: str
    label: str
    is_shared: bool = False


@dataclass(frozen=True)
class Person:
    """One customer. `owner` is an index into the company's agents, or None."""

    name: str
    gender: Literal["female", "male"]
    language: Literal["vi", "en"]
    lines: tuple[Line, ...]
    email: str | None
    status: str
    segment: str | None
    company: str | None
    address: str | None
    preferred_channel: str | None
    owner: int | None
    notes: str
    birthday: str | None
    is_blocked: bool = False
    do_not_call: bool = False

    @property
    def number(self) -> str:
        """The line they mostly call from."""
        return self.lines[0].number


@cache
def customers() -> tuple[Person, ...]:
    """All of them, in the same order every time."""
    rng = random.Random(SEED)
    numbers: set[str] = set()
    people = [_person(rng, index, numbers) for index in range(COUNT - 5)]
    return (*people, *_colleagues_on_one_line(rng, numbers), *_couple(rng, numbers))


def phone_book() -> PhoneBook:
    """Who calls: every customer from their own line, and the lines that several people share."""
    lines = [Caller(person.number, person.gender, person.language) for person in customers()]
    own = tuple(caller for caller in lines if caller.number not in (SHARED_LINE, HOUSEHOLD_LINE))
    shared = (Caller(SHARED_LINE, "female", "vi"), Caller(HOUSEHOLD_LINE, "male", "vi"))
    return PhoneBook(own, shared, {colleague.identity: colleague.gender for colleague in STAFF})


def sign_in_lines() -> list[str]:
    """How to sign in, one line a colleague, to be printed at the start."""
    return [f"{one.email:16} {DEMO_PASSWORD}   {one.role:10} {one.name}" for one in STAFF]


def _person(rng: random.Random, index: int, numbers: set[str]) -> Person:
    name, gender, language = _identity(rng, index)
    lines = [Line(_number(rng, numbers), "di động")]
    if rng.random() < 0.12:
        lines.append(Line(_number(rng, numbers), SECOND))
    status = rng.choices(("potential", "current", "loyal", "lapsed", "past"), weights=(30, 38, 14, 12, 6))[0]
    is_business = rng.random() < 0.12
    return Person(
        name=name,
        gender=gender,
        language=language,
        lines=tuple(lines),
        email=_email(name, rng) if rng.random() < 0.55 else None,
        status=status,
        segment=_segment(rng, status),
        company=rng.choice(names.COMPANIES) if is_business else None,
        address=_address(rng) if rng.random() < 0.7 else None,
        preferred_channel=rng.choices(("phone", "zalo", "sms", "email", None), weights=(35, 35, 5, 5, 20))[0],
        owner=rng.randrange(len(AGENTS)) if rng.random() < 0.65 else None,
        notes=rng.choice(names.PROFILE_NOTES) if rng.random() < 0.3 else "",
        birthday=_birthday(rng) if rng.random() < 0.4 else None,
        is_blocked=index == 77,
        do_not_call=rng.random() < 0.05,
    )


def _identity(rng: random.Random, index: int) -> tuple[str, Literal["female", "male"], Literal["vi", "en"]]:
    if index % 19 == 7:
        name, gender = names.FOREIGNERS[index // 19 % len(names.FOREIGNERS)]
        return name, "female" if gender == "female" else "male", "en"
    gender = rng.choices(("female", "male"), weights=(55, 45))[0]
    given = rng.choice(names.FEMALE if gender == "female" else names.MALE)
    family = rng.choices(names.FAMILY, weights=names.FAMILY_WEIGHTS)[0]
    return f"{family} {given}", "female" if gender == "female" else "male", "vi"


def _colleagues_on_one_line(rng: random.Random, numbers: set[str]) -> list[Person]:
    """Three contacts of one company; the switchboard is their only, or their second, number."""
    company = names.COMPANIES[0]
    switchboard = Line(SHARED_LINE, "tổng đài công ty", is_shared=True)
    people = (("Đặng Thị Hoài Thu", "female"), ("Nguyễn Hữu Phước", "male"), ("Bùi Thị Kim Chi", "female"))
    return [
        _plain(
            rng,
            name,
            "female" if gender == "female" else "male",
            (Line(_number(rng, numbers), "di động"), switchboard) if index else (switchboard,),
            company=company,
        )
        for index, (name, gender) in enumerate(people)
    ]


def _couple(rng: random.Random, numbers: set[str]) -> list[Person]:
    home = Line(HOUSEHOLD_LINE, "nhà", is_shared=True)
    return [
        _plain(rng, "Trương Minh Hải", "male", (Line(_number(rng, numbers), "di động"), home)),
        _plain(rng, "Lưu Thị Cẩm Vân", "female", (Line(_number(rng, numbers), "di động"), home)),
    ]


def _plain(
    rng: random.Random,
    name: str,
    gender: Literal["female", "male"],
    lines: tuple[Line, ...],
    company: str | None = None,
) -> Person:
    return Person(
        name=name,
        gender=gender,
        language="vi",
        lines=lines,
        email=_email(name, rng),
        status="current",
        segment=None,
        company=company,
        address=_address(rng),
        preferred_channel="phone",
        owner=0,
        notes="",
        birthday=None,
    )


def _number(rng: random.Random, taken: set[str]) -> str:
    number = mobile_number(rng)
    while number in taken:
        number = mobile_number(rng)
    taken.add(number)
    return number


def _segment(rng: random.Random, status: str) -> str | None:
    if status == "loyal":
        return rng.choices(("vip", None), weights=(60, 40))[0]
    if status == "potential":
        return rng.choices(("potential", "not_potential", None), weights=(50, 15, 35))[0]
    return None


def _email(name: str, rng: random.Random) -> str:
    """`nguyen.hung83@…`, on a domain that is reserved for examples."""
    words = anyascii(name).lower().split()
    return f"{words[0]}.{words[-1]}{rng.randrange(60, 100)}@example.com"


def _address(rng: random.Random) -> str:
    return f"{rng.randrange(1, 420)} {rng.choice(names.STREETS)}, {rng.choice(names.DISTRICTS)}"


def _birthday(rng: random.Random) -> str:
    return f"{rng.randrange(1960, 2004)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
