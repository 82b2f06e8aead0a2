"""Companies over HTTP, the people in them, and households."""

from typing import Any

import sqlalchemy as sa
from flask import make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.paths import guard_path
from contactcenter.agents.teams.reach import Reach, reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.schemas import PageArgs
from contactcenter.core.settings import current
from contactcenter.core.versions import IfMatch
from contactcenter.crm import service as crm
from contactcenter.crm.companies import households, queries, schemas, service
from contactcenter.crm.companies.models import Company, CompanyPerson, Household, HouseholdMember
from contactcenter.crm.reach import demand_sight, guard_rows
from contactcenter.crm.search.sight import mask_for_search

blp = Blueprint("companies", __name__, url_prefix="/api/v1", description="Companies and households")
guard_rows("/people/<person_id>", CompanyPerson.id, CompanyPerson.customer_id)
guard_rows("/members/<member_id>", HouseholdMember.id, HouseholdMember.customer_id)


def _sees_household(session: Session, reach: Reach, household_id: str) -> bool:
    is_outside = sa.select(Household.id).where(
        Household.id == household_id, sa.not_(queries.sees_home(reach, Household.id))
    )
    return session.scalar(is_outside) is None


guard_path("/households/<household_id>", _sees_household)


@blp.get("/companies")
@require("companies.read")
@blp.arguments(schemas.CompanyFilters, location="query")
@blp.response(200, schemas.CompanyPage)
def list_companies(filters: dict[str, Any]) -> Any:
    """Find companies by name without diacritics, tax code, or any written form of a number."""
    mask = mask_for_search(current_actor(), filters["q"])
    with read() as session:
        reach = _reach(session)
        page = queries.list_companies(session, filters, region=current().default_region, mask=mask, reach=reach)
        return {"items": queries.present(session, page.items), "next_cursor": page.next_cursor}


@blp.post("/companies")
@require("companies.edit")
@blp.arguments(schemas.CompanyIn)
@blp.arguments(schemas.CreateArgs, location="query")
@blp.response(201, schemas.CompanySchema)
def create_company(body: dict[str, Any], args: dict[str, Any]) -> Any:
    """Save a company; 409 `duplicate_company` tells which has that name or tax code already.

    Of another team's it tells only that there is one (`is_outside`).
    """
    with transaction() as session:
        company = service.create_company(session, body, region=current().default_region, reach=_reach(session), **args)
        return _tagged_company(session, company, 201)


@blp.get("/companies/<company_id>")
@require("companies.read")
@blp.response(200, schemas.CompanySchema)
def get_company(company_id: str) -> Any:
    with read() as session:
        return _tagged_company(session, service.get_company(session, company_id))


@blp.patch("/companies/<company_id>")
@require("companies.edit")
@blp.arguments(schemas.CompanyChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.CompanySchema)
def update_company(body: dict[str, Any], match: dict[str, Any], company_id: str) -> Any:
    """Change fields; with If-Match, 412 when somebody else was faster. `phones` is the whole list."""
    actor_id, region = current_actor().id, current().default_region
    with transaction() as session:
        company = service.update_company(session, company_id, body, **match, actor_id=actor_id, region=region)
        return _tagged_company(session, company)


@blp.get("/companies/<company_id>/people")
@require("companies.read")
@blp.response(200, schemas.CompanyPersonList)
def list_people(company_id: str) -> Any:
    """Who works there, the main person first, then those who left."""
    with read() as session:
        return _people(session, service.get_company(session, company_id).id)


@blp.post("/companies/<company_id>/people")
@require("companies.edit")
@blp.arguments(schemas.CompanyPersonIn)
@blp.response(201, schemas.CompanyPersonList)
def add_person(body: dict[str, Any], company_id: str) -> Any:
    """Say that a customer works there: their profile then names the company."""
    with transaction() as session:
        actor = current_actor()
        demand_sight(session, actor, body["customer_id"])
        service.add_person(session, company_id, body, actor_id=actor.id)
        return _people(session, company_id)


@blp.patch("/companies/<company_id>/people/<person_id>")
@require("companies.edit")
@blp.arguments(schemas.CompanyPersonChangeIn)
@blp.response(200, schemas.CompanyPersonList)
def change_person(body: dict[str, Any], company_id: str, person_id: str) -> Any:
    """Change their title or days there; `until` says that they left."""
    with transaction() as session:
        service.change_person(session, company_id, person_id, body, actor_id=current_actor().id)
        return _people(session, company_id)


@blp.delete("/companies/<company_id>/people/<person_id>")
@require("companies.edit")
@blp.response(204)
def remove_person(company_id: str, person_id: str) -> None:
    """They never worked there. For who left, give `until`."""
    with transaction() as session:
        service.remove_person(session, company_id, person_id, actor_id=current_actor().id)


