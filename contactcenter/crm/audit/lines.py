"""What is wrong with people's numbers and addresses, as conditions on `Customer`."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from contactcenter.crm.models import Customer, Identity
from contactcenter.crm.stats.models import CustomerStats

CHANNELS = ("phone", "email")
LABELS = {"phone": ("Số điện thoại", "Phone"), "email": ("E-mail", "Email")}

MISTYPED_HOSTS = (
    "gmial.com", "gmai.com", "gmail.con", "gmail.co", "gmal.com", "gamil.com", "gmail.com.vn", "yaho.com", "yahoo.con",
    "yahoo.co", "hotmail.con", "hotmial.com", "outlook.con",
)  # fmt: skip

OLD_MOBILE = "+841_________"
"""Eleven-digit mobile numbers, which Vietnam renumbered in 2018: +84 16x, 12x, 186, 188, 199."""


def current(channel: str) -> Any:
    """Lines of the customer that still hold."""
    return sa.and_(Identity.customer_id == Customer.id, Identity.channel == channel, Identity.status != "former")


def _any(channel: str, rule: Any) -> sa.ColumnElement[bool]:
    """Customers with such a line, read in one pass over the lines: asked of each customer in turn it takes a minute."""
    holds = sa.and_(Identity.channel == channel, Identity.status != "former", rule)
    return Customer.id.in_(sa.select(Identity.customer_id).where(holds))


def missing(channel: str) -> sa.ColumnElement[bool]:
    return ~sa.exists().where(current(channel))


def wrong_value(channel: str) -> sa.ColumnElement[bool]:
    if channel == "phone":
        return sa.or_(~Identity.value.startswith("+"), Identity.value.like(OLD_MOBILE))
    mistyped = [Identity.value.endswith(f"@{host}") for host in MISTYPED_HOSTS]
    return sa.or_(~Identity.value.like("%_@_%._%"), *mistyped)


def invalid(channel: str) -> sa.ColumnElement[bool]:
    return _any(channel, wrong_value(channel))


def stale(channel: str, since: datetime) -> sa.ColumnElement[bool]:
    """Old, not verified since, and nobody spoke with the person meanwhile."""
    spoke = sa.exists().where(CustomerStats.customer_id == Customer.id, CustomerStats.last_contact_at >= since)
    newer = aliased(Identity)
    confirmed = sa.exists().where(
        newer.customer_id == Customer.id,
        newer.channel == channel,
        sa.or_(newer.created_at >= since, newer.verified_at >= since),
    )
    return sa.and_(_any(channel, Identity.created_at < since), ~confirmed, ~spoke)


def conflicting(channel: str) -> sa.ColumnElement[bool]:
    """A number that may be theirs waits for a decision; or several addresses that all claim to be theirs alone."""
    undecided = _any(channel, Identity.status == "maybe")
    if channel == "phone":
        return undecided
    own = sa.select(Identity.customer_id).where(
        Identity.channel == channel, Identity.status == "known", Identity.is_shared.is_(False)
    )
    several = own.group_by(Identity.customer_id).having(sa.func.count() > 1)
    return sa.or_(undecided, Customer.id.in_(several))


def duplicated(channel: str) -> sa.ColumnElement[bool]:
    """Somebody else has the same line as their own. Those who were merged have no lines left.

    What stands twice at all is read from the unique index alone; only those few rows are looked at.
    """
    other = aliased(Identity)
    twice = sa.select(Identity.value).where(Identity.channel == channel).group_by(Identity.value)
    same = sa.and_(other.value == Identity.value, other.customer_id != Identity.customer_id)
    found = (
        sa.select(Identity.customer_id)
        .join(other, same)
        .where(_own(Identity, channel), _own(other, channel), Identity.value.in_(twice.having(sa.func.count() > 1)))
    )
    return Customer.id.in_(found)


def _own(line: Any, channel: str) -> sa.ColumnElement[bool]:
    return sa.and_(line.channel == channel, line.status == "known", line.is_shared.is_(False))
