"""What speaks for two records being one person, and what against: points that add up. Pure.

Numbers, addresses and accounts speak loudest; a name only where few have it (Nguyễn Văn
Hùng is a crowd); a birthday between. A line known to be shared and a common household speak against: they explain why
two people look alike.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contactcenter.crm.duplicates import names

LISTED_FROM = 30
"""Pairs below this are not worth a person's look."""
SURE = 100
COMMON_NAME = 10
"""A name that more people bear says little."""

POINTS = {
    "phone_same": 70, "email_same": 70, "account_same": 75, "verified": 20, "line_maybe": 35,
    "name_same": 35, "name_transposed": 32, "name_near": 22, "name_partly": 12, "name_common": 15,
    "birthday_same": 25, "address_same": 15,
    "name_different": -25, "birthday_different": -35, "gender_different": -15, "line_shared": -20, "household": -40,
}  # fmt: skip


OF_LINES = frozenset({"phone_same", "email_same", "account_same", "line_maybe"})
"""What says that two have the same number, address or account."""


@dataclass(frozen=True)
class Line:
    """A number, address or account of somebody."""

    channel: str
    value: str
    status: str = "known"
    is_shared: bool = False
    is_verified: bool = False


@dataclass(frozen=True)
class Person:
    """What is compared. `households` are ids."""

    id: str
    name: str
    birthday: date | None = None
    gender: str | None = None
    address: str | None = None
    lines: tuple[Line, ...] = ()
    households: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Verdict:
    """`score` 0–100; `reasons` are `{code, points}`, the weightiest first."""

    score: int
    reasons: tuple[dict[str, Any], ...]

    @property
    def codes(self) -> set[str]:
        return {reason["code"] for reason in self.reasons}

    @property
    def is_certain(self) -> bool:
        """A line verified on both and nothing against it: what the rule may merge by itself."""
        return "verified" in self.codes and all(reason["points"] > 0 for reason in self.reasons)


def judge(one: Person, other: Person, *, namesakes: int = 2) -> Verdict:
    """Weigh two people; `namesakes` is how many customers have a name that sounds like the first's."""
    codes = [*_lines(one, other), *_name(one, other, namesakes), *_facts(one, other)]
    points = {code: POINTS[code] for code in codes}
    ordered = sorted(points.items(), key=lambda one: -abs(one[1]))
    reasons = tuple({"code": code, "points": value} for code, value in ordered)
    return Verdict(max(0, min(SURE, sum(points.values()))), reasons)


def address_key(folded: str | None) -> str | None:
    """An address as it is compared; None when it is too vague (no number, a few letters)."""
    key = "".join(re.findall(r"[a-z0-9]+", folded or ""))
    return key[:400] if len(key) >= 8 and any(c.isdigit() for c in key) else None


def _lines(one: Person, other: Person) -> Iterable[str]:
    theirs = {(line.channel, line.value): line for line in other.lines}
    for mine in one.lines:
        match = theirs.get((mine.channel, mine.value))
        if match is None:
            continue
        if mine.is_shared or match.is_shared:
            yield "line_shared"
        elif mine.status != "known" or match.status != "known":
            yield "line_maybe"
        else:
            yield {"phone": "phone_same", "email": "email_same"}.get(mine.channel, "account_same")
            if mine.is_verified and match.is_verified:
                yield "verified"


def _name(one: Person, other: Person, namesakes: int) -> Iterable[str]:
    likeness = names.compare(one.name, other.name)
    if likeness is None:
        return
    if likeness in ("same", "transposed", "near"):
        is_common = namesakes > COMMON_NAME or len(names.words_of(one.name)) == 1
        yield "name_common" if is_common else f"name_{likeness}"
    else:
        yield f"name_{likeness}"


def _facts(one: Person, other: Person) -> Iterable[str]:
    if one.birthday and other.birthday:
        yield "birthday_same" if one.birthday == other.birthday else "birthday_different"
    if one.gender and other.gender and one.gender != other.gender:
        yield "gender_different"
    address = address_key(one.address)
    if address is not None and address == address_key(other.address):
        yield "address_same"
    if one.households & other.households:
        yield "household"
