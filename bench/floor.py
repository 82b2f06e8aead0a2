"""`python -m bench.floor DATABASE_URL PORT`: the least that a durable webhook handler can do.

A Flask view that keeps the raw body with one INSERT and one COMMIT, on the engine that the
product uses (same driver, pool and durability) and the server that it runs on (Werkzeug, a
thread a connection). It verifies nothing and understands nothing.
"""

import logging
import sys

import sqlalchemy as sa
from flask import Flask, request

from contactcenter.core import db
from contactcenter.core.ids import new_id

_bare = sa.Table(
    "bare_deliveries",
    sa.MetaData(),
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("body", sa.LargeBinary),
)
_insert = sa.insert(_bare)


def make(database_url: str) -> Flask:
    engine = db.create_engine(database_url).execution_options(is_writer=True)
    _bare.metadata.create_all(engine)
    app = Flask("floor", static_folder=None)

    @app.post("/<path:_path>")
    def take(_path: str) -> tuple[str, int]:
        with engine.begin() as connection:
            connection.execute(_insert, {"id": new_id("bare"), "body": request.get_data()})
        return "", 204

    return app


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    make(sys.argv[1]).run(host="127.0.0.1", port=int(sys.argv[2]), threaded=True)
