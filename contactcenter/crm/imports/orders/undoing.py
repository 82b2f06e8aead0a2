"""What an import of orders did, taken back: new orders go, changed ones are as they were, buyers it brought go too.

An order that somebody has changed since, or that points were given for, stays. So does a buyer by whom
anything else hangs by now; their row says so.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from contactcenter.crm.imports.brought import remove_brought
from contactcenter.crm.imports.models import Import, ImportRow
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
    remove_brought(session, job, [row for row in rows if row.added])


def _why_kept(row: ImportRow, order: Order | None, used: set[str]) -> str | None:
    if order is None:
        return "gone"
    if order.version != row.made_version or (row.outcome == "updated" and not row.before):
        return "changed_since"
    return "in_use" if row.outcome == "created" and order.id in used else None
