"""Named reads of the inbox."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from contactcenter.calls.models import Call
from contactcenter.core.errors import NotFound
from contactcenter.core.paging import Page, page
from contactcenter.webhooks.models import Delivery

_WITHOUT_CONTENT = (defer(Delivery.body), defer(Delivery.headers), defer(Delivery.reply_body))
EXACT = ("provider", "hook", "state")


def list_deliveries(session: Session, filters: dict[str, Any]) -> Page:
    """The inbox, newest first. `filters` as loaded by `DeliveryFilters`; `event_key` may be a beginning."""
    return page(
        session,
        matching(sa.select(Delivery).options(*_WITHOUT_CONTENT), filters),
        (Delivery.received_at, Delivery.id),
        limit=filters["limit"],
        cursor=filters["cursor"],
    )


def matching(statement: sa.Select[Any], filters: dict[str, Any]) -> sa.Select[Any]:
    """Only what the filters let through; `call` is the provider's id of a call or ours."""
    for name in EXACT:
        if filters.get(name):
            statement = statement.where(getattr(Delivery, name) == filters[name])
    if filters.get("event_key"):
        statement = statement.where(Delivery.event_key.startswith(filters["event_key"], autoescape=True))
    if filters.get("from_"):
        statement = statement.where(Delivery.received_at >= filters["from_"])
    if filters.get("to"):
        statement = statement.where(Delivery.received_at < filters["to"])
    if filters.get("call"):
        ours = sa.select(Call.provider_call_id).where(Call.id == filters["call"]).scalar_subquery()
        theirs = filters["call"]
        begins = Delivery.event_key.startswith(f"{theirs}:", autoescape=True)
        statement = statement.where(sa.or_(Delivery.call_ref == theirs, Delivery.call_ref == ours, begins))
    return statement


def list_hooks(session: Session) -> list[str]:
    """Hooks at which anything has arrived."""
    return sorted(session.scalars(sa.select(Delivery.hook).distinct()))


def get_delivery(session: Session, delivery_id: str, *, with_content: bool = False) -> Delivery:
    """Raises NotFound."""
    delivery = session.get(Delivery, delivery_id, options=() if with_content else _WITHOUT_CONTENT)
    if delivery is None:
        raise NotFound("delivery_not_found", "There is no such delivery.")
    return delivery
