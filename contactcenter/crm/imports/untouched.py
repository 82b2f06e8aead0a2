"""Whether anything hangs on a customer by now but what an import and the indexes put there."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.db import Base
from contactcenter.crm.models import FieldChange

DERIVED = frozenset(
    {
        "customer_stats",
        "customer_terms",
        "duplicate_keys",
        "duplicate_marks",
        "duplicate_pairs",
        "search_texts",
        "segment_log",
        "segment_marks",
        "segment_members",
    }
)
"""Tables whose rows follow from a customer's own and go with them. What is not named here counts as somebody's work."""


def find_touched(session: Session, ids: list[str], import_id: str) -> dict[str, str]:
    """Customer id → why they stay, of those that something else leads to."""
    touched: dict[str, str] = {}
    for table, column in _references():
        statement = sa.select(column).where(column.in_(ids)).distinct()
        if table.name == "field_changes":
            statement = statement.where(~_is_own(table, import_id))
        if table.name == "import_rows":
            standing = sa.and_(table.c.outcome.in_(("created", "updated")), _stands(table))
            statement = statement.where(table.c.import_id != import_id, standing)
        if table.name == "identities":
            statement = statement.where(table.c.source != "import")
        for (customer_id,) in session.execute(statement):
            touched.setdefault(customer_id, _reason(table.name))
    return touched


def find_own_changes(session: Session, ids: list[str], import_id: str) -> set[str]:
    """Of these, the ids whose later versions come from the import itself, its undo, or rules."""
    table: Any = FieldChange.__table__
    statement = sa.select(table.c.customer_id).where(table.c.customer_id.in_(ids), _is_own(table, import_id))
    return set(session.scalars(statement.distinct()))


def _is_own(table: Any, import_id: str) -> sa.ColumnElement[bool]:
    batches = (import_id, undo_batch(import_id))
    return sa.or_(sa.func.coalesce(table.c.batch_id, "").in_(batches), table.c.cause == "rule")


def _stands(table: sa.Table) -> sa.ColumnElement[bool]:
    """What a row of a file brought is still there: its own import was not undone, or kept it."""
    return sa.or_(table.c.undo.is_(None), table.c.undo == "kept")


def undo_batch(import_id: str) -> str:
    """What names the undo's changes in the history."""
    return f"undo-{import_id}"


def _reason(table: str) -> str:
    return {"customers": "merged", "calls": "has_calls", "timeline_items": "has_calls"}.get(table, "in_use")


def _references() -> list[tuple[sa.Table, sa.ColumnElement[Any]]]:
    """Every column of ours that leads to a customer, but for those of derived tables."""
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        if table.name not in DERIVED
        for column in table.columns
        if any(key.target_fullname == "customers.id" for key in column.foreign_keys)
    ]
