"""A large company's customers and their history, made by the database itself in set-based statements.

`populate(kind, url, people, items)` fills an empty database: customers with Vietnamese names in
their real proportions (four in ten are a Nguyễn), a phone each, some emails, companies and owners,
and timeline items of five years of which customer 0 has a thousandth. What other areas keep is
filled in where their tables exist. A million people with ten million items take a few minutes.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bench.company import hire
from bench.population_names import FAMILIES, GIVEN, MIDDLES, spread
from bench.population_sql import Sql, draw
from contactcenter import migrate, tables  # noqa: F401 - every model
from contactcenter.core import db
from contactcenter.core.db import Base, transaction
from contactcenter.factory import ensure_defaults

BATCH = 250_000
YEARS = 5
STAFF = 40
PREFIXES = ("90", "91", "93", "96", "97", "98", "86", "32")


@dataclass(frozen=True)
class Population:
    """What was made. People are numbered from 0."""

    people: int
    items: int

    def customer_id(self, n: int) -> str:
        return f"cus_{n:026d}"

    def phone(self, n: int) -> str:
        """E.164."""
        return f"+84{PREFIXES[n % len(PREFIXES)]}{n * 7919 % 10_000_000:07d}"


def populate(kind: str, url: str, people: int, items: int, *, owners: list[str] | None = None) -> Population:
    """Fill the empty database at `url` ('sqlite' or 'postgresql'); migrates it first, binds the process to it."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    engine = db.configure(url)
    migrate.upgrade(url)
    ensure_defaults()
    sql, now = Sql(engine.dialect.name), int(time.time())
    assert kind == sql.dialect, f"{url} is no {kind}"
    if owners is None:
        _hire_staff()
    with engine.connect() as connection, _hastily(connection, sql):
        staff = owners if owners is not None else list(connection.scalars(sa.text("SELECT id FROM users ORDER BY id")))
        _name_tables(connection, staff)
        for table, count, columns in (
            ("customers", people, _customers(sql, now, bool(staff))),
            ("identities", people, _phones(sql, now)),
            ("identities", people, _emails(sql, now)),
            ("timeline_items", items, _items(sql, now, people, bool(staff))),
        ):
            _fill(connection, sql, table, count, columns)
    _contributed(people, now)
    _look_over(url, sql)
    return Population(people, items)


_contributions: list[Callable[[Sql, int, int], None]] = []


def contribute(fn: Callable[[Sql, int, int], None]) -> Callable[[Sql, int, int], None]:
    """Let an area fill its own tables: `fn(sql, people, now_unix_seconds)`, with `fill` or transactions of its own."""
    _contributions.append(fn)
    return fn


def _contributed(people: int, now: int) -> None:
    from bench import population_areas  # noqa: F401 - contributes

    for fn in _contributions:
        fn(Sql(db.engine().dialect.name), people, now)


def _hire_staff() -> None:
    """People to own customers and to have spoken with them, where there are none."""
    with transaction() as session:
        if session.scalar(sa.text("SELECT id FROM users LIMIT 1")) is None:
            for n in range(STAFF):
                hire(session, f"staff_{n}", "agent")


@dataclass(frozen=True)
class Columns:
    """A row of a table by SQL expressions of `n`; `joins` and `where` follow FROM g."""

    values: Mapping[str, str]
    joins: str = ""
    where: str = "1 = 1"


def _name_tables(connection: sa.Connection, staff: list[str]) -> None:
    """Small temporary tables to draw from by position."""
    for table, rows in (("bench_families", FAMILIES), ("bench_middles", MIDDLES), ("bench_given", GIVEN)):
        connection.execute(sa.text(f"CREATE TEMPORARY TABLE {table} (i INTEGER PRIMARY KEY, name TEXT, folded TEXT)"))
        drawn = [{"i": i, "name": name, "folded": folded} for i, (name, folded) in enumerate(spread(rows))]
        connection.execute(sa.text(f"INSERT INTO {table} VALUES (:i, :name, :folded)"), drawn)
    connection.execute(sa.text("CREATE TEMPORARY TABLE bench_staff (i INTEGER PRIMARY KEY, id TEXT)"))
    people = [{"i": i, "id": staff[i % len(staff)] if staff and i < 700 else None} for i in range(1000)]
    connection.execute(sa.text("INSERT INTO bench_staff VALUES (:i, :id)"), people)


