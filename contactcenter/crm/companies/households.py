"""Households: who lives together. Lines that two of them have are shared, so that neither is taken for the other."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.crm import service as crm
from contactcenter.crm.companies.models import Household, HouseholdMember
from contactcenter.crm.models import Identity

MAX_MEMBERS = 50


def create_household(
    session: Session, *, label: str, address: str | None, members: list[dict[str, Any]], actor_id: str | None
) -> Household:
    """Save a household with its people: `members` = [{customer_id, relation}]."""
    household = Household(label=label, address=address)
    session.add(household)
    session.flush()
    for member in members:
        add_member(session, household.id, member["customer_id"], member["relation"], actor_id=actor_id)
    return household


def update_household(session: Session, household_id: str, changes: dict[str, Any], *, version: int | None) -> Household:
    household = get_household(session, household_id, for_update=True)
    if version is not None and version != household.version:
        raise Stale("version_conflict", "Somebody changed this household meanwhile.", version=household.version)
    for name in ("label", "address"):
        if name in changes:
            setattr(household, name, changes[name])
    household.version += 1
    return household


def get_household(session: Session, household_id: str, *, for_update: bool = False) -> Household:
    """Raises NotFound."""
    household = session.get(Household, household_id, with_for_update=for_update)
    if household is None:
        raise NotFound("household_not_found", "There is no such household.")
    return household


def delete_household(session: Session, household_id: str) -> None:
    """The people stay; that they live together is forgotten."""
    session.delete(get_household(session, household_id, for_update=True))


def list_members(session: Session, household_id: str) -> list[str]:
    """Ids of the customers who live there."""
    return list(session.scalars(sa.select(HouseholdMember.customer_id).filter_by(household_id=household_id)))


def add_member(
    session: Session, household_id: str, customer_id: str, relation: str, *, actor_id: str | None
) -> HouseholdMember:
    """Somebody lives there. Raises Conflict when they do already, Invalid beyond 50 people."""
    household = get_household(session, household_id, for_update=True)
    customer = crm.get_customer(session, customer_id)
    mates = list(session.scalars(sa.select(HouseholdMember).filter_by(household_id=household.id)))
    if any(mate.customer_id == customer.id for mate in mates):
        raise Conflict("lives_there", "They are in this household already.")
    if len(mates) >= MAX_MEMBERS:
        raise Invalid("too_many_members", "That is no household.", limit=MAX_MEMBERS)
    member = HouseholdMember(household_id=household.id, customer_id=customer.id, relation=relation)
    session.add(member)
    household.version += 1
    session.flush()
    _share_lines(session, customer.id, [mate.customer_id for mate in mates], actor_id)
    return member


def change_member(session: Session, household_id: str, member_id: str, relation: str) -> HouseholdMember:
    member = _member(session, household_id, member_id)
    member.relation = relation
    return member


def remove_member(session: Session, household_id: str, member_id: str) -> None:
    """They do not live there (any more). Shared lines stay shared: a person decides that."""
    session.delete(_member(session, household_id, member_id))


def household_mates(session: Session, customer_ids: list[str]) -> set[tuple[str, str]]:
    """Pairs among `customer_ids`, the smaller id first, that live together: what they share says nothing."""
    one, other = sa.orm.aliased(HouseholdMember), sa.orm.aliased(HouseholdMember)
    rows = session.execute(
        sa.select(one.customer_id, other.customer_id)
        .join(other, sa.and_(other.household_id == one.household_id, other.customer_id > one.customer_id))
        .where(one.customer_id.in_(customer_ids), other.customer_id.in_(customer_ids))
    )
    return {(row[0], row[1]) for row in rows}


def _member(session: Session, household_id: str, member_id: str) -> HouseholdMember:
    member = session.get(HouseholdMember, member_id)
    if member is None or member.household_id != household_id:
        raise NotFound("member_not_found", "Nobody of that id lives there.")
    return member


def _share_lines(session: Session, customer_id: str, mate_ids: list[str], actor_id: str | None) -> None:
    """Mark as shared what this person and somebody they live with both have."""
    theirs = sa.orm.aliased(Identity)
    rows = session.execute(
        sa.select(Identity.id, theirs.customer_id, theirs.id)
        .join(theirs, sa.and_(theirs.channel == Identity.channel, theirs.value == Identity.value))
        .where(Identity.customer_id == customer_id, theirs.customer_id.in_(mate_ids))
    ).all()
    wanted = {(customer_id, row[0]) for row in rows} | {(row[1], row[2]) for row in rows}
    for owner_id, identity_id in sorted(wanted):
        identity = session.get_one(Identity, identity_id)
        if not identity.is_shared:
            crm.change_identity(session, owner_id, identity_id, {"is_shared": True}, actor_id=actor_id)
