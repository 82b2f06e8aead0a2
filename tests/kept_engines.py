"""One engine for each kind of database in this worker, however many databases its tests see.

SQLAlchemy keeps what it has made of a statement with the engine that ran it. With an engine of its own every
test began by compiling, once more, each statement that it used: half of what a test over HTTP took.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from contactcenter.core import db

REMEMBERED = 20_000
"""Statements: more than there are."""


class KeptEngines:
    """`configure` stands in for db.configure: it points a kept engine at the database instead of making one."""

    def __init__(self) -> None:
        self._make = db.create_engine
        self._path = ""
        self._sqlite: sa.Engine | None = None
        self._servers: dict[str, sa.Engine] = {}

    def keep(self, url: str) -> None:
        """Connections to this PostgreSQL database stay open between tests: its server has planned for them."""
        engine = _remembering(self._make(url))
        engine.dispose = lambda close=True: None  # type: ignore[method-assign]
        self._servers[url] = engine

    def configure(self, url: str, *, pool_size: int = 20) -> sa.Engine:
        if url in self._servers:
            return db.use(self._servers[url])
        if not url.startswith("sqlite:///"):
            return db.use(self._make(url, pool_size=pool_size))
        self._path = url.removeprefix("sqlite:///")
        return db.use(self._sqlite or self._make_sqlite())

    def close(self) -> None:
        for engine in self._servers.values():
            sa.Engine.dispose(engine)
        if self._sqlite is not None:
            self._sqlite.dispose()

    def _make_sqlite(self) -> sa.Engine:
        self._sqlite = _remembering(self._make("sqlite:///of/the/moment.sqlite"))

        @sa.event.listens_for(self._sqlite, "do_connect")
        def point(_dialect: Any, _record: Any, arguments: list[Any], _options: Any) -> None:
            arguments[0] = self._path

        @sa.event.listens_for(self._sqlite, "connect")
        def hurry(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA synchronous=OFF")  # who tests sudden deaths kills servers: tests/system

        return self._sqlite


def _remembering(engine: sa.Engine) -> sa.Engine:
    """All tests together know many times the statements of one process in life."""
    assert engine._compiled_cache is not None
    engine._compiled_cache.capacity = REMEMBERED
    return engine
