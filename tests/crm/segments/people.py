"""Short ways to say who there is and what segments there are."""

from typing import Any

import sqlalchemy as sa

from contactcenter.core.db import read, transaction
from contactcenter.crm.models import Customer
from contactcenter.crm.segments import service
from contactcenter.crm.segments.models import Segment, SegmentLog, SegmentMember
from contactcenter.crm.service import create_customer, update_customer


def make(name: str, **fields: Any) -> str:
    with transaction() as session:
        return create_customer(session, display_name=name, allow_duplicate=True, **fields).id


def change(customer_id: str, **fields: Any) -> None:
    with transaction() as session:
        update_customer(session, customer_id, fields, version=None, actor_id="usr_x")


def group(name: str, rules: dict[str, Any], owner_id: str | None = None) -> str:
    with transaction() as session:
        made = service.create_segment(session, name=name, kind="rules", rules=rules, actor_id=None, owner_id=owner_id)
        return made.id


def listed(name: str, *customer_ids: str) -> str:
    with transaction() as session:
        made = service.create_segment(session, name=name, kind="static", customer_ids=customer_ids, actor_id=None)
        return made.id


def members(segment_id: str) -> list[str]:
    with read() as session:
        found = sa.select(Customer.display_name).join(SegmentMember, SegmentMember.customer_id == Customer.id)
        return sorted(session.scalars(found.where(SegmentMember.segment_id == segment_id)))


def size(segment_id: str) -> int:
    with read() as session:
        return session.get_one(Segment, segment_id).size


def log(segment_id: str) -> list[tuple[str, bool, str]]:
    """(name, whether they entered, why), in order."""
    with read() as session:
        rows = session.execute(
            sa.select(Customer.display_name, SegmentLog.is_entry, SegmentLog.cause)
            .join(Customer, Customer.id == SegmentLog.customer_id)
            .where(SegmentLog.segment_id == segment_id)
            .order_by(SegmentLog.at, SegmentLog.id)
        )
        return [(row[0], row[1], row[2]) for row in rows]
