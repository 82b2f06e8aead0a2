"""The few things that the two databases write differently, and numbers that look random."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sql:
    """The few things that the two databases write differently."""

    dialect: str

    @property
    def is_postgres(self) -> bool:
        return self.dialect == "postgresql"

    def series(self, start: int, end: int) -> str:
        """A table expression `g(n)` of start ≤ n < end."""
        if self.is_postgres:
            return f"(SELECT n::bigint FROM generate_series({start}, {end - 1}) AS s(n)) AS g"
        return (
            f"(WITH RECURSIVE s(n) AS (SELECT {start} UNION ALL SELECT n + 1 FROM s WHERE n < {end - 1})"
            " SELECT n FROM s) AS g"
        )

    def padded(self, number: str, width: int) -> str:
        zeros = "0" * width
        return (
            f"right('{zeros}' || ({number}), {width})" if self.is_postgres
            else f"substr('{zeros}' || ({number}), -{width})"
        )  # fmt: skip

    def moment(self, unix_seconds: str) -> str:
        if self.is_postgres:
            return f"to_timestamp({unix_seconds})"
        return f"strftime('%Y-%m-%d %H:%M:%S.000000', {unix_seconds}, 'unixepoch')"

    def literal(self, value: Any) -> str:
        """A column's plain default."""
        if isinstance(value, bool):
            return str(value).lower() if self.is_postgres else str(int(value))
        if isinstance(value, int | float):
            return str(value)
        text = "{}" if value == {} else "[]" if value == [] else str(value)
        return "'" + text.replace("'", "''") + "'"


def draw(salt: int, size: int, of: str = "n") -> str:
    """A number below `size` that looks random and is always the same for `of`."""
    mixed = f"(({of} * 48271 + {salt * 7_368_787 + 12_345}) % 2147483647)"
    return f"({mixed} * {mixed} % 2147483629 / 64 % {size})"
