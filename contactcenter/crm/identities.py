"""The lines that find a person: added, changed, verified, taken away; each change kept in the history."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, NotFound
from contactcenter.core.events import emit
from contactcenter.core.phone import parse_phone
from contactcenter.crm.changes import IDENTITY, record_change
from contactcenter.crm.events import CustomerSaved, IdentityAdded
from contactcenter.crm.lines import canonical
from contactcenter.crm.loading import get_customer, get_for_change
from contactcenter.crm.models import Customer, Identity
from contactcenter.crm.reach import within

_CHANGEABLE = ("label", "status", "is_shared", "is_verified")
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:line, 0))")


def add_identity(
    session: Session,
    customer_id: str,
    channel: str,
    written: str,
    *,
    region: str = "VN",
    label: str = "",
    status: str = "known",
    is_shared: bool = False,
    is_verified: bool = False,
    source: str = "manual",
    version: int | None = None,
    actor_id: str | None = None,
    cause: str = "manual",
    batch_id: str | None = None,
) -> Identity:
    """Give a customer one more line. Raises Invalid, Stale, or Conflict when they have it already."""
    value = canonical(channel, written, region)
    lock_lines(session, [(channel, value)])
    customer = get_for_change(session, customer_id, version)
    if find_own(customer, channel, value) is not None:
        raise Conflict("identity_exists", "The customer has that already.")
    identity = attach(session, customer, channel, value, source=source, label=label, status=status, is_shared=is_shared)
    _note_verification(identity, is_verified, actor_id)
    _changed(session, customer, None, snapshot(identity), actor_id=actor_id, cause=cause, batch_id=batch_id)
    return identity


def change_identity(
    session: Session,
    customer_id: str,
    identity_id: str,
    changes: dict[str, Any],
    *,
    version: int | None = None,
    actor_id: str | None = None,
    cause: str = "manual",
    batch_id: str | None = None,
) -> Identity:
    """Change `label`, `status`, `is_shared` or `is_verified`. What is verified is known. Raises NotFound, Stale."""
    customer = get_for_change(session, customer_id, version)
    identity = get_own(customer, identity_id)
    before, identified = snapshot(identity), _identifies(identity)
    for name in _CHANGEABLE[:3]:
        if name in changes:
            setattr(identity, name, changes[name])
    if "is_verified" in changes:
        _note_verification(identity, changes["is_verified"], actor_id)
    after = snapshot(identity)
    if after == before:
        return identity
    _changed(session, customer, before, after, actor_id=actor_id, cause=cause, batch_id=batch_id)
    if _identifies(identity) and not identified:
        session.flush()
        emit(session, IdentityAdded(customer.id, identity.channel, identity.value))
    return identity


def remove_identity(
    session: Session,
    customer_id: str,
    identity_id: str,
    *,
    version: int | None = None,
    actor_id: str | None = None,
    cause: str = "manual",
    batch_id: str | None = None,
) -> None:
    """Take a line away; the history keeps what it was. Raises NotFound, Stale."""
    customer = get_for_change(session, customer_id, version)
    identity = get_own(customer, identity_id)
    before = snapshot(identity)
    customer.identities.remove(identity)
    _changed(session, customer, before, None, actor_id=actor_id, cause=cause, batch_id=batch_id)


def attach(
    session: Session,
    customer: Customer,
    channel: str,
    value: str,
    *,
    source: str,
    label: str = "",
    status: str = "known",
    is_shared: bool = False,
) -> Identity:
    """Hang a canonical line on a customer: no checks, no history. For those who write both themselves."""
    phone = parse_phone(value) if channel == "phone" else None
    identity = Identity(
        customer_id=customer.id,
        channel=channel,
        value=value,
        national=phone.national if phone else value[:40],
        last9=phone.last9 if phone else None,
        source=source,
        label=label,
        status=status,
        is_shared=is_shared,
    )
    customer.identities.append(identity)
    session.flush()
    if _identifies(identity):
        emit(session, IdentityAdded(customer.id, channel, value))
    return identity


def lock_lines(session: Session, lines: Iterable[tuple[str, str]]) -> None:
    """Let whoever saves the same line wait for us, so that two who check for duplicates cannot both find none.

    PostgreSQL only: SQLite has one writer. Sorted, so that two people with the same two lines
    never wait for each other crosswise.
    """
    if session.connection().dialect.name == "postgresql":
        for channel, value in sorted(set(lines)):
            session.execute(_LOCK, {"line": f"{channel}:{value}"})


def refuse_duplicates(session: Session, lines: list[tuple[str, str]], reach: Reach = EVERYTHING) -> None:
    """Raises Conflict `duplicate_identity`, with the people, when somebody has one of the lines as their own.

    Of those out of reach it tells only that they are (`is_outside`): work is not done twice, and nobody is named.
    """
    if not lines:
        return
    found = session.execute(
        sa.select(Customer.id, Customer.display_name, within(reach).label("is_within"))
        .join(Identity, Identity.customer_id == Customer.id)
        .where(
            sa.tuple_(Identity.channel, Identity.value).in_(lines),
            Identity.status == "known",
            Identity.is_shared.is_(False),
            Customer.merged_into_id.is_(None),
        )
        .distinct()
        .limit(10)
    ).all()
    if found:
        people: list[dict[str, Any]] = [
            {"id": row.id, "display_name": row.display_name} if row.is_within else {"is_outside": True} for row in found
        ]
        raise Conflict("duplicate_identity", "Somebody with that number or address exists.", customers=people)


def snapshot(identity: Identity) -> dict[str, Any]:
    """A line as the history holds it."""
    names = ("channel", "value", *_CHANGEABLE, "source")
    return {name: getattr(identity, name) for name in names}


def find_own(customer: Customer, channel: str, value: str) -> Identity | None:
    return next((i for i in customer.identities if (i.channel, i.value) == (channel, value)), None)


def get_own(customer: Customer, identity_id: str) -> Identity:
    """Raises NotFound."""
    for identity in customer.identities:
        if identity.id == identity_id:
            return identity
    raise NotFound("identity_not_found", "The customer has no such number or address.")


def get_identity(session: Session, customer_id: str, identity_id: str) -> Identity:
    return get_own(get_customer(session, customer_id), identity_id)


def _identifies(identity: Identity) -> bool:
    return identity.status == "known" and not identity.is_shared


def _note_verification(identity: Identity, is_verified: bool, actor_id: str | None) -> None:
    if identity.is_verified == is_verified:
        return
    identity.is_verified = is_verified
    identity.verified_at = now() if is_verified else None
    identity.verified_by = actor_id if is_verified else None
    if is_verified and identity.status == "maybe":
        identity.status = "known"


def _changed(session: Session, customer: Customer, old: Any, new: Any, **who: Any) -> None:
    record_change(session, customer.id, IDENTITY, old, new, **who)
    customer.version += 1
    customer.updated_at = now()
    emit(session, CustomerSaved(customer.id))
