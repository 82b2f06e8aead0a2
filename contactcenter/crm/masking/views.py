"""Who saw which sensitive value of whom: kept beside the customer's history."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid
from contactcenter.core.paging import Page, page
from contactcenter.crm.fields.catalogue import get_field
from contactcenter.crm.fields.values import as_json, value_of
from contactcenter.crm.identities import get_own
from contactcenter.crm.loading import get_customer
from contactcenter.crm.masking.mask import Mask
from contactcenter.crm.masking.models import SensitiveView
from contactcenter.crm.masking.rules import sensitive_names
from contactcenter.crm.models import Customer

ONCE_PER = timedelta(minutes=15)


def reveal(
    session: Session,
    customer_id: str,
    *,
    field: str | None,
    identity_id: str | None,
    reason: str,
    actor_id: str | None,
) -> dict[str, Any]:
    """Show one hidden value, and keep who asked and why. Exactly one of `field` and `identity_id`.

    → {field, identity_id, value, national}. Raises NotFound, Invalid.
    """
    if (field is None) == (identity_id is None):
        raise Invalid("one_of", "Name a field or an identity.", field=["Name a field or an identity_id."])
    customer = get_customer(session, customer_id)
    shown: dict[str, Any] = {"field": field, "identity_id": identity_id, "national": None}
    if identity_id is not None:
        identity = get_own(customer, identity_id)
        shown |= {"field": identity.channel, "value": identity.value, "national": identity.national}
    elif field is not None:
        found = get_field(session, field)
        shown["value"] = as_json(value_of(found, customer))
    view = SensitiveView(
        customer_id=customer.id, actor_id=actor_id, field=shown["field"], identity_id=identity_id, reason=reason
    )
    session.add(view)
    session.flush()
    return shown


def unnoted(session: Session, customer: Customer, mask: Mask, *, actor_id: str | None) -> list[str]:
    """The sensitive fields of a customer that this person is about to see and was not noted to see lately."""
    names = sensitive_names(session) - mask.sensitive
    seen = [name for name in sorted(names) if _held(customer, name) not in (None, "", [])]
    if not seen:
        return []
    recent = session.scalars(
        sa.select(SensitiveView.field).where(
            SensitiveView.customer_id == customer.id,
            SensitiveView.at > now() - ONCE_PER,
            SensitiveView.actor_id == actor_id,
            SensitiveView.field.in_(seen),
        )
    )
    return sorted(set(seen) - set(recent))


def note(session: Session, customer_id: str, names: Iterable[str], *, actor_id: str | None) -> None:
    """Keep that somebody whose role sees these fields saw them."""
    session.add_all(SensitiveView(customer_id=customer_id, actor_id=actor_id, field=name) for name in names)


def list_views(session: Session, customer_id: str, *, limit: int, cursor: str | None) -> Page:
    """Who saw sensitive values of this customer, newest first."""
    statement = sa.select(SensitiveView).where(SensitiveView.customer_id == customer_id)
    return page(session, statement, (SensitiveView.at, SensitiveView.id), limit=limit, cursor=cursor)


def _held(customer: Customer, name: str) -> Any:
    prefix, _, key = name.partition(".")
    return customer.custom.get(key) if prefix == "custom" and key else getattr(customer, name)
