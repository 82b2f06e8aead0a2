"""Customers that came with what a file was about: noted in the ledger, gone with an undo if nothing else is theirs."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.events import emit
from contactcenter.crm.events import CustomersRemoved
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.untouched import find_own_changes, find_touched
from contactcenter.crm.models import Customer

BROUGHT = "customer:"
"""In a ledger row's `added`, before the customer's id."""


def remove_brought(session: Session, job: Import, rows: Sequence[ImportRow]) -> None:
    """Remove those of these ledger rows that have nothing else; who stays is told on the row."""
    brought = {one.removeprefix(BROUGHT): row for row in rows for one in row.added if one.startswith(BROUGHT)}
    if not brought:
        return
    standing = sa.select(Customer.id, Customer.version, Customer.merged_into_id).where(Customer.id.in_(brought))
    held = {row.id: row for row in session.execute(standing.order_by(Customer.id).with_for_update())}
    touched = find_touched(session, list(held), job.id)
    excused = find_own_changes(session, list(held), job.id)
    gone = []
    for customer_id, row in brought.items():
        customer = held.get(customer_id)
        if customer is None:
            continue
        is_newer = customer.version != 1 and customer_id not in excused
        if customer.merged_into_id is not None or is_newer or customer_id in touched:
            row.undo_reason = row.undo_reason or "buyer_kept"
        else:
            gone.append(customer_id)
    if gone:
        session.flush()
        session.execute(sa.delete(Customer.__table__).where(Customer.id.in_(gone)))  # type: ignore[arg-type]
        for row in rows:
            session.expire(row, ["customer_id"])
        emit(session, CustomersRemoved(tuple(gone)))
