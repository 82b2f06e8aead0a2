"""Customers: saved and changed, with the history of every field; their lines are in identities.py."""

from typing import Any

from anyascii import anyascii
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid
from contactcenter.core.events import emit
from contactcenter.crm.changes import record_change
from contactcenter.crm.events import CustomerSaved
from contactcenter.crm.fields.catalogue import get_field
from contactcenter.crm.fields.field import CUSTOM_PREFIX, Field
from contactcenter.crm.fields.values import clean, is_ahead, value_of
from contactcenter.crm.identities import (
    add_identity,
    attach,
    change_identity,
    lock_lines,
    refuse_duplicates,
    remove_identity,
)
from contactcenter.crm.lines import canonical_email, canonical_phone
from contactcenter.crm.loading import get_customer, get_for_change
from contactcenter.crm.models import Customer

__all__ = [
    "add_identity",
    "canonical_email",
    "canonical_phone",
    "change_identity",
    "clean_changes",
    "create_customer",
    "fold",
    "get_customer",
    "remove_identity",
    "update_customer",
]


_SAID_NOW = ("manual", "api")
"""Causes by which somebody says something new; merging and undoing bring back what was kept before it was refused."""


def fold(text: str) -> str:
    """Text as search compares it: no diacritics (đ → d too), lower case, single spaces."""
    return " ".join(anyascii(text).lower().split())


def create_customer(
    session: Session,
    *,
    display_name: str,
    phones: list[str] | None = None,
    emails: list[str] | None = None,
    region: str = "VN",
    source: str = "manual",
    allow_duplicate: bool = False,
    reach: Reach = EVERYTHING,
    **fields: Any,
) -> Customer:
    """Save a new person with their lines.

    Raises Invalid for a number or address that is none, Conflict `duplicate_identity`
    (with the people found, without names out of reach) when somebody has one of them already.
    """
    lines = [("phone", canonical_phone(p, region)) for p in phones or [] if p.strip()]
    lines += [("email", canonical_email(e)) for e in emails or [] if e.strip()]
    lines = list(dict.fromkeys(lines))
    lock_lines(session, lines)
    if not allow_duplicate:
        refuse_duplicates(session, lines, reach)
    cleaned = clean_changes(session, {"display_name": display_name, **fields})
    _refuse_birthday_ahead(cleaned)
    customer = Customer(source=source, custom={})
    for field, value in cleaned:
        _set(customer, field, value)
    customer.name_folded = fold(customer.display_name)[:400]
    session.add(customer)
    session.flush()
    for channel, value in lines:
        attach(session, customer, channel, value, source=source)
    emit(session, CustomerSaved(customer.id))
    return customer


def update_customer(
    session: Session,
    customer_id: str,
    changes: dict[str, Any],
    *,
    version: int | None,
    actor_id: str | None,
    cause: str = "manual",
    batch_id: str | None = None,
) -> Customer:
    """Change fields, keeping who changed what; `custom` holds only the keys to change.

    Raises Stale when somebody else was faster, Invalid for a value that is none of the field's, or a birthday to come.
    """
    customer = get_for_change(session, customer_id, version)
    wanted = clean_changes(session, changes)
    if cause in _SAID_NOW:
        _refuse_birthday_ahead(wanted)
    changed = [change for field, value in wanted if (change := _set(customer, field, value))]
    if changed:
        for name, old, new in changed:
            record_change(session, customer.id, name, old, new, actor_id=actor_id, cause=cause, batch_id=batch_id)
        customer.name_folded = fold(customer.display_name)[:400]
        customer.version += 1
        customer.updated_at = now()
        emit(session, CustomerSaved(customer.id))
    return customer


def clean_changes(session: Session, changes: dict[str, Any]) -> list[tuple[Field, Any]]:
    """Each named field with the value it is to hold. Raises Invalid, or NotFound for an unknown field."""
    flat = {name: value for name, value in changes.items() if name != "custom"}
    flat |= {CUSTOM_PREFIX + key: value for key, value in (changes.get("custom") or {}).items()}
    cleaned = []
    for name, raw in flat.items():
        field = get_field(session, name)
        value = clean(field, raw)
        if field.type == "person":
            _check_owner(session, value)
        cleaned.append((field, value))
    return cleaned


def _refuse_birthday_ahead(wanted: list[tuple[Field, Any]]) -> None:
    if any(field.name == "birthday" and value is not None and is_ahead(value) for field, value in wanted):
        raise Invalid("birthday_ahead", "Nobody is born in the future.", birthday=["That day is yet to come."])


def _set(customer: Customer, field: Field, value: Any) -> tuple[str, Any, Any] | None:
    """Put the value there; the field's name, its old and its new value, or None when they are the same."""
    old = value_of(field, customer)
    if value == old:
        return None
    if not field.is_custom:
        setattr(customer, field.name, value)
    elif value is None:
        customer.custom = {key: kept for key, kept in customer.custom.items() if key != field.key}
    else:
        customer.custom = {**customer.custom, field.key: value}
    return field.name, old, value


def _check_owner(session: Session, owner_id: str | None) -> None:
    if owner_id is not None and session.get(User, owner_id) is None:
        raise Invalid("unknown_owner", "There is no such person to own a customer.", owner_id=["Nobody has that id."])
