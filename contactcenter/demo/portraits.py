"""The rest of a customer's profile: who they are, what they want, and how colleagues came to know it."""

import json
import random
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.phone import parse_phone
from contactcenter.crm.fields.service import create_field
from contactcenter.crm.models import Customer, FieldChange, Identity
from contactcenter.demo import portrait_wording as wording
from contactcenter.demo.rows import id_at
from contactcenter.providers.simulator.phone_book import mobile_number

HOMES = (
    ("Căn hộ", "Apartment"),
    ("Nhà phố", "Townhouse"),
    ("Nhà vườn", "House with garden"),
    ("Phòng trọ", "Rented room"),
)
ACCOUNTS = ("zalo", "messenger", "whatsapp")
CARELESS = {"occupation": "test", "needs": "Máy lọc  nước", "best_time": "x"}
"""What a hurried colleague typed: the data audit is to find something."""


def add_fields(session: Session) -> dict[str, str]:
    """Three fields of the company's own; their keys by what they are about."""
    homes = [{"label_vi": vi, "label_en": en} for vi, en in HOMES]
    made = {
        "home": create_field(session, type="choice", label_vi="Loại nhà", label_en="Home", choices=homes),
        "budget": create_field(session, type="money", label_vi="Ngân sách dự kiến", label_en="Budget"),
        "pets": create_field(session, type="boolean", label_vi="Có nuôi thú cưng", label_en="Has pets"),
    }
    return {about: row.key for about, row in made.items()}


def fill(
    session: Session, people: list[Customer], keys: dict[str, str], users: list[str], now: datetime, rng: random.Random
) -> None:
    """Fill in the profiles; some fields of some people, as it is in life."""
    homes = [choice[1].lower().replace(" ", "_") for choice in HOMES]
    changes: list[dict[str, Any]] = []
    for person in people:
        for name, value in _portrait(person, now, rng).items():
            setattr(person, name, value)
        person.updated_at = max(person.created_at, now - timedelta(days=rng.triangular(0.2, 200, 5)))
        person.custom = _custom(person, keys, homes, rng)
        changes.append(_change(person, "status", "potential", person.status, None, person.created_at, rng))
        if person.segment:
            changes.append(_change(person, "segment", None, person.segment, None, person.created_at, rng))
    for person in rng.sample(people, 34):
        changes += _corrections(person, users, now, rng)
    for person, (name, value) in zip(rng.sample(people, len(CARELESS)), CARELESS.items(), strict=True):
        setattr(person, name, value)
    session.execute(sa.insert(FieldChange), changes)
    _add_lines(session, people, rng)


def _portrait(person: Customer, now: datetime, rng: random.Random) -> dict[str, Any]:
    """Values by field; only what is known."""
    birthday = person.birthday or date(rng.randrange(1958, 2003), rng.randrange(1, 13), rng.randrange(1, 29))
    occupation, education, income = _trade(person, birthday, now, rng)
    candidates: tuple[tuple[str, Any, float], ...] = (
        ("honorific", _honorific(person, now), 0.8),
        ("province", person.address.rpartition(", ")[2] if person.address else None, 0.95),
        ("birthday", birthday, 0.6),
        ("occupation", occupation, 0.5),
        ("education", education, 0.3),
        ("income_band", income, 0.4),
        ("marital_status", rng.choice(("married", "married", "single")), 0.4),
        ("household_size", rng.choices((1, 2, 3, 4, 5, 6), (8, 18, 24, 32, 12, 6))[0], 0.45),
        ("needs", rng.choice(wording.NEEDS), 0.55),
        ("preferences", rng.choice(wording.PREFERENCES), 0.4),
        ("reasons_to_buy", rng.choice(wording.REASONS), 0.4),
        ("habits", rng.choice(wording.HABITS), 0.35),
        ("best_time", rng.choice(wording.BEST_TIMES), 0.45),
    )
    known = {name: value for name, value, share in candidates if rng.random() < share}
    if person.birthday:
        known["birthday"] = person.birthday
    return {name: value for name, value in known.items() if value is not None}


