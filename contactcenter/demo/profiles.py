"""From the invented people to rows: customers, the lines that find them, notes about some."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from contactcenter.core.phone import parse_phone
from contactcenter.crm.models import Customer, Identity, TimelineItem
from contactcenter.crm.service import fold
from contactcenter.demo.people import Line, Person
from contactcenter.demo.rows import id_at
from contactcenter.demo.wording import INTERNAL_NOTES

SOURCE = "demo"
NOTES = 40
KNOWN_FOR = {
    "potential": (31, 400),
    "current": (560, 1000),
    "loyal": (770, 1100),
    "lapsed": (700, 1100),
    "past": (780, 1100),
}
"""Days since they became customers, from and to: their first order is younger."""

Row = dict[str, Any]


@dataclass
class Profiles:
    """Rows per table; `customers` in the order of the people."""

    customers: list[Row] = field(default_factory=list)
    identities: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)

    def by_table(self) -> list[tuple[type, list[Row]]]:
        return [(Customer, self.customers), (Identity, self.identities), (TimelineItem, self.notes)]


def build(people: tuple[Person, ...], users: list[str], now: datetime, seed: int) -> Profiles:
    """`users`: ids of the company's agents, in their order. Everybody became a customer before the month."""
    rng, known = random.Random(f"profiles {seed}"), Profiles()
    for person in people:
        since = now - timedelta(days=rng.randrange(*KNOWN_FOR[person.status]), seconds=rng.randrange(86_400))
        customer = _customer_row(person, users, since, rng)
        known.customers.append(customer)
        known.identities += _identity_rows(person, customer["id"], since, rng)
    known.notes = [_note_row(row, users, now, rng) for row in rng.sample(known.customers, NOTES)]
    return known


def _customer_row(person: Person, users: list[str], since: datetime, rng: random.Random) -> Row:
    return {
        "id": id_at("cus", since, rng),
        "display_name": person.name,
        "name_folded": fold(person.name),
        "status": person.status,
        "segment": person.segment,
        "language": person.language,
        "company": person.company,
        "address": person.address,
        "preferred_channel": person.preferred_channel,
        "do_not_call": person.do_not_call,
        "is_blocked": person.is_blocked,
        "owner_id": None if person.owner is None else users[person.owner],
        "notes": person.notes,
        "birthday": date.fromisoformat(person.birthday) if person.birthday else None,
        "gender": person.gender,
        "custom": {},
        "source": SOURCE,
        "created_at": since,
        "updated_at": since,
    }


def _identity_rows(person: Person, customer_id: str, since: datetime, rng: random.Random) -> list[Row]:
    found = [_phone(line) for line in person.lines]
    if person.email:
        found.append(
            {
                "channel": "email",
                "value": person.email,
                "national": "",
                "last9": None,
                "label": "",
                "is_shared": False,
            }
        )
    common = {"customer_id": customer_id, "source": SOURCE, "created_at": since}
    return [{"id": id_at("idn", since, rng), **row, **common} for row in found]


def _phone(line: Line) -> Row:
    phone = parse_phone(line.number)
    if phone is None:
        raise ValueError(f"an invented number that cannot be one: {line.label}")
    return {
        "channel": "phone",
        "value": phone.e164,
        "national": phone.national,
        "last9": phone.last9,
        "label": line.label,
        "is_shared": line.is_shared,
    }


def _note_row(customer: Row, users: list[str], now: datetime, rng: random.Random) -> Row:
    """An internal note that a colleague left on the customer's timeline."""
    at = now - timedelta(days=rng.randrange(1, 30), seconds=rng.randrange(30_000))
    text = rng.choice(INTERNAL_NOTES)
    return {
        "id": id_at("tli", at, rng),
        "customer_id": customer["id"],
        "kind": "note",
        "channel": "internal",
        "occurred_at": at,
        "summary": text,
        "agent_id": rng.choice(users),
        "ref_id": id_at("not", at, rng),
        "data": {"text": text},
    }
