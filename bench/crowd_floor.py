"""`python -m bench.crowd_floor DATABASE_URL PORT`: the same questions by hand-written SQL in bare Flask handlers.

One connection a thread, straight from the driver; rows become JSON as they are. Nobody is asked who
they are, nothing is masked, nothing is checked.
"""

import json
import logging
import sqlite3
import sys
import threading
from typing import Any

import psycopg
from flask import Flask, Response

CUSTOMER = "SELECT * FROM customers WHERE id = ?"
IDENTITIES = "SELECT id, channel, value, national, label, status FROM identities WHERE customer_id = ?"
ITEMS = (
    "SELECT id, kind, channel, occurred_at, summary, agent_id, ref_id, data FROM timeline_items"
    " WHERE customer_id = ? ORDER BY occurred_at DESC, id DESC LIMIT 20"
)
BY_PHONE = (
    "SELECT c.* FROM identities i JOIN customers c ON c.id = i.customer_id"
    " WHERE i.channel = 'phone' AND i.value = ? AND c.merged_into_id IS NULL LIMIT 50"
)


class Driver:
    """The database's own driver, a connection a thread."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._own = threading.local()

    def rows(self, statement: str, *values: str) -> list[dict[str, Any]]:
        if not hasattr(self._own, "connection"):
            self._own.connection = self._connect()
        if self._url.startswith("sqlite"):
            cursor = self._own.connection.execute(statement, values)
        else:
            cursor = self._own.connection.execute(statement.replace("?", "%s"), values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _connect(self) -> Any:
        if self._url.startswith("sqlite"):
            return sqlite3.connect(self._url.removeprefix("sqlite:///"))
        return psycopg.connect(self._url.replace("+psycopg", ""), autocommit=True)


def make(url: str) -> Flask:
    app, driver = Flask("crowd_floor", static_folder=None), Driver(url)

    @app.get("/customers/<customer_id>")
    def customer(customer_id: str) -> Response:
        (row,) = driver.rows(CUSTOMER, customer_id)
        return _json({**row, "identities": driver.rows(IDENTITIES, customer_id)})

    @app.get("/customers/<customer_id>/timeline")
    def timeline(customer_id: str) -> Response:
        return _json({"items": driver.rows(ITEMS, customer_id)})

    @app.get("/phones/<number>")
    def phone(number: str) -> Response:
        found = driver.rows(BY_PHONE, number)
        return _json({"items": [{**row, "identities": driver.rows(IDENTITIES, row["id"])} for row in found]})

    return app


def _json(body: Any) -> Response:
    return Response(json.dumps(body, default=str), mimetype="application/json")


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    make(sys.argv[1]).run(host="127.0.0.1", port=int(sys.argv[2]), threaded=True)
