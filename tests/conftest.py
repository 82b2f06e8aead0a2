"""The product for tests: on SQLite and PostgreSQL, with jobs that run when a test says so."""

import gc
import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from contactcenter import factory
from contactcenter.core import db, jobs
from contactcenter.core import settings as settings_module
from contactcenter.core.settings import Settings, TwilioSettings
from contactcenter.realtime import socket
from tests.empty_databases import PostgresTables, SqliteFiles
from tests.fixtures import PUBLIC_URL, secrets
from tests.kept_engines import KeptEngines

pytest_plugins = ["tests.services.plugin"]

SETTLE_AFTER_TESTS = 40
LONG = ("tests/bench/", "tests/system/", "tests/browser/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first: at the end each worker takes over some of another's quick tests, never waits."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection() -> None:
    gc.disable()  # modules and tests are made to stay: looking for garbage among them took a third of the time


def pytest_collection_finish() -> None:
    gc.enable()
    _settle()


_ended = itertools.count(1)


def pytest_runtest_logfinish() -> None:
    if next(_ended) % SETTLE_AFTER_TESTS == 0:
        _settle()


def _settle() -> None:
    """What stands now stays: looking through it for garbage, again and again, took a quarter of the tests' time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def kept_engines() -> Iterator[KeptEngines]:
    """What this worker's tests reach their databases with, in place of an engine for each test."""
    kept = KeptEngines()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(db, "configure", kept.configure)
        yield kept
    kept.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database with our schema, on each of the two."""
    if request.param == "sqlite":
        path = tmp_path / "test.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_files").empty, path)
        db.configure(f"sqlite:///{path}")
        return f"sqlite:///{path}"
    tables: PostgresTables = request.getfixturevalue("postgres_tables")
    tables.empty()
    db.configure(tables.url)
    return tables.url


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """This worker's, to copy."""
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_tables(
    postgres_url: str, kept_engines: KeptEngines, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PostgresTables]:
    """This worker's database, with our tables."""
    made = PostgresTables(settings_module._database_url(postgres_url, tmp_path_factory.getbasetemp()))
    kept_engines.keep(made.url)
    yield made
    made.close()


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
def app(settings: Settings, queue: jobs.MemoryQueue, request: pytest.FixtureRequest) -> Iterator[Flask]:
    factory.bind(settings)
    jobs.use(queue)
    made = _app(settings)
    if settings.is_sqlite:
        request.getfixturevalue("sqlite_files").furnish(Path(settings.database_url.removeprefix("sqlite:///")))
    else:
        request.getfixturevalue("postgres_tables").furnish()
    yield made
    db.engine().dispose()


_built: dict[object, tuple[Flask, Any, dict[str, Any]]] = {}


def _app(settings: Settings) -> Flask:
    """The application for such settings, built once in this worker, with sockets that nobody is on."""
    key = (settings.public_url, settings.is_secure, settings.trusted_proxies, settings.max_body_bytes)
    if key not in _built:
        made = factory.build(settings)
        _built[key] = made, made.wsgi_app, dict(made.extensions)
    made, wsgi_app, extensions = _built[key]
    made.wsgi_app = wsgi_app  # type: ignore[method-assign]
    made.extensions = dict(extensions)
    socket.install(made, settings)
    return made


@pytest.fixture
def client(app: Flask) -> Any:
    return app.test_client()
