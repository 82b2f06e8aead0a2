"""Writes that may wait a moment, so that one statement makes them all.

On a hot path the round trips cost more than the rows. New rows that nobody asks the database for before the next flush
(ledgers, explanations), and changes of rows that are locked, are put aside and written, whatever the tables, with that
flush: by each query of the session, and at the latest by the commit. What is rolled back takes them along.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

_SOON = "writes put aside"
_KEY = "key_of_row"

_Target = tuple[str, sa.Table, tuple[str, ...]]
"""insert | update, the table, the columns."""


@dataclass
class _Aside:
    inserts: dict[_Target, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    updates: dict[tuple[sa.Table, str], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))

    def by_target(self) -> dict[_Target, list[dict[str, Any]]]:
        targets: dict[_Target, list[dict[str, Any]]] = defaultdict(list, self.inserts)
        for (table, key), values in self.updates.items():
            targets["update", table, tuple(values)].append({_key_of(table): key, **values})
        return targets


def insert_soon(session: Session, table: sa.Table, row: dict[str, Any]) -> None:
    """Insert a row with the session's next flush. Rows it refers to are written already; no default is filled in."""
    _aside(session).inserts["insert", table, tuple(row)].append(row)


def update_soon(session: Session, row: Any, **values: Any) -> None:
    """Set attributes of an object whose row is locked, or of this transaction, and write them with the next flush."""
    if session.in_nested_transaction() or not sa.inspect(row).persistent:
        for name, value in values.items():
            setattr(row, name, value)
        return
    for name, value in values.items():
        set_committed_value(row, name, value)
    table = row.__table__
    _aside(session).updates[table, getattr(row, _key_of(table))].update(values)


def write_aside(session: Session) -> None:
    """Write what was put aside: one statement on PostgreSQL, one for each table on SQLite."""
    aside: _Aside | None = session.info.pop(_SOON, None)
    if aside is None:
        return
    targets, connection = aside.by_target(), session.connection()
    if connection.dialect.name == "postgresql":
        values = tuple(json.dumps(rows, default=_as_text, ensure_ascii=False) for rows in targets.values())
        counted = tuple((*target, len(rows) if target[0] == "update" else 0) for target, rows in targets.items())
        connection.exec_driver_sql(_together(counted), values)
    else:
        for (kind, table, columns), rows in targets.items():
            if kind == "insert":
                connection.execute(sa.insert(table), rows)
            else:
                connection.execute(_one_by_one(table, columns), [{**row, _KEY: row[_key_of(table)]} for row in rows])


def forget_aside(session: Session) -> None:
    """It belonged to what was rolled back: whatever came before a savepoint was written when it was set."""
    session.info.pop(_SOON, None)


def _aside(session: Session) -> _Aside:
    if _SOON not in session.info:
        session.info[_SOON] = _Aside()
    found: _Aside = session.info[_SOON]
    return found


@cache
def _key_of(table: sa.Table) -> str:
    (key,) = table.primary_key.columns
    return key.name


@cache
def _together(targets: tuple[tuple[str, sa.Table, tuple[str, ...], int], ...]) -> str:
    """PostgreSQL: the rows of each target are one parameter, a JSON list."""
    steps = [
        _insert(table, columns) if kind == "insert" else _update(table, columns, count)
        for kind, table, columns, count in targets
    ]
    parts = [f"part_{n} AS ({step})" for n, step in enumerate(steps[:-1])]
    return (f"WITH {', '.join(parts)} " if parts else "") + steps[-1]


def _insert(table: sa.Table, columns: tuple[str, ...]) -> str:
    names = ", ".join(columns)
    return f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {_rows(table)}"  # noqa: S608 - names of ours


def _update(table: sa.Table, columns: tuple[str, ...], count: int) -> str:
    """How many rows there are is said, else the planner takes them for a hundred and reads the whole table."""
    key, changes = _key_of(table), ", ".join(f"{name} = new.{name}" for name in columns)
    return (
        f"UPDATE {table.name} SET {changes} FROM (SELECT * FROM {_rows(table)} LIMIT {count}) AS new "  # noqa: S608
        f"WHERE {table.name}.{key} = new.{key}"
    )


def _rows(table: sa.Table) -> str:
    return f"jsonb_populate_recordset(NULL::{table.name}, %s::jsonb)"


@cache
def _one_by_one(table: sa.Table, columns: tuple[str, ...]) -> Any:
    changes: dict[str, Any] = {name: sa.bindparam(name) for name in columns}
    return sa.update(table).where(table.c[_key_of(table)] == sa.bindparam(_KEY)).values(changes)


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be put aside")
