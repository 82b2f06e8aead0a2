"""Named reads of customers and their timeline."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from contactcenter.agents.models import User
from contactcenter.core.paging import Page, page
from contactcenter.core.phone import parse_phone
from contactcenter.crm.models import Customer, Identity, TimelineItem
from contactcenter.crm.service import fold


def list_customers(
    session: Session,
    *,
    q: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    region: str = "VN",
) -> Page:
    """Customers, the last changed first; `phone` in any written form, `q` a name or part of a number."""
    statement = sa.select(Customer).where(Customer.merged_into_id.is_(None)).options(selectinload(Customer.identities))
    if phone is not None:
        parsed = parse_phone(phone, region)
        statement = statement.where(_has_identity("phone", parsed.e164 if parsed else ""))
    if email is not None:
        statement = statement.where(_has_identity("email", email.strip().lower()))
    if q:
        statement = statement.where(_matches(q, region))
    return page(session, statement, (Customer.updated_at, Customer.id), limit=limit, cursor=cursor)


def list_timeline(session: Session, customer_id: str, filters: dict[str, Any]) -> Page:
    """One customer's items, newest first, by one index scan."""
    statement = sa.select(TimelineItem).where(TimelineItem.customer_id == customer_id)
    for name, column in (
        ("kind", TimelineItem.kind),
        ("channel", TimelineItem.channel),
        ("agent", TimelineItem.agent_id),
    ):
        if filters.get(name):
            statement = statement.where(column == filters[name])
    if filters.get("from_"):
        statement = statement.where(TimelineItem.occurred_at >= filters["from_"])
    if filters.get("to"):
        statement = statement.where(TimelineItem.occurred_at < filters["to"])
    return page(
        session,
        statement,
        (TimelineItem.occurred_at, TimelineItem.id),
        limit=filters["limit"],
        cursor=filters["cursor"],
    )


def last_contact_at(session: Session, customer_ids: list[str]) -> dict[str, datetime]:
    rows = session.execute(
        sa.select(TimelineItem.customer_id, sa.func.max(TimelineItem.occurred_at))
        .where(TimelineItem.customer_id.in_(customer_ids), TimelineItem.kind != "note")
        .group_by(TimelineItem.customer_id)
    )
    return {row[0]: row[1] for row in rows if row[0]}


def user_names(session: Session, user_ids: set[str | None]) -> dict[str, str]:
    wanted = {i for i in user_ids if i}
    if not wanted:
        return {}
    return {row.id: row.name for row in session.execute(sa.select(User.id, User.name).where(User.id.in_(wanted)))}


def _has_identity(channel: str, value: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(Identity.customer_id == Customer.id, Identity.channel == channel, Identity.value == value)


def _matches(q: str, region: str) -> sa.ColumnElement[bool]:
    words = fold(q).split()[:6]
    named = sa.and_(sa.true(), *(Customer.name_folded.contains(word, autoescape=True) for word in words))
    options: list[sa.ColumnElement[bool]] = [named if words else sa.false()]
    parsed = parse_phone(q, region)
    digits = "".join(c for c in q if c.isdigit())
    if parsed is not None:
        options.append(_has_identity("phone", parsed.e164))
    elif len(digits) >= 3:
        tail = digits.lstrip("0") or digits
        options.append(
            sa.exists().where(Identity.customer_id == Customer.id, Identity.last9.contains(tail, autoescape=True))
        )
    if "@" in q or "." in q:
        options.append(
            sa.exists().where(
                Identity.customer_id == Customer.id,
                Identity.channel == "email",
                Identity.value.contains(q.strip().lower(), autoescape=True),
            )
        )
    return sa.or_(*options)