@blp.get("/companies/<company_id>/timeline")
@require("companies.read")
@blp.arguments(schemas.CompanyTimelineArgs, location="query")
@blp.response(200, schemas.CompanyTimelinePage)
def list_company_timeline(filters: dict[str, Any], company_id: str) -> Any:
    """Everything that happened with the people of this company, newest first; `customer_id` says with whom."""
    with read() as session:
        service.get_company(session, company_id)
        reach = _reach(session)
        page = queries.list_company_timeline(session, company_id, filters, reach)
        return {"items": queries.present_company_timeline(session, page.items, reach), "next_cursor": page.next_cursor}


@blp.get("/customers/<customer_id>/companies")
@require("customers.read")
@blp.response(200, schemas.CompanyPersonList)
def list_companies_of(customer_id: str) -> Any:
    """Where a customer works or worked."""
    with read() as session:
        return {"items": queries.list_companies_of(session, crm.get_customer(session, customer_id).id, _reach(session))}


@blp.get("/customers/<customer_id>/households")
@require("customers.read")
@blp.response(200, schemas.HouseholdList)
def list_households_of(customer_id: str) -> Any:
    """Whom a customer lives with."""
    with read() as session:
        rows = queries.list_households_of(session, crm.get_customer(session, customer_id).id)
        reach = _reach(session)
        return {"items": [queries.present_household(session, row, reach) for row in rows]}


@blp.get("/households")
@require("customers.read")
@blp.arguments(PageArgs, location="query")
@blp.response(200, schemas.HouseholdPage)
def list_households(filters: dict[str, Any]) -> Any:
    with read() as session:
        reach = _reach(session)
        page = queries.list_households(session, filters, reach)
        items = [queries.present_household(session, row, reach) for row in page.items]
        return {"items": items, "next_cursor": page.next_cursor}


@blp.post("/households")
@require("customers.edit")
@blp.arguments(schemas.HouseholdIn)
@blp.response(201, schemas.HouseholdSchema)
def create_household(body: dict[str, Any]) -> Any:
    """People who live together. Lines that two of them have become shared ones."""
    actor = current_actor()
    with transaction() as session:
        demand_sight(session, actor, *(one["customer_id"] for one in body["members"]))
        household = households.create_household(
            session,
            label=body["label"],
            address=body.get("address"),
            members=body["members"],
            actor_id=actor.id,
        )
        return _tagged_household(session, household, 201)


@blp.get("/households/<household_id>")
@require("customers.read")
@blp.response(200, schemas.HouseholdSchema)
def get_household(household_id: str) -> Any:
    with read() as session:
        return _tagged_household(session, households.get_household(session, household_id))


@blp.patch("/households/<household_id>")
@require("customers.edit")
@blp.arguments(schemas.HouseholdChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.HouseholdSchema)
def update_household(body: dict[str, Any], match: dict[str, Any], household_id: str) -> Any:
    with transaction() as session:
        return _tagged_household(session, households.update_household(session, household_id, body, **match))


@blp.delete("/households/<household_id>")
@require("customers.edit")
@blp.response(204)
def delete_household(household_id: str) -> None:
    """Forget that they live together; the people stay. Not where one of them is another team's customer."""
    with transaction() as session:
        demand_sight(session, current_actor(), *households.list_members(session, household_id))
        households.delete_household(session, household_id)


@blp.post("/households/<household_id>/members")
@require("customers.edit")
@blp.arguments(schemas.HouseholdMemberIn)
@blp.response(201, schemas.HouseholdSchema)
def add_member(body: dict[str, Any], household_id: str) -> Any:
    with transaction() as session:
        actor = current_actor()
        demand_sight(session, actor, body["customer_id"])
        households.add_member(session, household_id, body["customer_id"], body["relation"], actor_id=actor.id)
        return _tagged_household(session, households.get_household(session, household_id), 201)


@blp.patch("/households/<household_id>/members/<member_id>")
@require("customers.edit")
@blp.arguments(schemas.HouseholdMemberChangeIn)
@blp.response(200, schemas.HouseholdSchema)
def change_member(body: dict[str, Any], household_id: str, member_id: str) -> Any:
    with transaction() as session:
        households.change_member(session, household_id, member_id, body["relation"])
        return _tagged_household(session, households.get_household(session, household_id))


@blp.delete("/households/<household_id>/members/<member_id>")
@require("customers.edit")
@blp.response(204)
def remove_member(household_id: str, member_id: str) -> None:
    with transaction() as session:
        households.remove_member(session, household_id, member_id)


def _reach(session: Session) -> Reach:
    return reach_of(session, current_actor())


def _people(session: Session, company_id: str) -> dict[str, Any]:
    return queries.list_people(session, company_id, _reach(session))


def _tagged_company(session: Session, company: Company, status: int = 200) -> Any:
    session.flush()
    response = make_response(schemas.CompanySchema().dump(queries.present(session, [company])[0]), status)
    response.set_etag(str(company.version))
    return response


def _tagged_household(session: Session, household: Household, status: int = 200) -> Any:
    session.flush()
    shown = queries.present_household(session, household, _reach(session))
    response = make_response(schemas.HouseholdSchema().dump(shown), status)
    response.set_etag(str(household.version))
    return response
