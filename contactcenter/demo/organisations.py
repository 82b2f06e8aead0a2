"""Companies with their people, households, and tags."""

import random
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.phone import parse_phone
from contactcenter.crm.companies.models import Company, CompanyLine, CompanyPerson, Household, HouseholdMember
from contactcenter.crm.models import Customer
from contactcenter.crm.service import fold
from contactcenter.crm.tags.models import CustomerTag
from contactcenter.crm.tags.service import ensure_tag
from contactcenter.demo import names
from contactcenter.demo import portrait_wording as wording
from contactcenter.demo.people import HOUSEHOLD_LINE, SHARED_LINE
from contactcenter.demo.rows import id_at

COMPANIES = 8


def add_companies(
    session: Session, people: list[Customer], users: list[str], now: datetime, rng: random.Random
) -> dict[str, str]:
    """Those that most customers named; their ids by name. Who works there says so in their profile."""
    staff: dict[str, list[Customer]] = {}
    for person in people:
        if person.company:
            staff.setdefault(person.company, []).append(person)
    largest = sorted(staff, key=lambda name: (-len(staff[name]), name))[:COMPANIES]
    made = {name: _company(session, name, users, now, rng) for name in largest}
    for name in largest:
        for position, person in enumerate(staff[name]):
            person.job_title = wording.TITLES[position % len(wording.TITLES)]
            person.industry, person.company_size = wording.INDUSTRIES[name]
            session.add(_person(made[name], person, is_main=position == 0, now=now, rng=rng))
    _moved_on(session, made, staff[largest[0]][-1], largest[1], now, rng)
    return {name: company.id for name, company in made.items()}


def add_households(session: Session, people: list[Customer], now: datetime, rng: random.Random) -> None:
    """A couple with a line in common, and a mother with her grown son."""
    couple = [one for one in people if any(line.value == HOUSEHOLD_LINE for line in one.identities)]
    _household(session, "Nhà anh Hải, chị Vân", couple, ("spouse", "spouse"), now, rng)
    family = [one for one in people if one.display_name.startswith("Nguyễn ") and one not in couple and one.address]
    mother = next((one for one in family if one.gender == "female"), family[0])  # an older demo knew no genders
    son = next(one for one in family if one is not mother and one.gender != "female")
    son.address, son.province = mother.address, mother.province
    _household(
        session, f"Nhà cô {mother.display_name.rpartition(' ')[2]}", [mother, son], ("parent", "child"), now, rng
    )


def add_tags(session: Session, people: list[Customer], users: list[str], now: datetime, rng: random.Random) -> None:
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for name, colour in wording.TAGS:
        tag = ensure_tag(session, name, colour)
        for person in rng.sample(people, rng.randint(5, 16)):
            rows[person.id, tag.id] = {
                "customer_id": person.id,
                "tag_id": tag.id,
                "tagged_by": rng.choice(users),
                "tagged_at": now - timedelta(days=rng.randrange(1, 90)),
            }
    session.execute(sa.insert(CustomerTag), list(rows.values()))


def _company(session: Session, name: str, users: list[str], now: datetime, rng: random.Random) -> Company:
    industry, size = wording.INDUSTRIES[name]
    since = now - timedelta(days=rng.randrange(200, 900))
    number = SHARED_LINE if name == names.COMPANIES[0] else f"+842838{rng.randrange(100_000, 1_000_000)}"
    company = Company(
        id=id_at("com", since, rng),
        name=name,
        name_folded=fold(name),
        tax_code=f"03{rng.randrange(10_000_000, 100_000_000)}",
        industry=industry,
        size=size,
        address=f"{rng.randrange(1, 420)} {rng.choice(names.STREETS)}, {rng.choice(names.DISTRICTS)}",
        owner_id=rng.choice(users),
        notes="Xuất hóa đơn trước ngày 25 hằng tháng." if rng.random() < 0.4 else "",
        created_at=since,
        updated_at=now - timedelta(days=rng.randrange(1, 60)),
    )
    phone = parse_phone(number)
    if phone is None:
        raise ValueError("an invented landline that cannot be one")
    company.lines = [CompanyLine(value=phone.e164, national=phone.national, last9=phone.last9)]
    session.add(company)
    session.flush()
    return company


def _person(company: Company, person: Customer, *, is_main: bool, now: datetime, rng: random.Random) -> CompanyPerson:
    since = now - timedelta(days=rng.randrange(100, 1500))
    return CompanyPerson(
        id=id_at("cpe", since, rng),
        company_id=company.id,
        customer_id=person.id,
        title=person.job_title or "",
        is_main=is_main,
        since=since.date(),
        created_at=since,
    )


def _moved_on(
    session: Session, companies: dict[str, Company], person: Customer, former: str, now: datetime, rng: random.Random
) -> None:
    """One of them worked elsewhere before."""
    row = _person(companies[former], person, is_main=False, now=now - timedelta(days=1500), rng=rng)
    row.title, row.until = wording.TITLES[-1], (now - timedelta(days=1400)).date()
    session.add(row)


def _household(
    session: Session, label: str, people: list[Customer], relations: tuple[str, str], now: datetime, rng: random.Random
) -> None:
    since = now - timedelta(days=rng.randrange(60, 300))
    household = Household(id=id_at("hou", since, rng), label=label, address=people[0].address, created_at=since)
    session.add(household)
    session.flush()
    for person, relation in zip(people, relations, strict=True):
        member = HouseholdMember(
            id=id_at("hme", since, rng),
            household_id=household.id,
            customer_id=person.id,
            relation=relation,
            created_at=since,
        )
        session.add(member)
