"""SQLite has one writer: a process's writers wait for their turn instead of trying again and again."""

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from contactcenter.core import db


@pytest.fixture
def writer(tmp_path: Path) -> sa.Engine:
    engine = db.create_engine(f"sqlite:///{tmp_path / 'turns.sqlite'}").execution_options(is_writer=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (text)")
    return engine


def write(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO notes VALUES ('x')")


def count(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM notes").scalar_one()


def test_a_writer_waits_for_the_one_before_it(writer: sa.Engine) -> None:
    waiting = threading.Thread(target=write, args=(writer,))
    with writer.begin() as connection:
        connection.exec_driver_sql("INSERT INTO notes VALUES ('first')")
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
    waiting.join(5)
    assert count(writer) == 2
    writer.dispose()


def test_who_waits_too_long_is_told_that_the_database_is_locked(
    writer: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "LOCK_WAIT_SECONDS", 0.05)
    with writer.begin(), pytest.raises(sa.exc.OperationalError) as refused:
        write(writer)
    assert refused.value.orig.sqlite_errorcode == sqlite3.SQLITE_BUSY
    write(writer)
    assert count(writer) == 1
    writer.dispose()


def test_a_failed_transaction_gives_its_turn_back(writer: sa.Engine) -> None:
    with pytest.raises(sa.exc.OperationalError), writer.begin() as connection:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")
    for _ in range(30):  # more than the pool has connections
        write(writer)
    assert count(writer) == 30
    writer.dispose()


def test_a_connection_that_writes_twice_keeps_its_turn(writer: sa.Engine) -> None:
    with writer.connect() as connection:
        for _ in range(2):
            with connection.begin():
                connection.exec_driver_sql("INSERT INTO notes VALUES ('x')")
    write(writer)
    assert count(writer) == 3
    writer.dispose()


def test_a_statement_by_the_driver_alone_waits_for_its_turn_too(
    writer: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_alone() -> None:
        with db.committing() as driver:
            driver.execute("INSERT INTO notes VALUES ('alone')")

    monkeypatch.setattr(db, "engine", lambda: writer)
    monkeypatch.setattr(db, "LOCK_WAIT_SECONDS", 0.05)
    with writer.begin(), pytest.raises(sa.exc.OperationalError) as refused:
        write_alone()
    assert refused.value.orig.sqlite_errorcode == sqlite3.SQLITE_BUSY
    with pytest.raises(sqlite3.OperationalError), db.committing() as driver:
        driver.execute("INSERT INTO nowhere VALUES (1)")
    for _ in range(30):  # more than the pool has connections
        write_alone()
    write(writer)
    assert count(writer) == 31
    writer.dispose()
