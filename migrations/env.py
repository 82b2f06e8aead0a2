"""Alembic's entry: our models only (the job queue keeps its own tables), on the bound engine."""

import sqlalchemy as sa
from alembic import context

from contactcenter import tables  # noqa: F401 - every model
from contactcenter.core import db


def _is_ours(_object: object, name: str | None, type_: str, *_rest: object) -> bool:
    """Our tables; the word indexes over them are made by search's own statements (crm/search/ddl.py)."""
    if type_ == "index":
        return not (name or "").endswith("_words")
    return type_ != "table" or name in db.Base.metadata.tables


def _render(kind: str, item: object, _context: object) -> str | bool:
    """Portable types in migrations, so that they stand when our classes move."""
    if kind == "type" and isinstance(item, db.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.JSON):
        return "JSON"
    return False


with db.engine().connect() as connection:
    raw = connection.connection.dbapi_connection
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:  # a changed table is built anew and the old one dropped: children would go with it
        raw.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=db.Base.metadata,
        render_as_batch=is_sqlite,
        include_object=_is_ours,
        render_item=_render,
    )
    with context.begin_transaction():
        if not is_sqlite:  # the product's own limit is for those who wait for an answer
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        context.run_migrations()
    connection.commit()
    if is_sqlite:
        raw.execute("PRAGMA foreign_keys=ON")
