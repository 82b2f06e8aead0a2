"""A row of any table as JSON, and back into its table."""

import base64
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from contactcenter.core.db import UtcDateTime


def as_kept(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row's values as JSON holds them."""
    return {name: _plain(value) for name, value in row.items()}


def as_stored(table: sa.Table, kept: Mapping[str, Any]) -> dict[str, Any]:
    """A kept row as its table takes it; columns that are gone are left out."""
    return {name: _typed(table.c[name], value) for name, value in kept.items() if name in table.c}


def put_back(session: Session, table: sa.Table, values: dict[str, Any]) -> bool:
    """Insert the row unless something stands in its place, or what it belongs to is gone. True when inserted."""
    if not _has_ground(session, table, values):
        return False
    connection = session.connection()
    insert: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return bool(connection.execute(statement, values).rowcount)


def _has_ground(session: Session, table: sa.Table, values: dict[str, Any]) -> bool:
    """Whether what the row refers to still exists; where it may be empty, a lost reference is emptied."""
    for column in table.columns:
        value = values.get(column.name)
        for key in column.foreign_keys if value is not None else ():
            stands = session.execute(sa.select(sa.literal(1)).where(key.column == value)).first()
            if stands is None and not column.nullable:
                return False
            if stands is None:
                values[column.name] = None
    return True


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _typed(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        return sa.null() if isinstance(column.type, sa.JSON) and column.nullable else None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    if isinstance(column.type, sa.Numeric) and not isinstance(column.type, sa.Float):
        return Decimal(value)
    return base64.b64decode(value) if isinstance(column.type, sa.LargeBinary) else value
