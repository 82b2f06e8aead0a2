"""Orders by the hundred, as files bring them: written in a few statements, put back as they were, and taken out.

Whoever calls has checked what is told; totals, timeline, figures and events are as for orders one by one.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.crm.orders.events import OrderSaved
from contactcenter.crm.orders.models import Order, OrderLine, key_of
from contactcenter.crm.orders.service import KIND, apply_changes, card_of
from contactcenter.crm.stats import service as stats
from contactcenter.crm.timeline import service as timeline

_KEPT = ("customer_id", "status", "total_minor", "currency", "channel", "external_id")
_LINE = ("id", "product_id", "name", "quantity", "price_minor")


def find_by_codes(session: Session, source: str, codes: Iterable[str]) -> dict[str, Order]:
    """Code as told → the order of that source, with its lines, locked: of the very code, else in other capitals."""
    keys = {code: key_of(code) for code in codes}
    wanted = sa.select(Order).where(Order.source == source, Order.code_key.in_(sorted(set(keys.values()))))
    held = session.scalars(wanted.order_by(Order.id).options(selectinload(Order.lines)).with_for_update()).all()
    by_code, by_key = {order.code: order for order in held}, {order.code_key: order for order in reversed(held)}
    found = {code: by_code.get(code) or by_key.get(key) for code, key in keys.items()}
    return {code: order for code, order in found.items() if order}


def insert_orders(session: Session, told: Sequence[dict[str, Any]], *, actor_id: str | None) -> None:
    """New orders: columns of `Order` with their `id`, and `lines` as `read_lines` gives them."""
    if not told:
        return
    at = now()
    lines = [
        {"id": new_id("orl"), "order_id": order["id"], "position": position, **line}
        for order in told
        for position, line in enumerate(order["lines"])
    ]
    facts = {"version": 1, "created_by": actor_id, "created_at": at, "updated_at": at}
    rows = [{**{name: value for name, value in order.items() if name != "lines"}, **facts} for order in told]
    session.execute(sa.insert(Order.__table__), rows)  # type: ignore[arg-type]
    if lines:
        session.execute(sa.insert(OrderLine.__table__), lines)  # type: ignore[arg-type]
    items = [_item(order, actor_id) for order in told if order["status"] != "draft"]
    timeline.record_new(session, KIND, items)
    stats.touch_purchases(session, *(order["customer_id"] for order in told))
    for order in told:
        emit(session, OrderSaved(order["id"], order["customer_id"], order["status"]))


def snapshot(order: Order) -> dict[str, Any]:
    """All that a change can change, as JSON: for `restore`."""
    kept = {name: getattr(order, name) for name in _KEPT}
    lines = [{name: getattr(line, name) for name in _LINE} for line in order.lines]
    return {**kept, "placed_at": order.placed_at.isoformat(), "lines": lines}


def restore(session: Session, order: Order, before: dict[str, Any]) -> None:
    """Bring an order back to its snapshot, lines and their ids included."""
    told = {name: before[name] for name in _KEPT} | {"placed_at": datetime.fromisoformat(before["placed_at"])}
    as_is = [{name: getattr(line, name) for name in _LINE} for line in order.lines]
    wanted = None if as_is == before["lines"] else before["lines"]
    apply_changes(session, order, told, wanted)


def remove_orders(session: Session, orders: Sequence[Order]) -> None:
    """As if they had never been: lines, timeline and figures follow."""
    ids = [order.id for order in orders]
    buyers = {order.customer_id for order in orders}
    for order in orders:
        timeline.remove(session, KIND, order.id)
        session.expunge(order)
    session.execute(sa.delete(OrderLine).where(OrderLine.order_id.in_(ids)), execution_options=_BARE)
    session.execute(sa.delete(Order).where(Order.id.in_(ids)), execution_options=_BARE)
    stats.touch_purchases(session, *buyers)


def find_used(session: Session, table: str, ids: Sequence[str], *, but: frozenset[str]) -> set[str]:
    """Which rows of `table` something refers to; tables named in `but` do not count."""
    used: set[str] = set()
    for other in Base.metadata.sorted_tables:
        for column in other.columns:
            if other.name not in but and any(key.target_fullname == f"{table}.id" for key in column.foreign_keys):
                used |= set(session.scalars(sa.select(column).where(column.in_(ids)).distinct()))
    return used


_BARE = {"synchronize_session": False}


def _item(order: dict[str, Any], actor_id: str | None) -> dict[str, Any]:
    return {
        "ref_id": order["id"],
        "channel": order["channel"],
        "occurred_at": order["placed_at"],
        "summary": order["code"],
        "customer_id": order["customer_id"],
        "agent_id": actor_id,
        "data": card_of(order, order["lines"]),
    }
