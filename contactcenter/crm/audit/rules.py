"""What is wrong with a customer's field, as a condition on `Customer`: the same for counting, showing and mending.

missing      nothing is known
invalid      it cannot be meant: two spaces, "test", a birthday to come, a number nobody can call, an owner who left
stale        known for two years and neither changed nor confirmed since, where such things change
conflicting  different hands changed it within half a year, or it contradicts another field
duplicated   somebody else has the same, where one would have one's own
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core.clock import now
from contactcenter.core.errors import NotFound
from contactcenter.crm.audit import lines
from contactcenter.crm.fields.catalogue import get_field
from contactcenter.crm.fields.field import Field
from contactcenter.crm.fields.values import expression
from contactcenter.crm.models import Customer, FieldChange

ISSUES = ("missing", "invalid", "stale", "conflicting", "duplicated")
STALE_AFTER = timedelta(days=730)
CONFLICT_WITHIN = timedelta(days=182)
OLDEST_PERSON = timedelta(days=110 * 365)
LARGEST_HOUSEHOLD = 30

PLACEHOLDERS = ("-", "--", ".", "?", "x", "xx", "xxx", "n/a", "na", "none", "null", "test", "không", "khong", "chưa rõ")
LASTING = frozenset({"display_name", "honorific", "birthday", "gender", "notes", "status", "segment", "owner_id"})
"""Fields that do not go stale by themselves, or that our own work keeps moving."""
_SHE, _HE = ("chị", "cô", "bà", "ms", "mrs"), ("anh", "ông", "chú", "mr")


def is_audited(field: Field) -> bool:
    """A yes or no is always there; the standing notes are nobody's duty."""
    return field.type != "boolean" and field.name != "notes"


def find_part(session: Session, name: str) -> Field | str:
    """A field of the catalogue, or a line (`phone`, `email`). Raises NotFound `unknown_field`."""
    return name if name in lines.CHANNELS else get_field(session, name)


def condition(issue: str, field: Field | str) -> sa.ColumnElement[bool]:
    """Customers of whom `field` (or the line `phone`, `email`) has that issue. Raises NotFound for an unknown issue."""
    rules = _OF_LINES if isinstance(field, str) else _OF_FIELDS
    if issue not in rules:
        raise NotFound("unknown_issue", "There is no such issue.", issue=issue[:40])
    if not has_issue(issue, field):
        return sa.false()
    return sa.and_(Customer.merged_into_id.is_(None), rules[issue](field))


def has_issue(issue: str, field: Field | str) -> bool:
    """Whether a field can have that issue at all: where it cannot, there is nothing to count."""
    if isinstance(field, str):
        return True
    if issue == "stale":
        return field.name not in LASTING
    return issue != "duplicated" or field.name == "display_name"


def filled(field: Field) -> sa.ColumnElement[bool]:
    held = _text(field) if field.is_custom else expression(field)
    if field.type in ("text", "long_text", "choice", "person") or field.is_custom:
        return (
            sa.and_(held.is_not(None), held != "", held != "[]")
            if field.is_custom
            else sa.and_(held.is_not(None), held != "")
        )
    return held.is_not(None)


def _text(field: Field) -> Any:
    """A custom field as text, whatever its type: there or not is the same question for all."""
    return Customer.custom[field.key].as_string()


def _missing(field: Field) -> sa.ColumnElement[bool]:
    return sa.not_(sa.func.coalesce(filled(field), sa.false()))


def _invalid(field: Field) -> sa.ColumnElement[bool]:
    wrong: sa.ColumnElement[bool] = sa.false()
    if field.type in ("text", "long_text"):
        wrong = _careless(field)
    elif field.type == "date":
        wrong = _unlikely_date(field)
    elif field.type == "choice":
        wrong = expression(field).not_in(field.codes)
    elif field.type == "person":
        gone = sa.select(User.id).where(User.is_active.is_(False))
        wrong = expression(field).in_(gone)
    elif field.name == "household_size":
        wrong = sa.or_(Customer.household_size > LARGEST_HOUSEHOLD, Customer.household_size == 0)
    return sa.and_(filled(field), wrong)


def _careless(field: Field) -> sa.ColumnElement[bool]:
    held = expression(field)
    wrong = [held != sa.func.trim(held), held.contains("  "), sa.func.lower(held).in_(PLACEHOLDERS)]
    if field.name == "display_name":
        cased = sa.func.upper(held) != sa.func.lower(held)
        wrong.append(sa.and_(cased, sa.or_(held == sa.func.upper(held), held == sa.func.lower(held))))
        wrong += [held.contains(digit) for digit in "0123456789"]
    return sa.or_(*wrong)


def _unlikely_date(field: Field) -> sa.ColumnElement[bool]:
    if field.name != "birthday":
        return sa.false()
    today = now().date()
    return sa.or_(Customer.birthday > today, Customer.birthday < today - OLDEST_PERSON)


def _stale(field: Field) -> sa.ColumnElement[bool]:
    since = now() - STALE_AFTER
    confirmed = sa.select(FieldChange.customer_id).where(FieldChange.field == field.name, FieldChange.at >= since)
    return sa.and_(filled(field), Customer.created_at < since, Customer.id.not_in(confirmed))


def _conflicting(field: Field) -> sa.ColumnElement[bool]:
    contested = Customer.id.in_(_contested(field.name, now() - CONFLICT_WITHIN))
    if field.name != "gender":
        return contested
    title = sa.func.lower(Customer.honorific)
    says_other = sa.or_(
        sa.and_(Customer.gender == "male", title.in_(_SHE)), sa.and_(Customer.gender == "female", title.in_(_HE))
    )
    return sa.or_(contested, sa.func.coalesce(says_other, sa.false()))


def _contested(name: str, since: datetime) -> sa.Select[Any]:
    hands = sa.func.count(sa.distinct(sa.func.coalesce(FieldChange.actor_id, FieldChange.cause)))
    changed = sa.select(FieldChange.customer_id).where(
        FieldChange.field == name, FieldChange.at >= since, FieldChange.cause.not_in(("undo", "rule"))
    )
    return changed.group_by(FieldChange.customer_id).having(hands > 1)


def _duplicated(field: Field) -> sa.ColumnElement[bool]:
    if field.name != "display_name":
        return sa.false()
    twice = sa.select(Customer.name_folded).where(Customer.merged_into_id.is_(None), Customer.name_folded.contains(" "))
    return Customer.name_folded.in_(twice.group_by(Customer.name_folded).having(sa.func.count() > 1))


_OF_FIELDS: dict[str, Any] = {
    "missing": _missing,
    "invalid": _invalid,
    "stale": _stale,
    "conflicting": _conflicting,
    "duplicated": _duplicated,
}
_OF_LINES: dict[str, Any] = {
    "missing": lines.missing,
    "invalid": lines.invalid,
    "stale": lambda channel: lines.stale(channel, now() - STALE_AFTER),
    "conflicting": lines.conflicting,
    "duplicated": lines.duplicated,
}
