"""The few functions that our two databases call by different names."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class position_of(FunctionElement[int]):  # noqa: N801 - named as the SQL function it stands for
    """Where the second text first stands in the first, from 1; 0 when it does not. Case counts."""

    type = sa.Integer()
    inherit_cache = True


class month_day(FunctionElement[str]):  # noqa: N801
    """A day's month and day as "MM-DD"; of a date, or of ISO text."""

    type = sa.String()
    inherit_cache = True


class json_has_element(FunctionElement[bool]):  # noqa: N801
    """Whether the JSON list (as JSON) holds the text."""

    type = sa.Boolean()
    inherit_cache = True


class unindexed(FunctionElement[Any]):  # noqa: N801
    """The column as it is, by no index on SQLite: it takes any range for a narrow one, however many fall into it,
    and fetches each from anywhere in the table, where reading all of the table takes a tenth of the time."""

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


class at_last(FunctionElement[bool]):  # noqa: N801
    """A condition on an outer joined table by which SQLite does not begin: what it asks of the first goes first."""

    type = sa.Boolean()
    inherit_cache = True


def json_has(column: Any, code: str) -> sa.ColumnElement[bool]:
    return json_has_element(column, sa.literal(code))


@compiles(unindexed)
@compiles(at_last)
def _plain(element: Any, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)})"


@compiles(unindexed, "sqlite")
def _unindexed_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses, **kw)}"


@compiles(at_last, "sqlite")
def _at_last_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"(({compiler.process(element.clauses, **kw)}) IS TRUE)"


@compiles(position_of, "postgresql")
def _position_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **kw)})"


@compiles(position_of)
def _position(element: Any, compiler: Any, **kw: Any) -> str:
    return f"instr({compiler.process(element.clauses, **kw)})"


@compiles(month_day, "postgresql")
def _month_day_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    [day] = element.clauses
    written = compiler.process(day, **kw)
    if isinstance(day.type, sa.Date):
        return f"to_char({written}, 'MM-DD')"  # a cast to text would follow the session's DateStyle
    return f"substr({written}, 6, 5)"


@compiles(month_day)
def _month_day(element: Any, compiler: Any, **kw: Any) -> str:
    return f"substr({compiler.process(element.clauses, **kw)}, 6, 5)"


@compiles(json_has_element, "postgresql")
def _json_has_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    column, code = (compiler.process(part, **kw) for part in element.clauses)
    return f"({column} @> to_jsonb(CAST({code} AS TEXT)))"


@compiles(json_has_element)
def _json_has(element: Any, compiler: Any, **kw: Any) -> str:
    column, code = (compiler.process(part, **kw) for part in element.clauses)
    return f"EXISTS (SELECT 1 FROM json_each({column}) WHERE json_each.value = {code})"  # noqa: S608 - both are compiled expressions
