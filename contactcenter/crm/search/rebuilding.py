"""All indexes of search built anew, in small transactions: after an upgrade, or when rows were written by hand."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core import jobs
from contactcenter.core.db import transaction
from contactcenter.crm.models import Customer, TimelineItem
from contactcenter.crm.search import customers
from contactcenter.crm.search.models import CustomerTerms
from contactcenter.crm.search.terms import says_owner
from contactcenter.crm.search.texts import OWN_LINES, Line, index_text

ITEMS_AT_ONCE = 200
JOB = "rebuild_search"
OWNERS_JOB = "index_owners"
LOOKED_AT = 200

Rebuild = Callable[[], int]
_rebuilds: list[Rebuild] = []


@dataclass(frozen=True)
class Rebuilt:
    customers: int
    things: int


def contribute_rebuild(fn: Rebuild) -> None:
    """Let a package that keeps its own lines index them all anew: `fn() -> how many`, in its own transactions."""
    if fn not in _rebuilds:
        _rebuilds.append(fn)


def rebuild_all() -> Rebuilt:
    """Everything. Harmless to repeat, and while the product runs."""
    people = customers.rebuild()
    return Rebuilt(people, _rebuild_items() + sum(fn() for fn in _rebuilds))


@jobs.job(JOB)
def rebuild_search() -> None:
    """Index customers and texts that were there before the indexes. Idempotent: what is right stays."""
    rebuild_all()


def ensure_built(session: Session) -> None:
    """Where there are customers and no index yet (an upgrade), have it built in the background."""
    has_people = session.scalar(sa.select(Customer.id).limit(1)) is not None
    if has_people and session.scalar(sa.select(CustomerTerms.seq).limit(1)) is None:
        jobs.enqueue(session, JOB, key="rebuild-search")


@jobs.job(OWNERS_JOB)
def index_owners() -> None:
    """Let customers be found by who takes care of them. Idempotent: what is right stays."""
    customers.rebuild()


def ensure_owners(session: Session) -> None:
    """Where customers were indexed before it was said who takes care of them, have that done in the background.

    Only who sees some customers is told by it (find.py), so an upgrade alone makes nobody wait.
    """
    oldest = sa.select(CustomerTerms.terms).order_by(CustomerTerms.seq).limit(LOOKED_AT)
    if not all(says_owner(terms) for terms in session.scalars(oldest)):
        jobs.enqueue(session, OWNERS_JOB, key="index-owners")


def _rebuild_items() -> int:
    """Notes, orders, tasks, files: whatever says what it says on the timeline itself."""
    columns = (
        TimelineItem.id, TimelineItem.kind, TimelineItem.ref_id, TimelineItem.customer_id,
        TimelineItem.occurred_at, TimelineItem.summary, TimelineItem.data,
    )  # fmt: skip
    count, last = 0, ""
    while True:
        page = sa.select(*columns).where(TimelineItem.id > last, TimelineItem.kind.not_in(OWN_LINES))
        with transaction() as session:
            rows = session.execute(page.order_by(TimelineItem.id).limit(ITEMS_AT_ONCE)).all()
            for row in rows:
                said = [Line(str(row.data.get("text") or row.summary))]
                index_text(
                    session,
                    kind=row.kind,
                    ref_id=row.ref_id,
                    customer_id=row.customer_id,
                    occurred_at=row.occurred_at,
                    lines=said,
                )
        if not rows:
            return count
        count, last = count + len(rows), rows[-1].id
