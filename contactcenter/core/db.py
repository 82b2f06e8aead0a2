"""The database: one engine a process, transactions opened by the edges, events with them.

`transaction()` commits or rolls back as a whole and publishes its events afterwards;
`read()` never writes. SQLite: the driver's implicit transactions lose updates between
threads, so transactions begin explicitly, IMMEDIATE for writers (measured: 200 of 200
increments kept, against 65 by default), with WAL and synchronous=FULL, since an
acknowledged delivery must survive a power cut.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Session

from contactcenter.core import events
from contactcenter.core.remembered import forget_everything
from contactcenter.core.writes import forget_aside, write_aside

Json = sa.JSON().with_variant(JSONB(), "postgresql")

IDLE_SECONDS = 5
"""A connection used more recently is taken to stand: asking each time would cost every transaction a round trip.
Who meets one that broke meanwhile loses that one unit of work, and the pool is renewed."""

LOCK_WAIT_SECONDS = 4
"""How long a statement waits for a lock. Under Twilio's 15 s, with room for an apology."""

_TURN, _HOLDS_TURN = "the writers' turn", "holds the writers' turn"


class UtcDateTime(sa.TypeDecorator[datetime]):
    """Aware UTC in Python; refuses naive values. Stored without zone on SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table; names constraints so that migrations can find them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: Json, list[Any]: Json}


class _UnitOfWork(Session):
    """Keeps what it has loaded until it ends, and writes with each flush what was put aside (writes.py).

    The identity map alone holds objects weakly: what one step read, the next would read again.
    """

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        write_aside(self)
        super().flush(objects)


@sa.event.listens_for(_UnitOfWork, "after_soft_rollback")
def _forget(session: Session, _ended: Any) -> None:
    forget_aside(session)


@sa.event.listens_for(_UnitOfWork, "loaded_as_persistent")
@sa.event.listens_for(_UnitOfWork, "pending_to_persistent")
@sa.event.listens_for(_UnitOfWork, "detached_to_persistent")
def _keep(session: Session, instance: object) -> None:
    session.info.setdefault("loaded", []).append(instance)


class _Current:
    engine: sa.Engine | None = None
    writer: sa.Engine | None = None


def configure(database_url: str, *, pool_size: int = 20) -> sa.Engine:
    """Bind this process to a database, replacing an earlier one. Returns the engine."""
    return use(create_engine(database_url, pool_size=pool_size))


def use(engine: sa.Engine) -> sa.Engine:
    """Bind this process to what the engine reaches; the connections of the one before are closed. Returns it."""
    forget_everything()
    if _Current.engine is not None:
        _Current.engine.dispose()
    _Current.engine = engine
    _Current.writer = engine.execution_options(is_writer=True)
    return engine


def create_engine(database_url: str, *, pool_size: int = 20) -> sa.Engine:
    is_sqlite = database_url.startswith("sqlite")
    arguments: dict[str, Any] = (
        {"timeout": LOCK_WAIT_SECONDS, "check_same_thread": False}
        if is_sqlite
        else {
            "connect_timeout": 3,
            "options": f"-c lock_timeout={LOCK_WAIT_SECONDS}s -c statement_timeout=8s -c timezone=UTC",
        }
    )
    engine = sa.create_engine(
        database_url,
        connect_args=arguments,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=LOCK_WAIT_SECONDS,
        hide_parameters=True,  # bound values (names, bodies, hashes) must not reach a log through an error
    )
    if is_sqlite:
        sa.event.listen(engine, "connect", _prepare_sqlite)
        _begin_in_turns(engine)
    else:
        _ping_the_idle(engine)
    return engine


def engine() -> sa.Engine:
    """The engine this process is bound to."""
    if _Current.engine is None:
        raise RuntimeError("no database is configured: call configure() first")
    return _Current.engine


def writer() -> sa.Engine:
    """The same engine, sharing its pool, for what will write."""
    return _Current.writer or engine().execution_options(is_writer=True)


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: commits at the end, then publishes what was emitted; else nothing."""
    with _UnitOfWork(writer(), expire_on_commit=False) as session:
        with session.begin():
            yield session
            events.finish(session)
            session.flush()
        pending = events.take_pending(session)
    events.publish(pending)


@contextmanager
def read() -> Iterator[Session]:
    """A session for reading; whatever it might change is rolled back.

    Closing rolls back; an explicit rollback would also expire what was read, and callers
    go on using that after the block.
    """
    with Session(engine(), expire_on_commit=False) as session:
        yield session


