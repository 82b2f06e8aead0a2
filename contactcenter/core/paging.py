"""Keyset paging for live lists: rows that arrive meanwhile neither repeat nor hide others.

A cursor is the ordering values of the last row shown, as base64 JSON. It is opaque but
not secret and not signed: it only says where to go on, and every page applies the
reader's own filters and permissions again.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from contactcenter.core.db import UtcDateTime
from contactcenter.core.errors import Invalid

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

Column = InstrumentedAttribute[Any] | sa.ColumnElement[Any]


@dataclass(frozen=True)
class Page:
    """`items` in order; `next_cursor` is None on the last page."""

    items: list[Any]
    next_cursor: str | None


def page(
    session: Session,
    statement: sa.Select[Any],
    order: Sequence[Column],
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
    is_descending: bool = True,
) -> Page:
    """One page of `statement`, which must have no order, limit or offset of its own.

    `order` are never-null columns, such as (Call.started_at, Call.id), that together
    name a row. Items are entities when one thing was selected, else rows. Raises Invalid
    for a cursor that this function did not make.
    """
    columns = list(order)
    if cursor:
        statement = statement.where(after_cursor(columns, cursor, is_descending=is_descending))
    keys = [column.label(f"page_key_{n}") for n, column in enumerate(columns)]
    by = [column.desc() if is_descending else column.asc() for column in columns]
    rows = session.execute(statement.add_columns(*keys).order_by(*by).limit(limit + 1)).all()
    shown = rows[:limit]
    has_more = len(rows) > limit
    return Page(
        items=[_item(row, len(keys)) for row in shown],
        next_cursor=_encode(shown[-1][-len(keys) :]) if has_more and shown else None,
    )


def after_cursor(order: Sequence[Column], cursor: str, *, is_descending: bool = True) -> sa.ColumnElement[bool]:
    """The rows that come after a cursor: for the parts of a union, so that each reads no more than it must.

    Raises Invalid for a cursor that `page` did not make.
    """
    here = sa.tuple_(*order)
    edge = sa.tuple_(*(sa.literal(v, c.type) for v, c in zip(_decode(cursor, order), order, strict=True)))
    return here < edge if is_descending else here > edge


def _item(row: Any, key_count: int) -> Any:
    selected = row[:-key_count]
    return selected[0] if len(selected) == 1 else selected


def _encode(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def _decode(cursor: str, columns: Sequence[Column]) -> list[Any]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        return [_value(value, column) for value, column in zip(values, columns, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Invalid("bad_cursor", "The cursor is not one that this list gave.", cursor=["Not valid."]) from error


def _value(value: Any, column: Column) -> Any:
    """`value` as this column's own type, or ValueError: anybody may write a cursor."""
    is_moment = isinstance(column.type, UtcDateTime)  # a type decorator does not tell its Python type
    wanted = datetime if is_moment else column.type.python_type
    if wanted is datetime and isinstance(value, str):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("a moment has a zone")
        return moment.astimezone(UTC)
    if wanted is str and isinstance(value, str) and value.isprintable() and len(value) <= 300:
        return value
    if wanted is int and isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
        return value
    raise ValueError("not a value of this list")
