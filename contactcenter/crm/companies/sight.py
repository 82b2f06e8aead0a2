"""Which companies somebody sees: those of their colleagues, of nobody, and of customers whom they see."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from contactcenter.agents.actor import Actor
from contactcenter.agents.teams.paths import guard_where, is_row_within, outside_reach
from contactcenter.agents.teams.reach import Reach, reach_of
from contactcenter.crm.companies.models import Company, CompanyPerson
from contactcenter.crm.models import Customer
from contactcenter.crm.reach import within


def company_within(reach: Reach, company: Any = Company) -> sa.ColumnElement[bool]:
    """Whether a row of `companies` is within somebody's reach; one of those who left brings it to nobody."""
    if reach.colleagues is None:
        return sa.true()
    person, customer = aliased(CompanyPerson), aliased(Customer)
    of_one_seen = sa.exists().where(
        person.company_id == company.id,
        person.until.is_(None),
        customer.id == person.customer_id,
        within(reach, customer),
    )
    return sa.or_(company.owner_id.is_(None), company.owner_id.in_(sorted(reach.colleagues)), of_one_seen)


def names_company_within(reach: Reach, company_id: Any) -> sa.ColumnElement[bool]:
    """Whether a row that names a company in that column, or none, names one within somebody's reach."""
    if not reach:
        return sa.true()
    company = aliased(Company)
    return sa.or_(company_id.is_(None), sa.exists().where(company.id == company_id, company_within(reach, company)))


def find_outside_companies(session: Session, reach: Reach, company_ids: Iterable[str | None]) -> set[str]:
    """Those among them that are not within somebody's reach."""
    wanted = {one for one in company_ids if one} if reach else set()
    if not wanted:
        return set()
    return set(session.scalars(sa.select(Company.id).where(Company.id.in_(wanted), sa.not_(company_within(reach)))))


def demand_company(session: Session, actor: Actor, company_id: str | None) -> None:
    """For a company that a body or a filter names. Raises Forbidden (outside_reach)."""
    reach = reach_of(session, actor) if company_id else None
    if reach and not is_row_within(session, Company.id == company_id, company_within(reach)):
        raise outside_reach()


guard_where("/companies/<company_id>", Company.id, company_within)
