"""One demo company on each database, for all that look at it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contactcenter import factory
from contactcenter.core import db, jobs
from contactcenter.core import settings as settings_module
from contactcenter.core.settings import Settings, TwilioSettings
from contactcenter.demo.seed import seed
from tests.services import postgres

NOW = datetime(2026, 3, 25, 9, 30, tzinfo=UTC)  # a Wednesday, 16:30 in Vietnam


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Where the company is, made once, in a database of its own: others empty theirs, and may come in between."""
    folder = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        yield _made(folder, f"sqlite:///{folder}/demo.sqlite")
        return
    server = request.getfixturevalue("postgres_server_url")
    name = f"contactcenter_demo_{request.getfixturevalue('worker_name')}"
    yield _made(folder, settings_module._database_url(postgres.create_database(server, name), folder))
    db.engine().dispose()
    postgres.drop_database(server, name)


def _made(folder: Path, url: str) -> Settings:
    settings = Settings(
        database_url=url,
        secret_key="x",
        instance_path=folder / "instance",
        recordings_url=f"file:{folder}/recordings",
        is_demo=True,
        is_testing=True,
        simulator=TwilioSettings(account_sid="AC" + "1" * 32, auth_token="t", api_url="http://127.0.0.1:7699"),
    )
    factory.create_app(settings)
    jobs.use(jobs.MemoryQueue())
    db.Base.metadata.create_all(db.engine())
    seed(settings, NOW)
    return settings


@pytest.fixture
def seeded(company: Settings) -> Settings:
    """The company, with this process bound to it."""
    factory.bind(company)
    jobs.use(jobs.MemoryQueue())
    return company


@pytest.fixture
def session(seeded: Settings) -> Iterator[Session]:
    with db.read() as session:
        yield session
