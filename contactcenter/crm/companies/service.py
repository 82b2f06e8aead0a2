"""Companies: save, change, and who works there."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.phone import parse_phone
from contactcenter.crm import service as crm
from contactcenter.crm.companies.models import Company, CompanyLine, CompanyPerson
from contactcenter.crm.companies.sight import company_within
from contactcenter.crm.models import Customer

MAX_LINES = 20

_PLAIN = ("industry", "size", "website", "address", "notes")


def create_company(
    session: Session,
    values: dict[str, Any],
    *,
    region: str = "VN",
    allow_duplicate: bool = False,
    reach: Reach = EVERYTHING,
) -> Company:
    """Save a company. Raises Conflict `duplicate_company` (with those found) for a name or tax code that is known."""
    company = Company()
    _fill(session, company, values)
    if not allow_duplicate:
        _refuse_duplicates(session, company, reach)
    session.add(company)
    session.flush()
    _set_lines(company, values.get("phones", []), region)
    session.flush()
    return company


def update_company(
    session: Session,
    company_id: str,
    changes: dict[str, Any],
    *,
    version: int | None,
    actor_id: str | None,
    region: str = "VN",
) -> Company:
    """Change a company; a new name follows into the profiles of the people who work there. Raises Stale, Invalid."""
    company = get_company(session, company_id, for_update=True)
    if version is not None and version != company.version:
        raise Stale("version_conflict", "Somebody changed this company meanwhile.", version=company.version)
    old_name = company.name
    _fill(session, company, changes)
    if "phones" in changes:
        _set_lines(company, changes["phones"], region)
    company.version += 1
    company.updated_at = now()
    session.flush()
    if company.name != old_name:
        for customer in _people_called(session, company.id, old_name):
            _set_company_text(session, customer.id, company.name, actor_id)
    return company


def get_company(session: Session, company_id: str, *, for_update: bool = False) -> Company:
    """Raises NotFound."""
    company = session.get(Company, company_id, with_for_update=for_update)
    if company is None:
        raise NotFound("company_not_found", "There is no such company.")
    return company


def add_person(session: Session, company_id: str, values: dict[str, Any], *, actor_id: str | None) -> CompanyPerson:
    """Say that somebody works there; their profile then names the company.

    `values`: customer_id, and any of title, is_main, since, until. Who left and came back keeps their one row.
    Raises Conflict `works_there` for who is there now.
    """
    company = get_company(session, company_id, for_update=True)
    customer = crm.get_customer(session, values["customer_id"])
    known = sa.select(CompanyPerson).filter_by(company_id=company.id, customer_id=customer.id)
    person = session.scalars(known).one_or_none()
    if person is not None and person.until is None:
        raise Conflict("works_there", "They are with this company already.", person_id=person.id)
    if person is None:
        person = CompanyPerson(company_id=company.id, customer_id=customer.id)
        session.add(person)
    person.until = None
    _fill_person(person, values)
    company.updated_at = now()
    session.flush()
    _follow(session, company, person, actor_id)
    return person


def change_person(
    session: Session, company_id: str, person_id: str, changes: dict[str, Any], *, actor_id: str | None
) -> CompanyPerson:
    """Change what somebody does there, or that they left (`until`). Raises NotFound, Invalid."""
    company = get_company(session, company_id, for_update=True)
    person = _person(session, company.id, person_id)
    _fill_person(person, changes)
    session.flush()
    _follow(session, company, person, actor_id)
    return person


def remove_person(session: Session, company_id: str, person_id: str, *, actor_id: str | None) -> None:
    """They never worked there: the link goes, and the company's name leaves their profile."""
    company = get_company(session, company_id, for_update=True)
    person = _person(session, company.id, person_id)
    customer_id = person.customer_id
    session.delete(person)
    session.flush()
    _leave(session, company, customer_id, actor_id)


def _fill(session: Session, company: Company, values: dict[str, Any]) -> None:
    if "name" in values:
        company.name = values["name"]
        company.name_folded = crm.fold(company.name)[:400]
        if not company.name_folded:
            raise Invalid("bad_name", "A company needs a name.", name=["Not a name."])
    for name in _PLAIN:
        if name in values:
            setattr(company, name, values[name] or ("" if name == "notes" else None))
    if "tax_code" in values:
        company.tax_code = canonical_tax_code(values["tax_code"])
    if "owner_id" in values:
        owner_id = values["owner_id"]
        if owner_id is not None and session.get(User, owner_id) is None:
            raise Invalid("unknown_owner", "There is no such person.", owner_id=["Nobody has that id."])
        company.owner_id = owner_id


