"""One demo company on each database, for all that look at it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter import factory
from contactcenter.core import db, jobs
from contactcenter.core import settings as settings_module
from contactcenter.core.settings import Settings, TwilioSettings
from contactcenter.demo.seed import seed

NOW = datetime(2026, 3, 25, 9, 30, tzinfo=UTC)  # a Wednesday, 16:30 in Vietnam


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder}/demo.sqlite"
    if request.param == "postgresql":
        url = settings_module._database_url(request.getfixturevalue("postgres_url"), folder)
    return Settings(
        database_url=url,
        secret_key="x",
        instance_path=folder / "instance",
        recordings_url=f"file:{folder}/recordings",
        is_demo=True,
        is_testing=True,
        simulator=TwilioSettings(account_sid="AC" + "1" * 32, auth_token="t", api_url="http://127.0.0.1:7699"),
    )


@pytest.fixture(scope="package")
def seeded(settings: Settings) -> Iterator[Settings]:
    factory.create_app(settings)
    jobs.use(jobs.MemoryQueue())
    engine = db.engine()
    db.Base.metadata.create_all(engine)
    if engine.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in db.Base.metadata.sorted_tables)
        with engine.begin() as connection:
            connection.execute(sa.text(f"TRUNCATE {names} CASCADE"))
    seed(settings, NOW)
    yield settings
    engine.dispose()


@pytest.fixture
def session(seeded: Settings) -> Iterator[Session]:
    with db.read() as session:
        yield session
