"""What an import of orders did, taken back: new orders go, changed ones are as they were, buyers it brought go too.

An order that somebody has changed since, or that points were given for, stays. So does a buyer by whom
anything else hangs by now; their row says so.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from contactcenter.core.events import emit
from contactcenter.crm.events import CustomersRemoved
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.orders.writing import BUYER
from contactcenter.crm.imports.untouched import find_own_changes, find_touched
from contactcenter.crm.models import Customer
from contactcenter.crm.orders.many import find_used, remove_orders, restore
from contactcenter.crm.orders.models import Order

_OWN = frozenset({"order_lines"})


def take_back(session: Session, job: Import, rows: list[ImportRow]) -> None:
    """One batch of ledger rows that created or updated an order, the last first."""
    ids = sorted({row.made_id for row in rows if row.made_id})
    held = sa.select(Order).where(Order.id.in_(ids)).order_by(Order.id).options(selectinload(Order.lines))
    orders = {order.id: order for order in session.scalars(held.with_for_update())}
    used = find_used(session, "orders", ids, but=_OWN) if ids else set()
    removed: list[Order] = []
    for row in rows:
        order = orders.get(row.made_id or "")
        reason = _why_kept(row, order, used)
        if reason or order is None:
            row.undo, row.undo_reason = "kept", reason
        elif row.outcome == "created":
            row.undo = "removed"
            removed.append(order)
        else:
            row.undo = "restored"
            restore(session, order, row.before or {})
    session.flush()
    if removed:
        remove_orders(session, removed)
    _remove_buyers(session, job, [row for row in rows if row.added])


def _why_kept(row: ImportRow, order: Order | None, used: set[str]) -> str | None:
    if order is None:
        return "gone"
    if order.version != row.made_version or (row.outcome == "updated" and not row.before):
        return "changed_since"
    return "in_use" if row.outcome == "created" and order.id in used else None


def _remove_buyers(session: Session, job: Import, rows: Sequence[ImportRow]) -> None:
    """Customers that came with these orders and have nothing else."""
    brought = {one.removeprefix(BUYER): row for row in rows for one in row.added if one.startswith(BUYER)}
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
