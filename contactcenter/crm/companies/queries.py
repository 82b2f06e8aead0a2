"""Named reads of companies and households."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.paging import Page, after_cursor, page
from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import current
from contactcenter.crm.companies.models import Company, CompanyLine, CompanyPerson, Household, HouseholdMember
from contactcenter.crm.companies.sight import company_within
from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.models import Customer, TimelineItem
from contactcenter.crm.present import present_items
from contactcenter.crm.queries import first_numbers, user_names
from contactcenter.crm.reach import concerns, within
from contactcenter.crm.service import fold

_PARTS = 200
"""SQLite takes 500 parts in one UNION: more people are put together in two steps."""
_MOST_PEOPLE = 2_000


def list_companies(
    session: Session,
    filters: dict[str, Any],
    *,
    region: str = "VN",
    mask: Mask = NOTHING,
    reach: Reach = EVERYTHING,
) -> Page:
    """Companies, the last changed first. `filters`: q (name, tax code or number in any form), owner, limit, cursor."""
    statement = sa.select(Company).options(selectinload(Company.lines))
    if filters.get("q"):
        statement = statement.where(_matches(filters["q"], region, mask))
    if filters.get("owner"):
        statement = statement.where(Company.owner_id == filters["owner"])
    if reach:
        statement = statement.where(company_within(reach))
    return page(
        session, statement, (Company.updated_at, Company.id), limit=filters["limit"], cursor=filters.get("cursor")
    )


def present(session: Session, companies: Sequence[Company]) -> list[dict[str, Any]]:
    """Of the shape of `CompanySchema`."""
    names = user_names(session, {company.owner_id for company in companies})
    counts = _count_people(session, [company.id for company in companies])
    columns = (
        "id", "version", "name", "tax_code", "industry", "size", "website", "address", "owner_id", "notes",
        "created_at", "updated_at",
    )  # fmt: skip
    return [
        {
            **{name: getattr(company, name) for name in columns},
            "phones": [{"e164": line.value, "national": line.national} for line in company.lines],
            "owner_name": names.get(company.owner_id or ""),
            "people": counts.get(company.id, 0),
        }
        for company in companies
    ]


def list_people(session: Session, company_id: str, reach: Reach = EVERYTHING) -> dict[str, Any]:
    """`{items, outside}`: who works there, the main person first, then those who left.

    Of those out of reach there is only their number.
    """
    statement = (
        sa.select(CompanyPerson, Customer.display_name)
        .join(Customer, Customer.id == CompanyPerson.customer_id)
        .where(CompanyPerson.company_id == company_id)
        .order_by(CompanyPerson.until.is_not(None), CompanyPerson.is_main.desc(), Customer.name_folded)
        .limit(1_000)
    )
    is_within = concerns(reach, CompanyPerson.customer_id)
    rows = session.execute(statement.where(is_within) if reach else statement).all()
    numbers = first_numbers(session, {row[0].customer_id for row in rows})
    items = [_shown(row[0], customer_name=row[1], number=numbers.get(row[0].customer_id)) for row in rows]
    theirs = sa.select(sa.func.count()).where(CompanyPerson.company_id == company_id, sa.not_(is_within))
    return {"items": items, "outside": session.scalar(theirs) if reach else 0}


def list_companies_of(session: Session, customer_id: str, reach: Reach = EVERYTHING) -> list[dict[str, Any]]:
    """Where somebody works or worked, the present first; of former ones, those within reach."""
    statement = (
        sa.select(CompanyPerson, Company.name)
        .join(Company)
        .where(CompanyPerson.customer_id == customer_id)
        .order_by(CompanyPerson.until.is_not(None), CompanyPerson.created_at.desc())
    )
    if reach:
        statement = statement.where(company_within(reach))
    return [_shown(row[0], company_name=row[1]) for row in session.execute(statement)]


def list_company_timeline(
    session: Session, company_id: str, filters: dict[str, Any], reach: Reach = EVERYTHING
) -> Page:
    """What happened with a company's people, the newest first; of who left, until they left.

    One statement: each person's newest items by one index scan, put together. Its cost follows the number of people
    and the page's size, not how much happened with them. Of more than 2,000 people, those who came last. Items are
    pairs: the item, and the customer's name.
    """
    who = (
        sa.select(CompanyPerson.customer_id, CompanyPerson.until)
        .where(CompanyPerson.company_id == company_id)
        .order_by(CompanyPerson.until.is_not(None), CompanyPerson.created_at.desc())
        .limit(_MOST_PEOPLE)
    )
    people = session.execute(who.where(concerns(reach, CompanyPerson.customer_id)) if reach else who).all()
    if not people:
        return Page([], None)
    newest = [_newest_of(row.customer_id, row.until, filters) for row in people]
    ids = _put_together(newest).subquery()
    statement: Any = (
        sa.select(TimelineItem, Customer.display_name)
        .join(ids, ids.c.id == TimelineItem.id)
        .join(Customer, Customer.id == TimelineItem.customer_id)
    )
    order = (TimelineItem.occurred_at, TimelineItem.id)
    return page(session, statement, order, limit=filters["limit"], cursor=filters["cursor"])


def present_household(session: Session, household: Household, reach: Reach = EVERYTHING) -> dict[str, Any]:
    """Of the shape of `HouseholdSchema`. Of a member out of reach it says only that they are one.

    Then its label is left out too: homes are called after who lives there.
    """
    rows = session.execute(
        sa.select(HouseholdMember, Customer.display_name, within(reach))
        .join(Customer, Customer.id == HouseholdMember.customer_id)
        .where(HouseholdMember.household_id == household.id)
        .order_by(HouseholdMember.created_at, HouseholdMember.id)
    )
    members = [_member(*row) for row in rows]
    columns = ("id", "version", "label", "address", "created_at")
    label = {"label": ""} if any(member["is_outside"] for member in members) else {}
    return {**{name: getattr(household, name) for name in columns}, **label, "members": members}


def list_households_of(session: Session, customer_id: str) -> list[Household]:
    statement = sa.select(Household).join(HouseholdMember).where(HouseholdMember.customer_id == customer_id)
    return list(session.scalars(statement.order_by(Household.created_at.desc())))


def list_households(session: Session, filters: dict[str, Any], reach: Reach = EVERYTHING) -> Page:
    """The last made first. Where nobody who lives there is within reach, it is another team's."""
    statement = sa.select(Household)
    if reach:
        statement = statement.where(sees_home(reach, Household.id))
    order = (Household.created_at, Household.id)
    return page(session, statement, order, limit=filters["limit"], cursor=filters["cursor"])


