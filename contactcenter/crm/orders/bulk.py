"""Many orders in one request: each row stands or fails by itself, in short transactions."""

from collections import Counter
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from contactcenter.agents.teams.paths import outside_reach
from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.db import transaction
from contactcenter.core.errors import DomainError
from contactcenter.crm.orders.buyers import find_buyer
from contactcenter.crm.orders.models import Order
from contactcenter.crm.orders.schemas import OrderIn
from contactcenter.crm.orders.service import Outcome, find_order, put_order
from contactcenter.crm.reach import sees

AT_ONCE = 25
"""Rows a transaction: on SQLite everybody else who writes waits for it."""

_schema = OrderIn()
_BUYER = ("customer_id", "phone", "email", "display_name")


def put_bought(
    session: Session, body: dict[str, Any], *, region: str, actor_id: str | None, reach: Reach = EVERYTHING
) -> tuple[Order, Outcome]:
    """One order as a request gives it: find whose it is, and write it.

    Raises Forbidden `outside_reach` where that, or whose it was so far, is a customer of another team.
    """
    told = dict(body)
    buyer = {name: told.pop(name, None) for name in _BUYER}
    customer_id = find_buyer(session, **buyer, region=region, reach=reach)
    if reach:
        former = find_order(session, told.get("source"), told.get("code"), told.get("external_id"))
        if former is not None and not sees(session, reach, former.customer_id):
            raise outside_reach()
    return put_order(session, **told, customer_id=customer_id, actor_id=actor_id)


def put_many(
    rows: list[dict[str, Any]], *, source: str, region: str, actor_id: str | None, reach: Reach = EVERYTHING
) -> dict[str, Any]:
    """Opens its own transactions. Returns a result per row, in order, and how many of each."""
    results: list[dict[str, Any]] = []
    for start in range(0, len(rows), AT_ONCE):
        with transaction() as session:
            for number, row in enumerate(rows[start : start + AT_ONCE], start=start + 1):
                results.append({"row": number, **_put(session, {"source": source, **row}, region, actor_id, reach)})
    counts = Counter(result["outcome"] for result in results)
    return {"items": results, **{name: counts[name] for name in ("created", "updated", "unchanged", "failed")}}


def _put(session: Session, row: dict[str, Any], region: str, actor_id: str | None, reach: Reach) -> dict[str, Any]:
    try:
        body = _schema.load(row)
        with session.begin_nested():
            order, outcome = put_bought(session, body, region=region, actor_id=actor_id, reach=reach)
        return {"outcome": outcome, "id": order.id, "error": None}
    except ValidationError as error:
        problem = {"code": "invalid_fields", "message": "Some fields are not right.", "details": error.messages}
    except DomainError as error:
        problem = {"code": error.code, "message": error.message, "details": error.details}
    return {"outcome": "failed", "id": None, "error": problem}
