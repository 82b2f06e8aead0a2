"""Telling failures apart, and describing them without anybody's data.

An exception's text may hold a whole row (SQLAlchemy appends the parameters), so what is
kept and logged is its class and the line of ours that raised it.
"""

import sqlite3
import traceback

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from contactcenter.core.errors import DomainError

MAX_CHARS = 300
LOCK_TIMEOUT = "55P03"
CONTENTION = frozenset({"40001", "40P01"})
"""PostgreSQL: serialization failure and deadlock. The loser may simply go again."""


def is_passing(error: BaseException) -> bool:
    """Whether the same work may succeed at once: a transaction was in the way, or a pooled connection had broken."""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in CONTENTION


def is_database_gone(error: BaseException) -> bool:
    """Whether the database as a whole cannot take anything now (locked, full, out of reach).

    Then nothing else is tried: each further attempt would wait for the lock once more while
    a caller listens to silence.
    """
    if isinstance(error, PoolTimeout | InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        # The generic code means a wrong statement: our mistake, not the database's state.
        return error.orig.sqlite_errorcode != sqlite3.SQLITE_ERROR
    return getattr(error.orig, "sqlstate", None) not in {*CONTENTION, LOCK_TIMEOUT}


def describe(error: BaseException) -> str:
    """Such as `KeyError at contactcenter/calls/service.py:88`; a DomainError with its code."""
    name = type(error).__name__
    if isinstance(error, DomainError):
        name = f"{name} {error.code}"
    place = _place(error)
    return f"{name} at {place}"[:MAX_CHARS] if place else name[:MAX_CHARS]


def _place(error: BaseException) -> str:
    """The innermost line of ours in the traceback."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/contactcenter/" in frame.filename]
    if not ours:
        return ""
    path = ours[-1].filename.rpartition("/contactcenter/")[2]
    return f"contactcenter/{path}:{ours[-1].lineno}"
