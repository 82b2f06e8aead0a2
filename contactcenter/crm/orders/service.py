"""Orders: written once whoever sends them and however often, and changed by people."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.crm.orders.events import OrderSaved
from contactcenter.crm.orders.lines import put_lines, read_lines, sum_of
from contactcenter.crm.orders.models import Order, key_of
from contactcenter.crm.orders.money import check_amount, check_currency
from contactcenter.crm.orders.states import STATUSES, advance
from contactcenter.crm.service import get_customer
from contactcenter.crm.stats import service as stats
from contactcenter.crm.timeline import service as timeline

MAX_CODE = 60
KIND = "order"
MANUAL = "manual"
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_CARD = ("id", "code", "source", "status", "total_minor", "currency")

Outcome = Literal["created", "updated", "unchanged"]

timeline.declare_kind(KIND, "crm")


def put_order(
    session: Session,
    *,
    customer_id: str,
    source: str = MANUAL,
    code: str | None = None,
    placed_at: datetime | None = None,
    status: str = "placed",
    total_minor: int | None = None,
    currency: str = "VND",
    channel: str = "phone",
    external_id: str | None = None,
    lines: Sequence[dict[str, Any]] | None = None,
    actor_id: str | None = None,
) -> tuple[Order, Outcome]:
    """Write an order, or bring the one of that (source, code) to what is told now.

    Repeating is harmless. Of orders made by hand the same code with other contents is refused
    (Conflict `order_code_taken`): that is a slip, not news. Each line is `{product_id | product_code
    | name, quantity, price_minor}`; without `total_minor` the total is the lines' sum.
    Raises NotFound for an unknown customer, Invalid for amounts, times and products that cannot be.
    """
    customer = get_customer(session, customer_id)
    told: dict[str, Any] = {
        "customer_id": customer.id,
        "placed_at": check_moment(placed_at or now()),
        "status": _check_status(status),
        "currency": check_currency(currency),
        "channel": channel,
        "external_id": external_id,
    }
    wanted = None if lines is None else read_lines(session, lines)
    told["total_minor"] = _total(total_minor, wanted)
    named = code or _code_there(source, external_id)
    known = find_order(session, source, code, external_id)
    code = known.code if known else named or _new_code(session, source, told["placed_at"])
    key = {"source": source, "code": code}
    if insert_once(session, Order, {"id": new_id("ord"), "created_by": actor_id, **key, **told}, key=list(key)):
        order = _by_key(session, key)
        put_lines(session, order, wanted or [])
        _tell(session, order)
        return order, "created"
    return _bring_up_to_date(session, _by_key(session, key), told, wanted, has_moment=placed_at is not None)


def change_order(session: Session, order_id: str, changes: dict[str, Any], *, version: int | None) -> Order:
    """Change an order by hand: status, moment, channel, total, lines.

    Raises Stale when somebody was faster, Conflict `order_cannot_become` for a way no order goes.
    """
    order = get_order(session, order_id, for_update=True)
    if version is not None and version != order.version:
        raise Stale("version_conflict", "Somebody changed this order meanwhile.", version=order.version)
    told = {name: value for name, value in changes.items() if name != "lines"}
    if "status" in told:
        told["status"] = advance(order.status, _check_status(told["status"]))
    if "placed_at" in told:
        told["placed_at"] = check_moment(told["placed_at"])
    wanted = None if changes.get("lines") is None else read_lines(session, changes["lines"])
    if wanted == [] and order.total_minor and "total_minor" not in told:
        raise Invalid(
            "total_missing", "Without lines the order would cost nothing: tell its total too.", total_minor=["Missing."]
        )
    if wanted is not None or "total_minor" in told:
        told["total_minor"] = _total(told.get("total_minor"), wanted)
    apply_changes(session, order, told, wanted)
    return order


def get_order(session: Session, order_id: str, *, for_update: bool = False) -> Order:
    statement = sa.select(Order).where(Order.id == order_id)
    order = session.scalars(statement.with_for_update() if for_update else statement).one_or_none()
    if order is None:
        raise NotFound("order_not_found", "There is no such order.")
    return order


def find_order(session: Session, source: str | None, code: str | None, external_id: str | None) -> Order | None:
    """The order that `put_order` would bring up to date: of the very code, else of that code in other capitals.

    In a shop's own key capitals count.
    """
    source = source or MANUAL
    told = code or _code_there(source, external_id)
    if told is None:
        return None
    alike = Order.code_key == key_of(told) if code else Order.code == told
    found = sa.select(Order).where(Order.source == source, alike)
    return session.scalars(found.order_by(Order.code != told, Order.created_at, Order.id).limit(1)).first()


def _code_there(source: str, external_id: str | None) -> str | None:
    """A shop's own key stands for a code it does not tell: the same order again is the same order."""
    if source == MANUAL or not external_id:
        return None
    return external_id if len(external_id) <= MAX_CODE else hashlib.sha256(external_id.encode()).hexdigest()[:MAX_CODE]