def _trade(person: Customer, birthday: date, now: datetime, rng: random.Random) -> tuple[str, str | None, str | None]:
    """One that suits their age; who has a company works there, and not in a trade of their own."""
    age = now.year - birthday.year
    trade = rng.choice(wording.TRADES)
    is_fitting = {"Sinh viên": age < 25, "Hưu trí": age > 57}.get(trade[0], 22 <= age <= 62)
    return trade if is_fitting and not person.company else wording.TRADES[0]


def _honorific(person: Customer, now: datetime) -> str:
    is_older = person.birthday is not None and now.year - person.birthday.year > 55
    if person.language == "en":
        return "Ms" if person.gender == "female" else "Mr"
    if person.gender == "female":
        return "Cô" if is_older else "Chị"
    return "Chú" if is_older else "Anh"


def _custom(person: Customer, keys: dict[str, str], homes: list[str], rng: random.Random) -> dict[str, Any]:
    candidates: tuple[tuple[str, Any, float], ...] = (
        ("home", rng.choice(homes), 0.55),
        ("budget", rng.randrange(2, 40) * 500_000, 0.35 if person.status == "potential" else 0.15),
        ("pets", rng.random() < 0.4, 0.3),
    )
    return {keys[about]: value for about, value, share in candidates if rng.random() < share}


def _corrections(person: Customer, users: list[str], now: datetime, rng: random.Random) -> list[dict[str, Any]]:
    """What colleagues put right in the last weeks: the present value, and what stood there before."""
    before: dict[str, Any] = {
        "address": f"{rng.randrange(1, 300)} Lê Lợi, Quận 1, TP. Hồ Chí Minh",
        "preferred_channel": "phone" if person.preferred_channel != "phone" else "sms",
        "owner_id": rng.choice([user for user in users if user != person.owner_id]),
        "best_time": None,
        "needs": None,
        "occupation": None,
    }
    known = [name for name in before if getattr(person, name)]
    changed = []
    for name in rng.sample(known, min(len(known), rng.randint(1, 3))):
        at = now - timedelta(days=rng.randrange(1, 120), seconds=rng.randrange(30_000))
        changed.append(_change(person, name, before[name], getattr(person, name), rng.choice(users), at, rng))
    return changed


def _change(
    person: Customer, name: str, old: Any, new: Any, actor_id: str | None, at: datetime, rng: random.Random
) -> dict[str, Any]:
    """One row of the history; without an actor it was a rule's doing."""
    return {
        "id": id_at("fch", at, rng),
        "customer_id": person.id,
        "at": at,
        "actor_id": actor_id,
        "cause": "manual" if actor_id else "rule",
        "field": name,
        "old_value": json.dumps(old),
        "new_value": json.dumps(new),
    }


def _add_lines(session: Session, people: list[Customer], rng: random.Random) -> None:
    """Accounts on other channels, numbers that are no longer theirs, and some that may be."""
    rows: list[dict[str, Any]] = []
    for person in people:
        if rng.random() < 0.45:
            channel = rng.choices(ACCOUNTS, (7, 2, 1))[0]
            account = "".join(rng.choices("0123456789", k=16))
            rows.append({**_line(person, channel, account, rng), "is_verified": rng.random() < 0.5})
        if rng.random() < 0.1:
            rows.append({**_line(person, "phone", mobile_number(rng), rng), "status": "former", "label": "số cũ"})
        if rng.random() < 0.1:
            rows.append({**_line(person, "phone", mobile_number(rng), rng), "status": "maybe", "source": "text"})
    for row in rows:
        row["verified_at"] = row["created_at"] if row["is_verified"] else None
    session.execute(sa.insert(Identity), rows)


def _line(person: Customer, channel: str, value: str, rng: random.Random) -> dict[str, Any]:
    phone = parse_phone(value) if channel == "phone" else None
    return {
        "id": id_at("idn", person.created_at, rng),
        "customer_id": person.id,
        "channel": channel,
        "value": value,
        "national": phone.national if phone else value,
        "last9": phone.last9 if phone else None,
        "label": "",
        "status": "known",
        "is_verified": False,
        "source": "demo",
        "created_at": person.created_at,
    }
