"""Putting people and numbers on the list of whom not to contact, and taking them off; both with a reason."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid, NotFound
from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import current
from contactcenter.crm import service as crm
from contactcenter.crm.models import Customer, Identity
from contactcenter.privacy.models import ContactRefusal, ContactRule

KINDS = ("do_not_call", "blocked")
_FLAGS = {"do_not_call": "do_not_call", "blocked": "is_blocked"}


def add_rule(
    session: Session, customer_id: str, *, kind: str, number: str | None, reason: str, actor_id: str | None
) -> ContactRule:
    """List the person, or one number of theirs. Raises Invalid, NotFound, and Conflict when that stands already."""
    customer = crm.get_customer(session, customer_id)
    value = canonical(number)
    same = _standing(customer.id).where(ContactRule.kind == kind, ContactRule.value == value)
    if value is None:
        same = _standing(customer.id).where(ContactRule.kind == kind, ContactRule.value.is_(None))
    if session.scalar(same.limit(1)) is not None:
        raise Conflict("listed_already", "That is on the list already.")
    rule = ContactRule(customer_id=customer.id, kind=kind, value=value, reason=reason, created_by=actor_id)
    session.add(rule)
    session.flush()
    if value is None:
        _set_flag(session, customer, kind, is_on=True, actor_id=actor_id)
    return rule


def end_rule(session: Session, customer_id: str, rule_id: str, *, reason: str, actor_id: str | None) -> ContactRule:
    """Take off the list what binds this customer; it stays as history. Raises NotFound."""
    customer = crm.get_customer(session, customer_id)
    rule = session.get(ContactRule, rule_id, with_for_update=True)
    if rule is None or (rule.customer_id != customer.id and rule.value not in _numbers(session, customer.id)):
        raise NotFound("rule_not_found", "There is no such entry.")
    if rule.ended_at is None:
        rule.ended_at, rule.ended_by, rule.ended_reason = now(), actor_id, reason
        session.flush()
        if rule.value is None:
            _set_flag(session, customer, rule.kind, is_on=False, actor_id=actor_id)
    return rule


def list_rules(session: Session, customer_id: str) -> list[ContactRule]:
    """What binds this customer, also through a number that was listed with somebody else: standing entries first,
    then those that ended, newest first."""
    binds = sa.or_(ContactRule.customer_id == customer_id, ContactRule.value.in_(_numbers(session, customer_id)))
    statement = sa.select(ContactRule).where(binds)
    order = (ContactRule.ended_at.is_not(None), ContactRule.created_at.desc())
    return list(session.scalars(statement.order_by(*order).limit(100)))


def list_holders(session: Session, customer_ids: set[str | None]) -> dict[str, dict[str, str]]:
    """Id → {id, name} of other customers with whom an entry was written down."""
    wanted = [i for i in customer_ids if i]
    rows = (
        session.execute(sa.select(Customer.id, Customer.display_name).where(Customer.id.in_(wanted))) if wanted else ()
    )
    return {row[0]: {"id": row[0], "name": row[1]} for row in rows}


def holder_of(session: Session, rule_id: str) -> str | None:
    """Id of the customer with whom an entry was written down, if there is such an entry."""
    return session.scalar(sa.select(ContactRule.customer_id).where(ContactRule.id == rule_id))


def list_refusals(session: Session, customer_id: str) -> list[ContactRefusal]:
    statement = sa.select(ContactRefusal).where(ContactRefusal.customer_id == customer_id)
    return list(session.scalars(statement.order_by(ContactRefusal.at.desc()).limit(20)))


def _numbers(session: Session, customer_id: str) -> list[str]:
    mine = (Identity.customer_id == customer_id, Identity.channel == "phone", Identity.status == "known")
    return list(session.scalars(sa.select(Identity.value).where(*mine)))


def _standing(customer_id: str) -> sa.Select[Any]:
    return sa.select(ContactRule).where(ContactRule.customer_id == customer_id, ContactRule.ended_at.is_(None))


def canonical(number: str | None) -> str | None:
    """As numbers are listed. Raises Invalid for one that is none."""
    if not number:
        return None
    phone = parse_phone(number, current().default_region)
    if phone is None:
        raise Invalid("invalid_phone", "That is not a phone number.", number=["Not a number."])
    return phone.e164


def _set_flag(session: Session, customer: Customer, kind: str, *, is_on: bool, actor_id: str | None) -> None:
    """The customer's own field says the same, with its history."""
    crm.update_customer(session, customer.id, {_FLAGS[kind]: is_on}, version=None, actor_id=actor_id)
