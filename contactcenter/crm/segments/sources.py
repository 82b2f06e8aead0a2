"""Where the customers of a list may come from."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.errors import Invalid
from contactcenter.core.settings import current
from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.models import Customer, FieldChange
from contactcenter.crm.search.find import LISTED, matching_ids
from contactcenter.crm.segments.models import SegmentMember
from contactcenter.crm.segments.service import get_segment

MAX_AT_ONCE = 20_000


def list_wanted(session: Session, body: dict[str, Any], mask: Mask = NOTHING) -> list[str]:
    """The ids of exactly one source: `customer_ids`, `q`, `segment_id` or `import_id`. Raises Invalid."""
    if len(body) != 1:
        raise Invalid("invalid_fields", "Name one source of customers.", customer_ids=["Exactly one source."])
    [(source, value)] = body.items()
    found = _of_search(session, value, mask) if source == "q" else _SOURCES[source](session, value)
    if len(found) > MAX_AT_ONCE:
        raise Invalid("too_many_customers", "That is too many at once; make it a group by rules.", limit=MAX_AT_ONCE)
    return found


def _given(_session: Session, ids: list[str]) -> list[str]:
    return ids


def _of_search(session: Session, q: str, mask: Mask) -> list[str]:
    """All that a search finds; a question so broad that search itself stops counting is refused."""
    found = matching_ids(session, q, region=current().default_region, mask=mask)
    if len(found) >= LISTED:
        raise Invalid("too_many_customers", "That finds too many; make it a group by rules.", limit=LISTED)
    standing = sa.select(Customer.id).where(Customer.id.in_(found), Customer.merged_into_id.is_(None))
    return list(session.scalars(standing))


def _of_segment(session: Session, segment_id: str) -> list[str]:
    segment = get_segment(session, segment_id)
    members = sa.select(SegmentMember.customer_id).where(SegmentMember.segment_id == segment.id)
    return list(session.scalars(members.limit(MAX_AT_ONCE + 1)))


def _of_import(session: Session, import_id: str) -> list[str]:
    changed = sa.select(FieldChange.customer_id).where(FieldChange.batch_id == import_id, FieldChange.cause == "import")
    return list(session.scalars(changed.distinct().limit(MAX_AT_ONCE + 1)))


_SOURCES: dict[str, Callable[[Session, Any], list[str]]] = {
    "customer_ids": _given, "segment_id": _of_segment, "import_id": _of_import,
}  # fmt: skip
