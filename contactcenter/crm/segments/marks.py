"""Note, in the transaction that changes somebody, that their segments must be looked at, or counted again."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core import jobs
from contactcenter.core.events import at_end, within
from contactcenter.crm.events import (
    CustomerSaved,
    CustomersImported,
    CustomersMerged,
    CustomersRemoved,
    CustomersUnmerged,
    IdentityAdded,
    ImportUndone,
    TimelineChanged,
)
from contactcenter.crm.segments.models import SegmentMark
from contactcenter.crm.stats.events import StatsChanged

_MARKS: Any = SegmentMark.__table__
_NOTE = sa.insert(_MARKS).inline()  # built once: run by every change of every call, and nobody asks for its id


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


@within(CustomersRemoved)
def forget_removed(session: Session, event: CustomersRemoved) -> None:
    """What was noted of them in this very transaction would lead to nobody."""
    marked: dict[str, None] = session.info.get("segment_marks", {})
    for customer_id in event.customer_ids:
        marked.pop(customer_id, None)


@within(ImportUndone)
def count_again(session: Session, event: ImportUndone) -> None:
    jobs.enqueue(session, "recount_segments", event.import_id, key=f"recount-{event.import_id}")


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
