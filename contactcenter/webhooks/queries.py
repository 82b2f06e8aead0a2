"""Named reads of the inbox."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from contactcenter.core.errors import NotFound
from contactcenter.core.paging import Page, page
from contactcenter.webhooks.models import Delivery

_WITHOUT_CONTENT = (defer(Delivery.body), defer(Delivery.headers), defer(Delivery.reply_body))


def list_deliveries(session: Session, filters: dict[str, Any]) -> Page:
    """The inbox, newest first. `filters` as loaded by `DeliveryFilters`; `event_key` may be a beginning."""
    statement = sa.select(Delivery).options(*_WITHOUT_CONTENT)
    for name in ("provider", "hook", "state"):
        if filters[name]:
            statement = statement.where(getattr(Delivery, name) == filters[name])
    if filters["event_key"]:
        statement = statement.where(Delivery.event_key.startswith(filters["event_key"], autoescape=True))
    return page(
        session,
        statement,
        (Delivery.received_at, Delivery.id),
        limit=filters["limit"],
        cursor=filters["cursor"],
    )


def get_delivery(session: Session, delivery_id: str) -> Delivery:
    """Raises NotFound."""
    delivery = session.get(Delivery, delivery_id, options=_WITHOUT_CONTENT)
    if delivery is None:
        raise NotFound("delivery_not_found", "There is no such delivery.")
    return delivery
