"""Servers of their own for tests that kill them: on SQLite and on PostgreSQL, with a stand-in carrier."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from contactcenter.core import db
from tests.fixtures import secrets
from tests.services import postgres
from tests.system.server import Server
from tests.system.stand_in import StandIn

_numbers = itertools.count(1)


@contextmanager
def own_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """DATABASE_URL of an empty database that nobody else uses: a file in `folder`, or one on a real PostgreSQL."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'contactcenter.sqlite'}"
        return
    server_url = request.getfixturevalue("postgres_server_url")
    name = f"contactcenter_system_{request.getfixturevalue('worker_name')}_{next(_numbers)}"
    yield postgres.create_database(server_url, name)
    postgres.drop_database(server_url, name)


def twilio_settings(api_url: str) -> dict[str, str]:
    """The fixtures' account, with `api_url` in place of Twilio's own addresses."""
    account = secrets()
    return {
        "TWILIO_ACCOUNT_SID": account["account_sid"],
        "TWILIO_AUTH_TOKEN": account["auth_token"],
        "TWILIO_API_URL": api_url,
    }


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    with StandIn() as found:
        yield found


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, stand_in: StandIn
) -> Iterator[Server]:
    """Not started yet; its database is empty."""
    folder = tmp_path_factory.mktemp("server")
    with own_database(request.param, folder, request) as url:
        made = Server(folder, {"DATABASE_URL": url, **twilio_settings(stand_in.url)})
        try:
            yield made
        finally:
            made.kill()
        assert "Traceback" not in made.output


@pytest.fixture(scope="module")
def rows(server: Server) -> Iterator[Callable[..., list[sa.Row[tuple[object, ...]]]]]:
    """`rows("SELECT …", name=value)`: what is in the server's database, past its code."""
    engine = db.create_engine(server.database_url)

    def look(statement: str, **values: object) -> list[sa.Row[tuple[object, ...]]]:
        with engine.connect() as connection:
            return list(connection.execute(sa.text(statement), values))

    yield look
    engine.dispose()
