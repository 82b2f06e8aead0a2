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


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and nothing else, to copy."""
    path = tmp_path_factory.mktemp("accounts") / "empty.sqlite"
    engine = db.create_engine(f"sqlite:///{path}")
    db.Base.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Accounts on an empty database: SQLite, or PostgreSQL for tests marked so."""
    if request.node.get_closest_marker("postgres"):
        url = request.getfixturevalue("postgres_url").replace("postgresql://", "postgresql+psycopg://")
        engine = db.configure(url)
        db.Base.metadata.drop_all(engine)
        db.Base.metadata.create_all(engine)
    else:
        url = f"sqlite:///{shutil.copy(empty_database, tmp_path / 'accounts.sqlite')}"
        db.configure(url)
    yield settings_module.use(
        Settings(
            database_url=url,
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
