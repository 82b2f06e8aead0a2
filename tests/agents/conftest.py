"""People on a database of their own, and the browsers they sign in with."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from contactcenter.agents import accounts
from contactcenter.agents.models import User
from contactcenter.core import db
from contactcenter.core import settings as settings_module
from contactcenter.core.settings import Settings
from tests.agents.accounts_app import PASSWORD, Browser, build_app
from tests.empty_databases import PostgresTables, SqliteFiles


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database: SQLite, or PostgreSQL for tests marked so."""
    if request.node.get_closest_marker("postgres"):
        tables: PostgresTables = request.getfixturevalue("postgres_tables")
        tables.empty()
        db.configure(tables.url)
        return tables.url
    files: SqliteFiles = request.getfixturevalue("sqlite_files")
    url = f"sqlite:///{shutil.copy(files.empty, tmp_path / 'accounts.sqlite')}"
    db.configure(url)
    return url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Iterator[Settings]:
    yield settings_module.use(
        Settings(
            database_url=database_url,
            secret_key="a secret of forty characters or a little more",
            instance_path=tmp_path,
            is_testing=True,
        )
    )
    db.engine().dispose()


@pytest.fixture
def app(settings: Settings) -> Flask:
    return build_app(settings)


@pytest.fixture
def with_demo(settings: Settings) -> Callable[..., None]:
    """Switch the demo on or off, as the next start would."""

    def switch(*, is_on: bool) -> None:
        settings_module.use(replace(settings, is_demo=is_on))

    return switch


@pytest.fixture
def add_user(settings: Settings) -> Callable[..., User]:
    def add(role: str = "agent", **fields: Any) -> User:
        email = fields.pop("email", f"{role}@example.com")
        with db.transaction() as s:
            return accounts.create_user(s, email=email, name=role.title(), role=role, password=PASSWORD, **fields)

    return add


@pytest.fixture
def open_browser(app: Flask) -> Callable[[], Browser]:
    """Open another browser."""
    return lambda: Browser(app)


@pytest.fixture
def signed_in(app: Flask, add_user: Callable[..., User]) -> Callable[..., Browser]:
    """A browser in which a new person of this role is signed in."""

    def sign_in(role: str = "agent", **fields: Any) -> Browser:
        user = add_user(role, **fields)
        here = Browser(app)
        assert here.sign_in(user.email).status_code == 200
        return here

    return sign_in
