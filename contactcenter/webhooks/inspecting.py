"""One delivery in full: what was sent, what we understood by it, what it did."""

from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.core.clock import isoformat
from contactcenter.providers import registry
from contactcenter.providers.base import UnreadablePayload
from contactcenter.providers.events import CallFacts, ProviderEvent
from contactcenter.webhooks import storage
from contactcenter.webhooks.models import Delivery

HIDDEN = frozenset({"CallToken"})
"""What would let its reader act in the carrier's name."""
MAX_TEXT = 20_000


def inspect(session: Session, delivery: Delivery) -> dict[str, Any]:
    """The delivery of `DeliverySchema`, with content. A body that is not a form is shown as text."""
    columns = {column.key: getattr(delivery, column.key) for column in sa.inspect(Delivery).column_attrs}
    return {
        **columns,
        "headers": [{"name": name, "value": str(value)} for name, value in sorted(delivery.headers.items())],
        "fields": _fields(delivery),
        "text": _text(delivery),
        "is_content_kept": delivery.forgotten_at is None,
        "said": _said(delivery),
        "call": _call(session, delivery),
    }


def _fields(delivery: Delivery) -> list[dict[str, str]]:
    """Query and form, by name; what is secret is named and hidden."""
    if _is_json(delivery):
        return []
    try:
        form = storage.request_of(delivery).form
    except ValueError:
        return []
    pairs = [(name, value) for name, values in form.items() for value in values]
    return [{"name": name, "value": "•••" if name in HIDDEN else value} for name, value in sorted(pairs)]


def _text(delivery: Delivery) -> str | None:
    return delivery.body.decode("utf-8", "replace")[:MAX_TEXT] if _is_json(delivery) else None


def _is_json(delivery: Delivery) -> bool:
    return "json" in str(delivery.headers.get("Content-Type", "")).lower()


def _said(delivery: Delivery) -> dict[str, Any] | None:
    """The event in our vocabulary, with its plain values; None when it cannot be read (any more)."""
    provider = registry.find(delivery.provider)
    if provider is None or delivery.forgotten_at is not None:
        return None
    try:
        event = provider.parse(storage.request_of(delivery))
    except (UnreadablePayload, ValueError):
        return None
    return {"type": type(event).__name__, "values": list(_values(event))}


def _values(event: ProviderEvent | CallFacts) -> Any:
    for field in fields(event):
        value = getattr(event, field.name)
        if isinstance(value, CallFacts):
            yield from _values(value)
        elif field.name not in ("provider", "account", "event_key") and value not in (None, ""):
            yield {"name": field.name, "value": _plain(value)}


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return str(isoformat(value))
    if isinstance(value, Enum):
        return str(value.value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _call(session: Session, delivery: Delivery) -> dict[str, Any] | None:
    if not delivery.call_ref:
        return None
    known = sa.select(Call).where(Call.provider == delivery.provider, Call.provider_call_id == delivery.call_ref)
    call = session.scalars(known).one_or_none()
    if call is None:
        return None
    return {"id": call.id, "state": call.state, "direction": call.direction, "started_at": call.started_at}
