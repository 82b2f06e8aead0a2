"""Customers: save, change, and the identities that find them."""

import json
from typing import Any

import sqlalchemy as sa
from anyascii import anyascii
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.core.phone import parse_phone
from contactcenter.crm.events import CustomerSaved, IdentityAdded
from contactcenter.crm.fields.catalogue import get_field
from contactcenter.crm.fields.field import CUSTOM_PREFIX, Field
from contactcenter.crm.fields.values import as_json, clean, value_of
from contactcenter.crm.models import Customer, FieldChange, Identity, TimelineItem
from contactcenter.crm.timeline import service as timeline


def fold(text: str) -> str:
    """Text as search compares it: no diacritics (đ → d too), lower case, single spaces."""
    return " ".join(anyascii(text).lower().split())


def get_customer(session: Session, customer_id: str, *, for_update: bool = False) -> Customer:
    """The customer, or whom they were merged into: an old id keeps working. Raises NotFound."""
    row = _load(session, customer_id, for_update=for_update)
    while row.merged_into_id is not None:
        row = _load(session, row.merged_into_id, for_update=for_update)
    return row


def create_customer(
    session: Session,
    *,
    display_name: str,
    phones: list[str] | None = None,
    emails: list[str] | None = None,
    region: str = "VN",
    source: str = "manual",
    allow_duplicate: bool = False,
    **fields: Any,
) -> Customer:
    """Save a new person with their lines.

    Raises Invalid for a number or address that is none, Conflict `duplicate_identity`
    (with the people found) when somebody has one of them already.
    """
    identities = [("phone", canonical_phone(p, region)) for p in phones or []]
    identities += [("email", canonical_email(e)) for e in emails or []]
    identities = list(dict.fromkeys(identities))
    if not allow_duplicate:
        _refuse_duplicates(session, identities)
    cleaned = clean_changes(session, {"display_name": display_name, **fields})
    customer = Customer(source=source, custom={})
    for field, value in cleaned:
        _set(customer, field, value)
    customer.name_folded = fold(customer.display_name)[:400]
    session.add(customer)
    session.flush()
    for channel, value in identities:
        _add_identity(session, customer, channel, value, source=source)
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

    Raises Stale when somebody else was faster, Invalid for a value that is none of the field's.
    """
    customer = get_customer(session, customer_id, for_update=True)
    if version is not None and version != customer.version:
        raise Stale("version_conflict", "Somebody changed this customer meanwhile.", version=customer.version)
    wanted = clean_changes(session, changes)
    changed = [change for field, value in wanted if (change := _set(customer, field, value))]
    if changed:
        for row in changed:
            session.add(FieldChange(customer_id=customer.id, actor_id=actor_id, cause=cause, batch_id=batch_id, **row))
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


def _set(customer: Customer, field: Field, value: Any) -> dict[str, Any] | None:
    """Put the value there; what changed, as a row of the history, or None."""
    old = value_of(field, customer)
    if value == old:
        return None
    if not field.is_custom:
        setattr(customer, field.name, value)
    elif value is None:
        customer.custom = {key: kept for key, kept in customer.custom.items() if key != field.key}
    else:
        customer.custom = {**customer.custom, field.key: value}
    return {"field": field.name, "old_value": json.dumps(as_json(old)), "new_value": json.dumps(as_json(value))}


def add_identity(
    session: Session,
    customer_id: str,
    channel: str,
    written: str,
    *,
    region: str = "VN",
    label: str = "",
    is_shared: bool = False,
    source: str = "manual",
) -> Identity:
    """Give a customer one more line. Raises Invalid, or Conflict when they have it already."""
    customer = get_customer(session, customer_id, for_update=True)
    value = canonical_phone(written, region) if channel == "phone" else canonical_email(written)
    if any(i.channel == channel and i.value == value for i in customer.identities):
        raise Conflict("identity_exists", "The customer has that already.")
    identity = _add_identity(session, customer, channel, value, source=source, label=label, is_shared=is_shared)
    customer.version += 1
    return identity


def change_identity(session: Session, customer_id: str, identity_id: str, changes: dict[str, Any]) -> Identity:
    customer = get_customer(session, customer_id, for_update=True)
    identity = _own_identity(customer, identity_id)
    for name in ("label", "status", "is_shared"):
        if name in changes:
            setattr(identity, name, changes[name])
    customer.version += 1
    emit(session, CustomerSaved(customer.id))
    return identity


def remove_identity(session: Session, customer_id: str, identity_id: str) -> None:
    customer = get_customer(session, customer_id, for_update=True)
    customer.identities.remove(_own_identity(customer, identity_id))
    customer.version += 1
    emit(session, CustomerSaved(customer.id))


def add_note(session: Session, customer_id: str, text: str, *, actor_id: str | None) -> TimelineItem:
    """Write an internal note on the customer's timeline."""
    from contactcenter.core.ids import new_id

    get_customer(session, customer_id)
    ref_id = new_id("not")
    timeline.record(
        session,
        kind="note",
        ref_id=ref_id,
        channel="internal",
        occurred_at=now(),
        summary=text,
        customer_id=customer_id,
        agent_id=actor_id,
        data={"text": text},
    )
    return session.scalars(sa.select(TimelineItem).filter_by(kind="note", ref_id=ref_id)).one()


def canonical_phone(written: str, region: str) -> str:
    phone = parse_phone(written, region)
    if phone is None:
        raise Invalid("invalid_phone", "That is not a phone number we can call.", value=written[:60])
    return phone.e164


def canonical_email(written: str) -> str:
    try:
        return validate_email(written.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Invalid("invalid_email", "That is not an email address.", value=written[:60]) from None


def _load(session: Session, customer_id: str, *, for_update: bool) -> Customer:
    statement = sa.select(Customer).where(Customer.id == customer_id)
    if for_update:
        statement = statement.with_for_update()
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound("customer_not_found", "There is no such customer.")
    return row


def _refuse_duplicates(session: Session, identities: list[tuple[str, str]]) -> None:
    if not identities:
        return
    found = session.execute(
        sa.select(Customer.id, Customer.display_name)
        .join(Identity)
        .where(
            sa.tuple_(Identity.channel, Identity.value).in_(identities),
            Identity.status == "known",
            Identity.is_shared.is_(False),
        )
        .distinct()
        .limit(10)
    ).all()
    if found:
        people = [{"id": row.id, "display_name": row.display_name} for row in found]
        raise Conflict("duplicate_identity", "Somebody with that number or address exists.", customers=people)


def _add_identity(
    session: Session,
    customer: Customer,
    channel: str,
    value: str,
    *,
    source: str,
    label: str = "",
    is_shared: bool = False,
) -> Identity:
    phone = parse_phone(value) if channel == "phone" else None
    identity = Identity(
        customer_id=customer.id,
        channel=channel,
        value=value,
        national=phone.national if phone else value,
        last9=phone.last9 if phone else None,
        source=source,
        label=label,
        is_shared=is_shared,
    )
    customer.identities.append(identity)
    session.flush()
    if not is_shared:
        emit(session, IdentityAdded(customer.id, channel, value))
    return identity


def _check_owner(session: Session, owner_id: str | None) -> None:
    if owner_id is not None and session.get(User, owner_id) is None:
        raise Invalid("unknown_owner", "There is no such person to own a customer.", owner_id=["Nobody has that id."])


def _own_identity(customer: Customer, identity_id: str) -> Identity:
    for identity in customer.identities:
        if identity.id == identity_id:
            return identity
    raise NotFound("identity_not_found", "The customer has no such number or address.")