def canonical_tax_code(written: str | None) -> str | None:
    """Vietnam's has 10 digits, or 13 for a branch (0101234567-001); others are kept as written, without spaces."""
    text = "".join((written or "").split()).upper()
    digits = text.replace("-", "")
    if digits.isascii() and digits.isdigit() and len(digits) == 13:
        return f"{digits[:10]}-{digits[10:]}"
    return text or None


def _refuse_duplicates(session: Session, company: Company, reach: Reach) -> None:
    same = [Company.name_folded == company.name_folded]
    if company.tax_code:
        same.append(Company.tax_code == company.tax_code)
    with session.no_autoflush:
        known = sa.select(Company.id, Company.name, company_within(reach)).where(sa.or_(*same)).limit(10)
        rows = session.execute(known).all()
    if rows:
        found = [{"id": row[0], "name": row[1]} if row[2] else {"is_outside": True} for row in rows]
        raise Conflict("duplicate_company", "A company with that name or tax code exists.", companies=found)


def _set_lines(company: Company, phones: list[str], region: str) -> None:
    wanted = {}
    for written in phones:
        phone = parse_phone(written, region)
        if phone is None:
            raise Invalid("invalid_phone", "That is not a phone number we can call.", value=written[:60])
        wanted[phone.e164] = phone
    if len(wanted) > MAX_LINES:
        raise Invalid("too_many_phones", "That is too many numbers.", phones=["Too many."])
    company.lines = [line for line in company.lines if line.value in wanted]
    for line in company.lines:
        line.national = wanted[line.value].national
    known = {line.value for line in company.lines}
    for value, phone in wanted.items():
        if value not in known:
            company.lines.append(CompanyLine(value=value, national=phone.national, last9=phone.last9))


def _person(session: Session, company_id: str, person_id: str) -> CompanyPerson:
    person = session.get(CompanyPerson, person_id)
    if person is None or person.company_id != company_id:
        raise NotFound("person_not_found", "Nobody of that id works there.")
    return person


def _fill_person(person: CompanyPerson, values: dict[str, Any]) -> None:
    for name in ("title", "is_main", "since", "until"):
        if name in values:
            setattr(person, name, values[name])
    if person.since and person.until and person.until < person.since:
        raise Invalid("bad_period", "They cannot leave before they came.", until=["Before the first day."])


def _follow(session: Session, company: Company, person: CompanyPerson, actor_id: str | None) -> None:
    """The profile names where somebody works now; only one person is a company's main one."""
    if person.is_main:
        others = (CompanyPerson.company_id == company.id, CompanyPerson.id != person.id)
        session.execute(sa.update(CompanyPerson).where(*others).values(is_main=False))
    if person.until is None:
        _set_company_text(session, person.customer_id, company.name, actor_id, title=person.title)
    else:
        _leave(session, company, person.customer_id, actor_id)


def _leave(session: Session, company: Company, customer_id: str, actor_id: str | None) -> None:
    customer = crm.get_customer(session, customer_id)
    if customer.company != company.name:
        return
    other = session.scalar(
        sa.select(Company.name)
        .join(CompanyPerson)
        .where(CompanyPerson.customer_id == customer.id, CompanyPerson.until.is_(None))
        .order_by(CompanyPerson.created_at.desc())
        .limit(1)
    )
    _set_company_text(session, customer.id, other, actor_id)


def _set_company_text(
    session: Session, customer_id: str, name: str | None, actor_id: str | None, *, title: str = ""
) -> None:
    changes: dict[str, Any] = {"company": name}
    if title:
        changes["job_title"] = title
    crm.update_customer(session, customer_id, changes, version=None, actor_id=actor_id)


def _people_called(session: Session, company_id: str, name: str) -> list[Customer]:
    """Those who work there now and whose profile says its name."""
    statement = (
        sa.select(Customer)
        .join(CompanyPerson, CompanyPerson.customer_id == Customer.id)
        .where(CompanyPerson.company_id == company_id, CompanyPerson.until.is_(None), Customer.company == name)
    )
    return list(session.scalars(statement))
