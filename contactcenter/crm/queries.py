"""Named reads of customers and their timeline."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from contactcenter.agents.models import User
from contactcenter.agents.teams.reach import EVERYTHING, Reach, members_of
from contactcenter.core.paging import Page, page
from contactcenter.core.phone import parse_phone
from contactcenter.crm.audit.rules import ISSUES, condition, find_part
from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.models import Customer, Identity, TimelineItem
from contactcenter.crm.reach import FEW, within
from contactcenter.crm.reach_page import PAGE_ORDER, first_within
from contactcenter.crm.search.find import matching_ids
from contactcenter.crm.segments.models import SegmentMember
from contactcenter.crm.stats.facts import contact_kinds
from contactcenter.crm.stats.models import CustomerStats
from contactcenter.crm.tags.models import CustomerTag

_LAST_CONTACT: sa.ScalarSelect[Any] = (
    sa.select(TimelineItem.occurred_at)
    .where(TimelineItem.customer_id == Customer.id, TimelineItem.kind.in_(sa.bindparam("kinds", expanding=True)))
    .order_by(TimelineItem.occurred_at.desc(), TimelineItem.id.desc())
    .limit(1)
    .correlate(Customer)
    .scalar_subquery()
)
_LAST_CONTACTS = sa.select(Customer.id, _LAST_CONTACT).where(Customer.id.in_(sa.bindparam("ids", expanding=True)))
_IS_THEIRS = CustomerTag.customer_id == Customer.id
_NAMES = sa.select(User.id, User.name).where(User.id.in_(sa.bindparam("ids", expanding=True)))


def list_customers(
    session: Session,
    *,
    q: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    status: str | None = None,
    segment: str | None = None,
    owner: str | None = None,
    team: str | None = None,
    province: str | None = None,
    tag: str | None = None,
    rfm: str | None = None,
    missing: str | None = None,
    invalid: str | None = None,
    stale: str | None = None,
    conflicting: str | None = None,
    duplicated: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    region: str = "VN",
    mask: Mask = NOTHING,
    reach: Reach = EVERYTHING,
) -> Page:
    """Customers, the last changed first; `phone` in any written form, `q` as in search (crm/search).

    `segment` and `owner` may be `none`: those without; `segment` may also be a segment's id. `team`: their
    owner is in it. `missing`, `invalid`,
    `stale`, `conflicting` and `duplicated` name a field that has that issue (crm/audit/rules.py).
    """
    statement = sa.select(Customer).where(Customer.merged_into_id.is_(None)).options(selectinload(Customer.identities))
    if phone is not None:
        parsed = parse_phone(phone, region)
        statement = statement.where(_has_identity("phone", parsed.e164 if parsed else ""))
    if email is not None:
        statement = statement.where(_has_identity("email", email.strip().lower()))
    if q:
        statement = statement.where(Customer.id.in_(matching_ids(session, q, region=region, mask=mask, reach=reach)))
    if status:
        statement = statement.where(Customer.status == status)
    if segment and segment.startswith("seg_"):
        in_it = sa.select(SegmentMember.customer_id).where(SegmentMember.segment_id == segment)
        statement = statement.where(Customer.id.in_(in_it))
    elif segment:
        statement = statement.where(Customer.segment == (None if segment == "none" else segment))
    statement = statement.where(*_owned_by(owner, team))
    if province:
        statement = statement.where(Customer.province == province)
    if tag:
        statement = statement.where(_carries(session, tag))
    if rfm:
        classed = sa.select(CustomerStats.customer_id).where(CustomerStats.rfm_class == rfm)
        statement = statement.where(Customer.id.in_(classed))
    told = zip(ISSUES, (missing, invalid, stale, conflicting, duplicated), strict=True)
    statement = statement.where(*(condition(issue, find_part(session, field)) for issue, field in told if field))
    if reach and (q or phone is not None or email is not None):  # found by an index, and few
        statement = statement.where(within(reach))
    elif reach:
        seen = first_within(session, reach, statement.whereclause, limit=limit, cursor=cursor)
        statement = statement.where(Customer.id.in_(seen))
    return page(session, statement, PAGE_ORDER, limit=limit, cursor=cursor)


def _owned_by(owner: str | None, team: str | None) -> Iterator[sa.ColumnElement[bool]]:
    if owner:
        yield Customer.owner_id == (None if owner == "none" else owner)
    if team:
        yield Customer.owner_id.in_(members_of(team))


def last_contact_at(session: Session, customer_ids: list[str]) -> dict[str, datetime]:
    """When each was last spoken to. One step in the index for each, however much happened with them."""
    rows = session.execute(_LAST_CONTACTS, {"ids": customer_ids, "kinds": contact_kinds()})
    found: dict[str, datetime | None] = {row[0]: row[1] for row in rows}
    return {customer_id: at for customer_id, at in found.items() if at is not None}


def user_names(session: Session, user_ids: set[str | None]) -> dict[str, str]:
    wanted = {i for i in user_ids if i}
    if not wanted:
        return {}
    return {row.id: row.name for row in session.execute(_NAMES, {"ids": list(wanted)})}


def _carries(session: Session, tag_id: str) -> sa.ColumnElement[bool]:
    """Whether a customer has the tag. A few are looked up first; of many, a page is found soon row by row."""
    carriers = sa.select(CustomerTag.customer_id).where(CustomerTag.tag_id == tag_id)
    found = session.scalars(carriers.limit(FEW + 1)).all()
    return Customer.id.in_(found) if len(found) <= FEW else carriers.where(_IS_THEIRS).exists()


def _has_identity(channel: str, value: str) -> sa.ColumnElement[bool]:
    """By the identity's own index: asked of each customer in turn it would be a scan of all."""
    return Customer.id.in_(sa.select(Identity.customer_id).where(Identity.channel == channel, Identity.value == value))


def first_numbers(session: Session, customer_ids: set[str | None]) -> dict[str, str]:
    """Customer id → the number of theirs that is listed first."""
    wanted = {i for i in customer_ids if i}
    if not wanted:
        return {}
    lines = (
        sa.select(Identity.customer_id, Identity.value)
        .where(Identity.customer_id.in_(wanted), Identity.channel == "phone", Identity.status == "known")
        .order_by(Identity.created_at.desc(), Identity.id.desc())
    )
    return {row[0]: row[1] for row in session.execute(lines)}