_NAMED = f"""
JOIN bench_families f ON f.i = {draw(1, 100)} JOIN bench_middles m ON m.i = {draw(2, 100)}
JOIN bench_given v ON v.i = {draw(3, 100)} JOIN bench_staff o ON o.i = {draw(4, 1000)}"""


def _customers(sql: Sql, now: int, _has_staff: bool) -> Columns:
    born = f"{now} - {draw(5, YEARS * 365)} * 86400"
    company = f"CASE WHEN {draw(6, 10)} = 0 THEN 'Công ty TNHH ' || v.name || ' ' || {draw(7, 5000)} END"
    return Columns(
        {
            "id": f"'cus_' || {sql.padded('n', 26)}",
            "display_name": "f.name || ' ' || m.name || ' ' || v.name",
            "name_folded": "f.folded || ' ' || m.folded || ' ' || v.folded",
            "company": company,
            "province": f"CASE {draw(8, 4)} WHEN 0 THEN 'Hà Nội' WHEN 1 THEN 'TP. Hồ Chí Minh' END",
            "gender": f"CASE {draw(9, 3)} WHEN 0 THEN 'female' WHEN 1 THEN 'male' END",
            "status": f"CASE {draw(10, 5)} WHEN 0 THEN 'potential' WHEN 1 THEN 'current' WHEN 2 THEN 'lapsed'"
            " WHEN 3 THEN 'loyal' ELSE 'past' END",
            "segment": f"CASE {draw(11, 20)} WHEN 0 THEN 'vip' WHEN 1 THEN 'potential' END",
            "preferred_channel": f"CASE {draw(12, 3)} WHEN 0 THEN 'phone' WHEN 1 THEN 'zalo' END",
            "owner_id": "o.id",
            "created_at": sql.moment(born),
            "updated_at": sql.moment(born),
        },
        joins=_NAMED,
    )  # fmt: skip


def _phones(sql: Sql, now: int) -> Columns:
    prefix = " ".join(f"WHEN {i} THEN '{written}'" for i, written in enumerate(PREFIXES))
    last9 = f"(CASE n % {len(PREFIXES)} {prefix} END) || {sql.padded('n * 7919 % 10000000', 7)}"
    return Columns(
        {
            "id": f"'idn_' || {sql.padded('n * 2', 26)}",
            "customer_id": f"'cus_' || {sql.padded('n', 26)}",
            "channel": "'phone'",
            "value": f"'+84' || {last9}",
            "national": f"'0' || substr({last9}, 1, 3) || ' ' || substr({last9}, 4, 3) || ' ' || substr({last9}, 7, 3)",
            "last9": last9,
            "created_at": sql.moment(str(now)),
        }
    )


def _emails(sql: Sql, now: int) -> Columns:
    host = f"CASE {draw(14, 4)} WHEN 0 THEN 'yahoo.com.vn' WHEN 1 THEN 'nhaxanh.vn' ELSE 'gmail.com' END"
    address = f"v.folded || '.' || f.folded || n || '@' || {host}"
    return Columns(
        {
            "id": f"'idn_' || {sql.padded('n * 2 + 1', 26)}",
            "customer_id": f"'cus_' || {sql.padded('n', 26)}",
            "channel": "'email'",
            "value": address,
            "national": address,
            "created_at": sql.moment(str(now)),
        },
        joins=_NAMED,
        where=f"{draw(13, 5)} < 2",
    )


