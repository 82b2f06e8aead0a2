"""Colleagues named in a text: `@Trần Văn Nam` or `@Nam` as typed ↔ `<@user id>` as stored.

Who is meant is decided once, on the server, when the text is written; afterwards an id stands there, so that
a name that changes shows changed and a mention never moves to somebody else. What fits nobody, or several,
stays text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.crm.service import fold

STORED = re.compile(r"<@(usr_[0-9a-z]{1,36})>")
MAX_MENTIONS = 20
_AT = re.compile(r"(?<![\w.@])@(?=\w)")


@dataclass(frozen=True)
class Colleague:
    id: str
    name: str
    role: str


def list_colleagues(session: Session) -> list[Colleague]:
    """Everybody who can sign in, by name."""
    rows = session.execute(sa.select(User.id, User.name, User.role).where(User.is_active.is_(True)).order_by(User.name))
    return [Colleague(row.id, row.name, row.role) for row in rows]


def resolve(text: str, colleagues: Iterable[Colleague], preferred: Iterable[str] = ()) -> tuple[str, list[str]]:
    """The text as it is stored, and the ids in it. Of two of one name, one of `preferred` is meant."""
    people = list(colleagues)
    by_id = {person.id for person in people}
    kept = STORED.sub(lambda m: m.group() if m.group(1) in by_id else m.group(1), text)
    names = _names(people, set(preferred))
    longest = max((name.count(" ") + 1 for name in names), default=0)
    parts, at = [], 0
    for match in _AT.finditer(kept):
        if match.start() < at:
            continue
        found = _longest_name(kept, match.end(), names, longest)
        if found is not None:
            user_id, end = found
            parts += [kept[at : match.start()], f"<@{user_id}>"]
            at = end
    stored = "".join(parts) + kept[at:]
    return stored, list(dict.fromkeys(STORED.findall(stored)))[:MAX_MENTIONS]


def show(text: str, names: Mapping[str, str]) -> str:
    """The stored text with today's names."""
    return STORED.sub(lambda m: "@" + names.get(m.group(1), "?"), text)


def _names(people: list[Colleague], preferred: set[str]) -> dict[str, str]:
    """Folded full names and given names (the last word, in Vietnamese) → whom they mean; without those of several."""
    meant: dict[str, set[str]] = {}
    full = {fold(person.name) for person in people}
    for person in people:
        name = fold(person.name)
        meant.setdefault(name, set()).add(person.id)
        given = name.rpartition(" ")[2]
        if given not in full:
            meant.setdefault(given, set()).add(person.id)
    chosen = {}
    for name, ids in meant.items():
        candidates = ids if len(ids) == 1 else ids & preferred
        if name and len(candidates) == 1:
            chosen[name] = next(iter(candidates))
    return chosen


def _longest_name(text: str, start: int, names: Mapping[str, str], longest: int) -> tuple[str, int] | None:
    """Whom the words from `start` name, and where the name ends; the longest name wins."""
    ends = [match.end() for match in re.compile(r"\w+(?:[.'-]\w+)*").finditer(text, start, start + 200)][:longest]
    for count in range(len(ends), 0, -1):
        words = text[start : ends[count - 1]]
        user_id = names.get(fold(words)) if "\n" not in words else None
        if user_id is not None:
            return user_id, ends[count - 1]
    return None
