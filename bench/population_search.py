"""The index of search over a population: the product's own documents, written and indexed all at once."""

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa

from contactcenter.core import db
from contactcenter.crm.search import ddl
from contactcenter.crm.search.terms import document

BATCH = 20_000
_PEOPLE = """SELECT c.id, c.display_name, c.company, i.channel, i.value, c.owner_id
    FROM customers c LEFT JOIN identities i ON i.customer_id = c.id
    WHERE c.id > :after AND c.id <= :until ORDER BY c.id"""


def index_everybody(people: int) -> None:
    """Fill customer_terms, with the word index built after the rows: many times faster than row by row."""
    with db.engine().connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA synchronous=OFF")  # type: ignore[union-attr]
        stopped = (
            ("TRIGGER customer_terms_added",)
            if is_sqlite
            else ("INDEX ix_customer_terms_words", "INDEX ix_customer_terms_sample_words")
        )
        for what in stopped:
            connection.exec_driver_sql(f"DROP {what}")
        connection.commit()
        rows = _documents(connection, people)
        while batch := list(islice(rows, BATCH)):
            connection.execute(sa.text("INSERT INTO customer_terms (customer_id, terms) VALUES (:id, :terms)"), batch)
            connection.commit()
        if is_sqlite:
            connection.exec_driver_sql("INSERT INTO customer_terms_words(customer_terms_words) VALUES ('rebuild')")
            connection.exec_driver_sql(ddl.SQLITE_TERMS[1])
        else:
            connection.exec_driver_sql("SET maintenance_work_mem = '512MB'; SET statement_timeout = 0")
            for statement in ddl.POSTGRESQL_TERMS:
                connection.exec_driver_sql(statement)
        connection.commit()
        if is_sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA synchronous=FULL")  # type: ignore[union-attr]


def _documents(connection: sa.Connection, people: int) -> Iterator[dict[str, Any]]:
    for start in range(0, people, BATCH):
        edges = {"after": f"cus_{start - 1:026d}" if start else "", "until": f"cus_{start + BATCH - 1:026d}"}
        found = connection.execute(sa.text(_PEOPLE), edges).all()
        for customer_id, lines in groupby(found, key=lambda row: row[0]):
            own = list(lines)
            phones = [row[4] for row in own if row[3] == "phone"]
            emails = [row[4] for row in own if row[3] == "email"]
            yield {"id": customer_id, "terms": document([own[0][1]], own[0][2], phones, emails, own[0][5])}
