"""The product for tests: on SQLite and PostgreSQL, with jobs that run when a test says so."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter import factory, tables  # noqa: F401 - every model
from contactcenter.core import db, jobs
from contactcenter.core import settings as settings_module
from contactcenter.core.settings import Settings, TwilioSettings
from tests.fixtures import PUBLIC_URL, secrets

pytest_plugins = ["tests.services.plugin"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database with our schema, on each of the two."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'test.sqlite'}"
        db.Base.metadata.create_all(db.configure(url))
        return url
    url = settings_module._database_url(request.getfixturevalue("postgres_url"), tmp_path)
    engine = db.configure(url)
    db.Base.metadata.create_all(engine)
    names = ", ".join(f'"{t.name}"' for t in db.Base.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(sa.text(f"TRUNCATE {names} CASCADE"))
    return url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    account = secrets()
    made = settings_module.load_settings(
        {
            "INSTANCE_PATH": str(tmp_path / "instance"),
            "DATABASE_URL": database_url,
            "PUBLIC_URL": PUBLIC_URL,
            "SECRET_KEY": "a test's key that opens nothing",
            "RECORDINGS_URL": f"file:{tmp_path / 'recordings'}",
        },
        tmp_path,
    )
    return replace(
        made,
        is_testing=True,
        runs_jobs=False,
        is_demo=True,
        twilio=TwilioSettings(account_sid=account["account_sid"], auth_token=account["auth_token"]),
    )


@pytest.fixture
def queue() -> jobs.MemoryQueue:
    """The jobs that committed work asked for; `queue.drain()` runs them."""
    return jobs.MemoryQueue()


@pytest.fixture
def app(settings: Settings, queue: jobs.MemoryQueue) -> Iterator[Flask]:
    made = factory.create_app(settings)
    jobs.use(queue)
    factory.ensure_defaults()
    yield made
    db.engine().dispose()


@pytest.fixture
def client(app: Flask) -> Any:
    return app.test_client()
