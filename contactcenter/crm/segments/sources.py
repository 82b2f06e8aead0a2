"""Where the customers of a list may come from."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.errors import Invalid
from contactcenter.core.settings import current
from contactcenter.crm.imports.models import ImportRow
from contactcenter.crm.imports.service import get_import
from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.models import Customer
from contactcenter.crm.search.find import LISTED, matching_ids
from contactcenter.crm.segments.models import SegmentMember
from contactcenter.crm.segments.reaching import keep_within
from contactcenter.crm.segments.service import get_segment

MAX = 500_000
WRITTEN = ("created", "updated", "unchanged")
_AT_ONCE = 500


def list_wanted(session: Session, body: dict[str, Any], mask: Mask = NOTHING, reach: Reach = EVERYTHING) -> list[str]:
    """The ids of exactly one source: `customer_ids`, or `q`, `segment_id` or `import_id`, of which those within reach.

    Raises Invalid, NotFound for a segment or an import that is not there.
    """
    if len(body) != 1:
        raise Invalid("invalid_fields", "Name one source of customers.", customer_ids=["Exactly one source."])
    [(source, value)] = body.items()
    found = _of_search(session, value, mask, reach) if source == "q" else _SOURCES[source](session, value)
    if len(found) > MAX:
        raise Invalid("too_many_customers", "That is too many at once; make it a group by rules.", limit=MAX)
    return found if source == "customer_ids" else keep_within(session, reach, found)


def _given(_session: Session, ids: list[str]) -> list[str]:
    return ids


def _of_search(session: Session, q: str, mask: Mask, reach: Reach) -> list[str]:
    """All that a search finds, by id. Who sees less finds at most what a list shows: their question is no job's."""
    limit = LISTED if mask else MAX
    found = sorted(matching_ids(session, q, region=current().default_region, mask=mask, reach=reach, limit=limit))
    if mask and len(found) >= LISTED:
        raise Invalid("too_many_customers", "That finds too many; make it a group by rules.", limit=LISTED)
    standing = sa.select(Customer.id).where(Customer.merged_into_id.is_(None))
    return [
        customer_id
        for start in range(0, len(found), _AT_ONCE)
        for customer_id in session.scalars(standing.where(Customer.id.in_(found[start : start + _AT_ONCE])))
    ]


def _of_segment(session: Session, segment_id: str) -> list[str]:
    segment = get_segment(session, segment_id)
    members = sa.select(SegmentMember.customer_id).where(SegmentMember.segment_id == segment.id)
    return list(session.scalars(members.order_by(SegmentMember.customer_id).limit(MAX + 1)))


def _of_import(session: Session, import_id: str) -> list[str]:
    """Whom it created or changed, or of orders whose they are."""
    job = get_import(session, import_id)
    about = sa.select(ImportRow.customer_id).where(
        ImportRow.import_id == job.id, ImportRow.customer_id.is_not(None), ImportRow.outcome.in_(WRITTEN)
    )
    standing = sa.select(Customer.id).where(Customer.id.in_(about), Customer.merged_into_id.is_(None))
    return list(session.scalars(standing.order_by(Customer.id).limit(MAX + 1)))


_SOURCES: dict[str, Callable[[Session, Any], list[str]]] = {
    "customer_ids": _given, "segment_id": _of_segment, "import_id": _of_import,
}  # fmt: skip
