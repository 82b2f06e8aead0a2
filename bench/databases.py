"""The two databases, as durable as in production: an acknowledgement survives a power cut."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import psycopg

from tests.services import postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "log_min_messages": "panic"}
"""The tests' server trades these for speed; a floor measured without them would be no floor."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """URL of a real PostgreSQL: that of TEST_DATABASE_URL, else the embedded one. Raises Unavailable."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given.replace("+psycopg://", "://")
        return
    with patch.dict(postgres.SETTINGS, DURABLE), postgres.running() as facts:
        yield str(facts["url"])


def new_database(kind: str, name: str, folder: Path, server_url: str) -> str:
    """DATABASE_URL of an empty database."""
    if kind == SQLITE:
        return f"sqlite:///{folder / name}.sqlite3"
    url = postgres.create_database(server_url, f"contactcenter_bench_{name}")
    return url.replace("postgresql://", "postgresql+psycopg://")


def version_of(kind: str, server_url: str) -> str:
    if kind == SQLITE:
        return sqlite3.sqlite_version
    with psycopg.connect(server_url) as connection:
        return str(connection.execute("SHOW server_version").fetchone()[0])  # type: ignore[index]
