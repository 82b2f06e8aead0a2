"""Count what is known, wrong, old, contested and double of every field, once a day."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.crm.audit import lines, rules
from contactcenter.crm.audit.models import FieldQuality
from contactcenter.crm.fields.catalogue import list_fields
from contactcenter.crm.fields.field import Field
from contactcenter.crm.models import Customer
from contactcenter.crm.segments.timing import allow_seconds
from contactcenter.crm.stats.nightly import company_day

COLUMNS = {"invalid": "invalid", "stale": "stale", "conflicting": "conflicting", "duplicated": "duplicated"}
KEPT_DAYS = 400
MOST_SECONDS = 1_800
"""For all of it at night; of a million customers it takes a minute."""
_AT_ONCE = 6
"""Fields counted in one pass over all customers."""


def audited(session: Session) -> list[Field | str]:
    """What is measured, in the order of the page: the name, the lines, then the fields."""
    fields: list[Field | str] = [field for field in list_fields(session) if rules.is_audited(field)]
    return [fields[0], *lines.CHANNELS, *fields[1:]]


def name_of(field: Field | str) -> str:
    return field if isinstance(field, str) else field.name


def measure() -> None:
    """Write today's counts, replacing an earlier measurement of the day. Opens its own transactions."""
    moment = now()
    today = company_day(moment).date()
    with read() as session, allow_seconds(session, MOST_SECONDS):
        rows = [{"day": today, "measured_at": moment, **row} for row in _counts(session)]
    with transaction() as session:
        session.execute(sa.delete(FieldQuality).where(FieldQuality.day == today))
        session.execute(sa.delete(FieldQuality).where(FieldQuality.day < today - timedelta(days=KEPT_DAYS)))
        session.execute(sa.insert(FieldQuality), rows)


def latest_day(session: Session) -> date | None:
    return session.scalar(sa.select(sa.func.max(FieldQuality.day)))


def _counts(session: Session) -> list[dict[str, Any]]:
    customers = session.scalar(sa.select(sa.func.count()).where(Customer.merged_into_id.is_(None))) or 0
    fields = audited(session)
    found: dict[str, dict[str, Any]] = {name_of(field): {"customers": customers} for field in fields}
    _scan(session, [field for field in fields if isinstance(field, Field)], found)
    for field in fields:
        told = found[name_of(field)]
        issues = ["stale", "conflicting", "duplicated"]
        if isinstance(field, str):
            issues.append("invalid")
            told["filled"] = customers - _count(session, "missing", field)
        for issue in issues:
            told[COLUMNS[issue]] = _count(session, issue, field) if rules.has_issue(issue, field) else 0
    return [{"field": name, **told} for name, told in found.items()]


def _scan(session: Session, fields: list[Field], found: dict[str, dict[str, Any]]) -> None:
    """What the row itself tells, for several fields in one pass."""
    for start in range(0, len(fields), _AT_ONCE):
        some = fields[start : start + _AT_ONCE]
        issues = [(field, issue) for field in some for issue in ("missing", "invalid")]
        wanted = [(field.name, issue, rules.condition(issue, field)) for field, issue in issues]
        sums = [sa.func.coalesce(sa.func.sum(sa.case((met, 1), else_=0)), 0) for _, _, met in wanted]
        row = session.execute(sa.select(*sums).select_from(Customer)).one()
        for (name, issue, _), count in zip(wanted, row, strict=True):
            told = found[name]
            if issue == "missing":
                told["filled"] = told["customers"] - int(count)
            else:
                told["invalid"] = int(count)


def _count(session: Session, issue: str, field: Field | str) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Customer).where(rules.condition(issue, field))) or 0
