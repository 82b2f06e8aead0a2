"""The migrations build exactly what the models say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from contactcenter import migrate, tables  # noqa: F401 - every model
from contactcenter.core import db
from contactcenter.core import settings as settings_module
from tests.services import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    if request.param == "sqlite":
        yield db.configure(f"sqlite:///{tmp_path / 'migrated.sqlite'}")
        db.engine().dispose()
        return
    server, name = request.getfixturevalue("postgres_server_url"), f"migrated_{request.getfixturevalue('worker_name')}"
    url = settings_module._database_url(postgres.create_database(server, name), tmp_path)
    yield db.configure(url)
    db.engine().dispose()
    postgres.drop_database(server, name)


def test_an_upgraded_database_is_what_the_models_say(empty_database: sa.Engine) -> None:
    command.upgrade(migrate.config(), "head")

    def is_ours(_object: Any, name: str | None, type_: str, *_rest: Any) -> bool:
        if type_ == "index":  # word indexes are made by statements of their own: crm/search/ddl.py
            return not (name or "").endswith("_words")
        return type_ != "table" or name in db.Base.metadata.tables

    with empty_database.connect() as connection:
        options = {"include_object": is_ours, "compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), db.Base.metadata) == []


def test_word_indexes_are_the_same_however_the_tables_were_made(empty_database: sa.Engine) -> None:
    command.upgrade(migrate.config(), "head")
    migrated = _word_indexes(empty_database)
    with empty_database.begin() as connection:
        for table in ("customer_terms", "search_texts"):
            db.Base.metadata.tables[table].drop(connection)
            db.Base.metadata.tables[table].create(connection)
    assert migrated
    assert _word_indexes(empty_database) == migrated


def _word_indexes(engine: sa.Engine) -> dict[str, str]:
    """By name, how the database describes each, blanks aside."""
    is_sqlite = engine.dialect.name == "sqlite"
    listed = sa.text(
        "SELECT name, sql FROM sqlite_master WHERE sql LIKE '%@_words%' ESCAPE '@'"
        " AND name NOT LIKE '%words@_%' ESCAPE '@'"
        if is_sqlite
        else "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE '%_words'"
    )
    with engine.connect() as connection:
        rows = connection.execute(listed)
        return {row[0]: " ".join(row[1].split()) for row in rows}
