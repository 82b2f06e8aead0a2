"""Note, in the transaction that changes somebody, that their segments must be looked at."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.events import at_end, within
from contactcenter.crm.events import (
    CustomerSaved,
    CustomersImported,
    CustomersMerged,
    CustomersUnmerged,
    IdentityAdded,
    TimelineChanged,
)
from contactcenter.crm.segments.models import SegmentMark
from contactcenter.crm.stats.events import StatsChanged

_MARKS: Any = SegmentMark.__table__
_NOTE = sa.insert(_MARKS)  # built once: run by every change of every call


def mark(session: Session, customer_ids: Iterable[str]) -> None:
    """Each once a transaction, when it ends."""
    marked: dict[str, None] = session.info.setdefault("segment_marks", {})
    marked.update(dict.fromkeys(customer_ids))
    if marked:
        at_end(session, "segment marks", _write)


@within(CustomerSaved, IdentityAdded, TimelineChanged)
def mark_customer(session: Session, event: CustomerSaved | IdentityAdded | TimelineChanged) -> None:
    mark(session, (event.customer_id,))


@within(StatsChanged, CustomersImported)
def mark_customers(session: Session, event: StatsChanged | CustomersImported) -> None:
    mark(session, event.customer_ids)


@within(CustomersMerged)
def mark_merged(session: Session, event: CustomersMerged) -> None:
    mark(session, (event.survivor_id,))


@within(CustomersUnmerged)
def mark_unmerged(session: Session, event: CustomersUnmerged) -> None:
    mark(session, (event.survivor_id, *event.restored_ids))


def _write(session: Session) -> None:
    marked = session.info.pop("segment_marks", {})
    if marked:
        session.flush()
        session.connection().execute(_NOTE, [{"customer_id": customer_id} for customer_id in marked])
