"""Whom to compare with whom: only people who share a line or a blocking key. Never all pairs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.companies.models import HouseholdMember
from contactcenter.crm.duplicates.evidence import Line, Person, address_key
from contactcenter.crm.duplicates.models import DuplicateKey
from contactcenter.crm.duplicates.names import key_of, sound_of, words_of
from contactcenter.crm.models import Customer, Identity
from contactcenter.crm.service import fold

LARGEST_BLOCK = 40
"""A key that more people share finds nobody: a front desk's number, the commonest names."""
SHORTEST_MAILBOX = 6


@dataclass(frozen=True)
class Neighbours:
    """Ids of those worth comparing, and how many bear a name that sounds like this one."""

    ids: frozenset[str]
    namesakes: int


def load_people(session: Session, customer_ids: Iterable[str]) -> dict[str, Person]:
    """Those of them who stand for themselves, ready to compare; three statements for any number."""
    wanted = list(dict.fromkeys(customer_ids))
    if not wanted:
        return {}
    lines: dict[str, list[Line]] = {}
    for row in session.execute(_LINES.where(Identity.customer_id.in_(wanted))):
        lines.setdefault(row.customer_id, []).append(
            Line(row.channel, row.value, row.status, row.is_shared, row.is_verified)
        )
    households: dict[str, set[str]] = {}
    for customer_id, household_id in session.execute(_HOMES.where(HouseholdMember.customer_id.in_(wanted))):
        households.setdefault(customer_id, set()).add(household_id)
    people = session.execute(_PEOPLE.where(Customer.id.in_(wanted), Customer.merged_into_id.is_(None)))
    return {
        row.id: Person(
            id=row.id,
            name=row.name_folded,
            birthday=row.birthday,
            gender=row.gender,
            address=fold(row.address) if row.address else None,
            lines=tuple(lines.get(row.id, ())),
            households=frozenset(households.get(row.id, ())),
        )
        for row in people
    }


def keys_of(person: Person) -> set[tuple[str, str]]:
    """(kind, value): the name's sound, the birthday with each word of the name, the address, the mailbox."""
    keys = {("name", key_of(person.name)), ("place", address_key(person.address))}
    if person.birthday:
        keys |= {("birth", f"{person.birthday.isoformat()} {sound_of(word)}") for word in words_of(person.name)}
    keys |= {("mailbox", _mailbox(line.value)) for line in person.lines if line.channel == "email"}
    return {(kind, value) for kind, value in keys if value}


def find_neighbours(session: Session, person: Person) -> Neighbours:
    """By line and by key, small blocks only."""
    found: set[str] = set()
    for line in person.lines:
        found |= set(_small(session, _by_line(line)))
    namesakes = 1
    for kind, value in keys_of(person):
        block = list(session.scalars(_by_key(kind, value)))
        if kind == "name":
            namesakes = len(block) + (person.id not in block)
        if len(block) <= LARGEST_BLOCK:
            found |= set(block)
    return Neighbours(frozenset(found - {person.id}), namesakes)


def _small(session: Session, statement: sa.Select[Any]) -> Sequence[str]:
    block = list(session.scalars(statement))
    return block if len(block) <= LARGEST_BLOCK else []


def _by_line(line: Line) -> sa.Select[Any]:
    same = sa.select(Identity.customer_id).where(Identity.channel == line.channel, Identity.value == line.value)
    return same.limit(LARGEST_BLOCK + 1)


def _by_key(kind: str, value: str) -> sa.Select[Any]:
    same = sa.select(DuplicateKey.customer_id).where(DuplicateKey.kind == kind, DuplicateKey.value == value)
    return same.limit(LARGEST_BLOCK + 1)


def _mailbox(address: str) -> str | None:
    """The part before the @ as most providers read it: no dots, nothing after a plus."""
    name = address.split("@", 1)[0].split("+", 1)[0].replace(".", "")
    return name if len(name) >= SHORTEST_MAILBOX else None


_PEOPLE = sa.select(Customer.id, Customer.name_folded, Customer.birthday, Customer.gender, Customer.address)
_LINES = sa.select(
    Identity.customer_id, Identity.channel, Identity.value, Identity.status, Identity.is_shared, Identity.is_verified
)
_HOMES = sa.select(HouseholdMember.customer_id, HouseholdMember.household_id)