def _bring_up_to_date(
    session: Session, order: Order, told: dict[str, Any], wanted: list[dict[str, Any]] | None, *, has_moment: bool
) -> tuple[Order, Outcome]:
    if not has_moment:
        told.pop("placed_at")
    if not _differs(order, told, wanted):
        return order, "unchanged"
    if order.source == MANUAL:
        raise Conflict("order_code_taken", "Another order has that code.", order_id=order.id)
    apply_changes(session, order, told, wanted)
    return order, "updated"


def _differs(order: Order, told: dict[str, Any], wanted: list[dict[str, Any]] | None) -> bool:
    if any(getattr(order, name) != value for name, value in told.items()):
        return True
    return wanted is not None and wanted != read_back(order)


def read_back(order: Order) -> list[dict[str, Any]]:
    """The order's lines in the shape that `read_lines` gives."""
    names = ("product_id", "name", "quantity", "price_minor")
    return [{name: getattr(line, name) for name in names} for line in order.lines]


def apply_changes(session: Session, order: Order, told: dict[str, Any], wanted: list[dict[str, Any]] | None) -> None:
    """Make the order what is told, if that is anything new; `told` are columns, checked already."""
    if not _differs(order, told, wanted):
        return
    former = order.customer_id
    for name, value in told.items():
        setattr(order, name, value)
    if wanted is not None:
        put_lines(session, order, wanted)
    order.version += 1
    order.updated_at = now()
    if former != order.customer_id:
        stats.touch_purchases(session, former)
    _tell(session, order)


def _tell(session: Session, order: Order) -> None:
    """The timeline, the figures, and whoever listens. A draft is on no timeline."""
    session.flush()
    if order.status != "draft":
        timeline.record(
            session,
            kind=KIND,
            ref_id=order.id,
            channel=order.channel,
            occurred_at=order.placed_at,
            summary=order.code,
            customer_id=order.customer_id,
            agent_id=order.created_by,
            data=card_of({name: getattr(order, name) for name in _CARD}, read_back(order)),
        )
    stats.touch_purchases(session, order.customer_id)
    emit(session, OrderSaved(order.id, order.customer_id, order.status))


def card_of(order: dict[str, Any], lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What the timeline shows of an order."""
    shown = [{"name": line["name"], "quantity": line["quantity"]} for line in lines[:5]]
    return {**{name: order[name] for name in _CARD}, "lines": shown, "line_count": len(lines)}


def _by_key(session: Session, key: dict[str, str]) -> Order:
    return session.scalars(sa.select(Order).filter_by(**key).with_for_update()).one()


def _total(total_minor: int | None, lines: list[dict[str, Any]] | None) -> int:
    if total_minor is not None:
        return check_amount(total_minor, "total_minor")
    if lines is None:
        raise Invalid("total_missing", "An order needs lines or a total.", total_minor=["Missing."])
    return check_amount(sum_of(lines), "total_minor")


def _check_status(status: str) -> str:
    if status not in STATUSES:
        raise Invalid("unknown_status", "There is no such status of an order.", status=["Not a status of an order."])
    return status


def check_moment(moment: datetime) -> datetime:
    """Raises Invalid `invalid_moment` for what is long ago or yet to come."""
    if not EARLIEST <= moment <= now() + timedelta(days=1):
        raise Invalid("invalid_moment", "Nothing can have been ordered then.", placed_at=["Not a believable time."])
    return moment


def _new_code(session: Session, source: str, placed_at: datetime) -> str:
    """A code for an order made by hand: the day and five random characters that are not mixed up when read out."""
    while True:
        code = f"DH{placed_at:%y%m%d}-" + "".join(secrets.choice(_CODE_LETTERS) for _ in range(5))
        if session.scalar(sa.select(Order.id).filter_by(source=source, code=code)) is None:
            return code