def _items(sql: Sql, now: int, people: int, _has_staff: bool) -> Columns:
    """Every thousandth item is customer 0's, the rest are spread; newer items have higher numbers, as in life."""
    whose = f"CASE WHEN n % 1000 = 0 THEN 0 ELSE {draw(20, people)} END"
    mixed = draw(21, 20)
    some = "CASE WHEN {0} < 11 THEN '{1}' WHEN {0} < 15 THEN '{2}' WHEN {0} < 18 THEN '{3}' ELSE '{4}' END"
    kind = some.format(mixed, "call", "message", "note", "order")
    channel = some.format(mixed, "voice", "zalo", "internal", "web")
    age = f"({YEARS * 365 * 86_400}.0 / {{items}} * ({{items}} - n))"
    return Columns(
        {
            "id": f"'tli_' || {sql.padded('n', 26)}",
            "customer_id": f"'cus_' || {sql.padded(whose, 26)}",
            "kind": kind,
            "channel": channel,
            "occurred_at": sql.moment(f"{now} - CAST({age} AS INTEGER)"),
            "summary": "'Trao đổi số ' || n",
            "agent_id": "o.id",
            "ref_id": f"'ref_' || {sql.padded('n', 26)}",
            **(
                {"has_recording": _truth(sql, f"{draw(21, 20)} < 8")} if _has("timeline_items", "has_recording") else {}
            ),
        },
        joins=f"JOIN bench_staff o ON o.i = {draw(4, 1000)}",
    )


def _truth(sql: Sql, condition: str) -> str:
    return f"({condition})" if sql.is_postgres else f"CAST(({condition}) AS INTEGER)"


def _has(table: str, column: str) -> bool:
    return table in Base.metadata.tables and column in Base.metadata.tables[table].c


def _fill(connection: sa.Connection, sql: Sql, table: str, count: int, columns: Columns) -> None:
    """Insert `count` rows in batches, without the table's plain indexes, which are built afterwards."""
    written = {**_defaults(sql, table), **columns.values}
    names, values = ", ".join(written), ", ".join(written.values()).replace("{items}", str(count))
    indexes = _drop_indexes(connection, table)
    for start in range(0, count, BATCH):
        source = sql.series(start, min(start + BATCH, count))
        statement = f"INSERT INTO {table} ({names}) SELECT {values} FROM {source} {columns.joins} WHERE {columns.where}"
        connection.exec_driver_sql(statement.replace("%", "%%") if sql.is_postgres else statement)
        connection.commit()
    for index in indexes:
        index.create(connection)
    connection.commit()


def fill(sql: Sql, table: str, count: int, values: Mapping[str, str], *, where: str = "1 = 1", joins: str = "") -> None:
    """Fill another area's table with rows by SQL expressions of `n`, 0 ≤ n < count."""
    with db.engine().connect() as connection, _hastily(connection, sql):
        _fill(connection, sql, table, count, Columns(values, joins, where))


def _drop_indexes(connection: sa.Connection, table: str) -> list[sa.Index]:
    there = {index["name"] for index in sa.inspect(connection).get_indexes(table)}
    plain = [index for index in Base.metadata.tables[table].indexes if not index.unique and index.name in there]
    for index in plain:
        index.drop(connection)
    connection.commit()
    return plain


def _defaults(sql: Sql, table: str) -> dict[str, str]:
    """What the models give a column when nothing is said: areas add columns, and this file need not know."""
    found = {}
    for column in Base.metadata.tables[table].c:
        if column.nullable or column.default is None or column.primary_key:
            continue
        value: Any = getattr(column.default, "arg", None)
        if callable(value):
            try:
                value = value(None)  # SQLAlchemy wraps what takes no argument
            except (TypeError, AttributeError):  # made of the row's other values
                continue
        if isinstance(value, bool | int | float | str | dict | list):
            found[column.name] = sql.literal(value)
    return found


@contextmanager
def _hastily(connection: sa.Connection, sql: Sql) -> Iterator[None]:
    """Without the waits that keep an acknowledgement through a power cut; the measured product has its own."""
    if sql.is_postgres:
        for setting in ("synchronous_commit = off", "maintenance_work_mem = '512MB'", "statement_timeout = 0"):
            connection.exec_driver_sql(f"SET {setting}")
        connection.commit()
        yield
        connection.exec_driver_sql("RESET ALL")
        connection.commit()
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA cache_size=-400000")
    raw.execute("PRAGMA foreign_keys=OFF")  # every row refers to one made above
    yield
    raw.execute("PRAGMA cache_size=-32000")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA synchronous=FULL")


def _look_over(url: str, sql: Sql) -> None:
    """What autovacuum does in a night: without it the first queries meet unseen pages and no statistics.

    SQLite keeps no statistics unless it is asked to, which the product never does: so it plans without.
    """
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if sql.is_postgres else "PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    db.engine().dispose()


__all__ = ["Population", "Sql", "contribute", "draw", "fill", "populate"]