def sees_home(reach: Reach, household_id: Any) -> sa.ColumnElement[bool]:
    """Whether one of the household is within reach, or nobody lives there."""
    lives = sa.select(HouseholdMember.id).where(HouseholdMember.household_id == household_id)
    return sa.or_(lives.where(concerns(reach, HouseholdMember.customer_id)).exists(), sa.not_(lives.exists()))


def _member(member: HouseholdMember, name: str, is_within: bool) -> dict[str, Any]:
    whose = {"customer_id": member.customer_id, "customer_name": name} if is_within else {}
    return {"id": member.id, "relation": member.relation, "is_outside": not is_within, **whose}


def _matches(q: str, region: str, mask: Mask) -> sa.ColumnElement[bool]:
    words = fold(q).split()[:6]
    options: list[sa.ColumnElement[bool]] = []
    if words:
        options.append(sa.and_(*(Company.name_folded.contains(word, autoescape=True) for word in words)))
    digits = "".join(c for c in q if c.isdigit() and c.isascii())
    if len(digits) >= 3:
        options.append(Company.tax_code.startswith("".join(q.split()), autoescape=True))
        lines = [] if mask.phones else [CompanyLine.last9.contains(digits.lstrip("0") or digits)]
        parsed = parse_phone(q, region)
        if parsed is not None:
            lines.append(CompanyLine.value == parsed.e164)
        options.append(sa.exists().where(CompanyLine.company_id == Company.id, sa.or_(sa.false(), *lines)))
    return sa.or_(sa.false(), *options)


def _count_people(session: Session, company_ids: list[str]) -> dict[str, int]:
    rows = session.execute(
        sa.select(CompanyPerson.company_id, sa.func.count())
        .where(CompanyPerson.company_id.in_(company_ids), CompanyPerson.until.is_(None))
        .group_by(CompanyPerson.company_id)
    )
    return {row[0]: row[1] for row in rows}


def _shown(person: CompanyPerson, **names: str | None) -> dict[str, Any]:
    columns = ("id", "company_id", "customer_id", "title", "is_main", "since", "until")
    return {**{name: getattr(person, name) for name in columns}, **names}


def _newest_of(customer_id: str, until: date | None, filters: dict[str, Any]) -> sa.Select[Any]:
    """Ids of one person's newest items after the cursor: as many as a page may need."""
    order = (TimelineItem.occurred_at, TimelineItem.id)
    statement = sa.select(TimelineItem.id).where(TimelineItem.customer_id == customer_id)
    if until is not None:
        statement = statement.where(TimelineItem.occurred_at < _end_of(until))
    if filters.get("kind"):
        statement = statement.where(TimelineItem.kind == filters["kind"])
    if filters["cursor"]:
        statement = statement.where(after_cursor(order, filters["cursor"]))
    newest = statement.order_by(*(column.desc() for column in order)).limit(filters["limit"] + 1).subquery()
    return sa.select(newest.c.id)


def _put_together(parts: list[sa.Select[Any]]) -> Any:
    groups = [parts[n : n + _PARTS] for n in range(0, len(parts), _PARTS)]
    unions: list[Any] = [sa.union_all(*group) if len(group) > 1 else group[0] for group in groups]
    if len(unions) == 1:
        return unions[0]
    return sa.union_all(*(sa.select(union.subquery().c.id) for union in unions))


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(current().timezone))


def present_company_timeline(
    session: Session, rows: Sequence[tuple[TimelineItem, str]], reach: Reach = EVERYTHING
) -> list[dict[str, Any]]:
    """The items as a customer's timeline shows them, each with whose it is."""
    shown = present_items(session, [row[0] for row in rows], reach)
    return [
        {**item, "customer_id": row[0].customer_id, "customer_name": row[1]}
        for item, row in zip(shown, rows, strict=True)
    ]
