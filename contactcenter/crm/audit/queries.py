"""The state of the data as the page shows it."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.audit import lines, measuring, rules
from contactcenter.crm.audit.models import BulkFix, FieldQuality
from contactcenter.crm.fields.field import Field
from contactcenter.crm.history import field_labels
from contactcenter.crm.queries import user_names

TREND_DAYS = 30


def quality(session: Session) -> dict[str, Any]:
    """The last measurement with a month's trend; `measured_at` is None before the first."""
    day = measuring.latest_day(session)
    if day is None:
        return {"measured_at": None, "customers": 0, "items": []}
    recent = sa.select(FieldQuality).where(FieldQuality.day > day - timedelta(days=TREND_DAYS))
    days: dict[str, list[FieldQuality]] = defaultdict(list)
    for row in session.scalars(recent.order_by(FieldQuality.day)):
        days[row.field].append(row)
    named = [(field, days[measuring.name_of(field)]) for field in measuring.audited(session)]
    shown = [_shown(field, told) for field, told in named if told]
    newest = [rows[-1] for rows in days.values() if rows]
    return {
        "measured_at": max(row.measured_at for row in newest),
        "customers": max(row.customers for row in newest),
        "items": shown,
    }


def _shown(field: Field | str, days: list[FieldQuality]) -> dict[str, Any]:
    last = days[-1]
    is_line = isinstance(field, str)
    vi, en = lines.LABELS[field] if isinstance(field, str) else (field.label_vi, field.label_en)
    return {
        "field": last.field,
        "label_vi": vi,
        "label_en": en,
        "group": "identity" if isinstance(field, str) else field.group,
        "is_line": is_line,
        "issues": [issue for issue in rules.ISSUES if rules.has_issue(issue, field)],
        "customers": last.customers,
        "filled": last.filled,
        "invalid": last.invalid,
        "stale": last.stale,
        "conflicting": last.conflicting,
        "duplicated": last.duplicated,
        "trend": [{"day": row.day, "filled": row.filled, "customers": row.customers} for row in days],
    }


def list_fixes(session: Session, limit: int = 20) -> list[dict[str, Any]]:
    """The changes made to many at once, the last one first."""
    rows = list(session.scalars(sa.select(BulkFix).order_by(BulkFix.created_at.desc(), BulkFix.id.desc()).limit(limit)))
    return present_fixes(session, rows)


def present_fixes(session: Session, rows: list[BulkFix]) -> list[dict[str, Any]]:
    names = user_names(session, {row.created_by for row in rows})
    labels = field_labels(session, {row.field for row in rows}) | lines.LABELS
    columns = (
        "id", "version", "state", "action", "field", "target", "total", "seen", "changed", "skipped", "restored",
        "kept", "created_by", "created_at", "finished_at",
    )  # fmt: skip
    return [
        {
            **{name: getattr(row, name) for name in columns},
            "created_by_name": names.get(row.created_by or ""),
            "label_vi": labels[row.field][0],
            "label_en": labels[row.field][1],
        }
        for row in rows
    ]
