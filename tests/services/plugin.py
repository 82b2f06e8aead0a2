"""Fixtures that give a test a real server; loaded by tests/conftest.py.

Each server starts when the first test asks for it and is shared by the workers of a parallel run, except
where they would disturb one another. What a worker gets is its own: a database, a Redis server, a bucket.
TEST_DATABASE_URL and TEST_REDIS_URL, when set, name servers to use instead; TEST_CHROMIUM a browser.
A server that cannot be had skips its tests, and the run's last lines say so and why.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser

from tests.services import chromium, postgres
from tests.services.lifeline import FOLDER_VARIABLE, Lifeline, Unavailable, note_unavailable, request

LIFELINE = pytest.StashKey[Lifeline]()


@dataclass(frozen=True)
class S3Server:
    """A real S3 endpoint and a bucket of one's own. Addresses are path-style, signatures are checked."""

    endpoint_url: str
    access_key: str
    secret_key: str
    region: str
    bucket: str

    def client(self, **changes: Any) -> Any:
        """A boto3 client with these credentials, or with what is given (`aws_secret_access_key=`)."""
        import boto3
        from botocore.config import Config

        return boto3.client(
            "s3",
            **{
                "endpoint_url": self.endpoint_url,
                "aws_access_key_id": self.access_key,
                "aws_secret_access_key": self.secret_key,
                "region_name": self.region,
                "config": Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
                **changes,
            },
        )


def pytest_configure(config: pytest.Config) -> None:
    """The process that people started holds the lifeline; xdist's workers inherit its folder's name."""
    if FOLDER_VARIABLE not in os.environ:
        config.stash[LIFELINE] = Lifeline()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if LIFELINE in config.stash:
        config.stash[LIFELINE].release()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reasons = config.stash[LIFELINE].reasons() if LIFELINE in config.stash else {}
    if reasons:
        terminalreporter.section("NOT TESTED: this machine does not have", red=True, bold=True)
        for name, reason in reasons.items():
            terminalreporter.line(f"{name}: {reason}", red=True)


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    """Name of this xdist worker (`gw0`), or `main` in a run without workers."""
    worker = getattr(request.config, "workerinput", {})
    return str(worker.get("workerid", "main"))


@pytest.fixture(scope="session")
def postgres_server_url() -> str:
    """URL of the maintenance database of a real PostgreSQL, as a role that may create databases."""
    given = os.environ.get("TEST_DATABASE_URL")
    return given.replace("+psycopg://", "://") if given else str(_ask("postgres")["url"])


@pytest.fixture(scope="session")
def postgres_url(postgres_server_url: str, worker_name: str) -> Iterator[str]:
    """URL of a fresh database on a real PostgreSQL, this worker's own, removed at the end."""
    name = f"contactcenter_test_{worker_name}"
    yield postgres.create_database(postgres_server_url, name)
    postgres.drop_database(postgres_server_url, name)


@pytest.fixture(scope="session")
def redis_url(worker_name: str) -> str:
    """URL of a real Redis protocol server, this worker's own, as channels know no databases.

    With TEST_REDIS_URL it is that server, and each worker has a database number but shares the channels.
    """
    given = os.environ.get("TEST_REDIS_URL")
    if not given:
        return str(_ask(f"valkey-{worker_name}")["url"])
    parts = urlsplit(given)
    number = int(parts.path.strip("/") or 0) + int(worker_name.removeprefix("gw").replace("main", "0"))
    return urlunsplit(parts._replace(path=f"/{number}"))


@pytest.fixture(scope="session")
def s3_server(worker_name: str) -> S3Server:
    """A real S3 server with a bucket of this worker's own; it checks signatures and checksums."""
    server = S3Server(**_ask("swift"), bucket=f"recordings-{worker_name}")
    server.client().create_bucket(Bucket=server.bucket)
    return server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium, one for each module: open a context or a page of your own and close it."""
    yield from launched_browser()


def launched_browser() -> Iterator[Browser]:
    """For a fixture of a module or a package, which skips where there is no browser.

    Not for the whole run: Playwright's synchronous API keeps an event loop running in the thread while it
    is open, and `asyncio.run` of any later test would refuse to work there.
    """
    try:
        with chromium.launched() as found:
            yield found
    except Unavailable as reason:
        note_unavailable("browser", str(reason))
        pytest.skip(str(reason))


def _ask(name: str) -> dict[str, Any]:
    try:
        return request(name)
    except Unavailable as reason:
        pytest.skip(str(reason))