@contextmanager
def glance() -> Iterator[Session]:
    """A session for a single read: on PostgreSQL without a transaction, which would cost two more round trips."""
    reading = engine()
    if reading.dialect.name == "postgresql":
        reading = reading.execution_options(isolation_level="AUTOCOMMIT")
    with Session(reading, expire_on_commit=False) as session:
        yield session


@contextmanager
def committing() -> Iterator[Any]:
    """A driver's connection on which each statement is a transaction of its own.

    Raises the driver's errors; the connection is then not used again.
    """
    pooled: Any = engine().raw_connection()
    try:
        if engine().dialect.name == "postgresql":
            pooled.driver_connection.autocommit = True
            yield pooled.driver_connection
            pooled.driver_connection.autocommit = False
        else:
            _take_turn(pooled.record_info)
            yield pooled.driver_connection
    except BaseException:
        pooled.invalidate()
        raise
    pooled.close()


def wait_at_most(session: Session, seconds: float) -> None:
    """Let no further statement of this transaction wait longer for a lock. On SQLite nothing waits inside one."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{round(seconds * 1000)}ms'")


def insert_once(session: Session, table: type[Base], values: dict[str, Any], *, key: list[str]) -> bool:
    """Insert unless a row with the same unique `key` stands already; True when inserted."""
    connection = session.connection()
    statement = _insert_once(table, connection.dialect.name, tuple(key))
    return bool(connection.execute(statement, values).rowcount)


@cache
def _insert_once(table: type[Base], dialect: str, key: tuple[str, ...]) -> Any:
    """Built once: building a statement costs more than running it."""
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table.__table__).on_conflict_do_nothing(index_elements=key)
    return statement.execution_options(preserve_rowcount=True)  # else an insert reports -1 on PostgreSQL


Row = TypeVar("Row", bound=Base)


def add_once(session: Session, table: type[Row], values: dict[str, Any], *, key: tuple[str, ...]) -> Row | None:
    """Insert as `insert_once` does; the object in the session, or None when there is a row of that key.

    One statement, where inserting and reading are two. What else the session holds is not flushed.
    """
    statement = _add_once(table, session.connection().dialect.name, key)
    return session.scalars(statement, [values]).one_or_none()


@cache
def _add_once(table: type[Base], dialect: str, key: tuple[str, ...]) -> Any:
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table).on_conflict_do_nothing(index_elements=key).returning(table)
    return statement.execution_options(autoflush=False)


def _ping_the_idle(engine: sa.Engine) -> None:
    """Ask a pooled connection whether it lives before it is used again after a while."""

    @sa.event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["used_at"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        used_at = record.info.get("used_at")
        if used_at is None or time.monotonic() - used_at < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise sa.exc.InvalidatePoolError from error  # the pool then connects anew, and again for its others


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cache_size=-32000")
    cursor.close()


def _begin_in_turns(engine: sa.Engine) -> None:
    """Begin SQLite's transactions ourselves; of this process's writers one at a time.

    Left to itself SQLite has waiting writers sleep and try again, up to 100 ms apart, while others slip
    in: with 16 busy threads some were refused after four seconds. Waiting on a lock, the slowest took a
    fifth of a second (bench/).
    """
    turn = threading.Lock()

    @sa.event.listens_for(engine, "connect")
    def tell_turn(_connection: Any, record: Any) -> None:
        record.record_info[_TURN] = turn

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if not connection.get_execution_options().get("is_writer"):
            connection.exec_driver_sql("BEGIN")
            return
        held: Any = connection.connection.record_info
        _take_turn(held)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @sa.event.listens_for(engine, "checkin")
    def give_back(_connection: Any, record: Any) -> None:
        if record.record_info.pop(_HOLDS_TURN, False):
            turn.release()


def _take_turn(held: dict[str, Any]) -> None:
    """For a pooled connection, by what is known of it; given back with the connection."""
    if _HOLDS_TURN not in held:
        if not held[_TURN].acquire(timeout=LOCK_WAIT_SECONDS):
            raise _busy()
        held[_HOLDS_TURN] = True


def _busy() -> sa.exc.OperationalError:
    """What SQLite itself says when the wait for a lock was too long."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return sa.exc.OperationalError("BEGIN IMMEDIATE", None, error)
