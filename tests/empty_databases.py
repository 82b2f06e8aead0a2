"""Databases for one test each: with our tables and no row, or with what a fresh install has.

Made once a worker and then copied, by the file system or by the server itself: emptying ninety tables and
writing the first rows statement by statement took a third of a second before every test.
"""

import shutil
from pathlib import Path

from contactcenter import factory, tables  # noqa: F401 - every model
from contactcenter.core import db


class SqliteFiles:
    """`empty` has our tables; beside it, once somebody asked, stands one with the first rows too."""

    def __init__(self, folder: Path) -> None:
        self.empty = folder / "empty.sqlite"
        self._furnished = folder / "furnished.sqlite"
        engine = db.create_engine(f"sqlite:///{self.empty}")
        db.Base.metadata.create_all(engine)
        engine.dispose()

    def furnish(self, path: Path) -> None:
        """Make `path` a database as after a fresh install; this process is bound to it already."""
        if not self._furnished.exists():
            factory.ensure_defaults()
            db.engine().dispose()  # the last connection folds the log into the file
            shutil.copy(path, self._furnished)
        db.engine().dispose()
        shutil.copy(self._furnished, path)


class PostgresTables:
    """Our tables in this worker's database. Its own connection stays open, so that the server need not plan again."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = db.create_engine(url, pool_size=1)
        self._is_furnishable = False
        db.Base.metadata.create_all(self._engine)
        # Most tables are empty, and asking is faster than truncating.
        steps = [f"IF EXISTS (SELECT 1 FROM {t}) THEN DELETE FROM {t}; END IF;" for t in _emptied()]
        self._run(_function("empty_everything", steps))

    def empty(self) -> None:
        self._run("SELECT empty_everything()")

    def furnish(self) -> None:
        """Write what a fresh install has into the empty database; this process is bound to it already."""
        if self._is_furnishable:
            self._run("SELECT write_first_rows()")
            return
        factory.ensure_defaults()
        self._keep_first_rows()
        self._is_furnishable = True

    def close(self) -> None:
        self._engine.dispose()

    def _run(self, statement: str) -> None:
        with self._engine.begin() as connection:
            connection.exec_driver_sql(statement)

    def _keep_first_rows(self) -> None:
        with self._engine.begin() as connection:
            filled = [t for t in _table_names() if connection.exec_driver_sql(f"SELECT 1 FROM {t} LIMIT 1").first()]
            connection.exec_driver_sql("CREATE SCHEMA first_rows")
            for t in filled:
                connection.exec_driver_sql(f"CREATE TABLE first_rows.{t} AS TABLE {t}")
            steps = [f"INSERT INTO {t} SELECT * FROM first_rows.{t};" for t in filled]
            connection.exec_driver_sql(_function("write_first_rows", steps))


def _function(name: str, steps: list[str]) -> str:
    return f"CREATE FUNCTION {name}() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {' '.join(steps)} END $$"


def _emptied() -> list[str]:
    """Children before parents, and the words that search keeps by a trigger."""
    return [*reversed(_table_names()), "customer_words"]


def _table_names() -> list[str]:
    """Parents before children."""
    return [table.name for table in db.Base.metadata.sorted_tables]
