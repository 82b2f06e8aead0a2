"""Which columns point at a customer, what names their rows, and what must be unique: read from the metadata."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from contactcenter.core.db import Base

_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Unique:
    """What may stand once for a customer: the other columns (none: one row a customer) and a partial index's rule."""

    others: tuple[sa.Column[Any], ...]
    where: sa.ColumnElement[bool] | None = None


@dataclass(frozen=True, eq=False)
class Reference:
    """One column that points at customers. `key` names a row of one customer: the primary key without this column."""

    table: sa.Table
    column: sa.Column[Any]
    key: tuple[sa.Column[Any], ...]
    uniques: tuple[Unique, ...]

    @property
    def names(self) -> dict[str, str]:
        return {"table_name": self.table.name, "column_name": self.column.name}

    def key_sql(self, table: Any = None) -> sa.ColumnElement[str]:
        """The row's key as one text."""
        columns = (table or self.table).c
        parts = [_as_text(columns[part.name]) for part in self.key]
        if not parts:
            return sa.literal("")
        joined = parts[0]
        for part in parts[1:]:
            joined = joined.concat(sa.literal(_SEPARATOR)).concat(part)
        return joined

    def has_key(self, keys: Any) -> sa.ColumnElement[bool]:
        """Rows whose key is among `keys` (a subquery of texts).

        `IS TRUE` has PostgreSQL hash the keys: as a join it takes freshly noted moves, of which it knows no
        statistics, for one row, and compares each with each.
        """
        return self.key_sql().in_(keys).is_(True)


@cache
def list_references() -> tuple[Reference, ...]:
    """Every column that points at customers and follows a merge; `merged_into_id` is the merge itself."""
    tables = [t for t in Base.metadata.sorted_tables if t.name != "customers" and not t.info.get("stays_on_merge")]
    pointing = [
        (t, c) for t in tables for c in t.columns if any(k.column.table.name == "customers" for k in c.foreign_keys)
    ]
    return tuple(_describe(table, column) for table, column in pointing)


def find_reference(table_name: str, column_name: str) -> Reference | None:
    """None for a table that a newer or older version has."""
    for reference in list_references():
        if reference.table.name == table_name and reference.column.name == column_name:
            return reference
    return None


def equal_rows(unique: Unique, mine: Any, theirs: Any) -> sa.ColumnElement[bool]:
    """Whether two rows (aliases, or a mapping of values as `mine`) could not both be one customer's."""
    taken = mine if isinstance(mine, Mapping) else mine.c
    rules = [theirs.c[column.name] == taken[column.name] for column in unique.others]
    if unique.where is not None:
        rules.append(on_table(unique.where, theirs))
    return sa.and_(sa.true(), *rules)


def on_table(rule: sa.ColumnElement[bool], alias: Any) -> sa.ColumnElement[bool]:
    """A partial index's rule, said of an alias of its table."""
    from sqlalchemy.sql.util import ClauseAdapter

    if isinstance(alias, sa.Table):
        return rule
    adapted: sa.ColumnElement[bool] = ClauseAdapter(alias).traverse(rule)
    return adapted


def _is_customer(column: sa.Column[Any]) -> bool:
    return any(key.column.table.name == "customers" for key in column.foreign_keys)


def _describe(table: sa.Table, column: sa.Column[Any]) -> Reference:
    key = tuple(part for part in table.primary_key.columns if part is not column)
    return Reference(table, column, key, tuple(_uniques(table, column)))


def _uniques(table: sa.Table, column: sa.Column[Any]) -> list[Unique]:
    sets: list[tuple[list[sa.Column[Any]], Any]] = [(list(table.primary_key.columns), None)]
    sets += [(list(c.columns), None) for c in table.constraints if isinstance(c, sa.UniqueConstraint)]
    for index in table.indexes:
        if index.unique:
            wheres = [index.dialect_options[name].get("where") for name in ("postgresql", "sqlite")]
            sets.append((list(index.columns), next(filter(_given, wheres), None)))
    return [Unique(tuple(c for c in columns if c is not column), w) for columns, w in sets if column in columns]


def _given(where: Any) -> bool:
    return where is not None


def _as_text(column: Any) -> sa.ColumnElement[str]:
    return column if isinstance(column.type, sa.String) else sa.cast(column, sa.Text)
