"""One customer by id, through their merges."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.errors import NotFound, Stale
from contactcenter.crm.models import Customer


def get_customer(session: Session, customer_id: str, *, for_update: bool = False) -> Customer:
    """The customer, or whom they were merged into: an old id keeps working. Raises NotFound."""
    row = _load(session, customer_id, for_update=for_update)
    while row.merged_into_id is not None:
        row = _load(session, row.merged_into_id, for_update=for_update)
    return row


def get_for_change(session: Session, customer_id: str, version: int | None) -> Customer:
    """The customer, locked. Raises Stale when `version` is given and somebody was faster."""
    customer = get_customer(session, customer_id, for_update=True)
    if version is not None and version != customer.version:
        raise Stale("version_conflict", "Somebody changed this customer meanwhile.", version=customer.version)
    return customer


def _load(session: Session, customer_id: str, *, for_update: bool) -> Customer:
    statement = sa.select(Customer).where(Customer.id == customer_id)
    if for_update:
        # A row read earlier in this transaction, before the lock, may be older than what is locked now.
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound("customer_not_found", "There is no such customer.")
    return row
