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
        return type_ != "table" or name in db.Base.metadata.tables

    with empty_database.connect() as connection:
        options = {"include_object": is_ours, "compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), db.Base.metadata) == []
